/** What a company's nominal accounts held and moved, read for all reports of an execution together. */
import type { Fields } from '../../catalog/fieldNames';
import type { Lookups } from '../lookups/lookups';
import type { SageApi, SageRecord } from '../protocol/api';
import { Decimal } from '../values/decimal';
import { groupBy } from '../values/grouping';
import { isRecord } from '../values/records';

/** Where an account stands in the statements. */
export type Section = 'Asset' | 'Liability' | 'Income' | 'Expense' | 'Uncategorised';

export interface NominalAccount {
	id: number;
	reference: string;
	costCentre: string;
	department: string;
	name: string;
	section: Section;
	/** Code and description of the report category; empty where it has none. */
	categoryCode: string;
	category: string;
	/** What it was opened with in the first year that is read; debits above 0. */
	opening: Decimal;
	movements: Movement[];
}

/** What a period moved. */
export interface Movement {
	year: number;
	period: number;
	value: Decimal;
}

const ACCOUNT: Array<Fields['nominal_code']> = [
	'id',
	'reference',
	'cost_centre_code',
	'department_code',
	'name',
	'nominal_account_type',
	'report_category_id',
	'display_balances_in_selection_list',
	'brought_forward_balance',
];
const CATEGORY: Array<Fields['nominal_report_category']> = [
	'id',
	'code',
	'description',
	'account_report_type',
	'account_report_category_type',
];
const MOVED: Array<Fields['nominal_period_value_view']> = [
	'nominal_period_value_id',
	'nominal_code_id',
	'year_relative_to_current_year',
	'accounting_period_period_number',
	'nominal_period_value_actual_value',
	'nominal_period_value_adjustment_after_year_end_close',
];
const [, , YEAR, PERIOD, ACTUAL, ADJUSTED] = MOVED;

/** Statistical accounts count something that is no money, and groups hold what is in others (Sage's schema). */
const NO_POSTINGS = /memo|group/i;

/** Sections by the words of a category's type: Sage's schema names the four, not how they are written. */
const SECTIONS: Array<[RegExp, Section]> = [
	[/asset/i, 'Asset'],
	[/liabilit|capital|equity|reserve/i, 'Liability'],
	[/income|revenue|sales/i, 'Income'],
	[/expen|cost|overhead/i, 'Expense'],
];

/**
 * The accounts that money is posted to, with what moved in the years up to one.
 * @param year relative to the current one. Years that are not closed carry on from the current one.
 */
export async function booksOf(
	api: SageApi,
	lookups: Lookups,
	year: number,
): Promise<NominalAccount[]> {
	const first = Math.min(0, year);
	const years = `${YEAR} ge ${first} and ${YEAR} le ${year}`;
	const [codes, categories, values] = await Promise.all([
		lookups.all('nominal_codes', { $select: ACCOUNT.join(',') }),
		lookups.all('nominal_report_categories', { $select: CATEGORY.join(',') }),
		api.list({
			path: '/nominal_period_value_views',
			query: {
				$select: MOVED.join(','),
				$filter: `${years} and (${ACTUAL} ne 0 or ${ADJUSTED} ne 0)`,
			},
		}),
	]);
	const accounts = codes.filter(
		({ nominal_account_type: type }) => !NO_POSTINGS.test(String(type)),
	);
	const openings = await openingsOf(lookups, accounts, first);
	const movements = groupBy(values, ({ nominal_code_id: id }) => Number(id));
	const categoryOf = new Map(categories.map((each) => [each.id, each]));
	return accounts.map((row) => ({
		...identityOf(row),
		...standingOf(categoryOf.get(row.report_category_id)),
		opening: openings(row),
		movements: (movements.get(Number(row.id)) ?? []).map(movementOf),
	}));
}

function identityOf(row: SageRecord) {
	return {
		id: Number(row.id),
		reference: String(row.reference),
		costCentre: String(row.cost_centre_code ?? ''),
		department: String(row.department_code ?? ''),
		name: String(row.name ?? ''),
	};
}

function standingOf(category: SageRecord | undefined) {
	const type = String(category?.account_report_category_type ?? '');
	const section = SECTIONS.find(([words]) => words.test(type))?.[1] ?? 'Uncategorised';
	return {
		section,
		categoryCode: String(category?.code ?? ''),
		category: String(category?.description ?? ''),
	};
}

/** That a value holds no adjustment that was made after the year's end is inferred: Sage shows both side by side. */
function movementOf(row: SageRecord): Movement {
	return {
		year: Number(row[YEAR]),
		period: Number(row[PERIOD]),
		value: amountIn(row[ACTUAL]).plus(amountIn(row[ADJUSTED])),
	};
}

/**
 * What accounts had when a year began. Sage tells it of the current year, where it may show the balance; else, and of
 * earlier years, it is what the year before closed with.
 */
async function openingsOf(
	lookups: Lookups,
	accounts: SageRecord[],
	year: number,
): Promise<(account: SageRecord) => Decimal> {
	const isTold = ({ display_balances_in_selection_list: shown }: SageRecord) =>
		year === 0 && shown === true;
	const read = accounts.every(isTold)
		? []
		: await lookups.all('nominal_codes', {
				$select: 'id,financial_years',
				$expand: 'financial_years',
			});
	const closings = new Map(read.map((row) => [row.id, closingOf(row, year - 1)]));
	return (account) =>
		isTold(account)
			? amountIn(account.brought_forward_balance)
			: (closings.get(account.id) ?? Decimal.ZERO);
}

function closingOf({ financial_years: years }: SageRecord, wanted: number): Decimal {
	const all = Array.isArray(years) ? (years as unknown[]).filter(isRecord) : [];
	const found = all.find(({ year_relative_to_current_year: year }) => Number(year) === wanted);
	return amountIn(found?.closing_balance);
}

function amountIn(value: unknown): Decimal {
	return Decimal.read(value) ?? Decimal.ZERO;
}
