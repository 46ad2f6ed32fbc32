/** What a Magento order charges beside its goods: delivery, gift wrapping, and what was given back without a line. */
import { Decimal } from '../../values/decimal';
import type { ShopLine, ShopPayment } from '../order';
import type { Source } from '../source';
import { lineTax, taxOn } from '../taxes';
import { money as written } from '../totals';

import { taxOfDiscounted } from './lines';
import type { MagentoMoney } from './money';

const ONE = Decimal.of(1);

/**
 * What is left of the order's delivery.
 * @param remarks gets what was cancelled or refunded of it
 */
export function deliveryLines(order: Source, money: MagentoMoney, remarks: string[]): ShopLine[] {
	const of = (name: string) => money.of(order, name);
	const amount = of('shipping_amount');
	const description = order.text('shipping_description');
	if (description === undefined && amount.sign === 0) return [];
	const back = of('shipping_canceled').plus(of('shipping_refunded'));
	if (back.sign > 0)
		remarks.push(
			`${description ?? 'Delivery'}: ${written(back)} of ${written(amount)} was cancelled or refunded in the shop`,
		);
	const part = amount.sign > 0 ? ONE.minus(back.over(amount)) : ONE;
	if (part.sign <= 0) return [];
	const tax = of('shipping_tax_amount').times(part);
	const discount = of('shipping_discount_amount').times(part);
	const compensation = of('shipping_discount_tax_compensation_amount').times(part);
	const gross = amount.times(part).plus(tax).plus(compensation).minus(discount);
	const rate = shippingRate(order) ?? rateOfGoods(order, tax, amount.times(part));
	const told =
		tax.sign === 0
			? { tax, taxRate: Decimal.ZERO }
			: lineTax([{ rate, amount: tax }], gross.minus(tax));
	const name = description ?? 'Delivery';
	return [
		{
			kind: 'delivery',
			description: name,
			quantity: ONE,
			gross,
			discount,
			...taxOfDiscounted(name, { quantity: ONE, gross, discount, ...told }, remarks),
			...(part.equals(ONE) ? {} : { isPart: true }),
		},
	];
}

/** The order's own list of taxes names the rate of delivery; without it the amounts tell it. */
function shippingRate(order: Source): Decimal | undefined {
	const rates = (order.part('extension_attributes')?.rows('item_applied_taxes') ?? [])
		.filter((row) => row.text('type') === 'shipping')
		.flatMap((row) => row.rows('applied_taxes'))
		.flatMap((row) => row.amount('percent') ?? []);
	return rates.length === 1 ? rates[0] : undefined;
}

/** The rate of some goods by which the tax is that of the whole amount, before any discount. */
function rateOfGoods(order: Source, tax: Decimal, amount: Decimal): Decimal | undefined {
	return order
		.rows('items')
		.flatMap((item) => item.amount('tax_percent') ?? [])
		.find((rate) => rate.sign > 0 && taxOn(amount, rate).pence === tax.pence);
}

/** Gift wrapping of the order, of its items and its card. */
export function wrappingLines(order: Source, money: MagentoMoney): ShopLine[] {
	const kinds = [
		['gw_price', 'gw_tax_amount', 'Gift wrapping'],
		['gw_items_price', 'gw_items_tax_amount', 'Gift wrapping of items'],
		['gw_card_price', 'gw_card_tax_amount', 'Gift card enclosed'],
	];
	return kinds.flatMap(([price, taxField, description]): ShopLine[] => {
		const net = money.of(order, price);
		if (net.sign === 0) return [];
		const tax = money.of(order, taxField);
		return [
			{
				kind: 'fee',
				description,
				quantity: ONE,
				gross: net.plus(tax),
				tax,
				...(tax.sign === 0 ? { taxRate: Decimal.ZERO } : {}),
				discount: Decimal.ZERO,
			},
		];
	});
}

/** What credit memos gave or kept beside lines: the total counts it as refunded. */
export function adjustmentLines(order: Source, money: MagentoMoney): ShopLine[] {
	const adjusted = money
		.of(order, 'adjustment_negative')
		.minus(money.of(order, 'adjustment_positive'));
	if (adjusted.sign === 0) return [];
	return [
		{
			kind: 'goodwill',
			description: adjusted.sign < 0 ? 'Adjustment refund' : 'Adjustment fee',
			quantity: ONE,
			gross: adjusted,
			tax: Decimal.ZERO,
			taxRate: Decimal.ZERO,
			discount: Decimal.ZERO,
		},
	];
}

/** What paid, what of it was given back, and how it is called. */
const CREDITS: Array<[paid: string, back: string, method: string]> = [
	['gift_cards_amount', 'gift_cards_refunded', 'gift_card'],
	['customer_balance_amount', 'customer_balance_refunded', 'store_credit'],
	['reward_currency_amount', 'rwrd_crrncy_amnt_refunded', 'reward_points'],
];

/** What was paid with gift cards, store credit and points, and not given back: Magento takes it off the total. */
export function creditsOf(
	order: Source,
	money: MagentoMoney,
): Array<ShopPayment & { amount: Decimal }> {
	return CREDITS.flatMap(([paid, back, method]) => {
		const amount = money.of(order, paid).abs().minus(money.of(order, back).abs());
		return amount.sign > 0 ? [{ method, amount }] : [];
	});
}
