/** Sales returns, through the node on n8n's engine against the simulated Sage 200. */
import { fastClock } from '../support/fastClock';
import { byKey, productLine, SalesWorld } from '../support/salesWorld';

const usualClock = fastClock(20);
afterAll(() => usualClock());

let world: SalesWorld;

beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => await world.reset());

const create = async (key: string, rows?: object[], parameters = {}) =>
	await world.run({
		resource: 'salesReturn',
		operation: 'create',
		order: byKey('R-1'),
		returnKey: key,
		...(rows
			? { returnLines: 'named', linesInput: 'json', linesJson: JSON.stringify(rows) }
			: { returnLines: 'all' }),
		...parameters,
	});

/** An order of 3 and 2, of which all that could go was despatched. */
async function despatchedOrder(): Promise<string[]> {
	const holdings = await world.sage.admin.rows('warehouse_holdings');
	const lines = (await world.goods()).flatMap((product) => {
		const holding = holdings.find(
			(row) => row.product_id === product.id && Number(row.free_stock_available) >= 5,
		);
		return holding
			? [
					{
						...productLine(product, 3),
						warehouse_id: holding.warehouse_id,
						selling_unit_price: 4.2,
					},
				]
			: [];
	});
	await world.order('R-1', [lines[0], { ...lines[1], line_quantity: 2 }]);
	const { error } = await world.run({
		resource: 'despatch',
		operation: 'confirm',
		order: byKey('R-1'),
	});
	if (error) throw error;
	return (await world.lines('R-1')).map(({ code }) => code);
}

it('returns named lines once, at the prices of the order', async () => {
	const [code] = await despatchedOrder();
	const first = await create('RMA-1', [{ sku: code, quantity: 2 }]);
	expect(first.error).toBeUndefined();
	expect(first.json[0].outcome).toBe('created');
	expect((await create('RMA-1', [{ sku: code, quantity: 2 }])).json[0]).toMatchObject({
		outcome: 'existing',
		id: first.json[0].id,
	});
	expect(await world.lines('RMA-1', 'sop_returns')).toMatchObject([
		{ code, line_quantity: 2, selling_unit_price: 4.2 },
	]);
});

it('takes back no more than was despatched, over all returns of an order', async () => {
	const [code, other] = await despatchedOrder();
	expect((await create('RMA-1', [{ sku: code, quantity: 2 }])).json[0].outcome).toBe('created');
	const more = await create('RMA-2', [{ sku: code, quantity: 2 }]);
	expect(more.error?.message).toContain('only 1 of 2 of the');
	expect((await create('RMA-2', [{ sku: code, quantity: 1 }])).json[0].outcome).toBe('created');
	// All that is left of the order is the other line.
	expect((await create('RMA-3')).json[0].outcome).toBe('created');
	expect(await world.lines('RMA-3', 'sop_returns')).toMatchObject([
		{ code: other, line_quantity: 2 },
	]);
	expect((await create('RMA-4')).error?.message).toContain('despatched and not returned yet');
	// A return that is pushed again does not stand in its own way.
	expect((await create('RMA-1', [{ sku: code, quantity: 2 }])).json[0].outcome).toBe('existing');
});

it('counts the returns of one execution among each other', async () => {
	const [code] = await despatchedOrder();
	const { json } = await world.run(
		{
			resource: 'salesReturn',
			operation: 'create',
			order: byKey('R-1'),
			returnKey: '={{ $json.key }}',
			returnLines: 'named',
			linesInput: 'json',
			linesJson: JSON.stringify([{ sku: code, quantity: 2 }]),
		},
		{ items: [{ key: 'RMA-1' }, { key: 'RMA-2' }], onError: 'continueRegularOutput' },
	);
	expect(json[0].outcome).toBe('created');
	expect(json[1].error).toContain('only 1 of 2');
});

it('returns all that was despatched', async () => {
	const codes = await despatchedOrder();
	expect((await create('RMA-2')).error).toBeUndefined();
	expect(
		(await world.lines('RMA-2', 'sop_returns')).map(({ code, line_quantity }) => [
			code,
			line_quantity,
		]),
	).toEqual([
		[codes[0], 3],
		[codes[1], 2],
	]);
});

it('finds a return whose answer was lost', async () => {
	await despatchedOrder();
	await world.sage.admin.setFaults([
		{ match: { method: 'POST', path: '/sop_returns$' }, times: 1, kind: 'dropAfterCommit' },
	]);
	const { json, error } = await create('RMA-3');
	expect(error).toBeUndefined();
	expect(json[0].outcome).toBe('recovered');
	expect(
		await world.sage.admin.rows('sop_returns', { customer_document_no: 'RMA-3' }),
	).toHaveLength(1);
});

it('refuses more than was despatched, unknown lines and an empty key, all at once', async () => {
	const [code] = await despatchedOrder();
	expect((await create('RMA-4', [{ code, quantity: 9 }])).error?.message).toContain('only 3 of 9');
	const { error } = await create('={{ "" }}', [{ code: 'NOSUCH' }]);
	expect(error?.message).toContain('Return Key is empty');
});

it('says so when the site is older than returns', async () => {
	await despatchedOrder();
	await world.sage.admin.setFaults([
		{ match: { path: '/sop_returns' }, kind: 'status', status: 404 },
	]);
	const { error } = await create('RMA-5');
	expect(error?.message).toContain('too old');
	expect(error?.description).toContain('2025 R1');
	const list = await world.run({ resource: 'salesReturn', operation: 'getAll' });
	expect(list.error?.description).toContain('2025 R1');
});

it('reads and lists returns', async () => {
	await despatchedOrder();
	await create('RMA-6');
	const { json } = await world.run({
		resource: 'salesReturn',
		operation: 'get',
		salesReturn: byKey('RMA-6'),
	});
	expect(json[0]).toMatchObject({ customer_document_no: 'RMA-6' });
	expect(
		(
			await world.run({
				resource: 'salesReturn',
				operation: 'getAll',
				read: { filter: "customer_document_no eq 'RMA-6'" },
			})
		).json,
	).toHaveLength(1);
});

it('gives a charge back once', async () => {
	const [product] = await world.goods();
	await world.order('R-1', [
		{ ...productLine(product, 1), selling_unit_price: 5 },
		{ line_type: 'EnumLineTypeCharge', description: 'Post', selling_unit_price: 3 },
	]);
	await world.run({ resource: 'despatch', operation: 'confirm', order: byKey('R-1') });
	const all = { returnFields: { charges: true } };
	const first = await create('RMA-C1', undefined, all);
	expect(first.error).toBeUndefined();
	expect(await world.lines('RMA-C1', 'sop_returns')).toHaveLength(2);
	const second = await create('RMA-C2', undefined, all);
	expect(second.error?.message).toMatch(/nothing of .* was despatched and not returned yet/);
	const [, { id }] = await world.lines('R-1');
	const named = await create('RMA-C3', [{ lineId: id }]);
	expect(named.error?.message).toMatch(/nothing of the line with ID \d+ was despatched/);
});
