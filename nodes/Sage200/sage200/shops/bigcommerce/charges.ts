/** What a BigCommerce order charges beside its goods: each with tax, without, and the tax itself. */
import { Decimal } from '../../values/decimal';
import type { ShopLine, ShopLineKind, ShopPayment } from '../order';
import type { Source } from '../source';

const ONE = Decimal.of(1);

const CHARGES: Array<[string, ShopLineKind, string]> = [
	['shipping_cost', 'delivery', 'Delivery'],
	['handling_cost', 'fee', 'Handling'],
	['wrapping_cost', 'fee', 'Gift wrapping'],
];

/** Delivery, handling, wrapping and fees of an order, a line each. */
export function chargeLines(order: Source): ShopLine[] {
	const method = order.rows('shipping_addresses')[0]?.text('shipping_method');
	return [
		...CHARGES.flatMap(([name, kind, description]) =>
			charge(order, name, kind, kind === 'delivery' ? (method ?? description) : description),
		),
		...order
			.rows('fees', 'Fee')
			.flatMap((fee) =>
				charge(fee, 'cost', 'fee', fee.text('display_name_customer', 'name') ?? 'Fee'),
			),
	];
}

function charge(source: Source, name: string, kind: ShopLineKind, description: string): ShopLine[] {
	const net = source.amountOrZero(`${name}_ex_tax`);
	const gross = source.amount(`${name}_inc_tax`) ?? net;
	if (gross.sign === 0) return [];
	const tax = source.amount(`${name}_tax`) ?? gross.minus(net);
	return [
		{
			kind,
			description,
			quantity: ONE,
			gross,
			tax,
			...(tax.sign === 0 ? { taxRate: Decimal.ZERO } : {}),
			discount: Decimal.ZERO,
		},
	];
}

const CREDITS: Array<[string, string]> = [
	['store_credit_amount', 'store_credit'],
	['gift_certificate_amount', 'gift_card'],
];

/** What was paid with store credit and gift certificates. */
export function creditsOf(order: Source): Array<ShopPayment & { amount: Decimal }> {
	return CREDITS.flatMap(([field, method]) => {
		const amount = order.amountOrZero(field);
		return amount.sign > 0 ? [{ method, amount }] : [];
	});
}
