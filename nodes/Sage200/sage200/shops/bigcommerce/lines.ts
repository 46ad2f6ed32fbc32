/** What is left of the goods of a BigCommerce order, less the discounts that its line totals do not contain. */
import { Decimal } from '../../values/decimal';
import type { ShopLine } from '../order';
import type { Source } from '../source';

const ONE = Decimal.of(1);

/** Whether line totals have their discounts taken off already, and whether the discounts contain tax. */
export type Discounted = 'already' | 'withTax' | 'withoutTax';

export interface Product {
	source: Source;
	/** Quantity that is left after refunds. */
	left: Decimal;
	/** That quantity as a part of what was ordered. */
	part: Decimal;
	gross: Decimal;
	tax: Decimal;
	/** What the order takes off this line. */
	discount: Decimal;
}

/** BigCommerce gives an order with the address of its products in their place. */
const READ_PRODUCTS =
	'Read them from the shop (orders/{id}/products) and put the list in the place of "products".';

/** Line totals of all that was ordered, and each line's share of the order's discounts. */
export function productsOf(order: Source, remarks: string[]): Product[] {
	const products = order.goods('products', READ_PRODUCTS).map((source): Product => {
		const ordered = source.ordered('quantity');
		const back = source.amountOrZero('quantity_refunded');
		const left = ordered.minus(back);
		if (back.sign > 0)
			remarks.push(
				`${nameOf(source)}: ${back.toString()} of ${ordered.toString()} were refunded in the shop`,
			);
		const discounts = source.rows('applied_discounts').map((row) => row.amountOrZero('amount'));
		const gross = source.amountOrZero('total_inc_tax');
		return {
			source,
			left,
			part: ordered.sign > 0 ? left.over(ordered) : Decimal.ZERO,
			gross,
			tax: source.amount('total_tax') ?? gross.minus(source.amount('total_ex_tax') ?? gross),
			discount: Decimal.sum(discounts),
		};
	});
	return withOrderDiscount(order, products);
}

/** A discount on the whole order that no line lists is shared by what the lines are worth. */
function withOrderDiscount(order: Source, products: Product[]): Product[] {
	const all = order.amountOrZero('discount_amount').plus(order.amountOrZero('coupon_discount'));
	const rest = all.minus(Decimal.sum(products.map(({ discount }) => discount)));
	const worth = Decimal.sum(products.map(({ gross }) => gross));
	if (rest.sign <= 0 || worth.sign <= 0) return products;
	return products.map((product) => ({
		...product,
		discount: product.discount.plus(rest.times(product.gross).over(worth)),
	}));
}

/** The goods of an order that are left, a line each, with their shares of its discounts. */
export function goodsLines(products: Product[], discounted: Discounted): ShopLine[] {
	return products
		.filter(({ left }) => left.sign > 0)
		.map(({ source, left, part, ...product }) => {
			const { gross, tax, discount } = less(product, discounted);
			return {
				id: source.text('id'),
				kind: 'goods' as const,
				sku: source.text('sku'),
				description: nameOf(source),
				quantity: left,
				gross: gross.times(part),
				tax: tax.times(part),
				...(tax.sign === 0 ? { taxRate: Decimal.ZERO } : {}),
				discount: discount.times(part),
				...(part.equals(ONE) ? {} : { isPart: true }),
			};
		});
}

function less(
	{ gross, tax, discount }: Pick<Product, 'gross' | 'tax' | 'discount'>,
	discounted: Discounted,
): Pick<Product, 'gross' | 'tax' | 'discount'> {
	const net = gross.minus(tax);
	if (discounted === 'already' || discount.sign === 0 || net.sign <= 0)
		return { gross, tax, discount: Decimal.ZERO };
	const off = discounted === 'withTax' ? discount : discount.times(gross).over(net);
	const part = ONE.minus(off.over(gross));
	return { gross: gross.times(part), tax: tax.times(part), discount: off };
}

function nameOf(product: Source): string {
	return product.text('name', 'sku') ?? product.place;
}
