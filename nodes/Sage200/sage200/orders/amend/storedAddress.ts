/**
 * A delivery address that Sage has of the customer, named for an order that is there already. Sage copies it onto the
 * order and keeps no trace of where it came from, so the addresses themselves are compared (api.md n).
 */
import { normalKey, type Lookups } from '../../lookups/lookups';
import type { SageRecord } from '../../protocol/api';

import { COPIED_ADDRESS } from './steps';

const PLACE = ['address_1', 'address_2', 'address_3', 'address_4', 'city', 'county', 'postcode'];

export interface AddressedHeader {
	/** The header, which asks for the copy only where it is to be made. */
	header: SageRecord;
	notes: string[];
}

/**
 * Asks for the copy only where the order goes to the invoice address or to another of the customer's addresses. An
 * address that is none of them was given for this order or edited in Sage, so it stays as it is and that is told.
 * @param order with its delivery address
 */
export async function withStoredAddress(
	lookups: Lookups,
	order: SageRecord,
	header: SageRecord,
): Promise<AddressedHeader> {
	const { [COPIED_ADDRESS]: id, ...rest } = header;
	const current = order.delivery_address as SageRecord | undefined;
	if (id === undefined || !current || order.use_invoice_address === true)
		return { header, notes: [] };
	const owner = String(order.customer_id);
	const found = await lookups.byKeys(
		{ resource: 'customer_delivery_addresses', field: 'customer_id' },
		[owner],
	);
	const stored = found.get(normalKey(owner)) ?? [];
	const wanted = stored.find((address) => address.id === id);
	// An address that is not the customer's is for Sage to refuse.
	if (!wanted) return { header, notes: [] };
	if (isSamePlace(current, wanted)) return { header: rest, notes: [] };
	if (stored.some((address) => isSamePlace(current, address))) return { header, notes: [] };
	const note = `The delivery address of ${String(order.document_no)} is none of the stored ones, so "${String(wanted.description)}" was not copied over it. To replace it give the address itself.`;
	return { header: rest, notes: [note] };
}

/** Sage may fill in the customer's name where the stored address has none. */
function isSamePlace(current: SageRecord, stored: SageRecord): boolean {
	const same = (field: string) => normalText(current[field]) === normalText(stored[field]);
	return PLACE.every(same) && (normalText(stored.postal_name) === '' || same('postal_name'));
}

function normalText(value: unknown): string {
	return normalKey(String(value ?? ''));
}
