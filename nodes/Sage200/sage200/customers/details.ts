/** A customer as a shop knows one. */
import type { SageRecord } from '../protocol/api';

/** What a customer can be told by. */
export type MatchRule = 'reference' | 'email' | 'vat_number' | 'name';

export interface CustomerDetails {
	reference?: string;
	name?: string;
	email?: string;
	vat_number?: string;
	telephone?: string;
	firstName?: string;
	lastName?: string;
	/** Fields of the account's main address, by Sage's names. */
	address: SageRecord;
	/** Further fields of the account, by Sage's names. */
	fields: SageRecord;
}

/** Parts of an account that a match may overwrite; everything else stays Sage's own. */
export const OVERWRITABLE = ['address', 'fields', 'name', 'telephone', 'vat_number'] as const;

export type Overwritable = (typeof OVERWRITABLE)[number];

/** The account's own fields, of the parts asked for. */
export function accountFields(
	{ name, telephone, vat_number, address, fields }: CustomerDetails,
	parts: readonly Overwritable[] = OVERWRITABLE,
): SageRecord {
	const all: Record<Overwritable, SageRecord> = {
		name: { name },
		telephone: { telephone_subscriber_number: telephone },
		vat_number: { vat_number },
		address: Object.keys(address).length > 0 ? { main_address: address } : {},
		fields,
	};
	return Object.assign({}, ...parts.map((part) => all[part])) as SageRecord;
}

/** The body of a new account, with the person as its contact. */
export function newAccount(details: CustomerDetails): SageRecord {
	const { email, telephone, name } = details;
	const { firstName, lastName } = personOf(details);
	const contact: SageRecord = {
		first_name: firstName,
		last_name: lastName ?? name,
		...(email ? { emails: [{ email, is_default: true }] } : {}),
		...(telephone ? { telephones: [{ subscriber_number: telephone, is_default: true }] } : {}),
	};
	const hasContact = email !== undefined || telephone !== undefined || lastName !== undefined;
	const fields = accountFields(details);
	// Contacts that are given as they are come after the buyer.
	const others = Array.isArray(fields.contacts) ? (fields.contacts as unknown[]) : [];
	return {
		reference: details.reference,
		...fields,
		...(hasContact ? { contacts: [contact, ...others] } : {}),
	};
}

function personOf({ firstName, lastName }: CustomerDetails): {
	firstName?: string;
	lastName?: string;
} {
	return lastName === undefined ? { lastName: firstName } : { firstName, lastName };
}
