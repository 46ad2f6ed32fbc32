/** Writes that were once doubled, lost or told wrongly, each as it happened: what is in Sage is counted. */
import type { IDataObject } from 'n8n-workflow';
import { SAGE_TOOL } from '../support/engine';
import { fastClock } from '../support/fastClock';
import { SalesWorld, byKey, productLine } from '../support/salesWorld';

jest.setTimeout(120_000);
let world: SalesWorld;
beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => {
	await world.reset();
	// What was posted is looked for at once; later posting has tests of its own.
	await world.sage.admin.setBehaviour({ freeTextLines: 'taken', posting: 'immediate' });
});

const by = (mode: string, value: unknown) => ({ __rl: true, mode, value: String(value) });
const fault = (kind: string, path: string, more: object = {}, method = 'POST') => ({
	kind,
	match: { method, path },
	times: 1,
	...more,
});
/** The second such post is refused clearly; the first one went well. */
const secondRefused = (path: string) => fault('status', path, { status: 400, skip: 1 });
const rows = async (table: string, fields: Record<string, string | number> = {}) =>
	await world.sage.admin.rows(table, fields);
const customer = async () =>
	by('reference', (await world.sage.admin.row('customers', await world.customer())).reference);
const bank = async () => (await rows('banks'))[0].id;
const ledger = async (operation: string, p: IDataObject, o = {}) =>
	await world.run({ resource: 'salesLedger', operation, customer: await customer(), ...p }, o);

async function stockedLine(quantity = 5) {
	const holdings = await rows('warehouse_holdings');
	for (const p of await world.goods()) {
		const h = holdings.find((x) => x.product_id === p.id && Number(x.free_stock_available) >= 12);
		if (h)
			return { code: p.code, line: { ...productLine(p, quantity), warehouse_id: h.warehouse_id } };
	}
	throw new Error('no stock');
}
const despatched = async (key: string) =>
	(await world.lines(key)).map((line) => line.despatch_receipt_quantity);
const two = (code: unknown) => ({
	despatchLines: 'named',
	linesInput: 'json',
	linesJson: JSON.stringify([{ code, quantity: 2 }]),
});

async function mover() {
	const all = async (type: string) =>
		(
			await world.run({
				resource: 'record',
				operation: 'getAll',
				recordType: by('list', type),
				simplify: false,
				returnAll: true,
			})
		).json as IDataObject[];
	const bins = await all('product_warehouse_bin_views');
	const goods = new Set((await world.goods()).map(({ id }) => id));
	const [{ id, from, to }] = (await all('bin_holdings'))
		.filter((b) => Number(b.free_stock_available) > 20)
		.flatMap(({ id }) => {
			const from = bins.find((b) => b.bin_holding_id === id);
			const to =
				from &&
				goods.has(Number(from.product_id)) &&
				bins.find((b) => b.product_id === from.product_id && b.warehouse_id !== from.warehouse_id);
			return to ? [{ id, from, to }] : [];
		});
	const { code } = await world.sage.admin.row('products', Number(from.product_id));
	const move = async (details: IDataObject, more: IDataObject = {}, options = {}) =>
		await world.run(
			{
				resource: 'stock',
				operation: 'transfer',
				product: by('code', code),
				fromWarehouse: by('name', from.warehouse_name),
				toWarehouse: by('name', to.warehouse_name),
				quantity: 1,
				details: { fromBin: from.bin_holding_name, toBin: to.bin_holding_name, ...details },
				protection: { lookAgainSeconds: 1 },
				...more,
			},
			options,
		);
	const free = async () =>
		Number((await world.sage.admin.row('bin_holdings', Number(id))).free_stock_available);
	return { move, free };
}

describe('1. Retry On Fail sends again what the first try did, when another item of the run failed', () => {
	it('1a regular Create', async () => {
		await world.sage.admin.setFaults([secondRefused('^/warehouses$')]);
		await world.run(
			{ resource: 'warehouse', operation: 'create', name: '={{ $json.n }}' },
			{ items: [{ n: 'W-A' }, { n: 'W-B' }], retryOnFail: true },
		);
		expect(await rows('warehouses', { name: 'W-A' })).toHaveLength(1);
	});
	it('1b allocation', async () => {
		const i = await ledger('postInvoice', { documentKey: 'I', document_goods_value: 100 });
		const r = await ledger('postReceipt', {
			documentKey: 'R',
			bank_id: await bank(),
			cheque_value: 100,
		});
		const items = [10, 20].map((v) => ({
			a: JSON.stringify([
				{ urn: i.json[0].urn, value: v },
				{ urn: r.json[0].urn, value: -v },
			]),
		}));
		await world.sage.admin.setFaults([secondRefused('^/sales_allocations$')]);
		await ledger('allocate', { allocations: '={{ $json.a }}' }, { items, retryOnFail: true });
		expect(
			(await rows('sales_posted_transactions', { urn: i.json[0].urn as number }))[0]
				.document_allocated_value,
		).toBe(30);
	});
	it('1c despatch without a consignment number', async () => {
		const { code, line } = await stockedLine();
		await world.order('D1', [line]);
		await world.order('D2', [line]);
		await world.sage.admin.setFaults([secondRefused('^/sop_confirm_despatch$')]);
		await world.run(
			{ resource: 'despatch', operation: 'confirm', order: byKey('={{ $json.k }}'), ...two(code) },
			{ items: [{ k: 'D1' }, { k: 'D2' }], retryOnFail: true },
		);
		expect(await despatched('D1')).toEqual([2]);
	});
});

describe('1d an answer that says nothing', () => {
	const EMPTY = ['200', '204', 'null', '[]'];
	it.each(EMPTY)('to the confirmation of a draft: %s', async (as) => {
		const lines = [productLine((await world.goods())[0])];
		await world.order('E-1', lines, { is_editing: true });
		const confirm = async () =>
			await world.run({ resource: 'salesOrder', operation: 'confirmDraft', order: byKey('E-1') });
		await world.sage.admin.setFaults([fault('emptyReply', '^/sop_orders/', { as }, 'PUT')]);
		expect((await confirm()).json[0]).toMatchObject({ outcome: 'recovered', is_draft: false });
	});
	it.each(EMPTY)('to the look after a draft was to be discarded: %s', async (as) => {
		const lines = [productLine((await world.goods())[0])];
		await world.order('E-2', lines, { is_editing: true });
		await world.sage.admin.setFaults([
			fault('dropBeforeCommit', '^/sop_orders/', {}, 'DELETE'),
			fault('emptyReply', '^/sop_orders/', { as }, 'GET'),
		]);
		const { error } = await world.run({
			resource: 'salesOrder',
			operation: 'discardDraft',
			order: byKey('E-2'),
			options: { retries: 0 },
		});
		expect(error?.message).toContain('was lost');
		expect(await rows('sop_orders', { customer_document_no: 'E-2' })).toHaveLength(1);
	});
	it.each(EMPTY)('to a despatch: %s', async (as) => {
		const { code, line } = await stockedLine();
		for (const [key, number] of [
			['E-3', `C ${as}`],
			['E-4', ''],
		]) {
			await world.order(key, [line]);
			await world.sage.admin.setFaults([fault('emptyReply', '^/sop_confirm_despatch$', { as })]);
			const { json } = await world.run({
				resource: 'despatch',
				operation: 'confirm',
				order: byKey(key),
				consignmentNumber: number,
				despatch: { lookAgainSeconds: 1 },
				...two(code),
			});
			expect(json[0]).toMatchObject({ outcome: 'recovered' });
			expect(await despatched(key)).toEqual([2]);
		}
	});
	it.each(EMPTY)('to an allocation: %s', async (as) => {
		const whose = await customer();
		const post = async (operation: string, p: IDataObject) =>
			(await world.run({ resource: 'salesLedger', operation, customer: whose, ...p })).json[0].urn;
		const invoice = await post('postInvoice', { document_goods_value: 90, documentKey: `I${as}` });
		const receipt = await post('postReceipt', {
			bank_id: await bank(),
			cheque_value: 90,
			documentKey: `R${as}`,
		});
		await world.sage.admin.setFaults([fault('emptyReply', '^/sales_allocations$', { as })]);
		const { json } = await world.run({
			resource: 'salesLedger',
			operation: 'allocate',
			customer: whose,
			allocations: JSON.stringify([
				{ urn: invoice, value: 40 },
				{ urn: receipt, value: -40 },
			]),
			details: { lookAgainSeconds: 1 },
		});
		expect(json[0]).toMatchObject({ outcome: 'recovered' });
	});
	it.each(EMPTY)('to a price enquiry: %s', async (as) => {
		const [{ code }] = await world.goods();
		await world.sage.admin.setFaults([fault('emptyReply', '^/customer_price_enquiry$', { as })]);
		const { json, error } = await world.run({
			resource: 'price',
			operation: 'enquire',
			customer: await customer(),
			products: String(code),
		});
		expect(error?.message).toContain('not one that Sage 200 sends');
		expect(json).toEqual([]);
	});
});

describe('2. stock transfers', () => {
	const PATH = '^/stock_transfers$';
	it('2a both references given, answer lost, Retry On Fail', async () => {
		const { move, free } = await mover();
		const before = await free();
		await world.sage.admin.setFaults([fault('dropAfterCommit', PATH)]);
		await move({ reference: 'A', second_reference: 'B' }, {}, { retryOnFail: true });
		expect(await free()).toBe(before - 1);
	});
	it('2b both references given, empty answer: another transfer under the first reference is told as the one created', async () => {
		const { move } = await mover();
		await move({ reference: 'WEEKLY', second_reference: 'B' }, { quantity: 3 });
		await world.sage.admin.setFaults([fault('emptyReply', PATH, { as: '204' })]);
		const { error } = await move({ reference: 'WEEKLY', second_reference: 'C' }, { quantity: 1 });
		expect(error?.context?.details).toMatchObject({ inDoubt: true });
	});
	it('2c the same Transfer Key, the second time with a reference', async () => {
		const { move, free } = await mover();
		const before = await free();
		await move({ transferKey: 'MOVE-1' });
		await move({ transferKey: 'MOVE-1', reference: 'NOTE' });
		expect(await free()).toBe(before - 1);
	});
	it('2d the same Transfer Key, list lags', async () => {
		const { move, free } = await mover();
		const before = await free();
		await world.sage.admin.setFaults([
			fault('hiddenCommit', PATH, { afterMs: 60_000, byId: true }),
		]);
		await move({ transferKey: 'LAG' });
		await move({ transferKey: 'LAG' });
		expect(await free()).toBe(before - 1);
	});
	it('2f an agent that calls the tool twice in one run moves twice, and a call that is tried again once', async () => {
		const { move, free } = await mover();
		const before = await free();
		const call = async (quantity: number) =>
			await move(
				{},
				{ quantity: '={{ $json.quantity }}' },
				{ type: SAGE_TOOL, executionId: 'agent', items: [{ quantity }] },
			);
		expect((await call(1)).json[0]).toMatchObject({ outcome: 'created' });
		expect((await call(2)).json[0]).toMatchObject({ outcome: 'created' });
		expect((await call(2)).json[0]).toMatchObject({ outcome: 'existing' });
		expect(await free()).toBe(before - 3);
	});
	it('2e the same Transfer Key with another second reference: not told', async () => {
		const { move } = await mover();
		await move({ transferKey: 'K', second_reference: 'X' });
		expect((await move({ transferKey: 'K', second_reference: 'Y' })).json[0]).toHaveProperty(
			'differs',
		);
	});
});

describe('3. lists that lag', () => {
	it('3a invoice: posted again by the next push', async () => {
		await world.sage.admin.setFaults([
			fault('hiddenCommit', '^/sales_invoices$', { afterMs: 60_000, byId: true }),
		]);
		const push = async () =>
			await ledger('postInvoice', { documentKey: 'LAG', document_goods_value: 100 });
		await push();
		await push();
		expect(await rows('sales_posted_transactions', { reference: 'LAG' })).toHaveLength(1);
	});
	it('3b despatch with a consignment number, twice in one run, lag of 1.5 seconds', async () => {
		const { code, line } = await stockedLine();
		await world.order('D3', [line]);
		await world.sage.admin.setFaults([
			fault('hiddenCommit', '^/sop_confirm_despatch$', { afterMs: 1500, byId: true }),
		]);
		await world.run(
			{
				resource: 'despatch',
				operation: 'confirm',
				order: byKey('D3'),
				consignmentNumber: 'C1',
				...two(code),
			},
			{ items: [{}, {}] },
		);
		expect(await despatched('D3')).toEqual([2]);
	});
});

describe('4. a change in doubt', () => {
	it('4a order: "unchanged" while an earlier change may still arrive, which then wins', async () => {
		const { code, line } = await stockedLine(1);
		await world.order('O4', [line]);
		const update = async (quantity: number) =>
			await world.run({
				resource: 'salesOrder',
				operation: 'update',
				order: byKey('O4'),
				linesMode: 'some',
				linesInput: 'json',
				linesJson: JSON.stringify([{ code, quantity }]),
				amend: { lookAgainSeconds: 0 },
			});
		await world.sage.admin.setFaults([
			fault('lateCommit', '^/sop_orders/', { afterMs: 30_000 }, 'PUT'),
		]);
		expect((await update(5)).error?.message).toContain('in doubt');
		const back = await update(1);
		await world.sage.admin.advanceClock(30_000);
		expect([back.json[0]?.outcome, (await world.lines('O4'))[0].line_quantity]).not.toEqual([
			'unchanged',
			5,
		]);
	});
	it.each(['One', 'Three'])(
		'4b Create or Update: then %s is pushed, and the old change wins',
		async (name) => {
			const push = async (each: string) =>
				await world.run({
					resource: 'customer',
					operation: 'upsert',
					reference: 'UP4',
					name: each,
				});
			await push('One');
			await world.sage.admin.setFaults([
				fault('lateCommit', '^/customers/', { afterMs: 30_000 }, 'PUT'),
			]);
			await push('Two');
			const next = await push(name);
			await world.sage.admin.advanceClock(30_000);
			const [{ name: now }] = await rows('customers', { reference: 'UP4' });
			expect(next.error !== undefined || now === name).toBe(true);
		},
	);
});

it.each([
	['customer', 'update', { additionalFields: { credit_limit: 4242 } }],
	['record', 'update', { fields: { mappingMode: 'defineBelow', value: { name: 'Doubtful' } } }],
	[
		'apiRequest',
		'send',
		{
			method: 'PUT',
			body: '{"name": "Doubtful"}',
			lookFirst: { field: 'name', value: 'Doubtful' },
		},
	],
])('4c a doubt of %s: %s is kept with the workflow', async (resource, operation, more) => {
	const id = await world.customer();
	await world.sage.admin.setFaults([fault('dropBeforeCommit', '^/customers/', {}, 'PUT')]);
	const staticData: IDataObject = {};
	const usualClock = fastClock(20);
	const running = world.run(
		{
			resource,
			operation,
			customer: by('id', id),
			recordType: by('list', 'customers'),
			record: by('id', id),
			path: `/customers/${id}`,
			...more,
		},
		{ staticData },
	);
	const { error } = await running.finally(usualClock);
	expect(error?.context?.details).toMatchObject({ inDoubt: true });
	const [memory] = Object.values(staticData) as Array<{ doubts?: object }>;
	expect(Object.keys(memory?.doubts ?? {})).toContainEqual(
		expect.stringMatching(new RegExp(`customers.*${id}`)),
	);
});

describe('5. ledger amounts', () => {
	it('5a a receipt of another amount under the same reference, with a cheque rate', async () => {
		const push = async (value: number) =>
			await ledger('postReceipt', {
				documentKey: 'R5',
				bank_id: await bank(),
				cheque_value: value,
				additionalFields: { cheque_exchange_rate: 1 },
			});
		await push(100);
		expect((await push(500)).error?.message).toContain('another amount');
	});
	it('5b the same receipt in the account value is refused as another amount', async () => {
		const push = async () =>
			await ledger('postReceipt', {
				documentKey: 'R6',
				bank_id: await bank(),
				cheque_value: 100,
				otherFields: '{"customer_cheque_value": 110}',
			});
		await push();
		expect((await push()).json[0]?.outcome).toBe('existing');
	});
});

describe('6. differences that are not told', () => {
	it('6a a unit price within a penny, however many', async () => {
		const { error } = await price(0.02).then(async () => await price(0.03));
		expect(error?.message).toContain('Unit Price is 0.02 in Sage 200, pushed was 0.03');
	});
	it.each([
		['discountValue', 1, 2, 'Unit Discount Value is 1 in Sage 200, pushed was 2'],
		['discountPercent', 1, 2, 'Discount is 1 in Sage 200, pushed was 2'],
	])('6c another discount: %s', async (name, before, after, told) => {
		expect((await price(20, { [name]: before })).error).toBeUndefined();
		expect((await price(20, { [name]: before })).json[0].outcome).toBe('existing');
		expect((await price(20, { [name]: after })).error?.message).toContain(told);
	});
	it('6b a consignment with other tracking', async () => {
		const { line } = await stockedLine();
		await world.order('D6', [line]);
		const push = async (pieces: number) =>
			await world.run({
				resource: 'despatch',
				operation: 'confirm',
				order: byKey('D6'),
				consignmentNumber: 'C6',
				despatch: { pieces },
			});
		await push(2);
		const { json } = await push(7);
		expect(Boolean(json[0].differs ?? json[0].notes)).toBe(true);
	});
	async function price(unitPrice: number, more: object = {}) {
		return await world.run({
			resource: 'salesOrder',
			operation: 'create',
			customer: await customer(),
			orderKey: 'P6',
			linesInput: 'json',
			linesJson: JSON.stringify([
				{
					type: 'freeText',
					description: 'Screw',
					quantity: 10000,
					unitPrice,
					taxRate: 20,
					...more,
				},
			]),
			additionalFields: { override_on_hold: true },
			prices: { use: 'shop' },
			protection: { level: 'standard', ifExists: 'failIfDifferent' },
		});
	}
});

it('7. a delivery address that was kept, told as "not kept"', async () => {
	const { code } = await stockedLine();
	await world.sage.admin.setFaults([fault('dropAfterCommit', '^/customer_delivery_addresses$')]);
	const { json } = await world.run({
		resource: 'salesOrder',
		operation: 'create',
		orderKey: 'A7',
		linesInput: 'json',
		linesJson: JSON.stringify([{ code, quantity: 1 }]),
		customerFrom: 'match',
		customerDetails: { name: 'New Buyer', email: 'a7@example.com' },
		customerMatch: { keepAddress: true },
		deliveryAddress: { postal_name: 'X', address_1: 'Y', postcode: 'LS1 1AA' },
		protection: { level: 'standard' },
	});
	expect([
		(await rows('customer_delivery_addresses', { address_1: 'Y' })).length,
		JSON.stringify(json[0].notes),
	]).toEqual([1, expect.not.stringContaining('was not kept')]);
});
