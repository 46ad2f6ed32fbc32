/** Despatches confirmed and read, through the node on n8n's engine against the simulated Sage 200. */
import type { IDataObject } from 'n8n-workflow';

import { fastClock } from '../support/fastClock';
import type { AnyRow } from '../support/admin-client';
import type { RunOptions } from '../support/engine';
import { byKey, productLine, SalesWorld } from '../support/salesWorld';

const usualClock = fastClock(20);
afterAll(() => usualClock());

let world: SalesWorld;

beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => await world.reset());

const confirm = async (key: string, parameters: IDataObject = {}, options: RunOptions = {}) =>
	await world.run(
		{ resource: 'despatch', operation: 'confirm', order: byKey(key), ...parameters },
		options,
	);
const named = (rows: object[], parameters: IDataObject = {}) => ({
	despatchLines: 'named',
	linesInput: 'json',
	linesJson: JSON.stringify(rows),
	...parameters,
});
const despatched = async (key: string) =>
	(await world.lines(key)).map(({ despatch_receipt_quantity: quantity }) => quantity);

/** Goods of which there is plenty in one warehouse. */
async function plentiful(fits?: (product: AnyRow) => boolean, least = 12): Promise<AnyRow[]> {
	const holdings = await world.sage.admin.rows('warehouse_holdings');
	const stocked = new Set(
		holdings
			.filter((row) => Number(row.free_stock_available) >= least)
			.map(({ product_id: id }) => id),
	);
	const own = fits ?? (({ traceable_type: type }: AnyRow) => type === 'EnumTraceableTypeNone');
	const products = await world.goods((product) => stocked.has(product.id) && own(product));
	return products;
}

/** A line from a warehouse that has the goods. */
async function stockedLine(product: AnyRow, quantity = 2): Promise<object> {
	const holdings = await world.sage.admin.rows('warehouse_holdings', { product_id: product.id });
	const fullest = holdings.reduce((most, each) =>
		Number(each.free_stock_available) > Number(most.free_stock_available) ? each : most,
	);
	return { ...productLine(product, quantity), warehouse_id: fullest.warehouse_id };
}

describe('confirm', () => {
	it('despatches all that is ready, with tracking, and a repeated push changes nothing', async () => {
		const [one, two] = await plentiful();
		await world.order('S-1', [await stockedLine(one), await stockedLine(two, 3)]);
		const push = async () =>
			await confirm('S-1', {
				consignmentNumber: 'PP1',
				despatch: { courier: 'arrow express', pieces: 2 },
			});
		const first = await push();
		expect(first.error).toBeUndefined();
		expect(first.json[0]).toMatchObject({
			outcome: 'created',
			customer_document_no: 'S-1',
			lines: [
				{ code: one.code, quantity: 2 },
				{ code: two.code, quantity: 3 },
			],
		});
		const second = await push();
		expect(second.json[0]).toMatchObject({
			outcome: 'existing',
			lines: [{ quantity: 2 }, { quantity: 3 }],
		});
		expect(await despatched('S-1')).toEqual([2, 3]);
		expect(
			await world.sage.admin.rows('sop_despatch_receipts', { consignment_no: 'PP1' }),
		).toHaveLength(1);
		const { json } = await world.run({
			resource: 'despatch',
			operation: 'getAll',
			filters: {
				conditions: [{ field: 'sop_order_customer_document_no', operator: 'eq', value: 'S-1' }],
			},
		});
		expect(json).toHaveLength(2);
		expect(json[0]).toMatchObject({
			sop_despatch_courier_name: 'Arrow Express',
			sop_despatch_consignment_no: 'PP1',
			sys_courier_tracking_url: expect.stringContaining('PP1'),
		});
	});

	it('despatches parts under different consignment numbers, each once, also in one run', async () => {
		const [product] = await plentiful();
		await world.order('S-2', [await stockedLine(product, 5)]);
		const items = [
			{ number: 'A', quantity: 2 },
			{ number: 'B', quantity: 3 },
			{ number: 'a', quantity: 2 },
		];
		const { json, error } = await confirm(
			'S-2',
			{
				...named([]),
				linesJson: '={{ [{ code: "' + String(product.code) + '", quantity: $json.quantity }] }}',
				consignmentNumber: '={{ $json.number }}',
			},
			{ items },
		);
		expect(error).toBeUndefined();
		expect(json.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'existing']);
		expect(await despatched('S-2')).toEqual([5]);
	});

	it('counts in selling units and sends stock units', async () => {
		const products = await plentiful(
			(row) =>
				row.traceable_type === 'EnumTraceableTypeNone' &&
				((row.units as AnyRow[] | undefined) ?? []).some(
					(unit) => Number(unit.multiple_of_base_unit) > 1,
				),
		);
		const product = products[0];
		const pack = (product.units as AnyRow[]).find(
			(unit) => Number(unit.multiple_of_base_unit) > 1,
		)!;
		await world.order('S-3', [
			{ ...(await stockedLine(product, 1)), selling_unit_id: pack.unit_id },
		]);
		const { json, error } = await confirm('S-3', named([{ code: product.code, quantity: 1 }]));
		expect(error).toBeUndefined();
		const [line] = json[0].lines as IDataObject[];
		expect(line.quantity).toBe(1);
		expect(line.stock_quantity).toBeGreaterThan(1);
		expect(await despatched('S-3')).toEqual([1]);
	});

	it('names every line that is unknown or short, and despatches nothing', async () => {
		const [one, two] = await plentiful();
		await world.order('S-4', [await stockedLine(one), await stockedLine(two)]);
		const unknown = await confirm(
			'S-4',
			named([{ code: 'NOSUCH', quantity: 1 }, { lineNumber: 8 }]),
		);
		expect(unknown.error?.message).toContain('no line of "NOSUCH"');
		expect(unknown.error?.message).toContain('no line number 8');
		const short = await confirm(
			'S-4',
			named([
				{ code: one.code, quantity: 1 },
				{ code: two.code, quantity: 9 },
			]),
		);
		expect(short.error?.message).toContain('9 asked for, 2 ready');
		expect(await despatched('S-4')).toEqual([0, 0]);
	});

	it.each(['EnumTraceableTypeBatch', 'EnumTraceableTypeSerial'])(
		'chooses numbers of %s goods, or takes those named',
		async (type) => {
			const items = await world.sage.admin.rows('traceable_items');
			const held = new Set(
				items.filter((row) => Number(row.available_quantity) > 0).map(({ product_id: id }) => id),
			);
			const [product] = await plentiful(
				(row) => row.traceable_type === type && held.has(row.id),
				2,
			);
			await world.order('S-5', [await stockedLine(product, 1)]);
			const wrong = await confirm(
				'S-5',
				named([{ code: product.code, batches: ['NO-SUCH-NUMBER'] }]),
			);
			expect(wrong.error?.message).toContain('"NO-SUCH-NUMBER" cannot be despatched from');
			const offered = String(wrong.error?.description).match(/offers: ([^,.]+)/)![1];
			const { error } = await confirm('S-5', named([{ code: product.code, batches: [offered] }]));
			expect(error).toBeUndefined();
			expect(await despatched('S-5')).toEqual([1]);
			await world.order('S-6', [await stockedLine(product, 1)]);
			expect((await confirm('S-6')).error).toBeUndefined();
			expect(await despatched('S-6')).toEqual([1]);
		},
	);

	it.each([
		['with a consignment number', 'DROP'],
		['without', ''],
	])('finds a despatch whose answer was lost, %s', async (_how, consignmentNumber) => {
		const [product] = await plentiful();
		await world.order('S-7', [await stockedLine(product)]);
		await world.sage.admin.setFaults([
			{
				match: { method: 'POST', path: '/sop_confirm_despatch$' },
				times: 1,
				kind: 'dropAfterCommit',
			},
		]);
		const { json, error } = await confirm('S-7', { consignmentNumber });
		expect(error).toBeUndefined();
		expect(json[0].outcome).toBe('recovered');
		expect(await despatched('S-7')).toEqual([2]);
	});

	it('confirms goods and services in a call each; should one fail, the next push sends only that', async () => {
		await world.sage.admin.setBehaviour({ freeTextLines: 'taken' });
		const [product] = await plentiful();
		const service = {
			line_type: 'EnumLineTypeFreeText',
			description: 'Fitting',
			line_quantity: 1,
			selling_unit_price: 9,
			confirmation_intent_type: 'Confirm',
		};
		await world.order('S-11', [await stockedLine(product), service]);
		await world.sage.admin.setFaults([
			{
				match: { method: 'POST', path: '/sop_confirm_despatch$' },
				skip: 1,
				times: 1,
				kind: 'status',
				status: 403,
			},
		]);
		const push = async () =>
			await confirm('S-11', { consignmentNumber: 'BOTH' }, { onError: 'continueRegularOutput' });
		const first = await push();
		expect(first.json[0].details).toMatchObject({
			outcome: 'incomplete',
			despatched: [{ code: product.code }],
			notDespatched: [{ quantity: 1 }],
		});
		expect(await despatched('S-11')).toEqual([2, 0]);
		expect((await push()).json[0]).toMatchObject({ outcome: 'created', lines: [{ quantity: 1 }] });
		expect(await despatched('S-11')).toEqual([2, 1]);
		expect((await push()).json[0]).toMatchObject({ outcome: 'existing' });
	});

	it('never despatches again while in doubt', async () => {
		const [product] = await plentiful();
		await world.order('S-8', [await stockedLine(product)]);
		await world.sage.admin.setFaults([
			{
				match: { method: 'POST', path: '/sop_confirm_despatch$' },
				times: 1,
				kind: 'dropBeforeCommit',
			},
		]);
		const staticData: IDataObject = {};
		const push = async () =>
			await confirm(
				'S-8',
				{ consignmentNumber: 'LATE', despatch: { lookAgainSeconds: 0 } },
				{ staticData },
			);
		expect((await push()).error?.message).toContain('in doubt');
		// The doubt is kept with the workflow, so that this n8n knows of it after a restart.
		const [memory] = Object.values(staticData) as Array<{ doubts?: object }>;
		expect(Object.keys(memory?.doubts ?? {})).toEqual([expect.stringMatching(/late$/)]);
		await world.sage.admin.clearLog();
		expect((await push()).error?.message).toContain('in doubt');
		expect((await world.sage.admin.log()).counts['POST /sop_confirm_despatch']).toBeUndefined();
	});

	it('despatches under a number what it does not hold yet, and tells what it holds beyond the request', async () => {
		const [one, two] = await plentiful();
		await world.order('S-9', [await stockedLine(one, 4), await stockedLine(two, 2)]);
		const push = async (rows: object[]) =>
			await confirm('S-9', { ...named(rows), consignmentNumber: 'PP9' });
		await push([{ code: one.code, quantity: 1 }]);
		const more = await push([
			{ code: one.code, quantity: 3 },
			{ code: two.code, quantity: 2 },
		]);
		expect(more.json).toMatchObject([
			{ outcome: 'created', lines: [{ quantity: 2 }, { code: two.code, quantity: 2 }] },
		]);
		expect(await despatched('S-9')).toEqual([3, 2]);
		const less = await push([{ code: one.code, quantity: 2 }]);
		expect(less.json).toMatchObject([
			{
				outcome: 'existing',
				differs: [
					{ code: one.code, asked: 2, held: 3 },
					{ code: two.code, asked: 0, held: 2 },
				],
				notes: [expect.stringContaining('3 of'), expect.stringContaining('2 of')],
			},
		]);
		expect(await despatched('S-9')).toEqual([3, 2]);
	});

	it('keeps what has become ready since the consignment left out of it, and says so', async () => {
		const [one, two] = await plentiful();
		await world.order('S-10', [await stockedLine(one, 4), await stockedLine(two, 2)]);
		await confirm('S-10', {
			...named([{ code: one.code }]),
			consignmentNumber: 'PP10',
		});
		const again = await confirm('S-10', { consignmentNumber: 'PP10' });
		expect(again.json).toMatchObject([
			{ outcome: 'existing', notes: [expect.stringContaining(String(two.code))] },
		]);
		expect(await despatched('S-10')).toEqual([4, 0]);
	});

	it('tells both receipts of a consignment that was booked while it was being sent', async () => {
		const [product] = await plentiful();
		const order = await world.order('S-11', [await stockedLine(product, 5)]);
		const [line] = await world.lines('S-11');
		await world.sage.admin.setFaults([
			{
				kind: 'status',
				status: 429,
				retryAfter: 2,
				times: 1,
				match: { method: 'POST', path: '^/sop_confirm_despatch$' },
			},
		]);
		const sending = confirm('S-11', {
			...named([{ code: product.code, quantity: 2 }]),
			consignmentNumber: 'PP11',
		});
		let met = 0;
		while (met === 0) [{ hits: met }] = await world.sage.admin.faults();
		await world.send('POST', '/sop_confirm_despatch', {
			sop_order_return_id: order.id,
			items: [{ id: line.id, quantity: 2 }],
			tracking_items: [{ sop_order_return_id: order.id, consignment_no: 'PP11' }],
		});
		const { error } = await sending;
		expect(error?.message).toContain('was despatched more than once');
		expect(error?.context?.details).toMatchObject({
			outcome: 'despatchedTwice',
			receipts: [{ lines: [{ quantity: 2 }] }, { lines: [{ quantity: 2 }] }],
		});
		expect(await despatched('S-11')).toEqual([4]);
	});

	it('tells without a number that the despatch may be there, and where to look', async () => {
		const [product] = await plentiful();
		await world.order('S-12', [await stockedLine(product)]);
		await world.sage.admin.setFaults([
			{
				match: { method: 'POST', path: '/sop_confirm_despatch$' },
				times: 1,
				kind: 'dropBeforeCommit',
			},
		]);
		const { error } = await confirm('S-12', { despatch: { lookAgainSeconds: 0 } });
		expect(error?.description).toContain('look at the despatches of the order');
		expect(error?.description).not.toMatch(/run the item again/i);
		expect(error?.context?.details).toMatchObject({ inDoubt: true });
	});

	it.each([401, 403, 429])(
		'is in doubt when its answer is lost and the looks are answered with %i',
		async (status) => {
			const [product] = await plentiful();
			const key = `S-13-${status}`;
			await world.order(key, [await stockedLine(product)]);
			const path = '/sop_confirm_despatch$';
			const push = async () =>
				await confirm(key, {
					consignmentNumber: `PP-${status}`,
					despatch: { lookAgainSeconds: 1 },
					options: { retries: 0 },
				});
			await world.sage.admin.setFaults([
				{ match: { method: 'POST', path }, times: 1, kind: 'dropAfterCommit' },
				{
					match: { method: 'GET', path: '/sop_order_despatch_line' },
					skip: 1,
					kind: 'status',
					status,
				},
			]);
			const { error } = await push();
			expect(error?.message).toContain(`It is in doubt whether the despatch`);
			expect(error?.context?.details).toMatchObject({ outcome: 'inDoubt', inDoubt: true });
			await world.sage.admin.setFaults([]);
			expect((await push()).json[0].outcome).toMatch(/existing|recovered/);
			expect(await despatched(key)).toEqual([2]);
		},
	);

	it.each([
		['403', { kind: 'status', status: 403 }, '', 'Despatch only what notDespatched names'],
		['403', { kind: 'status', status: 403 }, 'N1', 'with the same consignment number'],
		['a lost line', { kind: 'dropBeforeCommit' }, 'N2', 'in 10 minutes with consignment "N2"'],
		['a lost line', { kind: 'dropBeforeCommit' }, '', 'look at the despatches'],
	])(
		'after %s for the services says what to do as it stands: %j, number "%s"',
		async (_what, fault, consignmentNumber, remedy) => {
			await world.sage.admin.setBehaviour({ freeTextLines: 'taken' });
			const [product] = await plentiful();
			const service = {
				line_type: 'EnumLineTypeFreeText',
				description: 'Fitting',
				line_quantity: 1,
				selling_unit_price: 9,
				confirmation_intent_type: 'Confirm',
			};
			// Another order than the one that is in doubt without a number already.
			await world.order('S-14-before', [service]);
			await world.order('S-14', [await stockedLine(product), service]);
			const match = { method: 'POST', path: '/sop_confirm_despatch$' };
			await world.sage.admin.setFaults([{ match, skip: 1, times: 1, ...fault }]);
			const despatch = { lookAgainSeconds: 0, doubtSeconds: 600 };
			const { error } = await confirm('S-14', { consignmentNumber, despatch });
			expect(error?.description).toContain(remedy);
			const { inDoubt, outcome } = error?.context?.details as IDataObject;
			expect([outcome, inDoubt]).toEqual([
				'incomplete',
				fault.kind === 'status' ? undefined : true,
			]);
		},
	);

	it('refuses an unknown courier and a draft before anything is sent', async () => {
		const [product] = await plentiful();
		await world.order('S-9', [await stockedLine(product)], { is_editing: true });
		const { error } = await confirm('S-9', { despatch: { courier: 'Nobody' } });
		expect(error?.message).toContain('no courier "Nobody"');
		expect(error?.message).toContain('is a draft');
	});
});

describe('getPending', () => {
	it('lists lines and orders that can go', async () => {
		const [product] = await plentiful();
		const { document_no } = await world.order('S-10', [await stockedLine(product)]);
		const pending = async (pendingList: string) =>
			await world.run({
				resource: 'despatch',
				operation: 'getPending',
				pendingList,
				pending: { document_no },
			});
		expect((await pending('lines')).json).toMatchObject([
			{ document_no, item_code: product.code, outstanding_quantity: expect.any(Number) },
		]);
		expect((await pending('orders')).json).toMatchObject([{ document_no }]);
	});
});
