/**
 * Buying prices: the supplier's list price, else what was paid last, else the average.
 * Which of these Sage takes is unknown (the schema of a product's supplier has a source of pricing), the simulator's choice.
 */
import { decimal, fine } from '../foundation/money.mts';
import { numberOf, rowsOf } from '../foundation/read.mts';
import type { Price, PriceRequest } from '../orders/kind.mts';

/** What one buying unit of a product costs from a supplier. */
export function purchasePrice({ entry, product, stockUnitsPerUnit }: PriceRequest): Price {
	const terms = rowsOf(product.suppliers).find((each) => each.supplier_id === entry.trader.id);
	const price =
		numberOf(terms?.list_price) ||
		numberOf(terms?.last_buying_price) ||
		numberOf(product.average_buying_price);
	const unitPrice = fine(decimal(price).times(stockUnitsPerUnit));
	return { unitPrice, discountPercent: 0, cost: unitPrice };
}
