/** What a Shopify order charges beside its goods: delivery, duties, fees, tips, and what was given back without a line. */
import { Decimal } from '../../values/decimal';
import type { ShopLine } from '../order';
import { sharesOf } from '../shares';
import type { Source } from '../source';
import { grossOf } from '../taxes';

import { namedTaxes, taxed, title, type Shown } from './lines';

const ONE = Decimal.of(1);

/** Delivery that was not removed, less what was refunded of it: free delivery has a line too. */
export function deliveryLines(order: Source, shown: Shown, remarks: string[]): ShopLine[] {
	const rows = order.rows('shipping_lines', 'Delivery').filter((row) => !row.flag('is_removed'));
	const lines = rows.flatMap((row) =>
		sharesOf(deliveryLine(row, shown), namedTaxes(row, shown.money), remarks),
	);
	const amount = Decimal.sum(rows.map((row) => deliveryAmount(row, shown).amount));
	const left = deliveryLeft(order, shown, { amount, gross: grossOf(lines) });
	return lines.map((line) => reducedTo(line, left));
}

function deliveryLine(row: Source, shown: Shown): ShopLine {
	const taxes = namedTaxes(row, shown.money);
	return {
		id: row.text('id'),
		kind: 'delivery',
		description: title(row),
		quantity: ONE,
		...taxed({ ...deliveryAmount(row, shown), taxes }, shown),
	};
}

/** A code for free delivery stands in the allocations only. */
function deliveryAmount(row: Source, { money }: Shown): { amount: Decimal; discount: Decimal } {
	const price = money.of(row, 'price') ?? Decimal.ZERO;
	const shares = row
		.rows('discount_allocations')
		.map((share) => money.of(share, 'amount') ?? Decimal.ZERO);
	const discounted = money.of(row, 'discounted_price') ?? price;
	const amount = least(discounted, price.minus(Decimal.sum(shares)));
	return { amount, discount: price.minus(amount) };
}

/** The part of the delivery that is left, from 0 to 1. */
function deliveryLeft(
	order: Source,
	shown: Shown,
	charged: { amount: Decimal; gross: Decimal },
): Decimal {
	if (charged.amount.sign <= 0) return ONE;
	const current = shown.money.inSet(order, 'current_shipping_price_set');
	if (current) return least(ONE, current.over(charged.amount));
	// Some releases tell it in both ways.
	const refunded = most(
		grossOf(adjustments(order, shown, 'shipping_refund')).abs(),
		refundedDelivery(order, shown),
	);
	return ONE.minus(least(ONE, refunded.over(charged.gross)));
}

function refundedDelivery(order: Source, { money, taxIncluded }: Shown): Decimal {
	const rows = order.rows('refunds').flatMap((refund) => refund.rows('refund_shipping_lines'));
	return Decimal.sum(
		rows.map((row) => {
			const amount = money.inSet(row, 'subtotal_amount_set') ?? Decimal.ZERO;
			const tax = money.inSet(row, 'tax_amount_set') ?? Decimal.ZERO;
			return taxIncluded ? amount : amount.plus(tax);
		}),
	);
}

function reducedTo(line: ShopLine, part: Decimal): ShopLine {
	if (part.equals(ONE)) return line;
	return {
		...line,
		gross: line.gross.times(part),
		tax: line.tax.times(part),
		discount: Decimal.ZERO,
	};
}

/** Duties and fees stand in the order's total; what they are of is told by the lines at most. */
export function chargeLines(order: Source, shown: Shown): ShopLine[] {
	return [...dutyLines(order, shown), ...feeLines(order, shown), ...tipLines(order, shown)];
}

function dutyLines(order: Source, shown: Shown): ShopLine[] {
	const { money } = shown;
	const duties = order
		.rows('line_items', 'Line')
		.filter((line) => line.amount('current_quantity')?.sign !== 0)
		.flatMap((line) => line.rows('duties', 'duty'));
	const stated =
		money.inSet(order, 'current_total_duties_set') ??
		money.inSet(order, 'original_total_duties_set');
	const listed = Decimal.sum(
		duties.map((duty) => money.within(duty) ?? money.of(duty, 'price') ?? Decimal.ZERO),
	);
	const amount = stated ?? listed;
	const taxes = amount.equals(listed) ? duties.flatMap((duty) => namedTaxes(duty, money)) : [];
	return charge('duty', 'Duties', amount, taxes, shown);
}

function feeLines(order: Source, shown: Shown): ShopLine[] {
	const { money } = shown;
	const fees = order.rows('additional_fees', 'Fee');
	const listed = fees.flatMap((fee) =>
		charge(
			'fee',
			fee.text('name') ?? 'Fee',
			money.of(fee, 'price') ?? Decimal.ZERO,
			namedTaxes(fee, money),
			shown,
		),
	);
	const stated =
		money.inSet(order, 'current_total_additional_fees_set') ??
		money.inSet(order, 'original_total_additional_fees_set');
	if (!stated || grossOf(listed).equals(stated)) return listed;
	return charge('fee', 'Additional fees', stated, [], shown);
}

/** Tips are lines of the order, or stand in a sum of their own. */
function tipLines(order: Source, shown: Shown): ShopLine[] {
	if (order.rows('line_items').some((line) => line.part('tip'))) return [];
	const amount = shown.money.of(order, 'total_tip_received') ?? Decimal.ZERO;
	return charge('tip', 'Tip', amount, [], shown);
}

function charge(
	kind: ShopLine['kind'],
	description: string,
	amount: Decimal,
	taxes: ReturnType<typeof namedTaxes>,
	shown: Shown,
): ShopLine[] {
	if (amount.sign === 0) return [];
	return [
		{
			kind,
			description,
			quantity: ONE,
			...taxed({ amount, discount: Decimal.ZERO, taxes }, shown),
		},
	];
}

/** Money that was given back without a line, and what paying in cash was rounded by. The total may count them or not. */
export function doubtfulLines(order: Source, shown: Shown): ShopLine[] {
	const rounding = shown.money.inSet(order, 'total_cash_rounding_payment_adjustment_set');
	return [
		...adjustments(order, shown, 'refund_discrepancy'),
		...charge('fee', 'Cash rounding', rounding ?? Decimal.ZERO, [], shown),
	];
}

/** What refunds changed beside lines; amounts are below 0, tax apart. */
function adjustments(order: Source, { money }: Shown, kind: string): ShopLine[] {
	return (
		order
			.rows('refunds', 'Refund')
			.flatMap((refund) => refund.rows('order_adjustments', 'adjustment'))
			// Since 2024 a refund of delivery has a list of its own, and adjustments no longer say what they are.
			.filter((row) => (row.text('kind') ?? 'refund_discrepancy') === kind)
			.map((row): ShopLine => {
				const tax = money.of(row, 'tax_amount') ?? Decimal.ZERO;
				return {
					id: row.text('id'),
					kind: 'goodwill',
					description: row.text('reason') ?? 'Refund',
					quantity: ONE,
					gross: (money.of(row, 'amount') ?? Decimal.ZERO).plus(tax),
					tax,
					...(tax.sign === 0 ? { taxRate: Decimal.ZERO } : {}),
					discount: Decimal.ZERO,
				};
			})
	);
}

function least(one: Decimal, other: Decimal): Decimal {
	return one.compare(other) <= 0 ? one : other;
}

function most(one: Decimal, other: Decimal): Decimal {
	return one.compare(other) >= 0 ? one : other;
}
