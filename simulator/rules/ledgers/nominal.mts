/**
 * The nominal ledger: what every posting comes to there, debits above 0 and credits below. What Sage writes with which
 * posting rests on double entry alone: control accounts by the codes that the sample company uses.
 */
import type { Body, Call, Company, Projection, Row } from '../../world.mts';
import { decimal, Decimal, money } from '../foundation/money.mts';
import { numberOf, textOf } from '../foundation/read.mts';
import { deferral } from './deferral.mts';

/** Where the sample company keeps what customers owe, what it owes suppliers, and its VAT. */
export const CONTROL = { sales: '1100', purchase: '2100', tax: '2200' };

export interface NominalEntry {
	code: string;
	cost_centre?: string;
	department?: string;
	value: Decimal;
}

/** What all entries of a posting share. */
export interface Posted {
	date: string;
	reference: string;
	narrative: string;
	source: string;
	urn: number;
}

type Poster = Pick<Call, 'company' | 'clock' | 'user'>;

/**
 * Posts entries that come out even.
 * @throws Error where they do not: a mistake of ours
 */
export function postNominal(call: Poster, entries: NominalEntry[], posted: Posted): void {
	const total = entries.reduce((sum, { value }) => sum.plus(value), decimal(0));
	if (!total.isZero()) throw new Error(`A posting of ${posted.reference} is off by ${total}`);
	for (const entry of entries) if (!entry.value.isZero()) enterNominal(call, entry, posted);
}

/** Enters one side alone, as Sage does with statistical accounts. */
export function enterNominal(call: Poster, entry: NominalEntry, posted: Posted): void {
	const { company, user } = call;
	const account = accountOf(company, entry);
	const period = periodOf(company, posted.date);
	const [debit, credit] = [entry.value, entry.value.neg()].map((side) =>
		money(Decimal.max(0, side)),
	);
	company.table('nominal_transaction_enquiry_views').insert({
		nominal_code_id: account.id,
		transaction_date: posted.date,
		period_number: period.period_number,
		reference: posted.reference,
		narrative: posted.narrative,
		transaction_analysis_code: '',
		debit,
		credit,
		user_name: textOf(user.name).slice(0, 20),
		source: posted.source,
		urn: posted.urn,
		accounting_period_id: period.accounting_period_id,
		financial_year_id: period.financial_year_id,
		financial_year_start_date: period.financial_year_start_date,
		year_relative_to_current_year: period.year_relative_to_current_year,
		nominal_analysis_items: [],
		bank_items: [],
		tax_analysis_items: [],
		trade_items: [],
		...deferral(call),
	});
	if (period.year_relative_to_current_year === 0) addToYear(company, account, debit, credit);
}

/** The year to date of an account, which its record tells. */
function addToYear(company: Company, account: Row, debit: number, credit: number): void {
	const more = (field: string, value: number) => money(decimal(account[field]).plus(value));
	const shown = account.display_balances_in_selection_list === true;
	company.table('nominal_codes').write(account.id, {
		debit_balance_year_to_date: more('debit_balance_year_to_date', debit),
		credit_balance_year_to_date: more('credit_balance_year_to_date', credit),
		...(shown ? { balance_year_to_date: more('balance_year_to_date', debit - credit) } : {}),
	});
}

/** The account of a code; the one without cost centre and department where there is none with these. */
function accountOf(
	company: Company,
	{ code, cost_centre = '', department = '' }: NominalEntry,
): Row {
	const named = company.table('nominal_codes').where('reference', code);
	const exact = named.find(
		(row) => row.cost_centre_code === cost_centre && row.department_code === department,
	);
	return exact ?? named[0];
}

/** The period of a day; the first or last one for a day outside all. */
function periodOf(company: Company, date: string): Row {
	const periods = [...company.table('financial_year_period_views').all()];
	const day = date.slice(0, 10);
	const ended = periods.find(({ period_end_date: end }) => textOf(end).slice(0, 10) >= day);
	return ended ?? periods[periods.length - 1];
}

/**
 * `nominal_period_value_views`: a row for each account and period of all years (Sage's schema), with what was posted
 * there. That values are signed, debits above 0, is inferred.
 */
export const periodValues: Projection = function* (company) {
	const values = new Map<string, Decimal>();
	for (const row of company.table('nominal_transaction_enquiry_views').all()) {
		const key = `${String(row.nominal_code_id)}|${String(row.accounting_period_id)}`;
		const moved = decimal(row.debit).minus(decimal(row.credit));
		values.set(key, (values.get(key) ?? decimal(0)).plus(moved));
	}
	const periods = [...company.table('financial_year_period_views').all()];
	for (const account of company.table('nominal_codes').all()) {
		for (const period of periods) {
			const value = values.get(`${account.id}|${String(period.accounting_period_id)}`);
			yield periodValue(account, period, money(value ?? decimal(0)));
		}
	}
};

const MOST_PERIODS = 1000;

function periodValue(account: Row, period: Row, actual: number): Body {
	return {
		nominal_code_id: account.id,
		nominal_code_account_number_cost_centre_id: account.id,
		nominal_code_cost_centre_id: numberOf(account.cost_centre_id),
		nominal_code_department_id: numberOf(account.department_id),
		nominal_code_account_type: account.nominal_account_type,
		nominal_code_report_category_id: account.report_category_id,
		nominal_code_name: account.name,
		nominal_code_reference: account.reference,
		nominal_code_cost_centre: account.cost_centre_code,
		nominal_code_department: account.department_code,
		nominal_code_account_status_type: account.account_status_type,
		nominal_period_value_id: account.id * MOST_PERIODS + numberOf(period.accounting_period_id),
		nominal_period_value_budget_value: 0,
		nominal_period_value_actual_value: actual,
		nominal_period_value_adjustment_after_year_end_close: 0,
		accounting_period_id: period.accounting_period_id,
		accounting_period_period_number: period.period_number,
		accounting_period_start_date: period.period_start_date,
		accounting_period_end_date: period.period_end_date,
		financial_year_id: period.financial_year_id,
		financial_year_start_date: period.financial_year_start_date,
		year_relative_to_current_year: period.year_relative_to_current_year,
		number_of_periods_in_year: period.number_of_periods_in_year,
	};
}
