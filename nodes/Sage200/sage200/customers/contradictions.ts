/**
 * What speaks against a customer that was found by a weak rule. Two persons may have one name; another e-mail address,
 * postcode, VAT number or reference says that they are two.
 */
import type { SageRecord } from '../protocol/api';
import { normalKey, type Lookups } from '../lookups/lookups';

/** What is known of a buyer beside the name. */
export interface Evidence {
	reference?: string;
	vat_number?: string;
	email?: string;
	postcode?: string;
}

/** Customers that one clue led to. */
export interface Led {
	rows: SageRecord[];
	unless?: Evidence;
}

/** The customers of each that what is known of the buyer contradicts. Nothing is read where nothing more is known. */
export async function contradicted(lookups: Lookups, all: Led[]): Promise<Array<Set<SageRecord>>> {
	const idsWhere = (knows: (evidence: Evidence) => unknown) =>
		all.flatMap(({ rows, unless }) =>
			unless && knows(unless) ? rows.map(({ id }) => String(id)) : [],
		);
	const [emails, postcodes] = await Promise.all([
		emailsOf(
			lookups,
			idsWhere(({ email }) => email),
		),
		postcodesOf(
			lookups,
			idsWhere(({ postcode }) => postcode),
		),
	]);
	return all.map(({ rows, unless = {} }) => {
		const against = rows.filter((row) => {
			const id = String(row.id);
			return (
				differs(unless.reference, [row.reference]) ||
				differs(unless.vat_number, [row.vat_number]) ||
				differs(unless.email, emails.get(id) ?? []) ||
				differs(unless.postcode, postcodes.get(id) ?? [])
			);
		});
		return new Set(against);
	});
}

/** Whether something else is known in Sage. Where Sage has nothing, nothing speaks against the customer. */
function differs(given: string | undefined, known: unknown[]): boolean {
	const plain = (value: unknown) => normalKey(String(value ?? '')).replace(/\s/g, '');
	const stored = known.map(plain).filter((each) => each !== '');
	const wanted = plain(given);
	return wanted !== '' && stored.length > 0 && !stored.includes(wanted);
}

/** E-mail addresses of all contacts, by the customer's ID. */
async function emailsOf(lookups: Lookups, ids: string[]): Promise<Map<string, unknown[]>> {
	const contacts = await lookups.byKeys(
		{ resource: 'customer_contacts', field: 'customer_id', select: ['id', 'customer_id'] },
		ids,
	);
	const contactIds = [...contacts.values()].flat().map(({ id }) => String(id));
	const emails = await lookups.byKeys(
		{
			resource: 'customer_emails',
			field: 'customer_contact_id',
			select: ['id', 'email', 'customer_contact_id'],
		},
		contactIds,
	);
	return new Map(
		[...contacts].map(([customer, rows]) => [
			customer,
			rows.flatMap(({ id }) => (emails.get(String(id)) ?? []).map(({ email }) => email)),
		]),
	);
}

/** Postcodes of the main addresses, by the customer's ID. */
async function postcodesOf(lookups: Lookups, ids: string[]): Promise<Map<string, unknown[]>> {
	const customers = await lookups.byKeys(
		{
			resource: 'customers',
			field: 'id',
			select: ['id', 'main_address'],
			expand: ['main_address'],
		},
		ids,
	);
	return new Map(
		[...customers].map(([id, rows]) => [
			id,
			rows.map(({ main_address: address }) => (address as SageRecord | undefined)?.postcode),
		]),
	);
}
