/** What the regular operations need to know of a resource. */
import type { FirstRows } from '../form/firstRows';
import { answering, recordFields, type Answer, type Gives } from '../gives';
import type { SageRecord } from '../../sage200/protocol/api';
import type { Identity } from '../identity';
import type { Item } from '../item';
import type { Fields, NestedSchemas } from '../../catalog/fieldNames';

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
	/** What stands in a required field as long as it is empty, where the field is no key. */
	placeholders?: Record<string, string>;
	/** Fields under "More Fields". */
	fields?: string[];
	/** Nested records with their own group of fields: `main_address` → its fields. */
	groups?: Record<string, string[]>;
	/** Fields under "More Fields" that stand for a row of a list. */
	firstRows?: FirstRows;
	/** The record that every one of these belongs to. */
	owner?: Owner;
	/** What a change of a record takes that a comparison does not show. */
	settling?: Settling;
	/** At most ten flat fields that Simplify shows. */
	simple: string[];
}

/** How a change is settled against the record that is there. */
export interface Settling {
	/** Nested records that have to be read for it, by what is to be changed. */
	expand(body: SageRecord): string[];
	/** What is to be compared with the record, and what is to be sent whatever the comparison shows. */
	settle(item: Item, record: SageRecord, body: SageRecord): Promise<Settled>;
}

export interface Settled {
	compared: SageRecord;
	sent: SageRecord;
}

/** A subject whose fields are those of its schema: a misspelt one does not compile. */
type DeclaredSubject<Schema extends keyof Fields> = Omit<
	Subject,
	'schema' | 'required' | 'placeholders' | 'fields' | 'groups' | 'simple'
> & {
	schema: Schema;
	required?: Array<Fields[Schema]>;
	placeholders?: Partial<Record<Fields[Schema], string>>;
	fields?: Array<Fields[Schema]>;
	groups?: FieldGroups<Schema>;
	simple: Array<Fields[Schema]>;
};

type FieldGroups<Schema> = Schema extends keyof NestedSchemas
	? { [Group in keyof NestedSchemas[Schema]]?: Array<FieldOf<NestedSchemas[Schema][Group]>> }
	: never;
type FieldOf<Schema> = Schema extends keyof Fields ? Fields[Schema] : never;

/** Declares a subject, and checks the names of its fields as it is compiled. */
export function defineSubject<Schema extends keyof Fields>(
	declared: DeclaredSubject<Schema>,
): Subject {
	return declared as Subject;
}

export interface Owner {
	identity: Identity;
	/** Field of the body that names it; without one it stands in the path, `/customers/12/customer_contacts`. */
	field?: string;
}

/** What stands in the required fields as long as they are empty. */
export function placeholdersOf({ identity, placeholders }: Subject): Record<string, string> {
	const keys = identity.keys.map(({ field, placeholder }) => [field, placeholder] as const);
	return { ...Object.fromEntries(keys), ...placeholders };
}

/** The field of the human key that tells whether a record exists. */
export function keyFieldOf({ identity }: Pick<Subject, 'identity'>): string {
	return identity.keys[0].field;
}

/** What a read gives. */
export function readFields({ schema, identity, simple }: Subject): Gives {
	const keys = identity.keys.map(({ field }) => field).filter((field) => !simple.includes(field));
	return recordFields(schema, [...keys, ...simple]);
}

/** What a write answers with: the record, and what became of it first. */
export function savedAnswer({ schema, simple }: Subject): { gives: Gives; answer: Answer } {
	return answering(schema, simple);
}
