/** Finds customers by reference, e-mail of a contact, VAT number, name or ID: each kind in one batch over all orders. */
import type { SageRecord } from '../protocol/api';
import { normalKey, type Lookups, type RowField } from '../lookups/lookups';

import { contradicted, type Evidence } from './contradictions';
import type { MatchRule } from './details';

/** The fields of a customer that decide an order. */
export const CUSTOMER_FIELDS: Array<RowField<'customers'>> = [
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
	/** The value may as well be an ID: if it is the one of another customer, neither is taken. */
	maybeId?: boolean;
	/** What else is known of the buyer: a customer that it contradicts is not taken. */
	unless?: Evidence;
}

export type Finding =
	| { found: SageRecord; clue: Clue }
	/** Several customers fit the same clue: no later clue may choose among them. */
	| { ambiguous: SageRecord[]; clue: Clue }
	/** `contradicted` are customers that a clue led to and that what else is known speaks against. */
	| { missing: true; contradicted: SageRecord[] };

type Find = (lookups: Lookups, values: string[]) => Promise<Map<string, SageRecord[]>>;

const FIND: Record<Clue['rule'], Find> = {
	id: findBy('id'),
	reference: findBy('reference'),
	vat_number: findBy('vat_number'),
	name: findBy('name'),
	email: findByEmail,
};

/**
 * What each list of clues leads to, in their order; the first clue that fits decides. Later clues are looked up only
 * where they are needed.
 */
export async function findCustomers(lookups: Lookups, wanted: Clue[][]): Promise<Finding[]> {
	const searches = wanted.map((clues) => ({ clues, contradicted: [] as SageRecord[] }));
	const findings = new Map<object, Finding>();
	for (let turn = 0; turn < Math.max(0, ...wanted.map(({ length }) => length)); turn++) {
		const asked = searches.flatMap((search) => {
			const clue = findings.has(search) ? undefined : search.clues[turn];
			return clue ? [{ search, clue }] : [];
		});
		const rows = await rowsOf(
			lookups,
			asked.map(({ clue }) => clue),
		);
		for (const [at, { search, clue }] of asked.entries()) {
			const { fitting, against } = rows[at];
			search.contradicted.push(...against);
			if (fitting.length === 1) findings.set(search, { found: fitting[0], clue });
			if (fitting.length > 1) findings.set(search, { ambiguous: fitting, clue });
		}
	}
	return searches.map(
		(search) =>
			findings.get(search) ?? { missing: true, contradicted: [...new Set(search.contradicted)] },
	);
}

interface Rows {
	fitting: SageRecord[];
	against: SageRecord[];
}

/** The customers that each clue leads to, and those that what else is known speaks against. */
async function rowsOf(lookups: Lookups, clues: Clue[]): Promise<Rows[]> {
	const asked = clues.flatMap(
		(clue): Array<Pick<Clue, 'rule' | 'value'>> => [
			clue,
			...(clue.maybeId ? [{ rule: 'id' as const, value: clue.value }] : []),
		],
	);
	const rules = [...new Set(asked.map(({ rule }) => rule))];
	const found = new Map(
		await Promise.all(
			rules.map(async (rule) => {
				const values = asked.filter((each) => each.rule === rule).map(({ value }) => value);
				return [rule, await FIND[rule](lookups, values)] as const;
			}),
		),
	);
	const of = (rule: Clue['rule'], value: string) => found.get(rule)?.get(normalKey(value)) ?? [];
	const led = clues.map(({ rule, value, maybeId, unless }) => {
		const rows = of(rule, value);
		const others = maybeId && rows.length > 0 ? of('id', value) : [];
		const ids = new Set(rows.map(({ id }) => id));
		return { rows: [...rows, ...others.filter(({ id }) => !ids.has(id))], unless };
	});
	const wrong = await contradicted(lookups, led);
	return led.map(({ rows }, at) => ({
		fitting: rows.filter((row) => !wrong[at].has(row)),
		against: [...wrong[at]],
	}));
}

function findBy(field: RowField<'customers'>): Find {
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
