/** The nominal ledger through the node: accounts by code, cost centre and department; reports that come out even. */
import type { IDataObject } from 'n8n-workflow';

import type { RunOptions } from '../support/engine';
import { runNode, type StoredCredential } from '../support/engine';
import { loginTo } from '../support/login';
import { startSimulator, type Simulator } from '../support/simulator';

let sage: Simulator;
let login: StoredCredential;

beforeAll(async () => {
	sage = await startSimulator('--customers', '20', '--products', '20');
	login = await loginTo(sage);
	await sage.admin.setBehaviour({ posting: 'immediate' });
});
afterAll(async () => await sage.stop());
beforeEach(async () => await sage.admin.clearLog());

const by = (mode: string, value: unknown) => ({ __rl: true, mode, value: String(value) });
const attempt = async (operation: string, parameters: IDataObject = {}, options: RunOptions = {}) =>
	await runNode(login, { resource: 'nominalLedger', operation, ...parameters }, options);
const run = async (operation: string, parameters: IDataObject = {}, options: RunOptions = {}) => {
	const { json, error } = await attempt(operation, parameters, options);
	if (error) throw error;
	return json;
};
const cents = (value: unknown) => Math.round(Number(value) * 100);
const split = (rows: IDataObject[]) => ({ lines: rows.slice(0, -1), total: rows[rows.length - 1] });
const added = (rows: IDataObject[], field: string) =>
	rows.reduce((sum, row) => sum + cents(row[field]), 0);

describe('accounts', () => {
	it.each([
		['7500', 'Office costs'],
		['7500/NTH', 'Office costs, North'],
		[' 7500 / nth / gen ', 'Office costs, North, general'],
		['4000', 'Sales of goods'],
	])('are named %p', async (given, name) => {
		const [row] = await run('get', { nominalCode: by('reference', given) });
		expect(row).toMatchObject({ name });
	});

	it.each(['7500/STH', '7500/NTH/TRD', '1', '4000/NTH'])('%p is none', async (given) => {
		const { error } = await attempt('get', { nominalCode: by('reference', given) });
		expect(error?.message).toContain(`no nominal code with reference "${given}"`);
	});

	it('are listed by cost centre, and their transactions with their names', async () => {
		const conditions = [{ field: 'cost_centre_code', operator: 'eq', value: 'NTH' }];
		expect(await run('getAll', { filters: { conditions } })).toHaveLength(2);
		const [row] = await run('getTransactions', { limit: 1 });
		expect(row).toMatchObject({ nominal_reference: expect.any(String), debit: expect.any(Number) });
	});

	it('of many items are looked up together', async () => {
		const items = ['7500', '7500/NTH', '4000', '1200'].map((code) => ({ code }));
		const nominalCode = by('reference', '={{ $json.code }}');
		expect(await run('get', { nominalCode }, { items })).toHaveLength(4);
		expect((await sage.admin.log()).calls.length).toBeLessThanOrEqual(2);
	});
});

describe.each(['yearToDate', 'period'])('reports of amounts %s', (amounts) => {
	const PERIODS = [
		[11, 0],
		[3, 0],
		[12, -1],
		[5, -1],
		[2, 1],
	];

	it.each(PERIODS)('of period %i of year %i come out even', async (period, financialYear) => {
		const when = { period, financialYear, amounts };
		const balance = split(await run('getTrialBalance', when));
		const sheet = split(await run('getBalanceSheet', when));
		const profit = split(await run('getProfitAndLoss', when));
		for (const { lines, total } of [balance, sheet]) {
			expect(total).toMatchObject({ name: 'Total', net: 0, balanced: true });
			expect(added(lines, 'debit')).toBe(added(lines, 'credit'));
			expect(added(lines, 'debit')).toBe(cents(total.debit));
		}
		expect(added(profit.lines, 'net')).toBe(cents(profit.total.net));
		const carried = sheet.lines.filter(({ name }) => String(name).startsWith('Profit of'));
		const unclosed = balance.lines.filter(({ name }) => String(name).startsWith('Profit of'));
		expect(added(carried, 'net')).toBe(cents(profit.total.net) + added(unclosed, 'net'));
		const names = new Set(balance.lines.map(({ name }) => name));
		expect([names.has('Staff'), profit.lines.some(({ section }) => section === 'Asset')]).toEqual([
			false,
			false,
		]);
	});
});

it('the trial balance has what Sage keeps of every account, hidden balances too', async () => {
	const rows = await run('getTrialBalance', { period: 12 });
	const accounts = await sage.admin.rows('nominal_codes');
	const shown = accounts.filter(
		({ nominal_account_type: type }) => type !== 'NominalAccountTypeMemo',
	);
	for (const account of shown) {
		const row = rows.find(({ name }) => name === account.name);
		const [, closed] = account.financial_years as IDataObject[];
		const moved =
			cents(account.debit_balance_year_to_date) - cents(account.credit_balance_year_to_date);
		expect([account.name, cents(row?.net ?? 0)]).toEqual([
			account.name,
			cents(closed.closing_balance) + moved,
		]);
	}
	expect(rows.find(({ name }) => name === 'Goods received accrual')).toMatchObject({
		credit: 1500,
	});
});

it('this year goes on where the last one was closed', async () => {
	const last = await run('getBalanceSheet', { period: 12, financialYear: -1 });
	const opening = await run('getBalanceSheet', { period: 1, amounts: 'yearToDate' });
	const moved = await run('getBalanceSheet', { period: 1, amounts: 'period' });
	const netOf = (rows: IDataObject[], name: string) =>
		cents(rows.find((row) => row.name === name)?.net ?? 0);
	for (const { name } of opening.filter(({ reference }) => reference)) {
		const before = netOf(opening, String(name)) - netOf(moved, String(name));
		const retained = name === 'Retained profit' ? netOf(last, 'Profit of the year to date') : 0;
		expect([name, before]).toEqual([name, netOf(last, String(name)) + retained]);
	}
});

it('moves with what is posted, and stays even', async () => {
	const profit = async () => cents(split(await run('getProfitAndLoss')).total.net);
	const before = await profit();
	const bank = { resource: 'bank', bank: by('code', 'CURRENT') };
	await runNode(login, {
		...bank,
		operation: 'postPayment',
		nominalCode: by('reference', '7500/NTH'),
		cheque_value: 12,
		documentKey: 'N-1',
		additionalFields: { tax_code_id: '1', cheque_tax_value: 2 },
	});
	const [customer] = await sage.admin.rows('customers', { on_hold: 'false' });
	await runNode(login, {
		resource: 'salesLedger',
		operation: 'postInvoice',
		customer: by('id', customer.id),
		document_goods_value: 100,
		documentKey: 'N-2',
		additionalFields: { document_tax_value: 20 },
	});
	await runNode(login, {
		resource: 'bank',
		operation: 'transfer',
		fromBank: by('code', 'CURRENT'),
		toBank: by('code', 'EURO'),
		payment_value: 50,
		documentKey: 'N-3',
	});
	expect(await profit()).toBe(before + 1000 - 10_000);
	expect(split(await run('getTrialBalance')).total).toMatchObject({ balanced: true });
	const north = await run('getProfitAndLoss', {
		parts: { costCentres: 'nth', departments: '' },
		amounts: 'period',
	});
	expect(split(north).lines).toEqual([
		expect.objectContaining({ reference: '7500', cost_centre: 'NTH', debit: 10, credit: 0 }),
	]);
});

it('adds up by report category', async () => {
	const accounts = split(await run('getBalanceSheet'));
	const categories = split(await run('getBalanceSheet', { rowFor: 'category' }));
	expect(categories.total).toMatchObject({ net: 0, balanced: true });
	const assets = accounts.lines.filter(({ section }) => section === 'Asset');
	expect(categories.lines.filter(({ section }) => section === 'Asset')).toEqual([
		expect.objectContaining({ category: 'Asset', net: added(assets, 'net') / 100 }),
	]);
});

it('finds a period by number, by day, and by today', async () => {
	const endOf = async (parameters: IDataObject) =>
		split(await run('getTrialBalance', parameters)).total.period_end;
	const now = new Date().toISOString();
	const year = Number(now.slice(0, 4));
	expect(await endOf({ period: 2, financialYear: -1 })).toMatch(`${year - 1}-02-2`);
	expect(await endOf({ period: `${year - 1}-10-07` })).toBe(`${year - 1}-10-31`);
	expect(String(await endOf({})).slice(0, 7)).toBe(now.slice(0, 7));
	for (const [period, told] of [
		['13', '1 to 12'],
		['1999-01-01', 'no period of Sage 200'],
		['0x8', 'no period of financial year 0'],
		['1e0', 'no period of financial year 0'],
		['8.0', 'no period of financial year 0'],
		['x', '"x" is no period'],
	]) {
		const { error } = await attempt('getTrialBalance', { period });
		expect([error?.message, error?.description].join(' ')).toContain(told);
	}
});

it('reads the books once for all items', async () => {
	const items = Array.from({ length: 12 }, (_, at) => ({ period: at + 1 }));
	const rows = await run('getProfitAndLoss', { period: '={{ $json.period }}' }, { items });
	expect(rows.length).toBeGreaterThan(12);
	expect((await sage.admin.log()).calls.length).toBeLessThanOrEqual(10);
});

it.each([
	[{ costCentres: 'XYZ' }, 'Cost Centres: no nominal account has "XYZ"', 'NTH'],
	[{ departments: 'nope, gen' }, 'Departments: no nominal account has "nope"', 'GEN'],
])('a report of %j is refused with the codes that there are', async (parts, message, code) => {
	const { error } = await attempt('getProfitAndLoss', { parts });
	expect(error?.message).toContain(message);
	expect(error?.description).toMatch(new RegExp(`Give one of: .*${code}`));
});

it('a financial year that is no whole number is refused in words', async () => {
	const { error } = await attempt('getTrialBalance', { period: '3', financialYear: 0.5 });
	expect(error?.description).toContain('Give a whole number, or leave it out for 0.');
});
