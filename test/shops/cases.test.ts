/** Orders of public shops and reports of what went wrong with them: each comes to what its buyer owed, or is refused. */
import { book, type Booking } from '../../nodes/Sage200/sage200/orders/prices/booking';
import { owedOrder } from '../../nodes/Sage200/sage200/orders/prices/owedOrder';
import { SHOPS } from '../../nodes/Sage200/sage200/shops';
import { objectsIn } from '../../nodes/Sage200/sage200/shops/envelope';
import type { ShopOrder } from '../../nodes/Sage200/sage200/shops/order';
import type { Problem } from '../../nodes/Sage200/sage200/protocol/failures';
import { skipReason } from '../../nodes/Sage200/sage200/shops/states';
import { Decimal } from '../../nodes/Sage200/sage200/values/decimal';
import { shopCases } from '../support/shopCases';

const CASES = shopCases();
const RATES = [20, 0, 5].map((rate) => Decimal.of(rate));

/** Refused, and what the refusal names. */
const REFUSED: Record<string, RegExp> = {
	's11-cash-rounding-usd': /no tax code for 10 %/,
	's12-two-taxes-one-line': /Line 1 .*no tax code for 14\.975 %/,
	'w11-compound-tax': /Line 1 .*no tax code for 15\.47375 %/,
	'w20-no-tax-lines-key': /41\.00.*37\.00.*4\.00/,
};
/** Refused as long as lines below 0 may not be sent. */
const NEGATIVE: Record<string, RegExp> = {
	's22-refund-partial-amount': /-10\.00/,
	'w01-negative-fee-not-taxed': /-12\.00/,
	'w12-negative-line': /-6\.00/,
	'w17-voucher-over-goods': /-36\.00/,
};
/** What is not for sale, and why. */
const SKIPPED: Record<string, RegExp[]> = {
	's03-cancelled-all-lines-zero': [/was cancelled/],
	's03b-cancelled-current-zero': [/was cancelled/],
	's23-pending-payment': [/awaits payment/, /test order/],
};
/** Only the first order's own sums agree. */
const LATER_UNCLEAR = new Set([
	's26-raw-three-orders',
	'w15-same-status-refunded-later',
	'm13-two-stores-same-increment',
]);

function read(items: object[], value: string): { orders: ShopOrder[]; problems: Problem[] } {
	const shop = SHOPS.find((each) => each.value === value)!;
	const problems: Problem[] = [];
	const orders = items
		.flatMap((item) => objectsIn(item, { fields: shop.orderFields, what: 'Order' }, problems))
		.map((order) => shop.readOrder(order, { moneyOf: 'shop' }, problems));
	return { orders, problems };
}

function booked(
	order: ShopOrder,
	problems: Problem[],
	{ unitDecimals = 2 as 2 | 5, negativeLines = false } = {},
): Booking {
	const owed = owedOrder(order, { known: RATES, negativeLines }, problems);
	return book(owed, {
		unitDecimals,
		pricesIncludeTax: false,
		allowedPence: 0,
		taxRounding: owed.taxRounding,
		roundingLine: true,
	});
}

const told = (problems: Problem[]) =>
	problems.map(({ field, message }) => `${field}: ${message}`).join('\n');

describe.each([2, 5] as const)('with unit prices of %i decimals', (unitDecimals) => {
	it.each(CASES.map((each) => [each.name, each] as const))(
		'%s',
		(name, { shop, items, expect: wanted }) => {
			const { orders, problems } = read(items, shop);
			expect(orders.length).toBeGreaterThan(0);
			const skipped = SKIPPED[name];
			if (skipped) {
				orders.forEach((order, at) =>
					expect(skipReason({ order, problems }, 'paid')).toMatch(skipped[at]),
				);
				return;
			}
			orders.forEach((order) => expect(skipReason({ order, problems }, 'paid')).toBeUndefined());
			const sale = LATER_UNCLEAR.has(name) ? orders.slice(0, 1) : orders;
			if (NEGATIVE[name]) {
				const refusals: Problem[] = [];
				booked(orders[0], refusals, { unitDecimals });
				expect(told(refusals)).toMatch(NEGATIVE[name]);
			}
			const bookings = sale.map((order) =>
				booked(order, problems, { unitDecimals, negativeLines: name in NEGATIVE }),
			);
			if (REFUSED[name]) {
				expect(told(problems)).toMatch(REFUSED[name]);
				return;
			}
			if (!LATER_UNCLEAR.has(name)) expect(told(problems)).toBe('');
			bookings.forEach((booking, at) => {
				expect(booking.fits).toBe(true);
				expect(booking.gross).toBe(sale[at].totals.gross.pence);
			});
			const [{ gross, tax }] = bookings;
			if (wanted.gross !== undefined) expect(gross / 100).toBe(wanted.gross);
			if (wanted.tax !== undefined) expect(tax / 100).toBe(wanted.tax);
			if (wanted.net !== undefined) expect((gross - tax) / 100).toBe(wanted.net);
			if (wanted.lines !== undefined) expect(orders[0].lines).toHaveLength(wanted.lines as number);
		},
	);
});
