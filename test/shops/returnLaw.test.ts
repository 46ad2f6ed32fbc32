/** What Sage credits is what was given back, whatever the account takes off orders by itself: baskets drawn at random. */
import fc from 'fast-check';

import { shopReturn } from '../../nodes/Sage200/sage200/orders/shop/return';
import type { Problem } from '../../nodes/Sage200/sage200/protocol/failures';
import { shopify } from '../../nodes/Sage200/sage200/shops/shopify';

import { baskets, shopifyRefund, type Basket } from './models';

type Json = Record<string, unknown>;

/** What an account takes off, in percent. */
interface Account {
	line: number;
	document: number;
}

const RATES = [20, 5, 0];
const SITE = {
	taxCodes: RATES.map((tax_rate) => ({ id: tax_rate + 1, code: tax_rate, tax_rate })),
	pricesIncludeTax: false,
};
const accounts: fc.Arbitrary<Account> = fc.record({
	line: fc.constantFrom(0, 2.5, 10, 100),
	document: fc.constantFrom(0, 5, 33),
});

/** The order that was refunded, as the account had it. */
function orderOf({ lines }: Basket, { line, document }: Account): Json {
	return {
		id: 9,
		customer_id: 3,
		document_discount_percent: document,
		lines: lines.map((each, at) => ({
			id: at + 1,
			line_type: 'EnumLineTypeStandard',
			code: `A${at}`,
			product_id: at + 1,
			line_quantity: each.quantity,
			despatch_receipt_quantity: each.quantity,
			selling_unit_price: each.price / 100,
			unit_discount_percent: line,
			tax_code_id: each.rate + 1,
		})),
	};
}

/** Rounds half up. */
function half(over: bigint, by: bigint): bigint {
	return (2n * over + by) / (2n * by);
}

/** What Sage makes of a return: what the body does not say of discounts, the account does. Whole pence. */
function inSage(body: Json, account: Account): number {
	const kept = (percent: unknown) => BigInt(Math.round((100 - Number(percent)) * 100));
	const document = kept(body.document_discount_percent ?? account.document);
	let gross = 0n;
	for (const line of body.lines as Json[]) {
		const isGoods = line.line_type === 'EnumLineTypeStandard';
		const isCharge = line.line_type === 'EnumLineTypeCharge';
		const own = kept(line.unit_discount_percent ?? (isGoods ? account.line : 0));
		const price = BigInt(Math.round(Number(line.selling_unit_price) * 100));
		const value = half(price * BigInt(Number(line.line_quantity ?? 1)) * own, 10_000n);
		const taxed = isCharge ? value : half(value * document, 10_000n);
		gross += taxed + half(taxed * BigInt(Number(line.tax_code_id) - 1), 100n);
	}
	return Number(gross);
}

it('is credited to the penny', () => {
	const figures = { refunds: 0, refused: 0 };
	fc.assert(
		fc.property(baskets, accounts, (basket, account) => {
			const { order: refund, gross } = shopifyRefund(basket);
			const problems: Problem[] = [];
			const read = shopify.refunds!.readRefund(refund, { moneyOf: 'shop' }, problems);
			expect(problems).toEqual([]);
			expect(read.totals.gross.pence).toBe(gross);
			const rules = { extras: 'freeText' as const, allowedPence: 0 };
			const body = shopReturn(orderOf(basket, account), read, SITE, rules, problems);
			figures.refunds++;
			if (!body) figures.refused++;
			else expect(inSage(body, account)).toBe(gross);
		}),
		{ numRuns: 100 },
	);
	expect(figures.refused / figures.refunds).toBeLessThanOrEqual(0.01);
});
