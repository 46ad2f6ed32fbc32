/**
 * What is sold on a standard line, and where it comes from.
 * The flag that allows sales, and a user's own warehouse: the schema. Which warehouse is taken where none is named is
 * the simulator's choice.
 */
import { SageRefusal, type Body, type Row } from '../../world.mts';
import { isSet, numberOf, textOf } from '../foundation/read.mts';
import { first, referred } from '../foundation/records.mts';
import { holdingIn } from '../stock/levels.mts';
import type { Entry } from './kind.mts';

/**
 * The product of a line; its code goes on the line.
 * @throws SageRefusal if it cannot be traded
 */
export function productOf(entry: Entry, line: Body, sent: Body): Row {
	if (!isSet(line.product_id)) {
		if (!isSet(sent.product_id))
			throw new SageRefusal('A product is required for a standard line.');
		line.product_id = sent.product_id;
	}
	const product = referred(entry.call.company, 'products', line.product_id, 'product');
	const code = textOf(product.code);
	if (product.product_status_type !== 'EnumStockItemStatusTypeActive') {
		throw new SageRefusal(`The stock item '${code}' is inactive.`);
	}
	if (entry.kind.checksCredit && product.allow_sales_order === false) {
		throw new SageRefusal(`The stock item '${code}' cannot be sold.`);
	}
	line.code = code;
	return product;
}

/** The warehouse asked for, else the user's, else where the product is held. */
export function warehouseOf(entry: Entry, product: Row, wanted: unknown): number {
	const { company, user } = entry.call;
	if (numberOf(wanted) !== 0) {
		const warehouse = referred(company, 'warehouses', wanted, 'warehouse');
		if (!holdingIn(company, product.id, warehouse.id)) {
			throw new SageRefusal(
				`The stock item '${textOf(product.code)}' is not held in '${textOf(warehouse.name)}'.`,
			);
		}
		return warehouse.id;
	}
	const own = first(
		company.table('sop_user_permissions').where('user_number', user.id),
	)?.full_order_warehouse_id;
	const holding =
		holdingIn(company, product.id, own) ??
		first(company.table('warehouse_holdings').where('product_id', product.id));
	if (!holding)
		throw new SageRefusal(`The stock item '${textOf(product.code)}' is not held in any warehouse.`);
	return numberOf(holding.warehouse_id);
}
