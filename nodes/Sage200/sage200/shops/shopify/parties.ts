/** Who ordered in Shopify, and where it goes. */
import { fullName, setAddress, streetOf } from '../address';
import type { ShopAddress, ShopBuyer, ShopPayment } from '../order';
import type { Source } from '../source';

import type { ShopifyMoney } from './money';

/** An address of Shopify as a shop's address. */
export function addressOf(address: Source | undefined): ShopAddress | undefined {
	if (!address) return undefined;
	return setAddress({
		name: nameOf(address),
		company: address.text('company'),
		street: streetOf([address.text('address1'), address.text('address2')]),
		city: address.text('city'),
		county: address.text('province', 'province_code'),
		postcode: address.text('zip'),
		country: address.text('country_code', 'country'),
		phone: address.text('phone'),
	});
}

/** Who bought: the customer, otherwise the billing address. */
export function buyerOf(order: Source): ShopBuyer {
	const customer = order.part('customer');
	const billing = order.part('billing_address');
	const company = order.part('company');
	return {
		name:
			fullName(customer?.text('first_name'), customer?.text('last_name')) ??
			(billing && nameOf(billing)),
		company: company?.text('name') ?? billing?.text('company'),
		email: order.text('email', 'contact_email') ?? customer?.text('email'),
		phone: order.text('phone') ?? customer?.text('phone') ?? billing?.text('phone'),
		purchaseOrder: order.text('po_number'),
	};
}

function nameOf(address: Source): string | undefined {
	return address.text('name') ?? fullName(address.text('first_name'), address.text('last_name'));
}

/** Kinds of transactions that move money, and which way. */
const SIGNS = new Map([
	['sale', 1],
	['capture', 1],
	['refund', -1],
	// What a buyer who paid in cash got out.
	['change', -1],
]);

/** What was paid, by the order's transactions where it carries them, else by the names of its gateways. */
export function paymentsOf(order: Source, money: ShopifyMoney): ShopPayment[] {
	const moved = order
		.rows('transactions')
		.filter((row) => row.text('status') === 'success' && SIGNS.has(row.text('kind') ?? ''));
	if (moved.length > 0) {
		return moved.map((row) => ({
			method: row.text('gateway') ?? '',
			amount: money
				.moved(row, money.currency(order))
				?.times(SIGNS.get(row.text('kind') ?? '') ?? 1),
			reference: row.text('authorization', 'id'),
		}));
	}
	const names = order.record.payment_gateway_names;
	return Array.isArray(names)
		? names.filter((name) => typeof name === 'string').map((method) => ({ method }))
		: [];
}
