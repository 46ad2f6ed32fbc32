/** Who ordered in Magento, and where it goes. */
import { firstAddress, fullName, setAddress, streetOf } from '../address';
import type { ShopAddress, ShopBuyer } from '../order';
import type { Source } from '../source';

/** @param remarks gets addresses beside the first */
export function deliveryAddressOf(order: Source, remarks: string[]): ShopAddress | undefined {
	const assigned = order.part('extension_attributes')?.rows('shipping_assignments') ?? [];
	const addresses = assigned.map((row) => addressOf(row.part('shipping')?.part('address')));
	// Modules that send orders by themselves have it beside the one of the invoice.
	return firstAddress(addresses, remarks) ?? addressOf(order.part('shipping_address'));
}

/** An address of Magento as a shop's address. */
export function addressOf(address: Source | undefined): ShopAddress | undefined {
	if (!address) return undefined;
	const street = address.record.street;
	return setAddress({
		name: nameOf(address),
		company: address.text('company'),
		street: streetOf(
			Array.isArray(street) ? street.map((line) => String(line ?? '')) : [address.text('street')],
		),
		city: address.text('city'),
		county: address.text('region', 'region_code'),
		postcode: address.text('postcode'),
		country: address.text('country_id'),
		phone: address.text('telephone'),
		email: address.text('email'),
	});
}

/** Who bought: the customer, otherwise the billing address. */
export function buyerOf(order: Source): ShopBuyer {
	const billing = order.part('billing_address');
	return {
		name:
			fullName(order.text('customer_firstname'), order.text('customer_lastname')) ??
			(billing && nameOf(billing)),
		company: billing?.text('company'),
		email: order.text('customer_email') ?? billing?.text('email'),
		phone: billing?.text('telephone'),
		vatNumber: order.text('customer_taxvat') ?? billing?.text('vat_id'),
		purchaseOrder: order.part('payment')?.text('po_number'),
	};
}

function nameOf(address: Source): string | undefined {
	return fullName(address.text('firstname'), address.text('middlename'), address.text('lastname'));
}
