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
	const own = sideOf(refund, moneyOf);
	// Money that was given back in the buyer's currency is compared with the lines in that.
	const compared =
		own.given === undefined && moneyOf === 'shop' && movesOther(refund, own.currency)
			? sideOf(refund, 'buyer')
			: own;
	const contain = containTax(compared);
	const lines = linesOf(own, contain);
	const gross = own.given ?? sums(lines);
	if (compared.given !== undefined)
		checkPlaced(
			linesOf(compared, contain).map((line) => ({ ...line, discount: Decimal.ZERO })),
			compared.given,
			problems,
		);
	return {
		id: id ?? '',
		orderKey: refund.text('order_name'),
		orderId: refund.text('order_id'),
		refundedAt: refund.text('processed_at', 'created_at'),
		currency: own.currency,
		lines,
		note: refund.text('note'),
		totals: { gross, tax: Decimal.sum(lines.map(({ tax }) => tax)).rounded(2) },
		remarks: remarksOn(lines),
	};
}

/** A refund in one of its currencies. */
interface Side {
	/** What came back, at subtotals that may contain their tax. */
	shown: RefundedLine[];
	/** What was changed beside, with its tax. */
	adjusted: RefundedLine[];
	/** What was paid back for them, where it can be compared with them. */
	given?: Decimal;
	currency?: string;
}

function sideOf(refund: Source, moneyOf: ReadOptions['moneyOf']): Side {
	const money = new ShopifyMoney(moneyOf);
	const currency = currencyOf(refund, moneyOf);
	const returned = refund
		.rows('refund_line_items', 'Line')
		.map((row) => returnedLine(row, money))
		.filter(({ quantity }) => quantity.sign > 0);
	return {
		shown: [...returned, ...deliveryBack(refund, money)],
		adjusted: refund.rows('order_adjustments', 'adjustment').map((row) => adjustment(row, money)),
		given: givenBack(refund, money, currency),
		currency,
	};
}

function linesOf({ shown, adjusted }: Side, contain: boolean): RefundedLine[] {
	const lines = contain
		? shown
		: shown.map((line) => ({ ...line, gross: line.gross.plus(line.tax) }));
	return [...lines, ...adjusted];
}

/**
 * Whether subtotals contain their tax, which is the same for all lines of a shop's order. A refund does not say it: the
 * money that was given back does, or else the taxes, of which small ones fit both ways.
 */
function containTax(side: Side): boolean {
	const { given } = side;
	const isGiven = (contain: boolean) => given && sums(linesOf(side, contain)).equals(given);
	if (isGiven(true)) return true;
	if (isGiven(false)) return false;
	const [contained, added] = [true, false].map((contain) => unlike(linesOf(side, contain)));
	// A part of a line may have a tax that is a penny off whichever way: the nearer one is meant.
	return contained.length === added.length
		? Decimal.sum(contained).compare(Decimal.sum(added)) <= 0
		: contained.length < added.length;
}

/** By how much the taxes of lines are off, of those that have another tax than their rate makes it. */
function unlike(lines: RefundedLine[]): Decimal[] {
	return lines.flatMap(({ gross, tax, taxRate }) => {
		const within = taxRate && taxWithin(gross, taxRate);
		return within && within.pence !== tax.pence ? [within.minus(tax).abs()] : [];
	});
}

function returnedLine(row: Source, money: ShopifyMoney): RefundedLine {
	const line = row.part('line_item') ?? row;
	const subtotal = money.of(row, 'subtotal') ?? Decimal.ZERO;
	const tax = money.of(row, 'total_tax') ?? Decimal.ZERO;
	const quantity = row.amountOrZero('quantity');
	const restock = row.text('restock_type');
	const told = { description: title(line), ...shownAmount(line, { subtotal, tax }, money) };
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

/** The amount as it is shown, and its tax at the rate that the order's line names. */
function shownAmount(
	line: Source,
	{ subtotal, tax }: { subtotal: Decimal; tax: Decimal },
	money: ShopifyMoney,
): Pick<RefundedLine, 'gross' | 'tax' | 'taxRate'> {
	const { taxRate } = lineTax(namedTaxes(line, money), subtotal);
	return { gross: subtotal, tax, taxRate: tax.sign === 0 ? Decimal.ZERO : taxRate };
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
			...shownAmount(line, { subtotal, tax }, money),
		};
	});
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

function sums(lines: RefundedLine[]): Decimal {
	return Decimal.sum(lines.map(({ gross }) => gross));
}

function remarksOn(lines: RefundedLine[]): string[] {
	return lines
		.filter(({ gross }) => gross.sign < 0)
		.map(({ description, gross }) => `${description}: ${written(gross.abs())} was kept back`);
}
