/** Fields of a record as a flat list: those of nested records stand under dotted names, as `main_address.city`. */
import { schema, type CatalogOperation, type Field } from '../../catalog';
import type { SageRecord } from '../../sage200/protocol/api';
import { isRecord } from '../../sage200/values/records';

/** Sage writes these itself, though its schemas do not always mark them read-only. */
const STAMP = /^date_time_(created|updated)$/;

export interface Leaf {
	/** `main_address.city` */
	path: string;
	field: Field;
}

/** Every field that can be changed. Lists stay whole; a record nested in a nested one is given as JSON. */
function changeableFields(schemaName: string): Leaf[] {
	return leavesOf(schemaName, ({ readOnly }) => !readOnly);
}

/** Every field that a new record can have: also keys that are given once and never changed. */
function newRecordFields(schemaName: string): Leaf[] {
	return leavesOf(schemaName, isGivenAtFirst);
}

function isGivenAtFirst({ name, readOnly, givenOnCreate }: Field): boolean {
	return name !== 'is_to_delete' && (!readOnly || givenOnCreate);
}

/** The fields that a call of an endpoint can have. */
export function fieldsFor(
	{ method }: Pick<CatalogOperation, 'method'>,
	schemaName: string,
): Leaf[] {
	return method === 'POST' ? newRecordFields(schemaName) : changeableFields(schemaName);
}

function leavesOf(schemaName: string, fits: (field: Field) => boolean, prefix = ''): Leaf[] {
	const { fields } = schema(schemaName);
	return [...fields.values()]
		.filter((field) => fits(field) && !STAMP.test(field.name) && !namedByItsId(field, fields))
		.flatMap((field) => {
			const path = `${prefix}${field.name}`;
			return field.type === 'object' && field.schema !== undefined && prefix === ''
				? leavesOf(field.schema, fits, `${path}.`)
				: [{ path, field }];
		});
}

/** A record beside its own ID (`supplier_contact`, `supplier_contact_id`) is there to be read: the ID says which it is. */
function namedByItsId({ name, type }: Field, fields: Map<string, Field>): boolean {
	return type === 'object' && fields.has(`${name}_id`);
}

/** Dotted names become nested records; a value given for the nested record itself is joined with them. */
export function nested(values: SageRecord): SageRecord {
	const record: SageRecord = {};
	for (const [path, value] of Object.entries(values)) {
		const [name, inner] = splitPath(path);
		const given = inner === undefined ? value : { [inner]: value };
		const before = record[name];
		const joined = isRecord(before) && isRecord(given) ? { ...before, ...given } : given;
		Object.defineProperty(record, name, {
			value: joined,
			enumerable: true,
			writable: true,
			configurable: true,
		});
	}
	return record;
}

function splitPath(path: string): [string, string?] {
	const dot = path.indexOf('.');
	return dot < 0 ? [path] : [path.slice(0, dot), path.slice(dot + 1)];
}
