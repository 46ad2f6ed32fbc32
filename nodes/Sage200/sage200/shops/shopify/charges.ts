/** What a Shopify order charges beside its goods: delivery, duties, fees, tips, and what was given back without a line. */
import { Decimal } from '../../values/decimal';
import type { ShopLine } from '../order';
import { sharesOf } from '../shares';
import type { Source } from '../source';
import { grossOf, type NamedTax } from '../taxes';
import { money as written } from '../totals';

import { namedTaxes, taxed, title, type Shown } from './lines';

const ONE = Decimal.of(1);
const { ZERO } = Decimal;

/** Delivery that was not removed, less what was refunded of it: free delivery has a line too. */
export function deliveryLines(order: Source, shown: Shown, remarks: string[]): ShopLine[] {
	const rows = order.rows('shipping_lines', 'Delivery').filter((row) => !row.flag('is_removed'));
	const charged = rows.map((row) => {
		const taxes = namedTaxes(row, shown.money);
		return sharesOf(deliveryLine(row, taxes, shown), taxes, remarks);
	});
	const amounts = rows.map((row) => deliveryAmount(row, shown).amount);
	const whole = { amount: Decimal.sum(amounts), gross: grossOf(charged.flat()) };
	const left =
		leftOfEach(order, rows, amounts, shown) ?? rows.map(() => deliveryLeft(order, shown, whole));
	return charged.flatMap((lines, at) => {
		const [part, gross] = [left[at], grossOf(lines)];
		if (!part.equals(ONE) && gross.sign > 0)
			remarks.push(
				`${title(rows[at])}: ${written(gross.minus(gross.times(part)))} of ${written(gross)} was refunded in the shop`,
			);
		return lines.map((line) => reducedTo(line, part));
	});
}

/** The part that is left of each delivery, where refunds name what they are of and the order has no other sum. */
function leftOfEach(
	order: Source,
	rows: Source[],
	amounts: Decimal[],
	{ money }: Shown,
): Decimal[] | undefined {
	const refunds = order.rows('refunds').flatMap((refund) => refund.rows('refund_shipping_lines'));
	const refunded = rows.map((row) =>
		Decimal.sum(
			refunds
				.filter((refund) => refund.part('shipping_line')?.text('id') === row.text('id'))
				.map((refund) => money.inSet(refund, 'subtotal_amount_set') ?? ZERO),
		),
	);
	const left = amounts.map((amount, at) => amount.minus(refunded[at]));
	const current = money.inSet(order, 'current_shipping_price_set');
	const isAll = left.every(({ sign }) => sign >= 0) && current?.equals(Decimal.sum(left));
	return isAll
		? left.map((each, at) => (amounts[at].sign > 0 ? each.over(amounts[at]) : ONE))
		: undefined;
}

function deliveryLine(row: Source, taxes: NamedTax[], shown: Shown): ShopLine {
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
	const price = money.of(row, 'price') ?? ZERO;
	const shares = row.rows('discount_allocations').map((share) => money.of(share, 'amount') ?? ZERO);
	const discounted = money.of(row, 'discounted_price') ?? price;
	const amount = discounted.atMost(price.minus(Decimal.sum(shares).atMost(price.atLeast(ZERO))));
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
	if (current) return ONE.atMost(current.over(charged.amount));
	// Some releases tell it in both ways.
	const adjusted = grossOf(adjustments(order, shown, 'shipping_refund')).abs();
	const refunded = adjusted.atLeast(refundedDelivery(order, shown));
	return ONE.minus(ONE.atMost(refunded.over(charged.gross)));
}

function refundedDelivery(order: Source, { money, taxIncluded }: Shown): Decimal {
	const rows = order.rows('refunds').flatMap((refund) => refund.rows('refund_shipping_lines'));
	return Decimal.sum(
		rows.map((row) => {
			const amount = money.inSet(row, 'subtotal_amount_set') ?? ZERO;
			const tax = money.inSet(row, 'tax_amount_set') ?? ZERO;
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
		discount: ZERO,
		isPart: true,
	};
}

/** Duties and fees stand in the order's total; what they are of is told by the lines at most. */
export function chargeLines(order: Source, shown: Shown, remarks: string[]): ShopLine[] {
	return [...dutyLines(order, shown), ...feeLines(order, shown)].flatMap((each) =>
		charge(each, shown, remarks),
	);
}

/** What a shop charges beside goods and delivery, as it shows it. */
interface Charge {
	kind: ShopLine['kind'];
	description: string;
	amount: Decimal;
	taxes: NamedTax[];
}

function dutyLines(order: Source, { money }: Shown): Charge[] {
	const whole = { kind: 'duty' as const, description: 'Duties', taxes: [] };
	const listed = order
		.rows('line_items', 'Line')
		.filter((line) => line.amount('current_quantity')?.sign !== 0)
		.flatMap((line) => line.rows('duties', 'duty'))
		.map((duty) => ({
			...whole,
			amount: money.within(duty) ?? money.of(duty, 'price') ?? ZERO,
			taxes: namedTaxes(duty, money),
		}));
	const stated =
		money.inSet(order, 'current_total_duties_set') ??
		money.inSet(order, 'original_total_duties_set');
	return isTaxed(listed)
		? ofStated(listed, stated, whole)
		: [{ ...whole, amount: stated ?? sumOf(listed) }];
}

function feeLines(order: Source, { money }: Shown): Charge[] {
	const listed = order.rows('additional_fees', 'Fee').map((fee) => ({
		kind: 'fee' as const,
		description: fee.text('name') ?? 'Fee',
		amount: money.of(fee, 'price') ?? ZERO,
		taxes: namedTaxes(fee, money),
	}));
	const stated =
		money.inSet(order, 'current_total_additional_fees_set') ??
		money.inSet(order, 'original_total_additional_fees_set');
	return ofStated(listed, stated, { kind: 'fee', description: 'Additional fees', taxes: [] });
}

/** The charges as they are listed, where they come to what the order states, with their taxes or without. */
function ofStated(
	listed: Charge[],
	stated: Decimal | undefined,
	whole: Omit<Charge, 'amount'>,
): Charge[] {
	const amount = sumOf(listed);
	const tax = Decimal.sum(listed.flatMap(({ taxes }) => taxes.map((each) => each.amount)));
	const isListed = !stated || stated.equals(amount) || stated.equals(amount.plus(tax));
	return isListed ? listed : [{ ...whole, amount: stated }];
}

function sumOf(charges: Charge[]): Decimal {
	return Decimal.sum(charges.map(({ amount }) => amount));
}

function isTaxed(charges: Charge[]): boolean {
	return charges.some(({ taxes }) => taxes.length > 0);
}

/** Tips are lines of the order, or stand in a sum of their own. */
function tipLines(order: Source, shown: Shown): ShopLine[] {
	if (order.rows('line_items').some((line) => line.part('tip'))) return [];
	const amount = shown.money.of(order, 'total_tip_received') ?? ZERO;
	return charge({ kind: 'tip', description: 'Tip', amount, taxes: [] }, shown, []);
}

/** A line for each part that is taxed at a rate of its own. */
function charge(
	{ kind, description, amount, taxes }: Charge,
	shown: Shown,
	remarks: string[],
): ShopLine[] {
	if (amount.sign === 0) return [];
	const line = {
		kind,
		description,
		quantity: ONE,
		...taxed({ amount, discount: ZERO, taxes }, shown),
	};
	return sharesOf(line, taxes, remarks);
}

/**
 * Tips that stand in a sum of their own, money that was given back without a line, and what paying in cash was rounded
 * by. The total may count them or not: a tip may be among the lines without being marked as one.
 */
export function doubtfulLines(order: Source, shown: Shown): ShopLine[] {
	const amount = shown.money.inSet(order, 'total_cash_rounding_payment_adjustment_set') ?? ZERO;
	return [
		...tipLines(order, shown),
		...adjustments(order, shown, 'refund_discrepancy'),
		...charge({ kind: 'fee', description: 'Cash rounding', amount, taxes: [] }, shown, []),
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
				const tax = money.of(row, 'tax_amount') ?? ZERO;
				return {
					id: row.text('id'),
					kind: 'goodwill',
					description: row.text('reason') ?? 'Refund',
					quantity: ONE,
					gross: (money.of(row, 'amount') ?? ZERO).plus(tax),
					tax,
					...(tax.sign === 0 ? { taxRate: ZERO } : {}),
					discount: ZERO,
				};
			})
	);
}
