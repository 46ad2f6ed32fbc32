/** Products: their group decides what they are, and each needs a place (api.md §k 10). */
import { SageRefusal, type Body, type Call, type Company, type Row } from '../../world.mts';
import { applyNested } from '../children/apply.mts';
import { childId } from '../foundation/child-ids.mts';
import { omit, pick, writable } from '../foundation/fields.mts';
import { isSet, numberOf, rowsOf, textOf } from '../foundation/read.mts';
import {
	addressed,
	bodyOf,
	checkReference,
	first,
	referred,
	settings,
} from '../foundation/records.mts';
import { decimal, sum } from '../foundation/money.mts';
import { removeHoldingRows, writeHolding } from './holdings.mts';

/** What a product takes over from its group and cannot set. */
const INHERITED = [
	'traceable_type',
	'label_printing_option_type',
	'landed_costs_type',
	'base_unit_id',
	'stock_unit_id',
	'stock_nominal_code_id',
	'revenue_nominal_code_id',
	'accrual_nominal_code_id',
	'issue_nominal_code_id',
];

const DEFAULTS: Body = {
	product_status_type: 'EnumStockItemStatusTypeActive',
	fulfilment_method_type: 'EnumFulfilmentFromStock',
	fulfilment_sequence_type: 'EnumBinPriority',
	shelf_life_type: 'EnumTimeUnitDay',
	auto_generate_option_type: 'EnumDoNotGenerate',
	bom_item_type: 'EnumBOMItemTypeComponent',
	allow_sales_order: true,
	free_stock_quantity: 0,
};

const DOCUMENTS = ['sop_orders', 'sop_quotes', 'sop_returns', 'pop_orders'];

/** Rule of `POST /products`. */
export function createProduct(call: Call): Row {
	const body = bodyOf(call);
	const group = referred(call.company, 'product_groups', body.product_group_id, 'product group');
	checkCode(call.company, body.code);
	if (!isSet(body.name)) throw new SageRefusal('A name is required.');
	checkReference(call.company, 'tax_codes', body.tax_code_id, 'tax code');
	const holdings = rowsOf(body.warehouse_holdings);
	if (
		holdings.length === 0 &&
		settings(call.company, 'stock_settings').use_multiple_locations === true
	) {
		throw new SageRefusal('At least one warehouse holding is required for the stock item.');
	}
	for (const holding of holdings)
		referred(call.company, 'warehouses', holding.warehouse_id, 'warehouse');
	const row = call.company.table('products').insert({
		...DEFAULTS,
		...pick(group, INHERITED),
		units: [ownUnit(call.company, group.stock_unit_id)],
		tax_code_id: numberOf(first(call.company.table('tax_codes').where('code', 1))?.id),
		suppliers: [],
		alternative_products: [],
		cross_sell_products: [],
		memos: [],
		search_category_values: [],
		...omit(writable('product', body), INHERITED),
		code: textOf(body.code).trim(),
	});
	seedPrice(call, row);
	return writeParts(call, row, body);
}

/** Rule of `PUT /products/{Id}`. */
export function changeProduct(call: Call): Row {
	const row = addressed(call, 'products');
	const body = bodyOf(call);
	checkReference(call.company, 'tax_codes', body.tax_code_id, 'tax code');
	call.company
		.table('products')
		.change(row.id, omit(writable('product', body), ['code', 'product_group_id', ...INHERITED]));
	return writeParts(call, row, body);
}

/** Rule of `DELETE /products/{Id}`. */
export function removeProduct(call: Call): void {
	const row = addressed(call, 'products');
	const holdings = call.company.table('warehouse_holdings').where('product_id', row.id);
	if (
		!sum(holdings, 'quantity_in_stock').isZero() ||
		!sum(holdings, 'quantity_on_order').isZero()
	) {
		throw new SageRefusal(
			`The stock item '${textOf(row.code)}' has stock or is on order and cannot be deleted.`,
		);
	}
	if (DOCUMENTS.some((resource) => isOnDocument(call.company, resource, row.id))) {
		throw new SageRefusal(
			`The stock item '${textOf(row.code)}' is on a document and cannot be deleted.`,
		);
	}
	for (const holding of holdings) removeHoldingRows(call.company, holding);
	call.company.table('products').remove(row.id);
}

/** Rule of `POST /products_duplicate`. */
export function duplicateProduct(call: Call): Row {
	const flags = bodyOf(call);
	const source = referred(call.company, 'products', flags.source_id, 'product');
	checkCode(call.company, flags.new_code);
	const copied = {
		suppliers: 'suppliers',
		memos: 'memos',
		alternative_items: 'alternative_products',
		cross_selling_items: 'cross_sell_products',
	};
	const lists = Object.entries(copied).map(([flag, field]) => {
		const children = flags[flag] === true ? rowsOf(structuredClone(source[field])) : [];
		return [field, children.map((child) => omit(child, ['id', 'product_id']))] as const;
	});
	const row = call.company.table('products').insert({
		...omit(structuredClone(source), ['id', 'date_time_created', 'date_time_updated']),
		code: textOf(flags.new_code),
		name: textOf(flags.new_name) || textOf(source.name),
		free_stock_quantity: 0,
		...Object.fromEntries(Object.values(copied).map((field) => [field, []])),
	});
	seedPrice(call, row);
	const places =
		flags.locations === true
			? call.company.table('warehouse_holdings').where('product_id', source.id)
			: [];
	const kept =
		flags.location_stocking_levels === true
			? ['reorder_level', 'minimum_level', 'maximum_level']
			: [];
	const warehouse_holdings = places.map((holding) => pick(holding, ['warehouse_id', ...kept]));
	return writeParts(call, row, { ...Object.fromEntries(lists), warehouse_holdings });
}

function writeParts(call: Call, row: Row, body: Body): Row {
	for (const holding of rowsOf(body.warehouse_holdings)) writeHolding(call, row, holding);
	const { id, ...parts } = structuredClone(row);
	const record: Body = { id, ...parts };
	applyNested(call, 'products', record, body);
	return call.company.table('products').change(id, omit(record, ['id']));
}

function checkCode(company: Company, code: unknown): void {
	if (!isSet(code)) throw new SageRefusal('A stock item code is required.');
	if (company.table('products').where('code', textOf(code).trim()).length > 0) {
		throw new SageRefusal(`The stock item code '${textOf(code)}' is already in use.`);
	}
}

function ownUnit(company: Company, unitId: unknown): Body {
	const unit = referred(company, 'units', unitId, 'unit');
	return {
		id: childId(company),
		unit_id: unit.id,
		multiple_of_base_unit: unit.multiple_of_base_unit,
		unit_precision: 0.00001,
	};
}

/** A new product is in every band at no price, following the standard band. */
function seedPrice({ company }: Call, row: Row): void {
	for (const band of company.table('price_bands').all()) {
		company.table('product_prices').insert({
			product_id: row.id,
			price_band_id: band.id,
			use_standard: band.is_standard_band !== true,
			price: 0,
		});
	}
}

function isOnDocument(company: Company, resource: string, productId: number): boolean {
	for (const document of company.table(resource).all()) {
		if (
			rowsOf(document.lines).some(
				(line) => line.product_id === productId && decimal(line.line_quantity).gt(0),
			)
		)
			return true;
	}
	return false;
}
