/** Who ordered in WooCommerce, and where it goes. */
import { fullName, setAddress, streetOf } from '../address';
import type { ShopAddress, ShopBuyer } from '../order';
import type { Source } from '../source';

/** Plugins keep VAT numbers among the order's own data, each under its own name. */
const VAT_NUMBER = /^_?(billing_)?(eu_)?vat(_number|_id)?$/i;
const PURCHASE_ORDER = /^_?(billing_)?(po|purchase_order)(_number|_no)?$/i;

export function addressOf(address: Source | undefined): ShopAddress | undefined {
	if (!address) return undefined;
	return setAddress({
		name: fullName(address.text('first_name'), address.text('last_name')),
		company: address.text('company'),
		street: streetOf([address.text('address_1'), address.text('address_2')]),
		city: address.text('city'),
		county: address.text('state'),
		postcode: address.text('postcode'),
		country: address.text('country'),
		phone: address.text('phone'),
		email: address.text('email'),
	});
}

/** Who bought: the billing address, with what plugins add to the order. */
export function buyerOf(order: Source): ShopBuyer {
	const billing = order.part('billing');
	return {
		name: fullName(billing?.text('first_name'), billing?.text('last_name')),
		company: billing?.text('company'),
		email: billing?.text('email'),
		phone: billing?.text('phone') ?? order.part('shipping')?.text('phone'),
		vatNumber: ownData(order, VAT_NUMBER),
		purchaseOrder: ownData(order, PURCHASE_ORDER),
	};
}

function ownData(order: Source, name: RegExp): string | undefined {
	return order
		.rows('meta_data')
		.filter((row) => name.test(row.text('key') ?? ''))
		.flatMap((row) => row.text('value') ?? [])[0];
}
