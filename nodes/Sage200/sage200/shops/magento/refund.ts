/** A credit memo of Magento: what came back, and the money that was given for it. */
import type { Problem } from '../../protocol/failures';
import { Decimal } from '../../values/decimal';
import type { RefundedLine, ShopRefund } from '../refund';
import type { ReadOptions } from '../shop';
import { Source, WHOLE_RECORD, type ShopRecord } from '../source';
import { checkPlaced } from '../totals';

import { adjustmentLines, creditsOf } from './charges';
import { MagentoMoney } from './money';

const ONE = Decimal.of(1);

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
	const lines = [
		...memo.rows('items', 'Line').flatMap((item) => returnedLine(item, money)),
		...deliveryBack(memo, money),
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
		remarks: [],
	};
}

/** The parts of configurable products and of fixed bundles are listed without a price. */
function returnedLine(item: Source, money: MagentoMoney): RefundedLine[] {
	const quantity = item.amountOrZero('qty');
	const tax = money.of(item, 'tax_amount');
	const gross = money
		.of(item, 'row_total')
		.plus(tax)
		.plus(money.of(item, 'discount_tax_compensation_amount'))
		.minus(money.of(item, 'discount_amount'));
	if (quantity.sign <= 0 || gross.sign === 0) return [];
	return [
		{
			kind: 'goods',
			sku: item.text('sku'),
			description: item.text('name', 'sku') ?? item.place,
			quantity,
			gross,
			tax,
			...(tax.sign === 0 ? { taxRate: Decimal.ZERO } : {}),
		},
	];
}

function deliveryBack(memo: Source, money: MagentoMoney): RefundedLine[] {
	const net = money.of(memo, 'shipping_amount');
	if (net.sign === 0) return [];
	const tax = money.of(memo, 'shipping_tax_amount');
	return [
		{
			kind: 'delivery',
			description: 'Delivery',
			quantity: ONE,
			gross: net.plus(tax),
			tax,
			...(tax.sign === 0 ? { taxRate: Decimal.ZERO } : {}),
		},
	];
}

/** Magento writes UTC without saying so. */
export function utc(stamp: string | undefined): string | undefined {
	return stamp === undefined || /(Z|[+-]\d\d:?\d\d)$/.test(stamp)
		? stamp
		: `${stamp.replace(' ', 'T')}Z`;
}
