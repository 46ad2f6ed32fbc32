/** What stock is allocated to which order: by order, product and warehouse, in a handful of calls. */
import type { IDataObject } from 'n8n-workflow';

import { fastClock } from '../support/fastClock';
import type { AnyRow } from '../support/admin-client';
import type { RunOptions } from '../support/engine';
import { productLine, SalesWorld } from '../support/salesWorld';

const usualClock = fastClock(20);
afterAll(() => usualClock());

let world: SalesWorld;
let goods: AnyRow[];

beforeAll(async () => {
	world = await SalesWorld.open();
	goods = (await world.goods()).filter(({ free_stock_quantity: free }) => Number(free) > 50);
	await world.order('A-1', [productLine(goods[0], 3), productLine(goods[1], 4)]);
	await world.order('A-2', [productLine(goods[0], 5)]);
});
afterAll(async () => await world.close());
beforeEach(async () => await world.sage.admin.clearLog());

const allocations = async (parameters: IDataObject = {}, options: RunOptions = {}) => {
	const { json, error } = await world.run(
		{ resource: 'stock', operation: 'getAllocations', returnAll: true, ...parameters },
		options,
	);
	if (error) throw error;
	return json;
};
const sum = (rows: IDataObject[]) =>
	rows.reduce((total, { allocated_quantity: each }) => total + Number(each), 0);

it('tells every allocation that has not gone out, with order, product and place', async () => {
	const rows = await allocations();
	const stored = await world.sage.admin.rows('sop_allocations');
	const open = stored.map(({ quantity, despatched }) => Number(quantity) - Number(despatched));
	expect(sum(rows)).toBe(open.reduce((total, each) => total + each, 0));
	expect(rows).toHaveLength(open.filter((each) => each > 0).length);
	expect(rows.find(({ customer_document_no: key }) => key === 'A-2')).toMatchObject({
		document_no: expect.any(String),
		product_code: goods[0].code,
		warehouse_name: expect.any(String),
		allocated_quantity: 5,
	});
});

it('picks orders by number or key, products and warehouses, and adds up', async () => {
	expect(sum(await allocations({ orders: 'a-1, A-2' }))).toBe(12);
	expect(sum(await allocations({ orders: 'A-1', products: String(goods[1].code) }))).toBe(4);
	const [row] = await allocations({ orders: 'A-1', totalBy: 'order' });
	expect(row).toMatchObject({ customer_document_no: 'A-1', allocated_quantity: 7, allocations: 2 });
	const byProduct = await allocations({ orders: 'A-1, A-2', totalBy: 'product' });
	expect(byProduct.map(({ allocated_quantity: each }) => each).sort()).toEqual([4, 8]);
	const byWarehouse = await allocations({ totalBy: 'warehouse' });
	expect(sum(byWarehouse)).toBe(sum(await allocations()));
	const { warehouse_name: name } = byWarehouse[0];
	const there = await allocations({ warehouses: String(name) });
	expect(sum(there)).toBe(byWarehouse[0].allocated_quantity);
});

it('tells which of the orders has none', async () => {
	const [row] = await allocations({ orders: 'A-2, A-9' });
	expect(row.notes).toEqual(['No allocation of an order A-9 was found']);
});

it('reads once for all items', async () => {
	const items = ['A-1', 'A-2', 'A-1'].map((key) => ({ key }));
	const rows = await allocations({ orders: '={{ $json.key }}', totalBy: 'order' }, { items });
	expect(rows.map(({ allocated_quantity: each }) => each)).toEqual([7, 5, 7]);
	const { calls } = await world.sage.admin.log();
	// One list, whose end takes a call to be seen.
	expect(calls.filter(({ path }) => path.endsWith('/sop_allocation_line_views'))).toHaveLength(2);
});
