/** The nominal ledger of the sample company: its accounts, a closed year, and what this year has so far. */
import { childId } from '../rules/foundation/child-ids.mts';
import { daysAfter, today } from '../rules/foundation/dates.mts';
import { decimal, money } from '../rules/foundation/money.mts';
import { numberOf, textOf } from '../rules/foundation/read.mts';
import {
	enterNominal,
	postNominal,
	type NominalEntry,
	type Posted,
} from '../rules/ledgers/nominal.mts';
import type { Clock, Company, Row } from '../world.mts';
import { seeded } from './seeded.mts';

interface NominalCode {
	reference: string;
	name: string;
	category: keyof typeof CATEGORIES;
	costCentre?: string;
	department?: string;
	/** Balance when the year before last was closed; those of all accounts come out even. */
	opening?: number;
	/** Counts something that is no money. */
	isMemo?: boolean;
	/** Its balances are not shown. */
	isHidden?: boolean;
}

/** Category → the statement that it belongs to. That these are the words of Sage's kinds is inferred. */
const CATEGORIES = {
	Asset: 'Balance',
	Liability: 'Balance',
	Income: 'PnL',
	Expense: 'PnL',
} as const;

const RETAINED = '3200';

const NOMINAL_CODES: NominalCode[] = [
	{ reference: '1000', name: 'Stock', category: 'Asset', opening: 40_000 },
	{ reference: '1100', name: 'Debtors control', category: 'Asset', opening: 12_000 },
	{ reference: '1200', name: 'Bank current account', category: 'Asset', opening: 25_000 },
	{ reference: '1210', name: 'Bank euro account', category: 'Asset' },
	{ reference: '2100', name: 'Creditors control', category: 'Liability', opening: -9000 },
	{
		reference: '2109',
		name: 'Goods received accrual',
		category: 'Liability',
		opening: -1500,
		isHidden: true,
	},
	{ reference: '2200', name: 'VAT control', category: 'Liability', opening: -2500 },
	{ reference: '3000', name: 'Share capital', category: 'Liability', opening: -30_000 },
	{ reference: RETAINED, name: 'Retained profit', category: 'Liability', opening: -34_000 },
	{ reference: '4000', name: 'Sales of goods', category: 'Income' },
	{ reference: '4010', name: 'Sales of services', category: 'Income' },
	{ reference: '4100', name: 'Carriage charged', category: 'Income' },
	{ reference: '5000', name: 'Cost of sales', category: 'Expense' },
	{ reference: '5100', name: 'Carriage inwards', category: 'Expense' },
	{ reference: '5200', name: 'Stock variance', category: 'Expense' },
	{ reference: '7500', name: 'Office costs', category: 'Expense' },
	{ reference: '7500', name: 'Office costs, North', category: 'Expense', costCentre: 'NTH' },
	{
		reference: '7500',
		name: 'Office costs, North, general',
		category: 'Expense',
		costCentre: 'NTH',
		department: 'GEN',
	},
	{ reference: '7900', name: 'Bank charges', category: 'Expense' },
	{ reference: '7905', name: 'Exchange differences', category: 'Expense' },
	{ reference: '9000', name: 'Staff', category: 'Asset', isMemo: true },
];

const COST_CENTRES = { NTH: 'North', STH: 'South', WEB: 'Web shop' };
const DEPARTMENTS = { GEN: 'General', TRD: 'Trade counter' };

/** Seeds the nominal ledger; its periods are there. */
export function seedNominal(company: Company, clock: Clock): void {
	for (const [code, name] of Object.entries(COST_CENTRES))
		company.table('cost_centres').insert({ code, name });
	for (const [code, name] of Object.entries(DEPARTMENTS))
		company.table('departments').insert({ code, name });
	for (const [category, report] of Object.entries(CATEGORIES)) {
		company.table('nominal_report_categories').insert({
			code: category.slice(0, 3).toUpperCase(),
			description: category,
			account_report_type: `NominalReportingType${report}`,
			account_report_category_type: `NominalReportCategoryType${category}`,
		});
	}
	for (const code of NOMINAL_CODES) insertCode(company, code);
	const periods = [...company.table('financial_year_period_views').all()];
	const ofYear = (year: number) =>
		periods.filter(({ year_relative_to_current_year: each }) => each === year);
	for (const period of ofYear(-1)) postMonth(company, clock, period);
	closeYear(company);
	for (const period of ofYear(0))
		if (textOf(period.period_end_date) < today(clock)) postMonth(company, clock, period);
}

function insertCode(company: Company, code: NominalCode): void {
	const { reference, name, category, costCentre = '', department = '' } = code;
	const row = company.table('nominal_codes').insert({
		reference,
		name,
		cost_centre_id: costCentre ? seeded(company, 'cost_centres', 'code', costCentre).id : 0,
		cost_centre_code: costCentre,
		department_id: department ? seeded(company, 'departments', 'code', department).id : 0,
		department_code: department,
		nominal_account_type: `NominalAccountType${code.isMemo ? 'Memo' : 'Posting'}`,
		account_status_type: 'AccountStatusActive',
		report_category_id: seeded(company, 'nominal_report_categories', 'description', category).id,
		allow_manual_journal_entries: true,
		display_balances_in_selection_list: !code.isHidden,
		balance_year_to_date: 0,
		debit_balance_year_to_date: 0,
		credit_balance_year_to_date: 0,
		brought_forward_balance: 0,
		memos: [],
	});
	const years = [-2, -1, 0].map((year, at) => ({
		id: childId(company),
		nominal_code_id: row.id,
		financial_year_id: at + 1,
		year_relative_to_current_year: year,
		budget_type: '',
		budget_value: 0,
		original_budget_value: 0,
		adjustment_after_year_end_close: 0,
		closing_balance: year === -2 ? (code.opening ?? 0) : 0,
		period_balances: [],
	}));
	company.table('nominal_codes').write(row.id, { financial_years: years });
}

/** A month of trade: sales, what they cost, running costs; more towards the end of the year. */
function postMonth(company: Company, clock: Clock, period: Row): void {
	const number = numberOf(period.period_number);
	const sales = 4000 + 150 * number;
	const entries: Array<[string, number, string?, string?]> = [
		['1200', sales * 1.2],
		['4000', -sales],
		['2200', sales * -0.2],
		['5000', sales * 0.6],
		['1000', sales * -0.6],
		['7500', 210.55],
		['7500', 120, 'NTH'],
		['7500', 80.25, 'NTH', 'GEN'],
		['1200', -410.8],
	];
	const call = { company, clock, user: { id: 0, name: 'Demo' } };
	const posted: Posted = {
		date: daysAfter(textOf(period.period_start_date), 14),
		reference: `MONTH-${number}`,
		narrative: 'Trade of the month',
		source: 'LedgerNominal',
		urn: company.next('urn'),
	};
	postNominal(
		call,
		entries.map(([code, value, cost_centre, department]): NominalEntry => {
			return { code, cost_centre, department, value: decimal(value.toFixed(2)) };
		}),
		posted,
	);
	enterNominal(call, { code: '9000', value: decimal(1) }, posted);
}

/** Ends the last year: balances are carried on, the profit goes to what was retained. */
function closeYear(company: Company): void {
	const codes = company.table('nominal_codes');
	const rows = [...codes.all()].filter(
		({ nominal_account_type: type }) => type === 'NominalAccountTypePosting',
	);
	const moved = (row: Row) =>
		[...company.table('nominal_transaction_enquiry_views').where('nominal_code_id', row.id)].reduce(
			(sum, { debit, credit }) => sum.plus(decimal(debit)).minus(decimal(credit)),
			decimal(0),
		);
	const isResult = (row: Row) =>
		seeded(company, 'nominal_report_categories', 'id', row.report_category_id)
			.account_report_type === 'NominalReportingTypePnL';
	const profit = rows.filter(isResult).reduce((sum, row) => sum.plus(moved(row)), decimal(0));
	for (const row of rows.filter((each) => !isResult(each))) {
		const [opened, closed, current] = row.financial_years as Row[];
		const retained = row.reference === RETAINED ? profit : 0;
		const closing = money(decimal(opened.closing_balance).plus(moved(row)).plus(retained));
		const shown = row.display_balances_in_selection_list === true ? closing : 0;
		codes.write(row.id, {
			brought_forward_balance: shown,
			balance_year_to_date: shown,
			financial_years: [opened, { ...closed, closing_balance: closing }, current],
		});
	}
}
