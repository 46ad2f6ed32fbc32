/**
 * What a customer would pay.
 * Fields: the schema. Unit prices of two decimals: api.md k 13. That previous prices are all orders' is unknown, the
 * simulator's choice.
 */
import type { Body, Call, Rules } from '../../world.mts';
import { decimal, fine, money } from '../foundation/money.mts';
import { numberOf, rowsOf, textOf } from '../foundation/read.mts';
import { bodyOf, optional, referred } from '../foundation/records.mts';
import { stockUnits, unitOf } from '../orders/units.mts';
import { productType } from '../stock/product-kinds.mts';
import { discountPercent, stockUnitPrice } from './sales-price.mts';
import { suggestProducts } from './suggestions.mts';

export const pricingRules: Rules = {
	'POST /customer_price_enquiry': enquirePrice,
	'POST /suggested_products': suggestProducts,
};

function enquirePrice(call: Call): Body {
	const { company } = call;
	const body = bodyOf(call);
	const customer = referred(company, 'customers', body.customer_id, 'customer');
	const product = referred(company, 'products', body.product_id, 'product');
	const unit = unitOf(company, product, body.selling_unit_id);
	const stockUnit = unitOf(company, product, undefined);
	const quantity = decimal(body.quantity ?? 1);
	const multiples = {
		selling_unit_multiple: unit.multiple.toNumber(),
		stock_unit_multiple: stockUnit.multiple.toNumber(),
	};
	const price = stockUnitPrice(company, customer, product).times(stockUnits(multiples, decimal(1)));
	const percent = discountPercent(
		company,
		customer,
		product,
		stockUnits(multiples, quantity).toNumber(),
	);
	const discounted = price.times(decimal(100).minus(percent)).div(100);
	const currency = optional(company, 'currencies', customer.currency_id);
	return {
		customer_id: customer.id,
		product_id: product.id,
		product_type: productType(company, product),
		selling_unit_id: unit.id,
		selling_unit: unit.name,
		selling_unit_multiple: unit.multiple.toNumber(),
		pricing_unit_id: unit.id,
		pricing_unit: unit.name,
		pricing_unit_multiple: unit.multiple.toNumber(),
		quantity: fine(quantity),
		currency_id: numberOf(currency?.id),
		currency_name: textOf(currency?.name),
		currency_symbol: textOf(currency?.symbol),
		unit_price: money(price),
		discounted_unit_price: money(discounted),
		total_price_before_discount: money(price.times(quantity)),
		total_discount: money(price.minus(discounted).times(quantity)),
		total_discounted_price: money(discounted.times(quantity)),
		include_previous_prices: body.include_previous_prices === true,
		previous_prices:
			body.include_previous_prices === true ? previousPrices(call, customer.id, product.id) : [],
	};
}

function previousPrices({ company }: Call, customerId: number, productId: number): Body[] {
	return company
		.table('sop_orders')
		.where('customer_id', customerId)
		.flatMap((order) =>
			rowsOf(order.lines)
				.filter((line) => line.product_id === productId)
				.map((line) => ({
					sop_document_no: order.document_no,
					sop_document_date: order.document_date,
					quantity: line.line_quantity,
					discounted_unit_price: line.discounted_unit_price,
				})),
		);
}
