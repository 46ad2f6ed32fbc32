/** Checks a written body against the catalog as Sage does; the first thing that is wrong is the only one told. */
import { findSchema, type Field, type Schema } from '../../nodes/Sage200/catalog/index.ts';
import { SageRefusal, type Body } from '../world.mts';
import type { Behaviour } from '../behaviour/index.mts';

export interface Rigour {
	behaviour: Behaviour;
	/** A new record: required fields must be there. */
	isNew: boolean;
	/** Whether the record that a field refers to exists. */
	exists(field: Field, value: number): boolean;
	/** Whether a text is one of a field's enum values. */
	isEnumValue(field: Field, value: string): boolean;
}

/** Sage's dates carry a time; a bare YYYY-MM-DD is rejected (api.md §g). */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/;

const LARGEST: Partial<Record<Field['type'], number>> = {
	int16: 2 ** 15 - 1,
	int32: 2 ** 31 - 1,
	int64: Number.MAX_SAFE_INTEGER,
};

interface Nested extends Rigour {
	/** The record that nested values belong to. */
	owner: Schema;
}

/**
 * The body with its values as the schema's types.
 * @throws SageRefusal
 */
export function validated(
	schema: Schema,
	body: unknown,
	rigour: Rigour,
	path = '',
	owner?: Schema,
): Body {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		throw new SageRefusal(`The request does not hold a JSON object${path && ` in '${path}'`}.`);
	}
	const given = body as Body;
	const checked: Body = {};
	for (const [name, value] of Object.entries(given)) {
		const field = schema.fields.get(name);
		if (field === undefined) checkUnknown(schema, name, rigour);
		checked[name] =
			field === undefined || field.readOnly
				? value
				: checkedValue(field, value, { ...rigour, owner: schema }, path + name);
	}
	// A child that comes with its id is changed, not made.
	const isNew = rigour.isNew && !given.id;
	if (isNew) checkRequired(schema, given, path, owner);
	return checked;
}

function checkUnknown(schema: Schema, name: string, { behaviour }: Rigour): void {
	if (schema.open || behaviour.unknownFields === 'ignored') return;
	throw new SageRefusal(`Could not find member '${name}' on object of type '${schema.name}'.`);
}

/** The ID of the record that a child is sent with is known from the place of the child. */
function checkRequired(schema: Schema, given: Body, path: string, owner: Schema | undefined): void {
	const known = owner && `${owner.name}_id`;
	for (const field of schema.fields.values()) {
		const { name } = field;
		if (
			isDemanded(field, owner) &&
			name !== known &&
			(given[name] === undefined || given[name] === '')
		) {
			throw new SageRefusal(`The ${path}${name} field is required.`);
		}
	}
}

/** A record's key is demanded although it is read-only (api.md n); ids that Sage gives out within one are not (api.md k 13). */
function isDemanded(
	{ required, conditional, readOnly, givenOnCreate }: Field,
	owner: Schema | undefined,
): boolean {
	if (givenOnCreate && owner === undefined) return true;
	return required && !conditional && !readOnly;
}

function checkedValue(field: Field, value: unknown, rigour: Nested, path: string): unknown {
	if (value === null) return nullValue(field, path);
	if (field.type === 'object') return nested(field, value, rigour, path);
	if (field.type === 'list') return list(field, value, rigour, path);
	const converted = rigour.behaviour.looseTypes === 'converted' ? loosened(field, value) : value;
	if (field.type === 'string') return text(field, converted, rigour, path);
	if (field.type === 'boolean')
		return expectType(field, typeof converted === 'boolean', converted, path);
	if (field.type === 'datetime') {
		return expectType(
			field,
			typeof converted === 'string' &&
				DATE_TIME.test(converted) &&
				!Number.isNaN(Date.parse(converted)),
			converted,
			path,
		);
	}
	return number(field, converted, rigour, path);
}

/** Dates may be null; elsewhere a null is rejected (api.md §g: omit rather than send null). */
function nullValue(field: Field, path: string): undefined {
	if (field.type === 'datetime' || field.type === 'object' || field.type === 'list')
		return undefined;
	throw new SageRefusal(`Null cannot be given for '${path}' (SageNullFieldException).`);
}

function nested(field: Field, value: unknown, rigour: Nested, path: string): unknown {
	const schema = field.schema === undefined ? undefined : findSchema(field.schema);
	return schema ? validated(schema, value, rigour, `${path}.`, rigour.owner) : value;
}

function list(field: Field, value: unknown, rigour: Nested, path: string): unknown {
	if (!Array.isArray(value)) throw new SageRefusal(`The value of '${path}' is not a list.`);
	return value.map((row, index) => nested(field, row, rigour, `${path}[${index}]`));
}

function text(field: Field, value: unknown, { isEnumValue }: Rigour, path: string): unknown {
	expectType(field, typeof value === 'string', value, path);
	const given = value as string;
	if (!isEnum(field) && field.maxLength !== undefined && given.length > field.maxLength) {
		throw new SageRefusal(
			`The field ${path} must be a string with a maximum length of ${field.maxLength}.`,
		);
	}
	if (given !== '' && !isEnumValue(field, given)) {
		throw new SageRefusal(
			`Error converting value "${given}" of '${path}': it is not one of ${field.refers ?? field.values?.join(', ')}.`,
		);
	}
	return given;
}

/** Sage's schemas measure enum texts shorter than the texts it sends itself (`PaymentDueFromCalendarMonth`: 20). */
function isEnum({ values, refers, name }: Field): boolean {
	return values !== undefined || refers?.endsWith('_types') === true || name.endsWith('_basis');
}

function number(field: Field, value: unknown, { exists }: Rigour, path: string): unknown {
	const largest = LARGEST[field.type];
	const fits =
		typeof value === 'number' &&
		Number.isFinite(value) &&
		(largest === undefined || (Number.isInteger(value) && Math.abs(value) <= largest));
	expectType(field, fits, value, path);
	if (field.refers && value !== 0 && !exists(field, value as number)) {
		throw new SageRefusal(`The ${path} ${String(value)} does not exist.`);
	}
	return value;
}

function loosened(field: Field, value: unknown): unknown {
	if (field.type === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
		return String(value);
	if (typeof value !== 'string' || field.type === 'string' || field.type === 'datetime')
		return value;
	if (field.type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
	return value.trim() === '' ? value : Number(value);
}

function expectType(field: Field, right: boolean, value: unknown, path: string): unknown {
	if (right) return value;
	throw new SageRefusal(`Could not convert ${JSON.stringify(value)} to ${field.type}: '${path}'.`);
}
