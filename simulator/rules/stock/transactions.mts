/** The history of stock: one row of `product_transaction_views` a movement. */
import type { Body, Call } from '../../world.mts';
import { fine, type Decimal } from '../foundation/money.mts';
import { textOf } from '../foundation/read.mts';
import { optional } from '../foundation/records.mts';

/** Records goods that left with a sales order line. */
export function recordIssue(call: Call, line: Body, quantity: Decimal): void {
	record(call, line.product_id, line.warehouse_id, quantity.neg(), 'Despatch');
}

/** Records a movement of stock. */
export function record(
	call: Call,
	productId: unknown,
	warehouseId: unknown,
	quantity: Decimal,
	type: string,
): void {
	const { company } = call;
	const product = optional(company, 'products', productId);
	company.table('product_transaction_views').insert({
		product_id: productId,
		product_group_id: product?.product_group_id,
		product_code: textOf(product?.code),
		product_group_code: textOf(
			optional(company, 'product_groups', product?.product_group_id)?.code,
		),
		transaction_type: type,
		transaction_date: call.clock.stamp(),
		warehouse_name: textOf(optional(company, 'warehouses', warehouseId)?.name),
		quantity: fine(quantity),
		unit_cost_price: product?.average_buying_price,
		user_name: textOf(call.user.name).slice(0, 20),
	});
}
