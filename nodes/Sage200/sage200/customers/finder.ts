/** Finds customers by reference, e-mail of a contact, VAT number, name or ID: each kind in one batch over all orders. */
import type { SageRecord } from '../protocol/api';
import { normalKey, type Lookups } from '../lookups/lookups';

import type { MatchRule } from './details';

/** What of a customer decides an order. */
export const CUSTOMER_FIELDS = [
	'id',
	'reference',
	'name',
	'vat_number',
	'currency_id',
	'on_hold',
	'account_status_type',
	'credit_limit',
	'balance',
	'value_of_current_orders_in_sop',
	'default_tax_code_id',
	'use_tax_code_as_default',
];

/** One way to look: a rule and the value to look for. */
export interface Clue {
	rule: MatchRule | 'id';
	value: string;
}

export type Finding =
	| { found: SageRecord; clue: Clue }
	/** Several customers fit the same clue: no later clue may choose among them. */
	| { ambiguous: SageRecord[]; clue: Clue }
	| { missing: true };

type Find = (lookups: Lookups, values: string[]) => Promise<Map<string, SageRecord[]>>;

const FIND: Record<Clue['rule'], Find> = {
	id: findBy('id'),
	reference: findBy('reference'),
	vat_number: findBy('vat_number'),
	name: findBy('name'),
	email: findByEmail,
};

/** What each list of clues leads to, the first clue that fits deciding. Later clues are looked up only where they are needed. */
export async function findCustomers<T>(
	lookups: Lookups,
	wanted: Map<T, Clue[]>,
): Promise<Map<T, Finding>> {
	const findings = new Map<T, Finding>([...wanted.keys()].map((key) => [key, { missing: true }]));
	const open = new Map(wanted);
	for (let turn = 0; open.size > 0; turn++) {
		const clues = new Map(
			[...open].flatMap(([key, list]) => (list[turn] ? [[key, list[turn]] as const] : [])),
		);
		for (const key of open.keys()) if (!clues.has(key)) open.delete(key);
		const records = await lookUp(lookups, [...clues.values()]);
		for (const [key, clue] of clues) {
			const rows = records.get(clue.rule)!.get(normalKey(clue.value)) ?? [];
			if (rows.length === 0) continue;
			findings.set(key, rows.length === 1 ? { found: rows[0], clue } : { ambiguous: rows, clue });
			open.delete(key);
		}
	}
	return findings;
}

async function lookUp(
	lookups: Lookups,
	clues: Clue[],
): Promise<Map<Clue['rule'], Map<string, SageRecord[]>>> {
	const rules = [...new Set(clues.map(({ rule }) => rule))];
	return new Map(
		await Promise.all(
			rules.map(
				async (rule) =>
					[
						rule,
						await FIND[rule](
							lookups,
							clues.filter((clue) => clue.rule === rule).map(({ value }) => value),
						),
					] as const,
			),
		),
	);
}

function findBy(field: string): Find {
	return async (lookups, values) =>
		await lookups.byKeys(
			{
				resource: 'customers',
				field,
				select: CUSTOMER_FIELDS,
				inCapitals: field === 'reference' || field === 'vat_number',
			},
			values,
		);
}

/** An e-mail address belongs to a contact, and the contact to a customer. Several contacts of one customer may share it. */
async function findByEmail(lookups: Lookups, values: string[]): Promise<Map<string, SageRecord[]>> {
	const emails = await lookups.byKeys(
		{ resource: 'customer_emails', field: 'email', select: ['id', 'email', 'customer_contact_id'] },
		values,
	);
	const contacts = await lookups.byKeys(
		{ resource: 'customer_contacts', field: 'id', select: ['id', 'customer_id'] },
		idsIn([...emails.values()].flat(), 'customer_contact_id'),
	);
	const customers = await findBy('id')(
		lookups,
		idsIn([...contacts.values()].flat(), 'customer_id'),
	);
	return new Map(
		[...emails].map(([email, rows]) => {
			const owners = idsIn(rows, 'customer_contact_id').flatMap((id) =>
				idsIn(contacts.get(id) ?? [], 'customer_id'),
			);
			return [email, [...new Set(owners)].flatMap((id) => customers.get(id) ?? [])];
		}),
	);
}

function idsIn(rows: SageRecord[], field: string): string[] {
	return rows.map((row) => String(row[field] ?? '')).filter((id) => id !== '' && id !== '0');
}
