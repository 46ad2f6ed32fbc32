/** Shopify: orders of its webhooks, its trigger node and its Admin REST API, as they were from 2021 on. */
import type { Problem } from '../../protocol/failures';
import { Decimal } from '../../values/decimal';
import type { ShopLine, ShopOrder, ShopTotals } from '../order';
import { withOrderTax } from '../orderTax';
import type { MoneyOf, ReadOptions, Shop } from '../shop';
import { Source, type ShopRecord } from '../source';
import { taxOf } from '../taxes';
import {
	checkPlaced,
	linesOfTotal,
	money as written,
	refuseWithoutTotal,
	toldCurrency,
} from '../totals';

import { chargeLines, deliveryLines, doubtfulLines } from './charges';
import { goodsLines, namedTaxes, title, type Shown } from './lines';
import { ShopifyMoney } from './money';
import { addressOf, buyerOf, paymentsOf } from './parties';
import { readRefund } from './refund';
import { stateOf } from './status';

export const shopify: Shop = {
	value: 'shopify',
	name: 'Shopify',
	orderFields: ['line_items', 'taxes_included'],
	readOrder,
	refunds: { refundFields: ['refund_line_items', 'order_id'], readRefund },
};

function readOrder(record: ShopRecord, options: ReadOptions, problems: Problem[]): ShopOrder {
	const order = new Source(record, problems);
	const shown = shownIn(order, options.moneyOf);
	const remarks: string[] = [];
	const { state, status } = stateOf(order, remarks);
	const key = order.number(['name', 'order_number', 'id'], remarks);
	const known = [
		...goodsLines(order, shown, remarks),
		...deliveryLines(order, shown, remarks),
		...chargeLines(order, shown, remarks),
	];
	const { lines, totals } = settled(order, known, shown, remarks);
	const note = order.text('note');
	return {
		key,
		id: order.text('id'),
		state,
		status,
		placedAt: order.text('processed_at', 'created_at'),
		currency: toldCurrency(shown.money.currency(order), remarks),
		buyer: buyerOf(order),
		delivery: addressOf(order.part('shipping_address')),
		invoice: addressOf(order.part('billing_address')),
		lines,
		payments: paymentsOf(order, shown.money),
		notes: note === undefined ? [] : [note],
		totals,
		taxRoundedBy: 'line',
		remarks,
	};
}

/** In whose money an order's amounts are, and whether they contain tax. */
export function shownIn(order: Source, moneyOf: MoneyOf): Shown {
	return { money: new ShopifyMoney(moneyOf), taxIncluded: order.flag('taxes_included') };
}

/** The lines with the order's own tax and what its total counts, beside the total itself. */
function settled(
	order: Source,
	known: ShopLine[],
	shown: Shown,
	remarks: string[],
): { lines: ShopLine[]; totals: ShopTotals } {
	const taxed = withOwnTax(order, known, shown);
	remarks.push(...untoldTaxes(order, shown.money));
	const total = totalOf(order, shown.money);
	const { lines, left } =
		total === undefined
			? { lines: taxed, left: [] }
			: linesOfTotal(taxed, doubtfulLines(order, shown), total);
	for (const { description, gross } of left)
		remarks.push(`${description}: ${written(gross)} is not counted in the shop's total`);
	if (total === undefined) refuseWithoutTotal(order, 'total_price');
	const gross = total ?? Decimal.sum(lines.map((line) => line.gross)).rounded(2);
	checkPlaced(lines, gross, order.problems);
	const tax = taxTotalOf(order, shown.money) ?? taxOf(lines).rounded(2);
	return { lines, totals: { gross, tax } };
}

/** What is owed now; orders of before `current_total_price` tell in their refunds what was given back. */
function totalOf(order: Source, money: ShopifyMoney): Decimal | undefined {
	const current = money.of(order, 'current_total_price');
	if (current) return current;
	const refunded = order
		.rows('refunds', 'Refund')
		.flatMap((refund) => refund.rows('transactions', 'transaction'))
		.filter((row) => row.text('kind') === 'refund' && row.text('status') === 'success');
	const amounts = refunded.map((row) => money.moved(row, money.currency(order)));
	if (amounts.includes(undefined))
		order.refuse(
			'refunds',
			'moved another currency: what is left of the total cannot be told',
			"Send the order with its current_total_price, or take the buyer's money.",
		);
	return money
		.of(order, 'total_price')
		?.minus(Decimal.sum(amounts.flatMap((amount) => amount ?? [])));
}

/** The order's own sum of tax; undefined where refunds changed it and the order does not tell the sum of now. */
function taxTotalOf(order: Source, money: ShopifyMoney): Decimal | undefined {
	const current = money.of(order, 'current_total_tax');
	if (current || order.rows('refunds').length > 0) return current;
	const edited = money.of(order, 'current_total_price');
	const placed = money.of(order, 'total_price');
	return edited && placed && !edited.equals(placed) ? undefined : money.of(order, 'total_tax');
}

/** Lines of which nothing says whether they are taxed: an order that was cut down to some fields lacks the lists. */
function untoldTaxes(order: Source, money: ShopifyMoney): string[] {
	const isTold = order.rows('tax_lines').length > 0 || taxTotalOf(order, money) !== undefined;
	const lines = ['line_items', 'shipping_lines'].flatMap((name) => order.rows(name));
	return lines
		.filter(({ record }) => !isTold && !Array.isArray(record.tax_lines))
		.map((line) => `${title(line)}: the order does not tell its tax, and none was taken`);
}

/** Some apps and marketplaces put the tax on the order and leave the lines without. */
function withOwnTax(order: Source, lines: ShopLine[], { money, taxIncluded }: Shown): ShopLine[] {
	const taxes = namedTaxes(order, money);
	const owed = taxTotalOf(order, money) ?? Decimal.sum(taxes.map(({ amount }) => amount));
	const exempt = new Set(
		order
			.rows('line_items')
			.filter((line) => line.record.taxable === false)
			.map((line) => line.text('id')),
	);
	const taxable = ({ id, kind }: ShopLine) =>
		kind === 'delivery' || (kind === 'goods' && !exempt.has(id));
	return withOrderTax(order, 'tax_lines', lines, { owed, taxes, included: taxIncluded }, taxable);
}
