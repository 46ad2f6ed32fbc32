/** What is left of the goods of a Magento order, its bundles taken apart, and the fixed product taxes on them. */
import { Decimal } from '../../values/decimal';
import type { ShopLine } from '../order';
import { isRecord } from '../../values/records';
import { Source } from '../source';
import { lineTax, taxWithin } from '../taxes';
import { money as written } from '../totals';

import type { MagentoMoney } from './money';

const ONE = Decimal.of(1);

/**
 * The items that were sold. A configurable product is listed once more as the variant that was chosen, without a
 * price; so are the parts of a bundle of fixed price. Where the parts have prices of their own, it is they that are
 * sold.
 */
function soldItems(order: Source, money: MagentoMoney): Source[] {
	const items = order.goods('items');
	const priced = items.filter(
		(item) => parentOf(item) !== undefined && money.of(item, 'row_total').sign !== 0,
	);
	const bundles = new Set(
		items
			.filter((item) => item.text('product_type') === 'bundle')
			.map((item) => item.text('item_id'))
			.filter((id) => priced.some((item) => parentOf(item) === id)),
	);
	return items.filter((item) => {
		const parent = parentOf(item);
		return parent === undefined ? !bundles.has(item.text('item_id')) : bundles.has(parent);
	});
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
	const discount = of('discount_amount');
	// Where the shop gives discounts on prices with tax, Magento says how much of them is tax.
	const compensation = of('discount_tax_compensation_amount');
	const tax = of('tax_amount');
	const gross = row.plus(tax).plus(compensation).minus(discount);
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
		...taxOfDiscounted(item, { gross, net, discount, ...told }, remarks),
	};
}

/**
 * A shop may work out tax before the discount, and so on more than was paid. For what was paid, that is too much: the
 * tax that the price contains is told instead.
 */
function taxOfDiscounted(
	item: Source,
	line: { gross: Decimal; net: Decimal; discount: Decimal; tax: Decimal; taxRate?: Decimal },
	remarks: string[],
): { tax: Decimal; taxRate?: Decimal } {
	const { gross, net, discount, tax, taxRate } = line;
	if (!taxRate || taxRate.sign === 0 || discount.sign === 0) return { tax, taxRate };
	const before = net.plus(discount).times(taxRate).over(100).pence;
	const after = net.times(taxRate).over(100).pence;
	if (tax.pence !== before || tax.pence === after) return { tax, taxRate };
	const within = taxWithin(gross, taxRate);
	remarks.push(
		`${nameOf(item)}: the shop worked out tax before the discount (${written(tax)}); ${written(gross)} was paid, which contains ${written(within)}`,
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

/** Magento keeps them as JSON within the item. */
function appliedFixedTaxes(item: Source): Source[] {
	try {
		const rows: unknown = JSON.parse(item.text('weee_tax_applied') ?? '[]');
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
