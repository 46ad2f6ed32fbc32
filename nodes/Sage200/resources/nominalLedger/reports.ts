/** The reports of the nominal ledger: of a period, or of the year up to it. */
import type { INodeProperties } from 'n8n-workflow';

import type { NumberProperty } from '../../core/checkedNumber';
import type { Gives } from '../../core/gives';
import type { Item } from '../../core/item';
import { prepared } from '../../core/prepared';
import { ItemProblems } from '../../core/problems';
import type { Operation } from '../../core/resource';
import { booksOf, type NominalAccount } from '../../sage200/nominal/books';
import { periodNamed, periodsOf, type Period } from '../../sage200/nominal/periods';
import { rowsOf, type Report } from '../../sage200/nominal/reports';
import { invalid, InvalidInput, type Problem } from '../../sage200/protocol/failures';
import { normalKey } from '../../sage200/lookups/lookups';
import { groupBy } from '../../sage200/values/grouping';
import { listIn } from '../../sage200/values/lists';
import { shown } from '../../sage200/values/shown';

const PERIOD: INodeProperties = {
	displayName: 'Period',
	name: 'period',
	type: 'string',
	default: '',
	placeholder: 'e.g. 8, or 2026-10-31',
	description:
		'Number of the period in the financial year, or a day in it. Leave empty for the period of today.',
};

const YEAR: NumberProperty = {
	displayName: 'Financial Year',
	name: 'financialYear',
	type: 'number',
	default: 0,
	validateType: 'number',
	description: 'The year that the number of a period is of',
	hint: '0 is the current year, -1 the one before it',
};

const AMOUNTS: INodeProperties = {
	displayName: 'Amounts',
	name: 'amounts',
	type: 'options',
	default: 'yearToDate',
	options: [
		{ name: 'One Period', value: 'period', description: 'What the period moved' },
		{
			name: 'Year to Date',
			value: 'yearToDate',
			description: 'The year up to the end of the period',
		},
	],
	description: 'What the amounts are of',
};

const ROWS: INodeProperties = {
	displayName: 'A Row For',
	name: 'rowFor',
	type: 'options',
	default: 'account',
	options: [
		{ name: 'Each Account', value: 'account' },
		{ name: 'Each Report Category', value: 'category' },
	],
	description: 'What a row stands for; the last row is the total',
};

/** How many codes a refusal names. */
const MOST_TOLD = 20;

/** Cost centres and departments that a report is of. */
export const PARTS: INodeProperties = {
	displayName: 'Only',
	name: 'parts',
	type: 'collection',
	placeholder: 'Add Condition',
	default: {},
	options: [
		{
			displayName: 'Cost Centres',
			name: 'costCentres',
			type: 'string',
			default: '',
			placeholder: 'e.g. NTH, STH',
			description: 'Codes, separated by commas',
		},
		{
			displayName: 'Departments',
			name: 'departments',
			type: 'string',
			default: '',
			placeholder: 'e.g. GEN',
			description: 'Codes, separated by commas',
		},
	],
};

/** A row for an account. */
const REPORT_ROW: Gives = {
	section: 'string',
	category: 'string',
	reference: 'string',
	cost_centre: 'string',
	department: 'string',
	name: 'string',
	debit: 'number',
	credit: 'number',
	net: 'number',
	period_end: 'string',
};

export interface ReportTexts extends Pick<Operation, 'value' | 'name' | 'description'> {
	report: Report;
	/** What this report alone asks for. */
	properties?: INodeProperties[];
}

/** An operation that gives the rows of a report: one for each nominal account with its amount. */
export function nominalReport({ report, properties = [], ...texts }: ReportTexts): Operation {
	return {
		...texts,
		action: `Get ${texts.name.slice('Get '.length).toLowerCase()}`,
		writes: false,
		gives: REPORT_ROW,
		properties: [PERIOD, YEAR, AMOUNTS, ROWS, ...properties],
		async prepare(items) {
			const problems = new ItemProblems(items);
			const jobs = new Map<Item, { accounts: NominalAccount[]; period: Period }>();
			for (const [{ api, lookups }, group] of groupBy(items, ({ company }) => company)) {
				const periods = await periodsOf(lookups);
				const asked = group.flatMap((item) => {
					const period = problems.collect(item, () => periodOf(item, periods));
					return period ? [{ item, period }] : [];
				});
				for (const [year, ofYear] of groupBy(asked, ({ period }) => period.year)) {
					const accounts = await booksOf(api, lookups, year);
					for (const { item, period } of ofYear) jobs.set(item, { accounts, period });
				}
			}
			return prepared({
				refused: problems.refused,
				jobs,
				async execute({ accounts, period }, item) {
					const span = { period, alone: item.text(AMOUNTS.name) === 'period' };
					const among = amongOf(item, accounts);
					const by = item.text(ROWS.name) === 'category' ? 'category' : 'account';
					return await Promise.resolve(rowsOf(report, among, span, by));
				},
			});
		},
	};
}

function periodOf(item: Item, periods: Period[]): Period {
	const given = item.text(PERIOD.name);
	const year = item.number(YEAR);
	if (!given && year !== 0)
		throw invalid(
			PERIOD.displayName,
			`is empty, but ${YEAR.displayName} is ${year}`,
			`Give a period of that year, or 0 as ${YEAR.displayName} for the period of today.`,
		);
	return periodNamed(periods, given || new Date().toISOString(), year, item.rules.timeZone);
}

/**
 * The accounts of the cost centres and departments that were asked for.
 * @throws InvalidInput naming each code that no account has
 */
function amongOf(item: Item, accounts: NominalAccount[]): NominalAccount[] {
	const { costCentres, departments } = item.collection(PARTS.name);
	const problems: Problem[] = [];
	const among = (field: string, given: unknown, codeOf: (account: NominalAccount) => string) => {
		const wanted = listIn(given ?? '');
		const known = new Map(accounts.map((each) => [normalKey(codeOf(each)), codeOf(each)]));
		const codes = [...known.values()].filter((code) => code !== '').sort();
		for (const code of wanted.filter((each) => !known.has(normalKey(each))))
			problems.push({
				field,
				message: `no nominal account has ${shown(code)}`,
				remedy:
					codes.length > 0
						? `Give one of: ${codes.slice(0, MOST_TOLD).join(', ')}${codes.length > MOST_TOLD ? ', …' : ''}.`
						: 'Leave it empty.',
			});
		const asked = new Set(wanted.map(normalKey));
		return (account: NominalAccount) => asked.size === 0 || asked.has(normalKey(codeOf(account)));
	};
	const isCentre = among('Cost Centres', costCentres, ({ costCentre }) => costCentre);
	const isDepartment = among('Departments', departments, ({ department }) => department);
	if (problems.length > 0) throw new InvalidInput(problems);
	return accounts.filter((account) => isCentre(account) && isDepartment(account));
}
