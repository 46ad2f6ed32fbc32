/** A refund of Shopify: what came back, and the money that was given for it. */
import type { Problem } from '../../protocol/failures';
import { Decimal } from '../../values/decimal';
import type { RefundedLine, ShopRefund } from '../refund';
import type { ReadOptions } from '../shop';
import { Source, WHOLE_RECORD, type ShopRecord } from '../source';
import { lineTax, taxWithin } from '../taxes';
import { checkPlaced, money as written } from '../totals';

import { namedTaxes, title } from './lines';
import { ShopifyMoney } from './money';

const ONE = Decimal.of(1);

/** @param record a refund as its webhook and the Admin API have it, with the lines that it names */
export function readRefund(
	record: ShopRecord,
	{ moneyOf }: ReadOptions,
	problems: Problem[],
): ShopRefund {
	const refund = new Source(record, problems);
	const money = new ShopifyMoney(moneyOf);
	const id = refund.text('id');
	if (id === undefined) refund.refuse('id', 'is missing: the refund has no number', WHOLE_RECORD);
	const returned = refund
		.rows('refund_line_items', 'Line')
		.map((row) => returnedLine(row, money))
		.filter(({ quantity }) => quantity.sign > 0);
	const adjusted = refund
		.rows('order_adjustments', 'adjustment')
		.map((row) => adjustment(row, money));
	const given = givenBack(refund, money);
	const all = [...returned, ...adjusted];
	const lines = given === undefined || sums(all).equals(given) ? all : withTaxAdded(all);
	const gross = given ?? sums(lines);
	checkPlaced(
		lines.map((line) => ({ ...line, discount: Decimal.ZERO })),
		gross,
		problems,
	);
	return {
		id: id ?? '',
		orderKey: refund.text('order_name'),
		orderId: refund.text('order_id'),
		refundedAt: refund.text('processed_at', 'created_at'),
		currency: refund.text('currency'),
		lines,
		note: refund.text('note'),
		totals: { gross, tax: Decimal.sum(lines.map(({ tax }) => tax)).rounded(2) },
		remarks: remarksOn(lines),
	};
}

/** The subtotal contains tax in shops that show prices with tax; where it does not, its tax is added. */
function returnedLine(row: Source, money: ShopifyMoney): RefundedLine {
	const line = row.part('line_item') ?? row;
	const subtotal = money.of(row, 'subtotal') ?? Decimal.ZERO;
	const tax = money.of(row, 'total_tax') ?? Decimal.ZERO;
	const { taxRate } = lineTax(namedTaxes(line, money), subtotal);
	const contains = tax.sign === 0 || !taxRate || taxWithin(subtotal, taxRate).pence === tax.pence;
	return {
		kind: 'goods',
		sku: line.text('sku'),
		description: title(line),
		quantity: row.amountOrZero('quantity'),
		gross: contains ? subtotal : subtotal.plus(tax),
		tax,
		taxRate: tax.sign === 0 ? Decimal.ZERO : taxRate,
	};
}

function adjustment(row: Source, money: ShopifyMoney): RefundedLine {
	const tax = money.of(row, 'tax_amount') ?? Decimal.ZERO;
	const isDelivery = row.text('kind') === 'shipping_refund';
	return {
		kind: isDelivery ? 'delivery' : 'goodwill',
		description: isDelivery ? 'Delivery' : (row.text('reason') ?? 'Refund'),
		quantity: ONE,
		gross: (money.of(row, 'amount') ?? Decimal.ZERO).plus(tax).negated(),
		tax: tax.negated(),
		...(tax.sign === 0 ? { taxRate: Decimal.ZERO } : {}),
	};
}

/** What was paid back; undefined where the refund moves no money, as a return without one does. */
function givenBack(refund: Source, money: ShopifyMoney): Decimal | undefined {
	const paid = refund
		.rows('transactions', 'transaction')
		.filter((row) => row.text('kind') === 'refund' && row.text('status') === 'success');
	if (paid.length === 0) return undefined;
	return Decimal.sum(paid.map((row) => money.of(row, 'amount') ?? Decimal.ZERO));
}

/** Where no rate told whether the subtotals contain tax, the money that was given back does. */
function withTaxAdded(lines: RefundedLine[]): RefundedLine[] {
	return lines.map((line) =>
		line.kind === 'goods' && line.taxRate === undefined
			? { ...line, gross: line.gross.plus(line.tax) }
			: line,
	);
}

function sums(lines: RefundedLine[]): Decimal {
	return Decimal.sum(lines.map(({ gross }) => gross));
}

function remarksOn(lines: RefundedLine[]): string[] {
	return lines
		.filter(({ gross }) => gross.sign < 0)
		.map(({ description, gross }) => `${description}: ${written(gross.abs())} was kept back`);
}
