/** Orders that came out of shape: one field of a right order is another. What comes of it is told, or is the same sum. */
import fc from 'fast-check';

import { book } from '../../nodes/Sage200/sage200/orders/prices/booking';
import { owedOrder } from '../../nodes/Sage200/sage200/orders/prices/owedOrder';
import type { Problem } from '../../nodes/Sage200/sage200/protocol/failures';
import { SHOPS } from '../../nodes/Sage200/sage200/shops';
import { skipReason } from '../../nodes/Sage200/sage200/shops/states';
import { Decimal } from '../../nodes/Sage200/sage200/values/decimal';
import { isRecord } from '../../nodes/Sage200/sage200/values/records';

import { baskets, bigCommerceOrder, magentoOrder, shopifyOrder, wooOrder } from './models';

const RATES = [20, 0, 5].map((rate) => Decimal.of(rate));

/** What becomes of the order: why it is not pushed, that it is refused, or the gross in pence that Sage books. */
function outcome(shop: string, record: Record<string, unknown>): string | number {
	const problems: Problem[] = [];
	const order = SHOPS.find(({ value }) => value === shop)!.readOrder(
		record,
		{ moneyOf: 'shop' },
		problems,
	);
	const skipped = skipReason({ order, problems }, 'paid');
	if (skipped !== undefined) return skipped;
	const owed = owedOrder(order, { known: RATES, negativeLines: false }, problems);
	if (problems.length > 0) return 'refused';
	const booking = book(owed, {
		unitDecimals: 2,
		pricesIncludeTax: false,
		allowedPence: 0,
		taxRounding: owed.taxRounding,
		roundingLine: true,
	});
	return booking.fits ? booking.gross : 'refused';
}

type Path = string[];

function pathsIn(value: unknown, at: Path = []): Path[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, each]) => [
		[...at, name],
		...pathsIn(each, [...at, name]),
	]);
}

function changed(value: unknown, [name, ...rest]: Path, to: unknown): unknown {
	const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
	const holder = copy as Record<string, unknown>;
	if (rest.length > 0) holder[name] = changed(holder[name], rest, to);
	else if (to === undefined && isRecord(copy)) delete holder[name];
	else holder[name] = to;
	return copy;
}

const others: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
	undefined,
	null,
	'',
	'x',
	'0.00',
	'5',
	0,
	-1,
	1e21,
	true,
	[],
	{},
	[null],
	{ amount: 1 },
);

it.each([
	['shopify', shopifyOrder],
	['woocommerce', (basket) => wooOrder(basket, 'line')],
	['magento', (basket) => magentoOrder(basket, 'row')],
	['bigcommerce', bigCommerceOrder],
] as Array<[string, typeof shopifyOrder]>)('%s: any field may be another value', (shop, draw) => {
	fc.assert(
		fc.property(baskets, fc.nat(), others, (basket, pick, to) => {
			const { order, gross } = draw(basket);
			const paths = pathsIn(order);
			const broken = changed(order, paths[pick % paths.length], to) as Record<string, unknown>;
			const became = outcome(shop, broken);
			// Something is left of every basket.
			expect(became).not.toBe('Nothing remains of the order after refunds and removals');
			if (typeof became === 'number') expect(became).toBe(gross);
		}),
		{ numRuns: 400 },
	);
});
