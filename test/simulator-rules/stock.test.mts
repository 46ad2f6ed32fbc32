import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { expansions, projections } from '../../simulator/rules/index.mts';
import type { Body, Row } from '../../simulator/world.mts';
import { goods, makeBench, type Bench } from './seeded-company.mts';

let bench: Bench;
beforeEach(() => {
	bench = makeBench();
});

function newProduct(more: Body = {}): Body {
	const { row } = bench;
	const warehouse_id = row('warehouses', 'name', 'HOME').id;
	const product_group_id = row('product_groups', 'code', 'ADHESIVE').id;
	return {
		code: 'NEW1',
		name: 'New one',
		product_group_id,
		warehouse_holdings: [{ warehouse_id, reorder_level: 5 }],
		...more,
	};
}

describe('products', () => {
	test('take their kind from their group and need a place', () => {
		const { call, refused, company } = bench;
		const made = call('POST /products', newProduct({ traceable_type: 'EnumTraceableTypeNone' }));
		assert.equal(made.traceable_type, 'EnumTraceableTypeBatch');
		const [holding] = expansions['product.warehouse_holdings'](made, company) as Row[];
		assert.deepEqual([holding.reorder_level, holding.free_stock_available], [5, 0]);
		assert.match(refused('POST /products', newProduct()), /already in use/);
		assert.match(
			refused('POST /products', newProduct({ code: 'NEW2', warehouse_holdings: [] })),
			/warehouse holding/,
		);
	});

	test('with stock or documents are not deleted', () => {
		const { call, refused, product } = bench;
		assert.match(refused('DELETE /products/{Id}', {}, product.id), /has stock/);
		call('DELETE /products/{Id}', {}, call('POST /products', newProduct()).id);
	});

	test('are copied with what was asked for', () => {
		const { call, product, company } = bench;
		const copy = call('POST /products_duplicate', {
			source_id: product.id,
			new_code: 'COPY1',
			locations: true,
			suppliers: true,
		});
		assert.equal((copy.suppliers as Body[]).length, (product.suppliers as Body[]).length);
		assert.notEqual((copy.suppliers as Body[])[0]?.id, (product.suppliers as Body[])[0]?.id);
		assert.equal(copy.free_stock_quantity, 0);
		assert.ok(company.table('warehouse_holdings').where('product_id', copy.id).length > 0);
	});

	test('are shown with price and free stock', () => {
		const { company, product } = bench;
		const [wide] = [...projections.product_views(company, { field: 'code', value: product.code })];
		assert.equal(wide.free_stock_quantity, product.free_stock_quantity);
		assert.ok(Number(wide.price) > 0);
		const bands = [
			...projections.product_price_views(company, { field: 'product_id', value: product.id }),
		];
		assert.deepEqual(
			bands.map((each) => each.price_band_name),
			['Standard', 'Trade', 'Web'],
		);
	});
});

describe('prices', () => {
	test('follow the customer’s band, discount group and quantity', () => {
		const { call, company, customer, product, row } = bench;
		const enquire = (quantity: number) =>
			call('POST /customer_price_enquiry', {
				customer_id: customer.id,
				product_id: product.id,
				quantity,
			});
		const standard = Number(enquire(1).unit_price);
		company.table('customers').change(customer.id, {
			price_band_id: row('price_bands', 'name', 'Trade').id,
			customer_discount_group_id: row('customer_discount_groups', 'name', 'KEY').id,
		});
		const [few, many] = [enquire(1), enquire(24)];
		assert.ok(Number(few.unit_price) < standard);
		assert.ok(Math.abs(Number(many.discounted_unit_price) - Number(many.unit_price) * 0.9) < 0.01);
		assert.ok(Number(few.discounted_unit_price) > Number(many.discounted_unit_price));
	});

	test('suggest what was bought', () => {
		const { call, customer, product } = bench;
		call('POST /sop_orders', { customer_id: customer.id, lines: [goods(product)] });
		const suggested = call('POST /suggested_products', {
			customer_id: customer.id,
		}) as unknown as Body[];
		assert.ok(suggested.some((each) => each.id === product.id));
	});
});

describe('stock', () => {
	test('moves between bins, never more than is free', () => {
		const { call, refused, company, product } = bench;
		const [from, to] = company.table('bin_holdings').where('product_id', product.id);
		const free = Number(from.free_stock_available);
		const body = { product_id: product.id, bin_holding_from_id: from.id, bin_holding_to_id: to.id };
		call('POST /stock_transfers', { ...body, quantity: 3 });
		assert.equal(company.table('bin_holdings').find(from.id)!.free_stock_available, free - 3);
		assert.match(
			refused('POST /stock_transfers', { ...body, quantity: free }),
			/enough free stock/,
		);
	});

	test('is what was counted once a stocktake is complete', () => {
		const { call, company, product, row } = bench;
		const warehouse = row('warehouses', 'name', 'HOME');
		const listed = call('POST /stocktake_new_items', { warehouse_id: warehouse.id })
			.stocktake_items as Body[];
		const item = listed.find((each) => each.item_code === product.code)!;
		const stocktake = call('POST /stocktakes', {
			warehouse_id: warehouse.id,
			stocktake_items: [{ ...item, is_selected: true }],
		});
		for (const sheet of company
			.table('stocktake_count_sheet_items')
			.where('stocktake_id', stocktake.id)) {
			call('PUT /stocktake_count_sheet_items/{Id}', { actual_quantity_in_stock: 7 }, sheet.id);
		}
		const holding = company.table('warehouse_holdings').find(item.warehouse_holding_id as number)!;
		const before = holding.quantity_in_stock;
		call('POST /stocktake_enter_values', { id: stocktake.id, advance_status: true });
		assert.equal(holding.quantity_in_stock, before);
		call('POST /stocktake_approve_complete', { id: stocktake.id });
		assert.equal(holding.quantity_in_stock, 14, 'two bins of seven');
	});
});
