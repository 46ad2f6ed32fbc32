/**
 * The two lists of what can be despatched.
 * Fields, stock units and the lock on goods that are listed: api.md j 6, the lock's effect inferred and so a switch.
 */
import type { Body, Call, Row } from '../../world.mts';
import { numberOf, textOf } from '../foundation/read.mts';
import { optional } from '../foundation/records.mts';
import { allocationsOf } from '../orders/allocation.mts';
import { lockForDespatch } from '../orders/locks.mts';
import { isCounted, productType } from '../stock/product-kinds.mts';
import { despatchFilter } from './filter.mts';
import { despatchable, GOODS } from './ready-lines.mts';

/** Rule of `GET /sop_confirm_despatch`: one entry an order, quantities in stock units. It locks the goods it returns. */
export function listDespatchable(call: Call): Body[] {
	const { intent, accepts } = despatchFilter(call);
	const locks = intent === GOODS && call.company.behaviour.despatchLocks === 'taken';
	return [...despatchable(call, intent)].flatMap(({ order, lines }) => {
		const accepted = lines.filter((line) => accepts(order, line));
		if (locks) lockForDespatch(call, accepted);
		const items = accepted.map((line) => itemOf(call, order, line));
		return items.length === 0
			? []
			: [
					{
						sop_order_return_id: order.id,
						confirmation_intent_type: intent,
						items,
						tracking_items: [],
					},
				];
	});
}

/** Rule of `GET /sop_despatch_discrete_orders`. */
export function listDiscreteOrders(call: Call): Body[] {
	const { intent, accepts } = despatchFilter(call);
	return [...despatchable(call, intent)]
		.filter(({ order, lines }) => lines.some((line) => accepts(order, line)))
		.map(({ order }) => {
			const customer = optional(call.company, 'customers', order.customer_id);
			return {
				id: order.id,
				trader_reference: textOf(customer?.reference),
				trader_name: textOf(customer?.name),
				document_no: order.document_no,
				document_value: order.total_gross_value,
				document_date: order.document_date,
			};
		});
}

function itemOf({ company }: Call, order: Row, line: Body): Body {
	const customer = optional(company, 'customers', order.customer_id);
	const product = optional(company, 'products', line.product_id);
	const available = numberOf(line.stock_unit_available_for_despatch);
	return {
		id: line.id,
		sop_order_return_id: order.id,
		document_no: order.document_no,
		customer_id: order.customer_id,
		customer_reference: textOf(customer?.reference),
		customer_name: textOf(customer?.name),
		product_id: numberOf(line.product_id),
		// A free text line has no code; Sage shows its description there.
		item_code: product ? line.code : line.description,
		item_name: textOf(product?.name ?? line.description),
		unit_description: textOf(
			optional(company, 'units', product?.stock_unit_id)?.name ?? line.selling_unit_description,
		),
		selling_unit_description: textOf(line.selling_unit_description),
		warehouse_name: textOf(optional(company, 'warehouses', line.warehouse_id)?.name),
		quantity: available,
		line_quantity: line.stock_unit_line_quantity,
		despatch_receipt_quantity: line.stock_unit_despatch_receipt_quantity,
		outstanding_quantity:
			numberOf(line.stock_unit_line_quantity) - numberOf(line.stock_unit_despatch_receipt_quantity),
		available_quantity: available,
		traceable_available_quantity: available,
		line_unit_precision: line.line_unit_precision,
		stock_unit_precision: line.stock_unit_precision,
		selling_unit_multiple: line.selling_unit_multiple,
		stock_unit_multiple: line.stock_unit_multiple,
		product_type: product ? productType(company, product) : '',
		traceable_type: textOf(product?.traceable_type) || 'EnumTraceableTypeNone',
		sale_from_single_batch: product?.sale_from_single_batch === true,
		has_traceable_allocations: false,
		is_multiple_bin_allocations:
			isCounted(company, product) && allocationsOf(company, line).length > 1,
		document_date: order.document_date,
		requested_delivery_date: line.requested_delivery_date,
		promised_delivery_date: line.promised_delivery_date,
		bin_items: [],
		traceable_adjustment_items: [],
	};
}
