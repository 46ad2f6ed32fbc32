/** What every ledger rests on: currencies, countries, tax codes, nominal codes, periods, banks. */
import { DateTime } from 'luxon';
import type { Company, SeedOptions } from '../world.mts';
import { seedNominal } from './nominal.mts';
import { seeded } from './seeded.mts';

const ISO_CURRENCIES = [
	{ code: 'GBP', name: 'Pound Sterling', symbol: '£', rate: 1 },
	{ code: 'EUR', name: 'Euro', symbol: '€', rate: 1.17 },
	{ code: 'USD', name: 'US Dollar', symbol: '$', rate: 1.27 },
];

/** Code, name, whether a member of the EU. */
const COUNTRIES: Array<[string, string, boolean]> = [
	['GB', 'Great Britain', false],
	['IE', 'Ireland', true],
	['FR', 'France', true],
	['DE', 'Germany', true],
	['ES', 'Spain', true],
	['IT', 'Italy', true],
	['NL', 'Netherlands', true],
	['BE', 'Belgium', true],
	['PT', 'Portugal', true],
	['SE', 'Sweden', true],
	['DK', 'Denmark', true],
	['PL', 'Poland', true],
	['AT', 'Austria', true],
	['FI', 'Finland', true],
	['CZ', 'Czech Republic', true],
	['GR', 'Greece', true],
	['NO', 'Norway', false],
	['CH', 'Switzerland', false],
	['US', 'United States', false],
	['CA', 'Canada', false],
	['AU', 'Australia', false],
	['NZ', 'New Zealand', false],
	['JP', 'Japan', false],
	['AE', 'United Arab Emirates', false],
];

/**
 * Code, name, rate, terms, notional acquisition tax. Several codes have one rate, as in every UK company: a rate alone
 * does not tell a code.
 */
const TAX_CODES: Array<[number, string, number, string, boolean]> = [
	[1, 'Standard rate', 20, 'EcTermsNotApplicable', false],
	[0, 'Zero rated', 0, 'EcTermsNotApplicable', false],
	[2, 'Exempt', 0, 'EcTermsNotApplicable', false],
	[5, 'Reduced rate', 5, 'EcTermsNotApplicable', false],
	[4, 'EC sales of goods', 0, 'EcTermsSalesGoods', false],
	[8, 'EC purchases of goods', 20, 'EcTermsPurchasesGoods', true],
	[22, 'EC sales of services', 0, 'EcTermsSalesServices', false],
	[9, 'Outside the scope', 0, 'EcTermsNotApplicable', false],
	[20, 'Reverse charge', 20, 'EcTermsNotApplicable', false],
];

/** Seeds the financial ground. */
export function seedFinance(company: Company, { clock }: SeedOptions): void {
	seedCurrencies(company);
	for (const [code, name, eu_member] of COUNTRIES)
		company.table('country_codes').insert({ code, name, eu_member });
	for (const [code, name, tax_rate, terms, is_notional_acquisition_tax] of TAX_CODES) {
		const terms_description = terms === 'EcTermsNotApplicable' ? 'Not Applicable' : 'EC trade';
		company
			.table('tax_codes')
			.insert({ code, name, tax_rate, terms, terms_description, is_notional_acquisition_tax });
	}
	seedPeriods(company, clock.now());
	seedNominal(company, clock);
	seedBanks(company);
}

function seedCurrencies(company: Company): void {
	for (const { code, name, symbol, rate } of ISO_CURRENCIES) {
		const iso = company.table('currency_iso_codes').insert({ code, name });
		company.table('currencies').insert({
			symbol,
			name,
			core_currency_rate: rate,
			euro_currency_rate: Math.round((rate / 1.17) * 1e6) / 1e6,
			is_base_currency: code === 'GBP',
			is_euro_currency: code === 'EUR',
			use_for_new_accounts: code === 'GBP',
			exchange_rate_type: 'ExchangeRateSingle',
			exchange_rate_amendability_type: 'ExchangeAmendabilityAllTransactions',
			currency_iso_code_id: iso.id,
		});
	}
}

function seedBanks(company: Company): void {
	const banks = [
		['CURRENT', 'Current account', 'GBP', '1200', '20-45-77', '10445566'],
		['EURO', 'Euro account', 'EUR', '1210', '20-45-77', '10445588'],
	];
	for (const [code, description, iso, nominal, sort_code, account_no] of banks) {
		const isoId = seeded(company, 'currency_iso_codes', 'code', iso).id;
		company.table('banks').insert({
			code,
			description,
			sort_code,
			account_no,
			bank_name: 'Pennine Bank',
			account_type: 'BankAccountTypeCurrent',
			account_status_type: 'AccountStatusActive',
			balance: 25_000,
			balance_in_base: 25_000,
			account_currency_id: seeded(company, 'currencies', 'currency_iso_code_id', isoId).id,
			bank_account_nominal_reference: nominal,
			bank_charges_nominal_reference: '7900',
			exchange_diff_nominal_reference: '7905',
		});
	}
}

/** Years before this one, and after it: Sage always has five of those (Sage's schema of period values). */
const YEARS = { before: 2, after: 5 };

/** Twelve monthly periods of each year; the trading periods of both ledgers are of this and the last one. */
function seedPeriods(company: Company, now: number): void {
	const thisYear = DateTime.fromMillis(now, { zone: 'utc' }).startOf('year');
	for (let relative = -YEARS.before; relative <= YEARS.after; relative += 1) {
		const index = relative + YEARS.before;
		const year = thisYear.plus({ years: relative });
		for (let month = 0; month < 12; month += 1) {
			const start = year.plus({ months: month });
			const [start_date, end_date] = [start, start.endOf('month')].map((date) =>
				date.toFormat("yyyy-MM-dd'T'00:00:00'Z'"),
			);
			company.table('financial_year_period_views').insert({
				financial_year_id: index + 1,
				financial_year_start_date: year.toFormat("yyyy-MM-dd'T'00:00:00'Z'"),
				financial_year_end_date: year.endOf('year').toFormat("yyyy-MM-dd'T'00:00:00'Z'"),
				year_relative_to_current_year: relative,
				number_of_periods_in_year: 12,
				accounting_period_id: index * 12 + month + 1,
				period_number: month + 1,
				period_start_date: start_date,
				period_end_date: end_date,
			});
			if (relative !== 0 && relative !== -1) continue;
			for (const ledger of ['sales_trading_periods', 'purchase_trading_periods']) {
				company.table(ledger).insert({ period_number: String(month + 1), start_date, end_date });
			}
		}
	}
}
