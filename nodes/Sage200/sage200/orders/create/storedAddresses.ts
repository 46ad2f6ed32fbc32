/** Delivery addresses that Sage has of a customer, by their names. */
import type { SageRecord } from '../../protocol/api';
import type { Problem } from '../../protocol/failures';
import { normalKey, type Lookups, type RowField } from '../../lookups/lookups';

const FIELDS: Array<RowField<'customer_delivery_addresses'>> = ['id', 'customer_id', 'description'];

/** Addresses of several customers that have one of the names; names are unique only within a customer. */
export async function readStoredAddresses(
	lookups: Lookups,
	names: string[],
): Promise<StoredAddresses> {
	return new StoredAddresses(
		await lookups.byKeys(
			{ resource: 'customer_delivery_addresses', field: 'description', select: FIELDS },
			names,
		),
	);
}

export class StoredAddresses {
	constructor(private readonly byName: Map<string, SageRecord[]>) {}

	/** The ID of a customer's address. */
	idOf(name: string, customer: SageRecord, problems: Problem[]): unknown {
		const own = (this.byName.get(normalKey(name)) ?? []).filter(
			({ customer_id }) => customer_id === customer.id,
		);
		if (own.length === 1) return own[0].id;
		const message =
			own.length === 0
				? `has no delivery address "${name}"`
				: `has ${own.length} delivery addresses "${name}"`;
		problems.push({
			field: 'Stored Address Name',
			message: `customer ${String(customer.reference)} ${message}`,
			remedy: 'Correct the name, or give the address itself.',
		});
		return undefined;
	}
}
