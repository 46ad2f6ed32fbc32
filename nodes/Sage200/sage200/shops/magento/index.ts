/** Magento 2 and Adobe Commerce: orders of their REST API and of webhook modules that send the same. */
import type { Problem } from '../../protocol/failures';
import { Decimal } from '../../values/decimal';
import { isWritable } from '../../values/texts';
import { isTaxable, withOrderTax } from '../orderTax';
import type { ShopLine, ShopOrder } from '../order';
import type { ReadOptions, Shop } from '../shop';
import { Source, WHOLE_RECORD, type ShopRecord } from '../source';
import { grossOf, taxOf } from '../taxes';
import {
	checkPlaced,
	linesOfTotal,
	money as written,
	refuseWithoutTotal,
	toldCurrency,
} from '../totals';

import { adjustmentLines, creditsOf, deliveryLines, wrappingLines } from './charges';
import { goodsLines, variantRemarks } from './lines';
import { MagentoMoney } from './money';
import { addressOf, buyerOf, deliveryAddressOf } from './parties';
import { readRefund, utc } from './refund';
import { stateOf } from './status';

/** A number that was read as one has lost the zeros that Magento pads it with. */
const NUMBER_LENGTH = 9;

export const magento: Shop = {
	value: 'magento',
	name: 'Magento 2 / Adobe Commerce',
	orderFields: ['increment_id', 'items'],
	readOrder,
	refunds: { refundFields: ['items', 'order_id'], readRefund },
};

function readOrder(record: ShopRecord, { moneyOf }: ReadOptions, problems: Problem[]): ShopOrder {
	const order = new Source(record, problems);
	const money = new MagentoMoney(moneyOf, order);
	const remarks: string[] = [];
	const credits = creditsOf(order, money);
	const total = totalOf(order, money, credits);
	const charged = withOwnTax(order, money, [
		...goodsLines(order, money, remarks),
		...deliveryLines(order, money, remarks),
		...wrappingLines(order, money),
	]);
	const { lines, left } =
		total === undefined
			? { lines: charged, left: [] }
			: linesOfTotal(charged, adjustmentLines(order, money), total);
	for (const { description, gross } of left)
		remarks.push(`${description}: ${written(gross)} is not counted in the shop's total`);
	if (total === undefined) refuseWithoutTotal(order, 'grand_total');
	const gross = total ?? grossOf(lines).rounded(2);
	checkPlaced(lines, gross, problems);
	// Remarks so far are on lines that changed.
	const tax = taxTotalOf(order, money, lines, remarks);
	remarks.push(...variantRemarks(order, money));
	const note = order.text('customer_note');
	const method = order.part('payment')?.text('method');
	return {
		key: keyOf(order),
		id: order.text('entity_id'),
		...stateOf(order, money),
		placedAt: utc(order.text('created_at')),
		currency: toldCurrency(money.currency(order), remarks),
		buyer: buyerOf(order),
		delivery: deliveryAddressOf(order, remarks),
		invoice: addressOf(order.part('billing_address')),
		lines,
		payments: [
			...credits,
			...(method === undefined
				? []
				: [{ method, reference: order.part('payment')?.text('last_trans_id') }]),
		],
		notes: note === undefined ? [] : [note],
		totals: { gross, tax },
		taxRoundedBy: 'unit',
		remarks,
	};
}

function keyOf(order: Source): string {
	const number = order.record.increment_id;
	if (typeof number === 'number' && isWritable(number))
		return String(number).padStart(NUMBER_LENGTH, '0');
	const key = order.text('increment_id');
	if (key === undefined)
		order.refuse('increment_id', 'is missing: the order has no number', WHOLE_RECORD);
	return key ?? '';
}

/** What is owed, whatever it was paid with, less what was cancelled and refunded. */
function totalOf(
	order: Source,
	money: MagentoMoney,
	credits: Array<{ amount: Decimal }>,
): Decimal | undefined {
	return money
		.find(order, 'grand_total')
		?.plus(Decimal.sum(credits.map(({ amount }) => amount)))
		.minus(money.of(order, 'total_canceled'))
		.minus(money.of(order, 'total_refunded'));
}

/** The order's own sum of tax, as long as nothing of it was cancelled, refunded or found to be too much. */
function taxTotalOf(
	order: Source,
	money: MagentoMoney,
	lines: ShopLine[],
	remarks: string[],
): Decimal {
	const stated = remarks.length > 0 ? undefined : money.find(order, 'tax_amount');
	return stated ?? taxOf(lines).rounded(2);
}

/** Modules that import orders may give the tax of the whole order alone. */
function withOwnTax(order: Source, money: MagentoMoney, lines: ShopLine[]): ShopLine[] {
	const owed = money.of(order, 'tax_amount');
	const taxes = (order.part('extension_attributes')?.rows('applied_taxes') ?? []).map((row) => ({
		rate: row.amount('percent'),
		amount: money.of(row, 'amount'),
	}));
	return withOrderTax(order, 'tax_amount', lines, { owed, taxes, included: false }, isTaxable);
}
