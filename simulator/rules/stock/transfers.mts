/**
 * Moves stock of one product from a bin to another.
 * Fields: the schema, which has none of the reply. The words of refusals are the simulator's choice.
 */
import { SageRefusal, type Body, type Call, type Row } from '../../world.mts';
import { decimal, type Decimal } from '../foundation/money.mts';
import { rowsOf, textOf } from '../foundation/read.mts';
import { bodyOf, referred } from '../foundation/records.mts';
import { moveStock } from './levels.mts';
import { record } from './transactions.mts';
import { takeItems } from './traceable-items.mts';

/** Rule of `POST /stock_transfers`. Sage publishes no fields of the reply: what was asked for comes back. */
export function transferStock(call: Call): Body {
	const { company } = call;
	const body = bodyOf(call);
	const product = referred(company, 'products', body.product_id, 'product');
	const [from, to] = [body.bin_holding_from_id, body.bin_holding_to_id].map((id) =>
		binOf(call, product, id),
	);
	const quantity = decimal(body.quantity);
	if (from.id === to.id) throw new SageRefusal('Stock cannot be transferred to the bin it is in.');
	if (quantity.lte(0)) throw new SageRefusal('The quantity to transfer must be greater than zero.');
	if (quantity.gt(decimal(from.free_stock_available))) {
		throw new SageRefusal(
			`The bin '${textOf(from.name)}' does not hold enough free stock of '${textOf(product.code)}'.`,
		);
	}
	takeItems(company, product, from, to, rowsOf(body.traceable_adjustment_items), quantity);
	moveStock(company, from, { inStock: quantity.neg() });
	moveStock(company, to, { inStock: quantity });
	recordTransfer(call, from, to, quantity);
	return body;
}

/** Both sides of a transfer; whether one within a warehouse shows is unknown (api.md n): a switch. */
function recordTransfer(call: Call, from: Row, to: Row, quantity: Decimal): void {
	const [fromWarehouse, toWarehouse] = [from, to].map((bin) => warehouseOf(call, bin));
	if (fromWarehouse === toWarehouse && call.company.behaviour.binTransfers === 'hidden') return;
	const { reference, second_reference: secondReference } = bodyOf(call);
	const shared = {
		productId: from.product_id,
		type: 'Transfer',
		reference,
		secondReference,
	} as const;
	record(call, { ...shared, bin: from, warehouseId: fromWarehouse, quantity: quantity.neg() });
	record(call, { ...shared, bin: to, warehouseId: toWarehouse, quantity });
}

function binOf({ company }: Call, product: Row, id: unknown): Row {
	const bin = referred(company, 'bin_holdings', id, 'bin');
	if (bin.product_id !== product.id)
		throw new SageRefusal(`The bin ${bin.id} does not hold '${textOf(product.code)}'.`);
	return bin;
}

function warehouseOf({ company }: Call, bin: Row): unknown {
	return referred(company, 'warehouse_holdings', bin.warehouse_holding_id, 'warehouse holding')
		.warehouse_id;
}
