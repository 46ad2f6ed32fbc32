/** What the regular operations need to know of a resource. */
import type { FirstRows } from '../form/firstRows';
import type { Identity } from '../identity';

export interface Subject {
	/** `Customer` */
	singular: string;
	/** `Customers` */
	plural: string;
	/** Collection in the API: `customers`. */
	resource: string;
	/** Schema of one record: `customer`. */
	schema: string;
	identity: Identity;
	/** Required fields of a create, shown at the top. */
	required?: string[];
	/** Fields under "Additional Fields". */
	fields?: string[];
	/** Nested records with their own group of fields: `main_address` → its fields. */
	groups?: Record<string, string[]>;
	/** Fields under "Additional Fields" that stand for a row of a list. */
	firstRows?: FirstRows;
	/** The record that every one of these belongs to. */
	owner?: Owner;
	/** At most ten flat fields that Simplify shows. */
	simple: string[];
}

export interface Owner {
	identity: Identity;
	/** Field of the body that names it; without one it stands in the path, `/customers/12/customer_contacts`. */
	field?: string;
}

/** The field of the human key that tells whether a record exists. */
export function keyFieldOf({ identity }: Pick<Subject, 'identity'>): string {
	return identity.keys[0].field;
}

/** `a customer`, `an SOP order` */
export function withArticle(thing: string): string {
	return `${/^[aeiou]|^SOP/i.test(thing) ? 'an' : 'a'} ${thing}`;
}
