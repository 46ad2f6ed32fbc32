import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findResource, findSchema, resourceNames } from '../../nodes/Sage200/catalog/index.ts';
import { SimulatorClock } from '../../simulator/data/clock.mts';
import { StoredCompany } from '../../simulator/data/company.mts';
import { projections, rules } from '../../simulator/rules/index.mts';
import { COMPANIES, DEFAULT_SIZE, seedCompany } from '../../simulator/seed/index.mts';
import { makeBench } from './seeded-company.mts';

const { company } = makeBench();

test('the same seed makes the same company', () => {
	const names = (from: typeof company) =>
		[...from.table('customers').all()].map((row) => `${String(row.reference)} ${String(row.name)}`);
	assert.deepEqual(names(makeBench().company), names(company));
});

test('it is a small wholesaler unless told otherwise', () => {
	const clock = new SimulatorClock();
	const usual = new StoredCompany(COMPANIES[0], { clock });
	seedCompany(usual, { ...DEFAULT_SIZE, seed: 1, clock });
	const count = (resource: string) => [...usual.table(resource).all()].length;
	assert.ok(count('customers') >= 200);
	assert.ok(count('products') >= 300);
	const warehouses = [...usual.table('warehouses').all()];
	assert.ok(warehouses.length >= 3);
	for (const { id } of warehouses)
		assert.ok(usual.table('warehouse_holdings').where('warehouse_id', id).length > 0);
	const kinds = 'tax_codes currencies country_codes price_bands suppliers couriers';
	for (const kind of [...kinds.split(' '), 'sop_payment_methods', 'sop_orders'])
		assert.ok(count(kind) >= 3, kind);
});

test('references and codes are unique and fit', () => {
	for (const [resource, field, length] of [
		['customers', 'reference', 8],
		['suppliers', 'reference', 8],
		['products', 'code', 30],
	] as const) {
		const values = [...company.table(resource).all()].map((row) => String(row[field]));
		assert.equal(new Set(values).size, values.length);
		assert.ok(values.every((value) => value.length <= length));
	}
});

test('free stock adds up from bins to products', () => {
	for (const product of company.table('products').all()) {
		const holdings = company.table('warehouse_holdings').where('product_id', product.id);
		let free = 0;
		for (const holding of holdings) {
			const bins = company.table('bin_holdings').where('warehouse_holding_id', holding.id);
			const inBins = bins.reduce((total, bin) => total + Number(bin.free_stock_available), 0);
			assert.equal(holding.free_stock_available, inBins);
			assert.equal(
				holding.free_stock_available,
				Number(holding.quantity_in_stock) - Number(holding.quantity_allocated),
			);
			free += inBins;
		}
		assert.equal(product.free_stock_quantity, free, String(product.code));
	}
});

test('every listed resource has a row, with fields that the catalog knows how to show', () => {
	for (const name of resourceNames().filter((each) => each !== 'sites')) {
		const list = findResource(name)!.operations.find(
			({ method, path, reply }) => method === 'GET' && path === `/${name}` && reply?.list,
		);
		if (!list || `GET /${name}` in rules) continue;
		const [row] = [...(projections[name]?.(company) ?? company.table(name).all())];
		assert.ok(row, `${name} is empty`);
		const { fields, open } = findSchema(list.reply!.schema)!;
		if (!open)
			assert.ok(
				Object.keys(row).some((field) => fields.has(field)),
				name,
			);
	}
});

test('what a row refers to exists', () => {
	for (const name of [
		'customers',
		'products',
		'warehouse_holdings',
		'sop_orders',
		'sop_payment_methods',
	]) {
		const list = findResource(name)!.operations.find(
			({ method, reply }) => method === 'GET' && reply?.list,
		)!;
		for (const field of findSchema(list.reply!.schema)!.fields.values()) {
			if (!field.refers || !field.type.startsWith('int')) continue;
			for (const row of company.table(name).all()) {
				const id = row[field.name];
				if (typeof id === 'number' && id !== 0)
					assert.ok(company.table(field.refers).find(id), `${name}.${field.name} ${id}`);
			}
		}
	}
});
