/** Which protection Automatic takes, items of one key, and orders that are there with other content: on n8n's engine. */
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { fastClock } from '../support/fastClock';
import { passThrough, types, type RunOptions } from '../support/engine';
import { byKey, SalesWorld } from '../support/salesWorld';

const usualClock = fastClock(20);
afterAll(() => usualClock());

let world: SalesWorld;
let references: string[];
let codes: string[];

beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => {
	await world.reset();
	const customers = (await world.sage.admin.rows('customers')).filter(
		(row) => row.on_hold !== true && row.account_status_type === 'AccountStatusActive',
	);
	references = customers.map(({ reference }) => String(reference));
	codes = (await world.goods()).map(({ code }) => String(code));
});

async function push(items: IDataObject[], protection: IDataObject, options: RunOptions = {}) {
	return await world.run(
		{
			resource: 'salesOrder',
			operation: 'create',
			customer: { __rl: true, mode: 'reference', value: '={{ $json.customer }}' },
			orderKey: '={{ $json.key }}',
			linesInput: 'json',
			linesJson: '={{ $json.lines }}',
			additionalFields: { override_on_hold: true },
			protection: { lookAgainSeconds: 0, settleSeconds: 0, ...protection },
			options: { retries: 0 },
		},
		{ onError: 'continueRegularOutput', ...options, items },
	);
}

const item = (key: string, quantity = 1, customer = 0): IDataObject => ({
	key,
	customer: references[customer],
	lines: [{ code: codes[0], quantity }],
});

/** Whether the order was posted as a draft first. */
async function wasStrict(): Promise<boolean> {
	const { calls } = await world.sage.admin.log();
	return calls.some(({ method, path }) => method === 'PUT' && path.startsWith('/sop_orders/'));
}

describe('Automatic', () => {
	it('is Standard from the second production execution of one process on, and Strict everywhere else', async () => {
		const staticData: IDataObject = {};
		const run = async (key: string, options: RunOptions): Promise<boolean> => {
			await world.sage.admin.clearLog();
			await push([item(key)], {}, options);
			return await wasStrict();
		};
		expect(await run('A1', { mode: 'webhook', executionId: '11', staticData })).toBe(true);
		expect(await run('A2', { mode: 'webhook', executionId: '11', staticData })).toBe(true);
		expect(await run('A3', { mode: 'webhook', executionId: '12', staticData })).toBe(false);
		for (const mode of ['manual', 'integrated', 'cli', 'retry'] as const)
			expect(await run(`A-${mode}`, { mode, executionId: '13', staticData })).toBe(true);
		// A worker of queue mode begins with nothing.
		expect(await run('A4', { mode: 'webhook', executionId: '14', staticData: {} })).toBe(true);
	});
});

describe('Automatic behind a node that may wait', () => {
	const node = (type: string, parameters: INodeParameters = {}): INode => ({
		id: type,
		name: 'Before',
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	});
	const WAITING = [
		node('n8n-nodes-base.wait'),
		node('n8n-nodes-base.form'),
		node('n8n-nodes-base.executeWorkflow'),
		node('n8n-nodes-base.slack', { operation: 'sendAndWait' }),
		node('n8n-nodes-base.discord', { operation: 'dispatchAndWait' }),
		node('@n8n/n8n-nodes-langchain.agent'),
	];
	beforeAll(() => {
		for (const { type } of WAITING) types[type] = passThrough;
	});
	afterAll(() => {
		for (const { type } of WAITING) delete types[type];
	});

	const strictBehind = async (before: INode): Promise<boolean[]> => {
		const staticData: IDataObject = {};
		const runs: boolean[] = [];
		for (const executionId of ['21', '22', '23']) {
			await world.sage.admin.clearLog();
			const options: RunOptions = { mode: 'webhook', executionId, staticData, between: [before] };
			await push([item(`W-${executionId}`)], {}, options);
			runs.push(await wasStrict());
		}
		return runs;
	};

	it.each(WAITING.map((each) => [each.type, each] as const))(
		'%s: every execution is Strict',
		async (_type, before) => {
			expect(await strictBehind(before)).toEqual([true, true, true]);
		},
	);

	it('a node that is switched off waits for nothing', async () => {
		const off = { ...node('n8n-nodes-base.wait'), disabled: true };
		expect(await strictBehind(off)).toEqual([true, false, false]);
	});
});

describe.each(['standard', 'strict'])('in %s', (level) => {
	it('items of one key are judged one by one', async () => {
		const { json } = await push([item('K'), item('K', 5), item('K', 1, 1)], { level });
		expect(json[0].outcome).toBe('created');
		expect(json[1]).toMatchObject({ id: json[0].id, outcome: 'existing' });
		expect(json[1].differs).toEqual([expect.stringContaining('Line 1: Quantity is 1')]);
		expect(json[2].error).toContain('of another account carries it');
	});

	it('the place of a key is part of its name', async () => {
		const run = async (keyField: string, customer: number) =>
			(await push([item('P', 1, customer)], { level, keyField })).json[0];
		expect((await run('customer_document_no', 0)).outcome).toBe('created');
		expect((await run('spare_text_1', 1)).outcome).toBe('created');
		const { json, error } = await world.run({
			resource: 'salesOrder',
			operation: 'get',
			order: byKey('P'),
			protection: { keyField: 'spare_text_1' },
		});
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ customer_id: (await run('spare_text_1', 1)).customer_id });
	});

	it('an order with other content is told, refused, or changed, as If It Exists says', async () => {
		await push([item('D')], { level });
		const again = async (ifExists: string) =>
			(await push([item('D', 4)], { level, ifExists })).json[0];
		expect((await again('return')).differs).toHaveLength(1);
		expect((await again('failIfDifferent')).error).toContain('Quantity is 1 in Sage 200');
		expect((await again('update')).outcome).toBe('updated');
		const same = await again('failIfDifferent');
		expect([same.outcome, same.differs]).toEqual(['existing', undefined]);
	});
});

it('a draft that Sage refuses to confirm leaves nothing behind, so that the mended order is made', async () => {
	await world.sage.admin.setFaults([
		{ kind: 'status', status: 400, match: { method: 'PUT', path: '^/sop_orders/' }, times: 1 },
	]);
	expect((await push([item('R')], { level: 'strict' })).json[0].error).toContain('refused');
	expect(await world.sage.admin.rows('sop_orders', { customer_document_no: 'R' })).toEqual([]);
	expect((await push([item('R', 3)], { level: 'strict' })).json[0].outcome).toBe('created');
	expect((await world.lines('R')).map(({ line_quantity }) => line_quantity)).toEqual([3]);
});

it('an order that may have been archived is not posted again', async () => {
	const [settings] = await world.sage.admin.rows('sop_settings');
	await world.sage.admin.changeRow('sop_settings', settings.id, {
		orders_returns_last_archived_up_to: '2024-12-31T00:00:00Z',
	});
	const old = async (protection: IDataObject) =>
		await world.run({
			resource: 'salesOrder',
			operation: 'create',
			customer: { __rl: true, mode: 'reference', value: references[0] },
			orderKey: 'OLD',
			linesInput: 'json',
			linesJson: JSON.stringify([{ code: codes[0], quantity: 1 }]),
			additionalFields: { override_on_hold: true, document_date: '2023-01-05' },
			protection: { settleSeconds: 0, ...protection },
		});
	expect((await old({})).error?.message).toContain('archived');
	expect((await old({ ifArchived: 'post' })).json[0].outcome).toBe('created');
});

it('a posting of another amount under one reference is an error', async () => {
	const post = async (amount: number) =>
		await world.run({
			resource: 'salesLedger',
			operation: 'postInvoice',
			customer: { __rl: true, mode: 'reference', value: references[0] },
			document_goods_value: amount,
			documentKey: 'INV-1',
		});
	expect((await post(100)).json[0].outcome).toBe('created');
	expect((await post(100)).json[0].outcome).toBe('existing');
	expect((await post(120)).error?.message).toContain('which is another amount');
});

it('a posting of an amount of 0 or below is refused; an invoice may be of tax alone', async () => {
	const post = async (operation: string, values: object) =>
		await world.run({
			resource: 'salesLedger',
			operation,
			customer: { __rl: true, mode: 'reference', value: references[0] },
			bank_id: 1,
			documentKey: 'AMOUNT-1',
			...values,
		});
	const goods = (value: unknown, tax?: unknown) => ({
		document_goods_value: value,
		additionalFields: tax === undefined ? {} : { document_tax_value: tax },
	});
	for (const [operation, values, told] of [
		['postInvoice', goods(0), 'Document Goods Value: 0 is not above 0'],
		['postInvoice', goods('-5'), 'Document Goods Value: -5 is not above 0'],
		['postInvoice', goods(0, 0), 'Document Goods Value: 0 is not above 0'],
		['postInvoice', goods(5, -1), 'Document Tax Value: -1 is not above 0'],
		['postCreditNote', goods(-5), 'Document Goods Value: -5 is not above 0'],
		['postReceipt', { cheque_value: 0 }, 'Cheque Value: 0 is not above 0'],
		['postPayment', { cheque_value: -1 }, 'Cheque Value: -1 is not above 0'],
	] as const)
		expect((await post(operation, values)).error?.message).toBe(told);
	expect((await post('postInvoice', goods(0, 20))).error).toBeUndefined();
});

it.each([
	['sales', 'customer', 'postInvoice', { document_goods_value: 100 }],
	['sales', 'customer', 'postReceipt', { bank_id: 1, cheque_value: 100 }],
	['purchase', 'supplier', 'postInvoice', { document_goods_value: 100 }],
])(
	'a reference of the %s ledger is one of its %s: %s',
	async (ledger, party, operation, values) => {
		const rows = await world.sage.admin.rows(`${party}s`);
		const [first, second] = rows.filter(({ on_hold: held }) => held !== true);
		const banks = await world.sage.admin.rows('banks');
		const post = async (account: unknown) =>
			await world.run({
				resource: `${ledger}Ledger`,
				operation,
				[party]: { __rl: true, mode: 'reference', value: String(account) },
				...values,
				...('bank_id' in values ? { bank_id: banks[0].id } : {}),
				documentKey: 'BACS',
			});
		const outcomes = [first, second, first].map(({ reference }) => reference);
		const told: unknown[] = [];
		for (const reference of outcomes) {
			const { json, error } = await post(reference);
			if (error) throw error;
			told.push(json[0].outcome);
		}
		expect(told).toEqual(['created', 'created', 'existing']);
	},
);
