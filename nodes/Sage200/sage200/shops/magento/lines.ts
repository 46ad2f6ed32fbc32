/** What is left of the goods of a Magento order, its bundles taken apart, and the fixed product taxes on them. */
import { Decimal } from '../../values/decimal';
import type { ShopLine } from '../order';
import { isRecord } from '../../values/records';
import { Source } from '../source';
import { lineTax, taxOn, taxWithin, type LineTax } from '../taxes';
import { money as written } from '../totals';

import type { MagentoMoney } from './money';

const ONE = Decimal.of(1);
const HALF_PENNY = Decimal.of('0.005');

/**
 * The items that were sold. A configurable product is listed once more as the variant that was chosen, without a
 * price; so are the parts of a bundle of fixed price. Where the parts have prices of their own, it is they that are
 * sold.
 */
function soldItems(order: Source, money: MagentoMoney): Source[] {
	const all = order.goods('items');
	const variants = unlinkedVariants(all, money);
	const items = all.filter((item) => !variants.includes(item));
	const priced = items.filter(
		(item) => parentOf(item) !== undefined && money.of(item, 'row_total').sign !== 0,
	);
	const bundles = new Set(
		items
			// Requests that choose their fields may leave the type out.
			.filter((item) => (item.text('product_type') ?? 'bundle') === 'bundle')
			.map((item) => item.text('item_id'))
			.filter((id) => priced.some((item) => parentOf(item) === id)),
	);
	return items.filter((item) => {
		const parent = parentOf(item);
		return parent === undefined ? !bundles.has(item.text('item_id')) : bundles.has(parent);
	});
}

/**
 * A variant has the number of its configurable product. Requests that choose their fields may leave out whose variant it
 * is: then it is the item of that number without a price.
 */
function unlinkedVariants(items: Source[], money: MagentoMoney): Source[] {
	const isConfigurable = (item: Source) => item.text('product_type') === 'configurable';
	const parents = new Set(items.map(parentOf));
	const without = items.filter(
		(item) => isConfigurable(item) && !parents.has(item.text('item_id')),
	);
	const numbers = new Set(without.map((item) => item.text('sku')));
	return items.filter(
		(item) =>
			!isConfigurable(item) &&
			parentOf(item) === undefined &&
			numbers.has(item.text('sku')) &&
			['row_total', 'price'].every((name) => money.of(item, name).sign === 0),
	);
}

/** What was left out although the order does not tie it to what it is a variant of. */
export function variantRemarks(order: Source, money: MagentoMoney): string[] {
	return unlinkedVariants(order.rows('items'), money).map(
		(item) =>
			`${nameOf(item)}: is listed twice, once without a price, which was taken for its variant`,
	);
}

function parentOf(item: Source): string | undefined {
	const id = item.text('parent_item_id') ?? item.part('parent_item')?.text('item_id');
	return id === '0' ? undefined : id;
}

/**
 * The goods of an order that are left, a line each.
 * @param remarks gets what was cancelled or refunded
 */
export function goodsLines(order: Source, money: MagentoMoney, remarks: string[]): ShopLine[] {
	return soldItems(order, money).flatMap((item) => {
		const ordered = item.ordered('qty_ordered');
		const gone = item.amountOrZero('qty_canceled').plus(item.amountOrZero('qty_refunded'));
		if (gone.sign > 0)
			remarks.push(
				`${nameOf(item)}: ${gone.toString()} of ${ordered.toString()} were cancelled or refunded in the shop`,
			);
		const left = ordered.minus(gone);
		if (left.sign <= 0) return [];
		const part = left.over(ordered);
		return [goodsLine(item, left, part, money, remarks), ...fixedTaxes(item, part, money)];
	});
}

/** @param part what is left of what the item's amounts are of */
export function goodsLine(
	item: Source,
	quantity: Decimal,
	part: Decimal,
	money: MagentoMoney,
	remarks: string[],
): ShopLine {
	const of = (name: string) => money.of(item, name).times(part);
	const row = of('row_total');
	const given = of('discount_amount');
	// Where the shop gives discounts on prices with tax, Magento says how much of them is tax.
	const compensation = of('discount_tax_compensation_amount');
	const tax = of('tax_amount');
	const before = row.plus(tax).plus(compensation);
	// Shares of a discount are rounded: together they may be more than there is to take off.
	const discount = given.atMost(before.atLeast(Decimal.ZERO));
	const gross = before.minus(discount);
	const net = gross.minus(tax);
	const rate = item.amount('tax_percent');
	const told = lineTax(tax.sign === 0 && !rate ? [] : [{ rate, amount: tax }], net);
	return {
		id: item.text('item_id'),
		kind: item.text('product_type') === 'giftcard' ? 'giftCard' : 'goods',
		sku: item.text('product_type') === 'giftcard' ? undefined : item.text('sku'),
		description: nameOf(item),
		quantity,
		gross,
		discount: discountWithTax(discount, compensation, told.taxRate),
		...taxOfDiscounted(nameOf(item), { quantity, gross, discount, ...told }, remarks),
		...(part.equals(ONE) ? {} : { isPart: true }),
	};
}

/**
 * A shop may work out tax before the discount, and so on more than was paid. For what was paid, that is too much: the
 * tax that the price contains is told instead.
 */
export function taxOfDiscounted(
	name: string,
	line: { quantity: Decimal; gross: Decimal; discount: Decimal } & LineTax,
	remarks: string[],
): LineTax {
	const { quantity, gross, discount, tax, taxRate } = line;
	if (!taxRate || taxRate.sign === 0 || discount.sign === 0) return { tax, taxRate };
	const net = gross.minus(tax);
	// The shop may round the tax of each unit, or take over what lines before have lost.
	const rounding = HALF_PENNY.times(quantity.plus(ONE));
	const isOn = (amount: Decimal) => taxOn(amount, taxRate).minus(tax).abs().compare(rounding) <= 0;
	if (isOn(net) || !isOn(net.plus(discount))) return { tax, taxRate };
	const within = taxWithin(gross, taxRate);
	remarks.push(
		`${name}: the shop worked out tax before the discount (${written(tax)}); ${written(gross)} was paid, which contains ${written(within)}`,
	);
	return { tax: within, taxRate };
}

function discountWithTax(
	discount: Decimal,
	compensation: Decimal,
	rate: Decimal = Decimal.ZERO,
): Decimal {
	return compensation.sign > 0 ? discount : discount.plus(discount.times(rate).over(100));
}

/** Fixed product taxes (recycling fees) are part of what the buyer pays, and are no part of the row's total. */
export function fixedTaxes(item: Source, part: Decimal, money: MagentoMoney): ShopLine[] {
	const net = money.of(item, 'weee_tax_applied_row_amount').times(part);
	if (net.sign === 0) return [];
	const applied = appliedFixedTaxes(item);
	const withTax = Decimal.sum(
		applied.map((row) => money.find(row, 'row_amount_incl_tax') ?? money.of(row, 'row_amount')),
	).times(part);
	const gross = withTax.compare(net) > 0 ? withTax : net;
	const tax = gross.minus(net);
	return [
		{
			kind: 'fee',
			description:
				applied.flatMap((row) => row.text('title') ?? []).join(', ') || 'Fixed product tax',
			quantity: ONE,
			gross,
			tax,
			...(tax.sign === 0 ? { taxRate: Decimal.ZERO } : {}),
			discount: Decimal.ZERO,
		},
	];
}

/** Magento keeps them as JSON within the item, which some modules have read already. */
function appliedFixedTaxes(item: Source): Source[] {
	const { weee_tax_applied: listed } = item.record;
	try {
		const rows: unknown = Array.isArray(listed)
			? listed
			: JSON.parse(item.text('weee_tax_applied') ?? '[]');
		return Array.isArray(rows)
			? rows.filter(isRecord).map((row) => new Source(row, item.problems, `${item.place}: FPT: `))
			: [];
	} catch {
		return [];
	}
}

/** What a person knows an item by. */
export function nameOf(item: Source): string {
	return item.text('name', 'sku') ?? item.place;
}
