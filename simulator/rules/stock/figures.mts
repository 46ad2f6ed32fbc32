/**
 * What was sold and bought of a product, from its documents.
 * Fields: the schema. Periods of 30 days are the simulator's choice.
 */
import type { Body, Call } from '../../world.mts';
import { daysBetween, today } from '../foundation/dates.mts';
import { decimal, Decimal, fine } from '../foundation/money.mts';
import { rowsOf, textOf } from '../foundation/read.mts';
import { addressed } from '../foundation/records.mts';

const PERIOD_DAYS = 30;

/** Rule of `GET /product_sales_figures/{Id}` (word `sold`) and `GET /product_purchase_figures/{Id}` (word `bought`). */
export function figures(call: Call, documents: string, word: 'sold' | 'bought'): Body {
	const product = addressed(call, 'products');
	const now = today(call.clock);
	const sums = [new Decimal(0), new Decimal(0), new Decimal(0), new Decimal(0)];
	for (const document of call.company.table(documents).all()) {
		const period = Math.floor(daysBetween(textOf(document.document_date), now) / PERIOD_DAYS);
		if (period > 1 || period < 0) continue;
		for (const line of rowsOf(document.lines).filter((each) => each.product_id === product.id)) {
			sums[period * 2] = sums[period * 2].plus(decimal(line.stock_unit_line_quantity));
			sums[period * 2 + 1] = sums[period * 2 + 1].plus(decimal(line.line_total_value));
		}
	}
	const [quantity, value, lastQuantity, lastValue] = sums.map(fine);
	return {
		[`quantity_${word}_this_period`]: quantity,
		[`value_${word}_this_period`]: value,
		[`quantity_${word}_last_period`]: lastQuantity,
		[`value_${word}_last_period`]: lastValue,
		periods: [],
	};
}
