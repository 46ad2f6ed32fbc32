/**
 * Where products are held: warehouses, and bins in them. Quantities move by documents only, never by a write.
 * Fields: the schema. When a holding or bin may be removed, and the words of refusals, are unknown, the simulator's choice.
 */
import { SageRefusal, type Body, type Call, type Company, type Row } from '../../world.mts';
import { omit, pick, writable } from '../foundation/fields.mts';
import { decimal } from '../foundation/money.mts';
import { numberOf, rowsOf, textOf } from '../foundation/read.mts';
import { addressed, bodyOf, first, referred } from '../foundation/records.mts';
import { holdingIn, levels } from './levels.mts';

const HOLDING = 'warehouse_holdings';
const BIN = 'bin_holdings';
const SETTABLE = [
	'reorder_level',
	'minimum_level',
	'maximum_level',
	'is_default_manufacturing_warehouse',
];

/** Rule of `POST /warehouse_holdings`. */
export function createHolding(call: Call): Row {
	const body = bodyOf(call);
	return writeHolding(call, referred(call.company, 'products', body.product_id, 'product'), body);
}

/** Rule of `PUT /warehouse_holdings/{Id}`. */
export function changeHolding(call: Call): Row {
	const row = addressed(call, HOLDING);
	return call.company.table(HOLDING).change(row.id, pick(bodyOf(call), SETTABLE));
}

/** Rule of `DELETE /warehouse_holdings/{Id}`. */
export function removeHolding(call: Call): void {
	const row = addressed(call, HOLDING);
	checkEmpty(row);
	removeHoldingRows(call.company, row);
}

/**
 * Adds, changes or removes a holding of a product, as a child of it or by itself.
 * @throws SageRefusal
 */
export function writeHolding(call: Call, product: Row, sent: Body): Row {
	const { company } = call;
	if (numberOf(sent.id) !== 0) {
		const row = referred(company, HOLDING, sent.id, 'warehouse holding');
		if (sent.is_to_delete !== true)
			return company.table(HOLDING).change(row.id, pick(sent, SETTABLE));
		checkEmpty(row);
		removeHoldingRows(company, row);
		return row;
	}
	const warehouse = referred(company, 'warehouses', sent.warehouse_id, 'warehouse');
	if (holdingIn(company, product.id, warehouse.id)) {
		throw new SageRefusal(
			`The stock item '${textOf(product.code)}' is already held in '${textOf(warehouse.name)}'.`,
		);
	}
	const row = company.table(HOLDING).insert({
		...levels({}, decimal(0), decimal(0)),
		quantity_on_order: 0,
		...pick(sent, SETTABLE),
		warehouse_id: warehouse.id,
		warehouse_name: warehouse.name,
		product_id: product.id,
	});
	const bins = rowsOf(sent.bin_holdings);
	for (const bin of bins.length > 0 ? bins : [{ name: 'Unspecified' }]) insertBin(call, row, bin);
	return row;
}

/** Rule of `POST /bin_holdings`. */
export function createBin(call: Call): Row {
	const body = bodyOf(call);
	const holding = referred(call.company, HOLDING, body.warehouse_holding_id, 'warehouse holding');
	return insertBin(call, holding, body);
}

/** Rule of `PUT /bin_holdings/{Id}`. */
export function changeBin(call: Call): Row {
	const row = addressed(call, BIN);
	const fields = omit(writable('bin_holding', bodyOf(call)), [
		'warehouse_holding_id',
		'product_id',
		'is_to_delete',
	]);
	return call.company.table(BIN).change(row.id, fields);
}

/** Rule of `DELETE /bin_holdings/{Id}`. */
export function removeBin(call: Call): void {
	const row = addressed(call, BIN);
	checkEmpty(row);
	call.company.table(BIN).remove(row.id);
}

/** Removes a holding with its bins. */
export function removeHoldingRows(company: Company, holding: Row): void {
	for (const bin of company.table('bin_holdings').where('warehouse_holding_id', holding.id))
		company.table('bin_holdings').remove(bin.id);
	company.table('warehouse_holdings').remove(holding.id);
}

function insertBin({ company }: Call, holding: Row, sent: Body): Row {
	const name = textOf(sent.name) || 'Unspecified';
	const bins = company.table(BIN).where('warehouse_holding_id', holding.id);
	if (first(bins, (bin) => bin.name === name))
		throw new SageRefusal(`The bin '${name}' is already there.`);
	return company.table(BIN).insert({
		...levels({}, decimal(0), decimal(0)),
		warehouse_holding_id: holding.id,
		product_id: holding.product_id,
		name,
		allocation_priority: numberOf(sent.allocation_priority) || 9,
	});
}

function checkEmpty(row: Row): void {
	const used = ['quantity_in_stock', 'quantity_allocated', 'quantity_on_order'].some(
		(field) => !decimal(row[field]).isZero(),
	);
	if (used)
		throw new SageRefusal('The holding has stock, allocations or orders and cannot be deleted.');
}
