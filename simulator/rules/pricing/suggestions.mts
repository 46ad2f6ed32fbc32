/**
 * Products that a customer has bought often or lately.
 * Fields: the schema, and the settings that it names. How Sage counts is unknown, the simulator's choice.
 */
import { daysBetween, today } from '../foundation/dates.mts';
import { numberOf, rowsOf, textOf } from '../foundation/read.mts';
import { bodyOf, enumId, optional, referred, settings } from '../foundation/records.mts';
import type { Body, Call, Row } from '../../world.mts';

interface Sale {
	order: Row;
	line: Body;
	daysAgo: number;
}

/** Rule of `POST /suggested_products`. */
export function suggestProducts(call: Call): Body[] {
	const { company } = call;
	const options = { ...settings(company, 'sop_settings'), ...bodyOf(call) };
	const customer = referred(company, 'customers', bodyOf(call).customer_id, 'customer');
	const bought = salesByProduct(call, customer.id);
	return [...bought].flatMap(([productId, sales]) => {
		const product = optional(company, 'products', productId);
		const source = sourceOf(sales, options);
		if (!product || source === undefined) return [];
		if (
			numberOf(options.product_group_id) !== 0 &&
			product.product_group_id !== options.product_group_id
		)
			return [];
		return [suggestion(call, product, sales, source)];
	});
}

function salesByProduct({ company, clock }: Call, customerId: number): Map<number, Sale[]> {
	const now = today(clock);
	const bought = new Map<number, Sale[]>();
	for (const order of company.table('sop_orders').where('customer_id', customerId)) {
		const daysAgo = daysBetween(textOf(order.document_date), now);
		for (const line of rowsOf(order.lines)) {
			const id = numberOf(line.product_id);
			if (id !== 0) bought.set(id, [...(bought.get(id) ?? []), { order, line, daysAgo }]);
		}
	}
	return bought;
}

function sourceOf(sales: Sale[], options: Body): string | undefined {
	const within = (days: unknown) => sales.filter(({ daysAgo }) => daysAgo <= numberOf(days)).length;
	const often =
		within(options.number_of_days_for_frequent_items) >=
		numberOf(options.minimum_number_of_lines_for_frequent_items);
	if (options.show_frequent_items === true && often) return 'Frequent';
	return options.show_recent_items === true && within(options.number_of_days_for_recent_items) > 0
		? 'Recent'
		: undefined;
}

function suggestion({ company }: Call, product: Row, sales: Sale[], source: string): Body {
	const { order, line } = sales[sales.length - 1];
	return {
		id: product.id,
		code: product.code,
		description: product.name,
		number_orders_appears: new Set(sales.map((sale) => sale.order.id)).size,
		last_sales_date: order.document_date,
		last_order_number: order.document_no,
		source,
		quantity: line.line_quantity,
		quantity_unit: line.selling_unit_description,
		price: line.selling_unit_price,
		price_unit: line.pricing_unit_description,
		traceable_type_id: enumId(company, 'traceable_types', product.traceable_type),
	};
}
