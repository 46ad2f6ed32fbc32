/** What every ledger rests on: currencies, countries, tax codes, nominal codes, periods, banks. */
import { DateTime } from 'luxon';
import type { Company, Row, SeedOptions } from '../world.mts';

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

/** Reference, name, report category. */
const NOMINAL_CODES: Array<[string, string, string]> = [
	['1000', 'Stock', 'Asset'],
	['1100', 'Debtors control', 'Asset'],
	['1200', 'Bank current account', 'Asset'],
	['1210', 'Bank euro account', 'Asset'],
	['2100', 'Creditors control', 'Liability'],
	['2109', 'Goods received accrual', 'Liability'],
	['2200', 'VAT control', 'Liability'],
	['4000', 'Sales of goods', 'Income'],
	['4010', 'Sales of services', 'Income'],
	['4100', 'Carriage charged', 'Income'],
	['5000', 'Cost of sales', 'Expense'],
	['5100', 'Carriage inwards', 'Expense'],
	['5200', 'Stock variance', 'Expense'],
	['7500', 'Office costs', 'Expense'],
	['7900', 'Bank charges', 'Expense'],
	['7905', 'Exchange differences', 'Expense'],
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
	seedNominal(company);
	seedBanks(company);
	seedPeriods(company, clock.now());
}

/**
 * A row by the value of one field.
 * @throws Error if the seed forgot it: a mistake of ours
 */
export function seeded(company: Company, resource: string, field: string, value: unknown): Row {
	const [found] = company.table(resource).where(field, value);
	if (!found) throw new Error(`The seed has no ${resource} with ${field} ${String(value)}`);
	return found;
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

function seedNominal(company: Company): void {
	for (const [code, name] of [
		['NTH', 'North'],
		['STH', 'South'],
		['WEB', 'Web shop'],
	]) {
		company.table('cost_centres').insert({ code, name });
	}
	for (const [code, name] of [
		['GEN', 'General'],
		['TRD', 'Trade counter'],
	]) {
		company.table('departments').insert({ code, name });
	}
	for (const category of ['Asset', 'Liability', 'Income', 'Expense']) {
		company.table('nominal_report_categories').insert({
			code: category.slice(0, 3).toUpperCase(),
			name: category,
			nominal_report_category_type: `NominalReportCategoryType${category}`,
		});
	}
	for (const [reference, name, category] of NOMINAL_CODES) {
		company.table('nominal_codes').insert({
			reference,
			name,
			cost_centre_code: '',
			department_code: '',
			nominal_account_type: 'NominalAccountTypePosting',
			account_status_type: 'AccountStatusActive',
			report_category_id: seeded(company, 'nominal_report_categories', 'name', category).id,
			allow_manual_journal_entries: true,
			display_balances_in_selection_list: true,
			balance_year_to_date: 0,
			memos: [],
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

/** Twelve monthly periods of this and the last year, and the trading periods of both ledgers. */
function seedPeriods(company: Company, now: number): void {
	const thisYear = DateTime.fromMillis(now, { zone: 'utc' }).startOf('year');
	for (const [index, year] of [thisYear.minus({ years: 1 }), thisYear].entries()) {
		for (let month = 0; month < 12; month += 1) {
			const start = year.plus({ months: month });
			const [start_date, end_date] = [start, start.endOf('month')].map((date) =>
				date.toFormat("yyyy-MM-dd'T'00:00:00'Z'"),
			);
			company.table('financial_year_period_views').insert({
				financial_year_id: index + 1,
				financial_year_start_date: year.toFormat("yyyy-MM-dd'T'00:00:00'Z'"),
				financial_year_end_date: year.endOf('year').toFormat("yyyy-MM-dd'T'00:00:00'Z'"),
				year_relative_to_current_year: index - 1,
				number_of_periods_in_year: 12,
				accounting_period_id: index * 12 + month + 1,
				period_number: month + 1,
				period_start_date: start_date,
				period_end_date: end_date,
			});
			for (const ledger of ['sales_trading_periods', 'purchase_trading_periods']) {
				company.table(ledger).insert({ period_number: String(month + 1), start_date, end_date });
			}
		}
	}
}
