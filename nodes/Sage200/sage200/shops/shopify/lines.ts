/** What is left of the goods of a Shopify order. */
import { Decimal } from '../../values/decimal';
import type { ShopLine, ShopLineKind } from '../order';
import { WHOLE_RECORD, type Source } from '../source';
import { lineTax, taxOn, type NamedTax } from '../taxes';

import type { ShopifyMoney } from './money';

const ONE = Decimal.of(1);

/** How a Shopify order shows its amounts. */
export interface Shown {
	money: ShopifyMoney;
	/** Prices contain tax. */
	taxIncluded: boolean;
}

/**
 * The goods of an order that are left, a line each.
 * @param remarks gets what was refunded or removed
 */
export function goodsLines(order: Source, shown: Shown, remarks: string[]): ShopLine[] {
	const refunded = refundedQuantities(order);
	return order.goods('line_items').flatMap((line) => {
		const ordered = line.ordered('quantity');
		const left =
			line.amount('current_quantity') ??
			ordered.minus(refunded.get(line.text('id') ?? '') ?? Decimal.ZERO);
		if (left.compare(ordered) < 0)
			remarks.push(
				`${title(line)}: ${ordered.minus(left).toString()} of ${ordered.toString()} were refunded or removed in the shop`,
			);
		if (left.sign <= 0) return [];
		if (ordered.sign === 0) line.refuse('quantity', 'is 0, and some is left', WHOLE_RECORD);
		return [goodsLine(line, left, ordered.sign > 0 ? left.over(ordered) : ONE, shown)];
	});
}

/** @param part of what was ordered that is left */
function goodsLine(line: Source, quantity: Decimal, part: Decimal, shown: Shown): ShopLine {
	const price = shown.money.of(line, 'price');
	if (!price) line.refuse('price', 'is missing', WHOLE_RECORD);
	const listed = (price ?? Decimal.ZERO).times(quantity);
	// Shares of a discount are rounded: together they may be more than there is to take off.
	const most = listed.atLeast(Decimal.ZERO);
	const discount = lineDiscount(line, shown.money).times(part).atMost(most);
	const kind = kindOf(line);
	return {
		id: line.text('id'),
		kind,
		// What a gift card is sold for is no turnover of a product.
		sku: kind === 'goods' ? line.text('sku') : undefined,
		description: title(line),
		quantity,
		...taxed(
			{ amount: listed.minus(discount), discount, taxes: namedTaxes(line, shown.money, part) },
			shown,
		),
		...(part.equals(ONE) ? {} : { isPart: true }),
	};
}

function kindOf(line: Source): ShopLineKind {
	if (line.flag('gift_card')) return 'giftCard';
	return line.part('tip') ? 'tip' : 'goods';
}

/** Shopify shares all discounts out over the lines; orders of before 2018 have a plain sum. */
function lineDiscount(line: Source, money: ShopifyMoney): Decimal {
	const shares = line.rows('discount_allocations', 'discount');
	if (shares.length === 0) return money.of(line, 'total_discount') ?? Decimal.ZERO;
	return Decimal.sum(shares.map((share) => money.of(share, 'amount') ?? Decimal.ZERO));
}

/**
 * The taxes that a line, a delivery or an order names.
 * @param part of them that is left
 */
export function namedTaxes(source: Source, money: ShopifyMoney, part = Decimal.of(1)): NamedTax[] {
	return source.rows('tax_lines', 'tax').map((tax) => {
		const rate = tax.amount('rate')?.times(100);
		const amount = money.of(tax, 'price');
		if (!amount && rate?.sign !== 0)
			tax.refuse('price', 'is missing: what was charged is not known', WHOLE_RECORD);
		return { rate, amount: (amount ?? Decimal.ZERO).times(part) };
	});
}

/** An amount as Shopify shows it, with its tax told. */
export function taxed(
	{ amount, discount, taxes }: { amount: Decimal; discount: Decimal; taxes: NamedTax[] },
	{ taxIncluded }: Shown,
): Pick<ShopLine, 'gross' | 'tax' | 'taxRate' | 'discount'> {
	const all = Decimal.sum(taxes.map((tax) => tax.amount));
	const told = lineTax(taxes, taxIncluded ? amount.minus(all) : amount);
	return taxIncluded
		? { gross: amount, discount, ...told }
		: {
				gross: amount.plus(told.tax),
				discount: discount.plus(taxOn(discount, told.taxRate ?? Decimal.ZERO)),
				...told,
			};
}

/** What a person knows a line by. */
export function title(line: Source): string {
	return line.text('title', 'name', 'sku') ?? line.place;
}

/** The quantity that came back, by line: orders of before `current_quantity` tell it in their refunds. */
function refundedQuantities(order: Source): Map<string, Decimal> {
	const quantities = new Map<string, Decimal>();
	for (const refund of order.rows('refunds', 'Refund')) {
		for (const row of refund.rows('refund_line_items', 'line')) {
			const id = row.text('line_item_id') ?? '';
			quantities.set(id, (quantities.get(id) ?? Decimal.ZERO).plus(row.amountOrZero('quantity')));
		}
	}
	return quantities;
}
