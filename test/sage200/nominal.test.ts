/** The statements come out even for any books that do, whatever year and period they are of. */
import fc from 'fast-check';

import {
	booksOf,
	type NominalAccount,
	type Section,
} from '../../nodes/Sage200/sage200/nominal/books';
import {
	balanceSheet,
	profitAndLoss,
	rowsOf,
	trialBalance,
} from '../../nodes/Sage200/sage200/nominal/reports';
import { Lookups } from '../../nodes/Sage200/sage200/lookups/lookups';
import type { SageRecord } from '../../nodes/Sage200/sage200/protocol/api';
import { Decimal } from '../../nodes/Sage200/sage200/values/decimal';
import { MemorySage } from '../support/memorySage';

const SECTIONS: Section[] = ['Asset', 'Liability', 'Income', 'Expense', 'Uncategorised'];
const ACCOUNTS = 6;

/** A posting of pence from one account to another. */
const anyEntry = fc.record({
	from: fc.nat(ACCOUNTS - 1),
	to: fc.nat(ACCOUNTS - 1),
	pence: fc.integer({ min: 1, max: 1_000_000 }),
	year: fc.integer({ min: 0, max: 2 }),
	period: fc.integer({ min: 1, max: 12 }),
});

/** Books in which everything has two sides. What a year was opened with lies on accounts that are carried on. */
function booksWith(
	sections: Section[],
	entries: Array<{ from: number; to: number; pence: number; year: number; period: number }>,
	opened: number,
): NominalAccount[] {
	const carried = sections.flatMap((section, at) =>
		section === 'Income' || section === 'Expense' ? [] : [at],
	);
	return sections.map((section, at) => ({
		id: at,
		reference: String(1000 + at),
		costCentre: '',
		department: '',
		name: `Account ${at}`,
		section,
		categoryCode: section.slice(0, 3),
		category: section,
		opening: Decimal.ofPence(
			carried.length < 2 ? 0 : at === carried[0] ? opened : at === carried[1] ? -opened : 0,
		),
		movements: entries.flatMap(({ from, to, pence, year, period }) => [
			...(to === at ? [{ year, period, value: Decimal.ofPence(pence) }] : []),
			...(from === at ? [{ year, period, value: Decimal.ofPence(-pence) }] : []),
		]),
	}));
}

it('debits and credits are the same, by account and by category, and profit is told alike', () => {
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom(...SECTIONS), { minLength: ACCOUNTS, maxLength: ACCOUNTS }),
			fc.array(anyEntry, { maxLength: 30 }),
			fc.integer({ min: -1_000_000, max: 1_000_000 }),
			fc.record({ year: fc.integer({ min: 0, max: 2 }), number: fc.integer({ min: 1, max: 12 }) }),
			fc.boolean(),
			fc.constantFrom('account' as const, 'category' as const),
			(sections, entries, opened, { year, number }, alone, by) => {
				const read = entries.filter((each) => each.year <= year);
				const accounts = booksWith(sections, read, opened);
				const span = { period: { year, number, start: '', end: '2026-11-30' }, alone };
				for (const report of [trialBalance, balanceSheet]) {
					const rows = rowsOf(report, accounts, span, by);
					const total = rows[rows.length - 1];
					expect(total).toMatchObject({ balanced: true, net: 0 });
					expect(total.debit).toBe(total.credit);
				}
				const nets = [profitAndLoss, balanceSheet].map((report) => {
					const rows = rowsOf(report, accounts, { ...span, alone: true }, 'account');
					const row = rows.find(({ name }) => name === 'Profit of the period') ?? { net: 0 };
					return report === profitAndLoss ? rows[rows.length - 1].net : row.net;
				});
				expect(nets[0]).toBe(nets[1]);
			},
		),
		{ numRuns: 500 },
	);
});

it('books that do not come out even are told as they are', () => {
	const [account] = booksWith(['Asset'], [], 0);
	const span = { period: { year: 0, number: 1, start: '', end: '2026-01-31' }, alone: false };
	const rows = rowsOf(trialBalance, [{ ...account, opening: Decimal.of(7) }], span, 'account');
	expect(rows[rows.length - 1]).toMatchObject({ net: 7, balanced: false });
});

it.each([
	['NominalReportCategoryTypeAsset', 'Asset'],
	['EnumCategoryLiability', 'Liability'],
	['Income', 'Income'],
	['expense', 'Expense'],
	['Expenditure', 'Expense'],
	['', 'Uncategorised'],
])('a category of type %p is of section %s', async (type, section) => {
	const tables: Record<string, SageRecord[]> = {
		nominal_codes: [
			{ id: 1, reference: '1', report_category_id: 5 },
			{ id: 2, reference: '2', nominal_account_type: 'EnumMemo' },
			{ id: 3, reference: '3', nominal_account_type: 'Group', report_category_id: 5 },
		],
		nominal_report_categories: [{ id: 5, account_report_category_type: type }],
	};
	const sage = new MemorySage(tables);
	const books = await booksOf(sage, new Lookups(sage), 0);
	expect(books.map((account) => [account.reference, account.section])).toEqual([['1', section]]);
});
