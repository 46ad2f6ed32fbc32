/**
 * The history of stock: one row of `product_transaction_views` a movement (the schema).
 * Which type and references a movement has is inferred; the words of types are the simulator's choice.
 */
import type { Body, Call, Row } from '../../world.mts';
import { decimal, fine, type Decimal } from '../foundation/money.mts';
import { textOf } from '../foundation/read.mts';
import { optional } from '../foundation/records.mts';

export interface Movement {
	productId: unknown;
	warehouseId: unknown;
	/** The bin, where one bin is moved. */
	bin?: Row;
	/** Negative for what leaves. */
	quantity: Decimal;
	type: 'Despatch' | 'Transfer' | 'Stocktake';
	/** References that the caller gave. */
	reference?: unknown;
	secondReference?: unknown;
}

/** Records goods that left with a sales order line. */
export function recordIssue(call: Call, line: Body, quantity: Decimal): void {
	record(call, {
		productId: line.product_id,
		warehouseId: line.warehouse_id,
		quantity: quantity.neg(),
		type: 'Despatch',
	});
}

/** Records a movement of stock. */
export function record(call: Call, movement: Movement): void {
	const { company } = call;
	const { productId, warehouseId, bin, quantity, type, reference, secondReference } = movement;
	const product = optional(company, 'products', productId);
	const cost = decimal(product?.average_buying_price);
	company.table('product_transaction_views').insert({
		product_id: productId,
		product_group_id: product?.product_group_id,
		product_code: textOf(product?.code),
		product_group_code: textOf(
			optional(company, 'product_groups', product?.product_group_id)?.code,
		),
		transaction_type: type,
		transaction_date: call.clock.stamp(),
		reference: textOf(reference),
		second_reference: textOf(secondReference),
		warehouse_name: textOf(optional(company, 'warehouses', warehouseId)?.name),
		bin_name: textOf(bin?.name),
		quantity: fine(quantity),
		unit_cost_price: product?.average_buying_price,
		cost_value: fine(cost.times(quantity)),
		user_name: textOf(call.user.name).slice(0, 20),
	});
}
