/** What Sage books is what the buyer owed: baskets drawn at random, drawn up by each shop's own rules of rounding. */
import fc from 'fast-check';

import type { Problem } from '../../nodes/Sage200/sage200/protocol/failures';
import { book, type Booking } from '../../nodes/Sage200/sage200/orders/prices/booking';
import { owedOrder } from '../../nodes/Sage200/sage200/orders/prices/owedOrder';
import { SHOPS } from '../../nodes/Sage200/sage200/shops';
import type { ShopOrder } from '../../nodes/Sage200/sage200/shops/order';
import { Decimal } from '../../nodes/Sage200/sage200/values/decimal';

import {
	baskets,
	bigCommerceOrder,
	magentoOrder,
	shopifyOrder,
	wooOrder,
	type Basket,
	type ModelOrder,
} from './models';

const RATES = [20, 0, 5].map((rate) => Decimal.of(rate));
const RUNS = 120;

function read(value: string, order: Record<string, unknown>, problems: Problem[]): ShopOrder {
	return SHOPS.find((shop) => shop.value === value)!.readOrder(
		order,
		{ moneyOf: 'shop' },
		problems,
	);
}

/**
 * What Sage makes of the lines that are sent, by its rules and not by the code under test: whole numbers of
 * hundred-thousandths.
 */
function inSage(
	{ lines, rounding }: Booking,
	rates: Decimal[],
	{ decimals, inclusive }: { decimals: 2 | 5; inclusive: boolean },
) {
	let [net, tax] = [rounding, 0];
	const half = (over: bigint, by: bigint) => (2n * over + by) / (2n * by);
	const scaled = (value: Decimal) => BigInt(value.times(100_000).toString());
	lines.forEach(({ portions }, at) => {
		for (const { quantity, unitPrice } of portions) {
			const price = scaled(unitPrice);
			const unit = decimals === 5 ? price : half(price, 1000n) * 1000n;
			const entered = unit * scaled(quantity);
			const rate = scaled(rates[at]);
			const value = half(entered, 100_000_000n);
			// Of a price with tax, Sage takes the net as it is before it was rounded.
			const without = half(entered * 10_000_000n, 100_000_000n * (10_000_000n + rate));
			net += Number(inclusive ? without : value);
			tax += Number(inclusive ? value - without : half(value * rate, 10_000_000n));
		}
	});
	return { gross: net + tax, tax };
}

interface Figures {
	orders: number;
	refused: number;
	taxExact: number;
	taxRounded: number;
}

function measure(
	shop: string,
	draw: (basket: Basket) => ModelOrder,
	{ unit, inclusive }: { unit: 2 | 5; inclusive: boolean },
): Figures {
	const figures = { orders: 0, refused: 0, taxExact: 0, taxRounded: 0 };
	for (const basket of fc.sample(baskets, { numRuns: RUNS, seed: 1 })) {
		const { order, gross, tax } = draw(basket);
		const problems: Problem[] = [];
		const owed = owedOrder(
			read(shop, order, problems),
			{ known: RATES, negativeLines: false },
			problems,
		);
		const booking = book(owed, {
			unitDecimals: unit,
			pricesIncludeTax: inclusive,
			allowedPence: 0,
			taxRounding: owed.taxRounding,
			roundingLine: true,
		});
		expect(problems).toEqual([]);
		figures.orders++;
		if (!booking.fits) {
			figures.refused++;
			continue;
		}
		const rates = owed.lines.map(({ rate }) => rate);
		// A price of two decimals is multiplied as it is on every site.
		for (const decimals of unit === 2 ? ([2, 5] as const) : ([5] as const)) {
			const sage = inSage(booking, rates, { decimals, inclusive });
			expect(sage.gross).toBe(gross);
			expect(sage).toEqual({ gross: booking.gross, tax: booking.tax });
		}
		const off = Math.abs(booking.tax - tax);
		if (off === 0) figures.taxExact++;
		if (off > 1) {
			figures.taxRounded++;
			expect(off).toBeLessThanOrEqual(owed.taxRounding + 1);
		}
	}
	return figures;
}

describe.each([
	{ unit: 2, inclusive: false },
	{ unit: 5, inclusive: false },
	{ unit: 2, inclusive: true },
	{ unit: 5, inclusive: true },
] as const)('with $unit decimals of the unit price, prices with tax: $inclusive', (site) => {
	it.each([
		['shopify', 'line', shopifyOrder],
		['woocommerce', 'line', (basket: Basket) => wooOrder(basket, 'line')],
		['woocommerce', 'order', (basket: Basket) => wooOrder(basket, 'subtotal')],
		['magento', 'row', (basket: Basket) => magentoOrder(basket, 'row')],
		['magento', 'order', (basket: Basket) => magentoOrder(basket, 'total')],
		['bigcommerce', 'line', bigCommerceOrder],
	] as const)('%s, rounding tax by %s, is booked to the penny', (shop, _by, draw) => {
		const figures = measure(shop, draw, site);
		expect(figures.refused / figures.orders).toBeLessThanOrEqual(0.005);
		expect(figures.taxExact / figures.orders).toBeGreaterThanOrEqual(0.94);
		expect(figures.taxRounded).toBe(0);
	});

	it('magento, rounding tax by unit, is booked at its gross; its tax is out of reach of a rounding by line', () => {
		const figures = measure('magento', (basket) => magentoOrder(basket, 'unit'), site);
		expect(figures.refused / figures.orders).toBeLessThanOrEqual(0.005);
	});
});
