/** A credit memo of Magento: what came back, and the money that was given for it. */
import type { Problem } from '../../protocol/failures';
import { Decimal } from '../../values/decimal';
import type { RefundedLine, ShopRefund } from '../refund';
import type { ReadOptions } from '../shop';
import { Source, WHOLE_RECORD, type ShopRecord } from '../source';
import { checkPlaced } from '../totals';

import { adjustmentLines, creditsOf, deliveryLines, wrappingLines } from './charges';
import { fixedTaxes, goodsLine, nameOf } from './lines';
import { MagentoMoney } from './money';

const ONE = Decimal.of(1);

/** A credit memo as a shop's refund. What is wrong with it is added to the problems. */
export function readRefund(
	record: ShopRecord,
	{ moneyOf }: ReadOptions,
	problems: Problem[],
): ShopRefund {
	const memo = new Source(record, problems);
	const money = new MagentoMoney(moneyOf, memo);
	const id = memo.text('increment_id', 'entity_id');
	if (id === undefined)
		memo.refuse('increment_id', 'is missing: the credit memo has no number', WHOLE_RECORD);
	const remarks: string[] = [];
	const items = memo.rows('items', 'Line');
	const priced = items.filter((item) => money.of(item, 'row_total').sign !== 0);
	const sold = new Set(priced.map((item) => item.text('sku')));
	const lines: RefundedLine[] = [
		...items.flatMap((item) => returnedLines(item, money, { sold, remarks })),
		...deliveryLines(withDeliveryDiscount(memo, money), money, remarks),
		...wrappingLines(memo, money),
		...adjustmentLines(memo, money).map((line) => ({ ...line, gross: line.gross.negated() })),
	];
	const credits = Decimal.sum(creditsOf(memo, money).map(({ amount }) => amount));
	const gross = money.of(memo, 'grand_total').plus(credits);
	checkPlaced(
		lines.map((line) => ({ ...line, discount: Decimal.ZERO })),
		gross,
		problems,
	);
	return {
		id: id ?? '',
		orderKey: memo.text('order_increment_id'),
		orderId: memo.text('order_id'),
		refundedAt: utc(memo.text('created_at')),
		currency: money.currency(memo),
		lines,
		note: memo.text('customer_note'),
		totals: { gross, tax: Decimal.sum(lines.map(({ tax }) => tax)).rounded(2) },
		remarks,
	};
}

/**
 * The parts of configurable products and of bundles are listed without a price. Goods that a discount made free have
 * one, and come back as others do.
 */
function returnedLines(
	item: Source,
	money: MagentoMoney,
	{ sold, remarks }: { sold: Set<string | undefined>; remarks: string[] },
): RefundedLine[] {
	const quantity = item.amountOrZero('qty');
	if (quantity.sign <= 0) return [];
	const row = money.find(item, 'row_total');
	const fixed = fixedTaxes(item, ONE, money);
	if (row && row.sign !== 0) return [goodsLine(item, quantity, ONE, money, remarks), ...fixed];
	if (row && !sold.has(item.text('sku')))
		remarks.push(
			`${nameOf(item)}: ${quantity.toString()} without a price were taken for parts of other goods, and are not returned`,
		);
	return fixed;
}

/** A credit memo has the discount on delivery in its whole discount alone. */
function withDeliveryDiscount(memo: Source, money: MagentoMoney): Source {
	const name = 'shipping_discount_amount';
	if (money.find(memo, name)) return memo;
	const ofItems = memo.rows('items').map((item) => money.of(item, 'discount_amount'));
	const rest = money.of(memo, 'discount_amount').abs().minus(Decimal.sum(ofItems));
	if (rest.sign <= 0) return memo;
	const discount = rest.toNumber();
	const record = { ...memo.record, [name]: discount, [`base_${name}`]: discount };
	return new Source(record, memo.problems);
}

/** Magento writes UTC, mostly without saying so. A day stays a day. */
export function utc(stamp: string | undefined): string | undefined {
	if (stamp === undefined || !/:\d\d/.test(stamp)) return stamp;
	const isZoned = /(Z|[+-]\d\d:?\d\d)$/.test(stamp);
	return isZoned ? stamp.replace(/[+-]00:?00$/, 'Z') : `${stamp.replace(' ', 'T')}Z`;
}
