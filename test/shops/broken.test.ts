/** Orders that came out of shape: one field of a right order is another. What comes of it is told, or is the same sum. */
import fc from 'fast-check';

import { book } from '../../nodes/Sage200/sage200/orders/prices/booking';
import { owedOrder } from '../../nodes/Sage200/sage200/orders/prices/owedOrder';
import { shopReturn } from '../../nodes/Sage200/sage200/orders/shop/return';
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

/** Refunds of 2 × 12.00 and of delivery at 6.00, and the order that they are of. */
const REFUNDS: Array<[string, Record<string, unknown>]> = [
	[
		'shopify',
		{
			id: 1,
			order_id: 1,
			refund_line_items: [
				{
					quantity: 2,
					subtotal: '24.00',
					total_tax: '4.00',
					line_item: { sku: 'A', title: 'A', tax_lines: [{ rate: 0.2, price: '4.00' }] },
				},
			],
			order_adjustments: [{ kind: 'shipping_refund', amount: '-5.00', tax_amount: '-1.00' }],
			transactions: [{ kind: 'refund', status: 'success', amount: '30.00', currency: 'GBP' }],
		},
	],
	[
		'woocommerce',
		{
			id: 1,
			amount: '30.00',
			refunded_by: 1,
			line_items: [
				{ name: 'A', sku: 'A', quantity: -2, total: '-20.00', total_tax: '-4.00', taxes: [] },
			],
			shipping_lines: [{ method_title: 'Post', total: '-5.00', total_tax: '-1.00', taxes: [] }],
		},
	],
	[
		'magento',
		{
			increment_id: '1',
			order_id: 1,
			grand_total: 30,
			shipping_amount: 5,
			shipping_tax_amount: 1,
			items: [{ sku: 'A', name: 'A', qty: 2, row_total: 20, tax_amount: 4 }],
		},
	],
];
const ORDER = {
	id: 9,
	lines: [
		{
			id: 90,
			line_type: 'EnumLineTypeStandard',
			code: 'A',
			line_quantity: 2,
			despatch_receipt_quantity: 2,
			selling_unit_price: 10,
			tax_code_id: 1,
		},
	],
};
const SITE = { taxCodes: [{ id: 1, code: 1, tax_rate: 20 }], pricesIncludeTax: false };

/** What becomes of a refund: that it is refused, or what is credited, in pence. */
function credited(shop: string, record: Record<string, unknown>): string | number {
	const problems: Problem[] = [];
	const { refunds } = SHOPS.find(({ value }) => value === shop)!;
	const refund = refunds!.readRefund(record, { moneyOf: 'shop' }, problems);
	const rules = { extras: 'freeText' as const, allowedPence: 0 };
	const body = problems.length === 0 && shopReturn(ORDER, refund, SITE, rules, problems);
	return body && problems.length === 0 ? refund.totals.gross.pence : 'refused';
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
			const path = paths[pick % paths.length];
			const broken = changed(order, path, to) as Record<string, unknown>;
			const became = outcome(shop, broken);
			// Something is left of every basket, unless the field says how much of goods that were given away.
			if (became === 'Nothing remains of the order after refunds and removals')
				expect({ gross, field: path.at(-1) }).toEqual({
					gross: 0,
					field: expect.stringMatching(/quantity|qty_/),
				});
			if (typeof became === 'number') expect(became).toBe(gross);
		}),
		{ numRuns: 400 },
	);
});

it.each(REFUNDS)('%s: any field of a refund may be another value', (shop, record) => {
	expect(credited(shop, record)).toBe(3000);
	const paths = pathsIn(record);
	fc.assert(
		fc.property(fc.nat(), others, (pick, to) => {
			const path = paths[pick % paths.length];
			const became = credited(shop, changed(record, path, to) as Record<string, unknown>);
			// Without its transactions a refund of Shopify does not tell what was given.
			if (typeof became === 'number' && path[0] !== 'transactions')
				expect([0, 3000]).toContain(became);
		}),
		{ numRuns: 1500 },
	);
});
