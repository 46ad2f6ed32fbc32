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
	const id = refund.text('id');
	if (id === undefined) refund.refuse('id', 'is missing: the refund has no number', WHOLE_RECORD);
	const { lines, given, currency } = givenFor(refund, moneyOf);
	const gross = given ?? sums(lines);
	// Money that was given back in the buyer's currency is compared with the lines in that.
	const compared =
		given === undefined && moneyOf === 'shop' && movesOther(refund, currency)
			? givenFor(refund, 'buyer')
			: { lines, given };
	if (compared.given !== undefined)
		checkPlaced(
			compared.lines.map((line) => ({ ...line, discount: Decimal.ZERO })),
			compared.given,
			problems,
		);
	return {
		id: id ?? '',
		orderKey: refund.text('order_name'),
		orderId: refund.text('order_id'),
		refundedAt: refund.text('processed_at', 'created_at'),
		currency,
		lines,
		note: refund.text('note'),
		totals: { gross, tax: Decimal.sum(lines.map(({ tax }) => tax)).rounded(2) },
		remarks: remarksOn(lines),
	};
}

interface Given {
	lines: RefundedLine[];
	/** What was paid back for them, where it can be compared with them. */
	given?: Decimal;
	currency?: string;
}

function givenFor(refund: Source, moneyOf: ReadOptions['moneyOf']): Given {
	const money = new ShopifyMoney(moneyOf);
	const currency = currencyOf(refund, moneyOf);
	const given = givenBack(refund, money, currency);
	const returned = refund
		.rows('refund_line_items', 'Line')
		.map((row) => returnedLine(row, money))
		.filter(({ quantity }) => quantity.sign > 0);
	const others = [
		...deliveryBack(refund, money),
		...refund.rows('order_adjustments', 'adjustment').map((row) => adjustment(row, money)),
	];
	const all = [...returned, ...others];
	const isGiven = given === undefined || sums(all).equals(given);
	return { lines: isGiven ? all : [...withTaxAdded(returned), ...others], given, currency };
}

function returnedLine(row: Source, money: ShopifyMoney): RefundedLine {
	const line = row.part('line_item') ?? row;
	const subtotal = money.of(row, 'subtotal') ?? Decimal.ZERO;
	const tax = money.of(row, 'total_tax') ?? Decimal.ZERO;
	const quantity = row.amountOrZero('quantity');
	const restock = row.text('restock_type');
	const told = { description: title(line), ...withTax(line, subtotal, tax, money) };
	const { fulfillment_status: sent, variant_inventory_management: keeper } = line.record;
	const isUnsent = sent === null;
	// The shop restocks no goods whose stock it does not keep, whatever came back.
	const isKept = restock === 'no_restock' && !isUnsent && keeper !== null;
	// Goods that the buyer keeps, or that are of no use any more: only money was given for them.
	if (isKept) return { kind: 'goodwill', quantity: quantity.sign > 0 ? ONE : quantity, ...told };
	const isCancelled = restock === 'cancel' || (restock === 'no_restock' && isUnsent);
	return {
		kind: 'goods',
		sku: line.text('sku'),
		quantity,
		...told,
		...(isCancelled ? { cancelled: true } : {}),
	};
}

/** The subtotal contains tax in shops that show prices with tax; where it does not, its tax is added. */
function withTax(
	line: Source,
	subtotal: Decimal,
	tax: Decimal,
	money: ShopifyMoney,
): Pick<RefundedLine, 'gross' | 'tax' | 'taxRate'> {
	const { taxRate } = lineTax(namedTaxes(line, money), subtotal);
	return {
		gross: containsTax(subtotal, tax, taxRate) ? subtotal : subtotal.plus(tax),
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

/** Since 2024 refunded delivery has a list of its own. Some releases tell it in both ways: then the adjustments do. */
function deliveryBack(refund: Source, money: ShopifyMoney): RefundedLine[] {
	const isAdjusted = refund
		.rows('order_adjustments')
		.some((row) => row.text('kind') === 'shipping_refund');
	if (isAdjusted) return [];
	return refund.rows('refund_shipping_lines', 'Delivery').map((row) => {
		const line = row.part('shipping_line') ?? row;
		const subtotal = money.inSet(row, 'subtotal_amount_set') ?? Decimal.ZERO;
		const tax = money.inSet(row, 'tax_amount_set') ?? Decimal.ZERO;
		return {
			kind: 'delivery',
			description: title(line),
			quantity: ONE,
			...withTax(line, subtotal, tax, money),
		};
	});
}

/** Whether the amount contains its tax, as far as a rate tells it. */
function containsTax(subtotal: Decimal, tax: Decimal, taxRate: Decimal | undefined): boolean {
	return tax.sign === 0 || !taxRate || taxWithin(subtotal, taxRate).pence === tax.pence;
}

function paidBack(refund: Source): Source[] {
	return refund
		.rows('transactions', 'transaction')
		.filter((row) => row.text('kind') === 'refund' && row.text('status') === 'success');
}

/** What was paid back; undefined where the refund moves no money, as a return without one does, or another currency. */
function givenBack(
	refund: Source,
	money: ShopifyMoney,
	currency: string | undefined,
): Decimal | undefined {
	const amounts = paidBack(refund).map((row) => money.moved(row, currency));
	if (amounts.length === 0 || amounts.includes(undefined)) return undefined;
	return Decimal.sum(amounts.flatMap((amount) => amount ?? []));
}

function movesOther(refund: Source, currency: string | undefined): boolean {
	return paidBack(refund).some((row) => (row.text('currency') ?? currency) !== currency);
}

/** A refund names its currencies beside its amounts. */
function currencyOf(refund: Source, moneyOf: ReadOptions['moneyOf']): string | undefined {
	const name = moneyOf === 'shop' ? 'shop_money' : 'presentment_money';
	const sets = [
		...refund.rows('refund_line_items').map((row) => row.part('subtotal_set')),
		...refund.rows('refund_shipping_lines').map((row) => row.part('subtotal_amount_set')),
		...refund.rows('order_adjustments').map((row) => row.part('amount_set')),
	];
	const named = sets.flatMap((set) => set?.part(name)?.text('currency_code') ?? []);
	return named[0] ?? refund.text('currency');
}

/** Where no rate told whether the subtotals contain tax, the money that was given back does. */
function withTaxAdded(lines: RefundedLine[]): RefundedLine[] {
	return lines.map((line) =>
		line.taxRate === undefined ? { ...line, gross: line.gross.plus(line.tax) } : line,
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
