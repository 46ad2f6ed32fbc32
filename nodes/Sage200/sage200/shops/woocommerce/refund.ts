/** Refunds of WooCommerce: what came back of an order that is listed with them, and refunds by themselves. */
import type { Problem } from '../../protocol/failures';
import { Decimal } from '../../values/decimal';
import type { ShopLine, ShopLineKind } from '../order';
import type { RefundedLine, ShopRefund } from '../refund';
import type { ReadOptions } from '../shop';
import { Source, WHOLE_RECORD, type ShopRecord } from '../source';
import { lineTax, type NamedTax } from '../taxes';
import { checkPlaced, money as written } from '../totals';

const ONE = Decimal.of(1);
const KINDS: Array<[string, ShopLineKind]> = [
	['line_items', 'goods'],
	['shipping_lines', 'delivery'],
	['fee_lines', 'fee'],
];

/** @param record a refund as the REST API has it: its lines are below 0 */
export function readRefund(
	record: ShopRecord,
	_options: ReadOptions,
	problems: Problem[],
): ShopRefund {
	const refund = new Source(record, problems);
	const id = refund.text('id');
	if (id === undefined) refund.refuse('id', 'is missing: the refund has no number', WHOLE_RECORD);
	const listed = refundedLines(refund);
	const given = refund.amountOrZero('amount', 'total').abs();
	const lines =
		listed.length === 0 && given.sign > 0 ? [goodwill(given, refund.text('reason'))] : listed;
	checkPlaced(
		lines.map((line) => ({ ...line, discount: Decimal.ZERO })),
		given,
		problems,
	);
	return {
		id: id ?? '',
		orderId: refund.text('parent_id', 'order_id'),
		refundedAt: zoned(refund),
		lines,
		note: refund.text('reason'),
		totals: { gross: given, tax: Decimal.sum(lines.map(({ tax }) => tax)).rounded(2) },
		remarks: [],
	};
}

/** The lines of a refund as amounts above 0, each with the number of the order's line that it takes back. */
function refundedLines(refund: Source): RefundedLine[] {
	return KINDS.flatMap(([field, kind]) =>
		refund
			.rows(field, 'Line')
			.map((row) => refundedLine(row, kind))
			.filter(({ gross, quantity }) => gross.sign !== 0 || quantity.sign !== 0),
	);
}

function refundedLine(row: Source, kind: ShopLineKind): RefundedLine {
	const net = row.amountOrZero('total').negated();
	const taxes = row.rows('taxes', 'tax').flatMap((tax): NamedTax[] => {
		const amount = tax.amount('total');
		return amount && amount.sign !== 0 ? [{ amount: amount.negated() }] : [];
	});
	const told = taxes.length > 0 ? lineTax(taxes, net) : sumOf(row);
	const quantity = row.amountOrZero('quantity').abs();
	// Money may be given back for goods of which nothing came back.
	const isGoods = kind === 'goods' && quantity.sign > 0;
	return {
		kind: kind === 'goods' && !isGoods ? 'goodwill' : kind,
		sku: isGoods ? row.text('sku') : undefined,
		description: row.text('name', 'method_title') ?? row.place,
		quantity: isGoods ? quantity : ONE,
		gross: net.plus(told.tax),
		...told,
	};
}

function sumOf(row: Source): { tax: Decimal; taxRate?: Decimal } {
	const tax = row.amountOrZero('total_tax').negated();
	return tax.sign === 0 ? { tax, taxRate: Decimal.ZERO } : { tax };
}

function goodwill(gross: Decimal, reason: string | undefined): RefundedLine {
	return {
		kind: 'goodwill',
		description: reason ?? 'Refund',
		quantity: ONE,
		gross,
		tax: Decimal.ZERO,
		taxRate: Decimal.ZERO,
	};
}

/** The order's lines less what its refunds took back, where the order is listed with its refunds in full. */
export function lessRefunds(order: Source, lines: ShopLine[], remarks: string[]): ShopLine[] {
	const refunds = order.rows('refunds', 'Refund');
	return refunds.reduce((left, refund) => {
		const detailed = KINDS.some(([field]) => refund.rows(field).length > 0);
		if (detailed) return KINDS.reduce((rest, kind) => lessLines(rest, refund, kind, remarks), left);
		// In full it lists nothing where money alone was given back.
		if (Array.isArray(refund.record.line_items)) return [...left, givenBack(refund)];
		refund.refuse(
			'total',
			`${written(refund.amountOrZero('total', 'amount').abs())} was refunded, and the order does not tell for what`,
			'Give the order with its refunds in full: replace "refunds" by the answer of the shop\'s orders/{id}/refunds.',
		);
		return left;
	}, lines);
}

function givenBack(refund: Source): ShopLine {
	const given = refund.amountOrZero('amount', 'total').abs();
	const line = goodwill(given.negated(), refund.text('reason'));
	return { ...line, discount: Decimal.ZERO };
}

function lessLines(
	lines: ShopLine[],
	refund: Source,
	[field]: [string, ShopLineKind],
	remarks: string[],
): ShopLine[] {
	return refund.rows(field, 'Line').reduce((left, row) => {
		const id = refundedItem(row);
		const shares = left.filter((line) => line.id === id && id !== undefined);
		const [first] = shares;
		if (!first) return left;
		const back = row.amountOrZero('total').plus(row.amountOrZero('total_tax'));
		remarks.push(`${first.description}: ${written(back.negated())} was refunded in the shop`);
		return left.flatMap((line) => {
			if (!shares.includes(line)) return [line];
			return shares.length > 1 ? lessPart(line, shares, back) : less(line, row, back);
		});
	}, lines);
}

function less(line: ShopLine, row: Source, back: Decimal): ShopLine[] {
	const gross = line.gross.plus(back);
	const counted = line.kind === 'goods';
	const quantity = counted
		? line.quantity.minus(row.amountOrZero('quantity').abs())
		: line.quantity;
	if (counted ? quantity.sign <= 0 : gross.sign <= 0) return [];
	return [{ ...line, quantity, gross, tax: line.tax.plus(row.amountOrZero('total_tax')) }];
}

/** A charge that is taxed in shares gives back of each its part. */
function lessPart(line: ShopLine, shares: ShopLine[], back: Decimal): ShopLine[] {
	const whole = Decimal.sum(shares.map(({ gross }) => gross));
	const left = whole.plus(back);
	if (left.sign <= 0) return [];
	const kept = (amount: Decimal) => amount.times(left).over(whole);
	return [{ ...line, gross: kept(line.gross), tax: kept(line.tax), discount: kept(line.discount) }];
}

/** A refunded line names the order's own among its data. */
function refundedItem(row: Source): string | undefined {
	return row
		.rows('meta_data')
		.find((each) => each.text('key') === '_refunded_item_id')
		?.text('value');
}

/** WooCommerce writes the shop's time and UTC, and names no zone. */
export function zoned(source: Source): string | undefined {
	const local = source.text('date_created');
	const utc = source.text('date_created_gmt');
	if (!local) return utc?.replace(/Z?$/i, 'Z');
	if (!utc) return local;
	const minutes = Math.round((Date.parse(`${local}Z`) - Date.parse(`${utc}Z`)) / 60_000);
	if (!Number.isFinite(minutes)) return local;
	const two = (value: number) => String(value).padStart(2, '0');
	const apart = Math.abs(minutes);
	return `${local}${minutes < 0 ? '-' : '+'}${two(Math.floor(apart / 60))}:${two(apart % 60)}`;
}
