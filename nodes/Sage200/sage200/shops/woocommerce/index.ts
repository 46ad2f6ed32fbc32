/** WooCommerce: orders of its REST API (v3), its webhooks and its trigger node. Its amounts are without tax. */
import type { Problem } from '../../protocol/failures';
import { Decimal } from '../../values/decimal';
import { isTaxable, withOrderTax } from '../orderTax';
import type { ShopLine, ShopOrder, ShopPayment } from '../order';
import type { ReadOptions, Shop } from '../shop';
import { Source, type ShopRecord } from '../source';
import { grossOf, taxOf } from '../taxes';
import { checkPlaced, isRounding, restOf, refuseWithoutTotal, toldCurrency } from '../totals';

import { deliveryLines, feeLines, goodsLines, taxRatesOf } from './lines';
import { addressOf, buyerOf } from './parties';
import { lessRefunds, readRefund, zoned } from './refund';
import { isPaid, stateOf } from './status';

export const wooCommerce: Shop = {
	value: 'woocommerce',
	name: 'WooCommerce',
	orderFields: ['line_items', 'status'],
	readOrder,
	refunds: { refundFields: ['refunded_by', 'line_items'], readRefund },
};

function readOrder(record: ShopRecord, _options: ReadOptions, problems: Problem[]): ShopOrder {
	const order = new Source(record, problems);
	const remarks: string[] = [];
	const key = order.number(['number', 'id'], remarks);
	const rates = taxRatesOf(order);
	const charged = [
		...goodsLines(order, rates),
		...deliveryLines(order, rates, remarks),
		...feeLines(order, rates, remarks),
	];
	const lines = lessRefunds(order, withOwnTax(order, charged), remarks);
	const refunded = Decimal.sum(
		order.rows('refunds').map((row) => row.amountOrZero('total', 'amount').abs()),
	);
	const total = order.amount('total');
	if (!total) refuseWithoutTotal(order, 'total');
	const paid = total?.minus(refunded) ?? grossOf(lines).rounded(2);
	const { vouchers, gross } = paidByVouchers(order, lines, paid);
	checkPlaced(lines, gross, problems);
	const note = order.text('customer_note');
	return {
		key,
		id: order.text('id'),
		...stateOf(order, remarks),
		placedAt: zoned(order),
		currency: toldCurrency(order.text('currency'), remarks),
		buyer: buyerOf(order),
		delivery: addressOf(order.part('shipping')),
		invoice: addressOf(order.part('billing')),
		lines,
		payments: paymentsOf(order, vouchers, remarks),
		notes: note === undefined ? [] : [note],
		totals: { gross, tax: taxTotalOf(order, lines) },
		taxRoundedBy: 'line',
		remarks,
	};
}

/** The order's own sum of tax, where no refund has changed it. */
function taxTotalOf(order: Source, lines: ShopLine[]): Decimal {
	const stated = order.rows('refunds').length > 0 ? undefined : order.amount('total_tax');
	return stated ?? taxOf(lines).rounded(2);
}

/** Apps that write orders themselves may give the tax of the whole order alone. */
function withOwnTax(order: Source, lines: ShopLine[]): ShopLine[] {
	const owed = order.amountOrZero('total_tax');
	const taxes = order.rows('tax_lines', 'tax').map((row) => ({
		rate: row.amount('rate_percent'),
		amount: row.amountOrZero('tax_total').plus(row.amountOrZero('shipping_tax_total')),
	}));
	return withOrderTax(order, 'total_tax', lines, { owed, taxes, included: false }, isTaxable);
}

type Voucher = ShopPayment & { amount: Decimal };

/**
 * What gift cards paid may or may not have been taken from the total. Store credit is a coupon: unless it was taken from
 * the total, it was taken off the lines.
 * @param paid the total, less refunds
 */
function paidByVouchers(
	order: Source,
	lines: ShopLine[],
	paid: Decimal,
): { vouchers: Voucher[]; gross: Decimal } {
	const cards = giftCardsOf(order);
	for (const vouchers of [cards, [...cards, ...creditsOf(order)]]) {
		const gross = paid.plus(Decimal.sum(vouchers.map(({ amount }) => amount)));
		if (isRounding(restOf(lines, gross), lines)) return { vouchers, gross };
	}
	return { vouchers: cards, gross: paid };
}

/** Coupons that are money, by the types that plugins give them. */
const CREDIT = /^(smart_coupon|store_credit|gift_?card)$/;

function creditsOf(order: Source): Voucher[] {
	return order
		.rows('coupon_lines')
		.filter((row) => CREDIT.test(row.text('discount_type') ?? ''))
		.map((row) => ({
			method: 'store_credit',
			amount: row.amountOrZero('discount').plus(row.amountOrZero('discount_tax')),
			reference: row.text('code'),
		}));
}

/** Gift cards that paid, as the common plugins list them. */
function giftCardsOf(order: Source): Voucher[] {
	return ['gift_cards', 'gift_card_lines', 'pw_gift_cards'].flatMap((field) =>
		order.rows(field).flatMap((row) => {
			const amount = row.amount('amount', 'total')?.abs();
			return amount && amount.sign > 0
				? [{ method: 'gift_card', amount, reference: row.text('code', 'number') }]
				: [];
		}),
	);
}

function paymentsOf(order: Source, vouchers: ShopPayment[], remarks: string[]): ShopPayment[] {
	const method = order.text('payment_method', 'payment_method_title');
	if (method === undefined) return vouchers;
	if ('date_paid' in order.record && !isPaid(order) && vouchers.length === 0) {
		remarks.push(`No payment: the shop has no date of payment by ${method}`);
		return vouchers;
	}
	return [...vouchers, { method, reference: order.text('transaction_id') }];
}
