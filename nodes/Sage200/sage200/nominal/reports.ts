/** Trial balance, profit and loss, balance sheet: rows with debit, credit and net (debits less credits), and their total. */
import type { SageRecord } from '../protocol/api';
import { Decimal } from '../values/decimal';
import { groupBy } from '../values/grouping';

import type { Movement, NominalAccount, Section } from './books';
import type { Period } from './periods';

/** What of an account a report counts. */
export interface Span {
	period: Period;
	/** The period alone; else the year up to it. */
	alone: boolean;
}

/** An account with what a report shows of it. */
interface Line {
	account: Pick<
		NominalAccount,
		'reference' | 'costCentre' | 'department' | 'name' | 'section' | 'categoryCode' | 'category'
	>;
	net: Decimal;
}

export interface Report {
	/** Debits and credits of all its lines come out even. */
	isEven: boolean;
	lines(accounts: NominalAccount[], span: Span): Line[];
}

const ORDER: Section[] = ['Asset', 'Liability', 'Uncategorised', 'Income', 'Expense'];
const NO_ACCOUNT = {
	reference: '',
	costCentre: '',
	department: '',
	categoryCode: '',
	category: '',
};

/** All accounts. What earlier years earned that are not closed yet is no account's, so it has a row of its own. */
export const trialBalance: Report = {
	isEven: true,
	lines: (accounts, span) => [
		...accounts.map((account) => ({
			account,
			net: isResult(account) ? moved(account, span) : held(account, span),
		})),
		result('Profit of years that are not closed', accounts, (account) => earlier(account, span)),
	],
};

/** What was earned and spent. */
export const profitAndLoss: Report = {
	isEven: false,
	lines: (accounts, span) =>
		accounts.filter(isResult).map((account) => ({ account, net: moved(account, span) })),
};

/** What there is and what is owed, and what was earned and is not carried on yet. */
export const balanceSheet: Report = {
	isEven: true,
	lines: (accounts, span) => [
		...accounts
			.filter((account) => !isResult(account))
			.map((account) => ({ account, net: held(account, span) })),
		result(
			span.alone ? 'Profit of the period' : 'Profit of the year to date',
			accounts,
			(account) => moved(account, span).plus(earlier(account, span)),
		),
	],
};

/** What a report can have a row for. */
const ROWS_BY = {
	account: (lines: Line[]) => lines.map(accountRow),
	category: categoryRows,
};

/**
 * A report as rows: those of nothing left out, the total last. Where it is to come out even, the total says whether it
 * does.
 * @param by what has a row
 */
export function rowsOf(
	report: Report,
	accounts: NominalAccount[],
	span: Span,
	by: keyof typeof ROWS_BY,
): SageRecord[] {
	const lines = sorted(report.lines(accounts, span).filter(({ net }) => net.sign !== 0));
	const rows = ROWS_BY[by](lines);
	const total = sides(lines);
	const end = report.isEven
		? { name: 'Total', ...total, balanced: total.net === 0 }
		: { name: total.net > 0 ? 'Loss' : 'Profit', ...total };
	return [...rows, { section: 'Total', ...end }].map((row) => ({
		...row,
		period_end: span.period.end,
	}));
}

function accountRow(line: Line): SageRecord {
	const { account } = line;
	return {
		section: account.section,
		category: account.category,
		reference: account.reference,
		cost_centre: account.costCentre,
		department: account.department,
		name: account.name,
		...sides([line]),
	};
}

function categoryRows(lines: Line[]): SageRecord[] {
	const groups = groupBy(
		lines,
		({ account: { section, categoryCode, category, reference, name } }) =>
			// What is no account's stays by itself.
			JSON.stringify([section, categoryCode, reference === '' ? name : category]),
	);
	return [...groups.values()].map((group) => {
		const [{ account }] = group;
		return {
			section: account.section,
			category_code: account.categoryCode,
			category: account.reference === '' ? account.name : account.category,
			...sides(group),
		};
	});
}

function sides(lines: Line[]): { debit: number; credit: number; net: number } {
	const [debits, credits] = [1, -1].map((side) =>
		Decimal.sum(lines.flatMap(({ net }) => (net.sign === side ? [net] : []))),
	);
	return {
		debit: debits.toNumber(),
		credit: credits.negated().toNumber(),
		net: debits.plus(credits).toNumber(),
	};
}

function sorted(lines: Line[]): Line[] {
	const keyOf = ({ account }: Line) =>
		[
			ORDER.indexOf(account.section),
			account.reference === '' ? 1 : 0,
			account.categoryCode,
			account.reference,
			account.costCentre,
			account.department,
		].join('\t');
	return [...lines].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

function isResult({ section }: NominalAccount): boolean {
	return section === 'Income' || section === 'Expense';
}

/** What the span moved. */
function moved({ movements }: NominalAccount, { period: { year, number }, alone }: Span): Decimal {
	return sumOf(
		movements,
		(each) => each.year === year && (alone ? each.period === number : each.period <= number),
	);
}

/** What years before moved that are not closed: the current one, if the span is of a later one. */
function earlier({ movements }: NominalAccount, { period: { year }, alone }: Span): Decimal {
	return sumOf(movements, (each) => !alone && each.year < year);
}

/** What an account holds at the end of the span; of a period alone, what came and went. */
function held(account: NominalAccount, span: Span): Decimal {
	const opening = span.alone ? Decimal.ZERO : account.opening;
	return opening.plus(earlier(account, span)).plus(moved(account, span));
}

function sumOf(movements: Movement[], counts: (movement: Movement) => boolean): Decimal {
	return Decimal.sum(movements.filter(counts).map(({ value }) => value));
}

/** What accounts of profit and loss come to, as one line among the liabilities: profit is owed to the owners. */
function result(
	name: string,
	accounts: NominalAccount[],
	amountOf: (account: NominalAccount) => Decimal,
): Line {
	const net = Decimal.sum(accounts.filter(isResult).map(amountOf));
	return { account: { ...NO_ACCOUNT, name, section: 'Liability' }, net };
}
