/**
 * Selling prices: the customer's price band, else the standard band turned into the customer's currency; then the
 * best discount of the customer's discount group for the product's group and quantity, else the account's own.
 * Bands and groups linked to customers: the schema. That the best discount wins, and how another currency is priced, is
 * unknown, the simulator's choice.
 */
import type { Company, Row } from '../../world.mts';
import { decimal, Decimal, fine } from '../foundation/money.mts';
import { numberOf } from '../foundation/read.mts';
import { first, optional } from '../foundation/records.mts';
import type { Price, PriceRequest } from '../orders/kind.mts';

/** Prices a product has in bands: `product_price_views` shows them. */
export const PRODUCT_PRICES = 'product_prices';

/** Discounts by customer discount group and product group, from a quantity on. Sage serves no resource of them. */
export const GROUP_DISCOUNTS = 'discount_group_discounts';

/** What a customer pays for one selling unit of a product. */
export function salesPrice({ entry, product, quantity, stockUnitsPerUnit }: PriceRequest): Price {
	const { company } = entry.call;
	return {
		unitPrice: fine(stockUnitPrice(company, entry.trader, product).times(stockUnitsPerUnit)),
		discountPercent: discountPercent(company, entry.trader, product, quantity * stockUnitsPerUnit),
		cost: fine(decimal(product.average_buying_price).times(stockUnitsPerUnit)),
	};
}

/** Price of one stock unit in the customer's currency. */
export function stockUnitPrice(company: Company, customer: Row, product: Row): Decimal {
	const prices = company.table(PRODUCT_PRICES).where('product_id', product.id);
	const own = first(prices, (price) => price.price_band_id === customer.price_band_id);
	if (own && own.use_standard !== true) return decimal(own.price);
	const standardBand = first(company.table('price_bands').where('is_standard_band', true));
	const standard = first(prices, (price) => price.price_band_id === standardBand?.id);
	const rate = optional(company, 'currencies', customer.currency_id)?.core_currency_rate;
	return decimal(standard?.price).times(decimal(rate ?? 1));
}

/** Discount of a quantity in stock units, in percent. */
export function discountPercent(
	company: Company,
	customer: Row,
	product: Row,
	stockQuantity: number,
): number {
	const reached = company
		.table(GROUP_DISCOUNTS)
		.where('customer_discount_group_id', numberOf(customer.customer_discount_group_id))
		.filter(
			(each) =>
				each.product_group_id === product.product_group_id &&
				numberOf(each.quantity_from) <= stockQuantity,
		)
		.map((each) => decimal(each.percent));
	return Decimal.max(decimal(customer.invoice_line_discount_percent), ...reached).toNumber();
}
