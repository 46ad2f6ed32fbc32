/** Compares a request with the catalog: its query, and its body's fields, types, lengths, required and read-only marks. */
import {
	schema,
	type BodyShape,
	type CatalogOperation,
	type Field,
} from '../../nodes/Sage200/catalog/index.ts';

import type { Exchange } from './recorder.mts';

/** Whether a record is given with all that it needs, or only what changes of it. */
type Extent = 'whole' | 'part';

const OPTIONS = new Set(['$filter', '$orderby', '$top', '$skip', '$select', '$expand']);
const INTEGERS = new Set(['int16', 'int32', 'int64']);
/**
 * Read-only in the schema, yet sent to say which row, owner or lock is meant: Sage's schemas call some IDs read-only and
 * ask for them all the same.
 */
const POINTERS = /(^|_)id$|^oplock$/;

/** What is wrong with a request; empty when nothing is. */
export function wrongInRequest(
	{ query, body, method }: Exchange,
	operation: CatalogOperation,
): string[] {
	const extent = method === 'POST' ? 'whole' : 'part';
	return [...wrongInQuery(query, operation), ...wrongInBody(body, operation, extent)];
}

function wrongInQuery(query: URLSearchParams, { reply, method }: CatalogOperation): string[] {
	const unknown = [...query.keys()]
		.filter((name) => !OPTIONS.has(name) || method !== 'GET')
		.map((name) => `asks with ${name}`);
	if (!reply) return unknown;
	const { fields, open } = schema(reply.schema);
	const named = ['$select', '$expand', '$orderby'].flatMap((option) =>
		(query.get(option) ?? '').split(',').filter((part) => part !== ''),
	);
	const foreign = open
		? []
		: named.map((part) => part.split(/[ .]/)[0]).filter((name) => !fields.has(name));
	const unordered = query.has('$skip') && !query.has('$orderby') ? ['$skip without $orderby'] : [];
	return [
		...unknown,
		...foreign.map((name) => `names ${name}, which is not in ${reply.schema}`),
		...unordered,
	];
}

function wrongInBody(
	body: unknown,
	{ request, method }: CatalogOperation,
	extent: Extent,
): string[] {
	if (!request)
		return method === 'GET' || method === 'DELETE'
			? body === undefined
				? []
				: ['has a body']
			: [];
	return wrongInShape(body, request, extent);
}

function wrongInShape(body: unknown, shape: BodyShape, extent: Extent): string[] {
	if (!shape.list) return wrongInRecord(body, shape.schema, '', extent);
	return Array.isArray(body)
		? body.flatMap((row, at) => wrongInRecord(row, shape.schema, `[${at}]`, 'part'))
		: ['is no list'];
}

function wrongInRecord(record: unknown, name: string, path: string, extent: Extent): string[] {
	if (typeof record !== 'object' || record === null || Array.isArray(record))
		return [`${path} is no object`];
	const { fields, open } = schema(name);
	const missing =
		extent === 'whole'
			? [...fields.values()].filter(
					(field) =>
						field.required && !field.conditional && !field.readOnly && !(field.name in record),
				)
			: [];
	return [
		...missing.map((field) => `${path}.${field.name} is missing`),
		...Object.entries(record).flatMap(([key, value]) => {
			const field = fields.get(key);
			if (!field) return open ? [] : [`${path}.${key} is not in ${name}`];
			// A key that is given once names its record in every body: departments are put as a list by their codes.
			const isKey = field.givenOnCreate;
			if (field.readOnly && !isKey && !POINTERS.test(key)) return [`${path}.${key} is read-only`];
			return wrongInValue(field, value, `${path}.${key}`, extent);
		}),
	];
}

function wrongInValue(field: Field, value: unknown, path: string, extent: Extent): string[] {
	if (field.type === 'list') {
		if (!Array.isArray(value)) return [`${path} is no list`];
		return field.schema
			? value.flatMap((row, at) => wrongInRecord(row, field.schema!, `${path}[${at}]`, extent))
			: [];
	}
	if (field.type === 'object')
		return field.schema ? wrongInRecord(value, field.schema, path, 'part') : [];
	return isOfType(field, value) ? [] : [`${path} is ${JSON.stringify(value)}, not ${field.type}`];
}

function isOfType({ type, maxLength, decimals, values, refers }: Field, value: unknown): boolean {
	// Sage's own enum texts are longer than its schemas say.
	if (type === 'string')
		return (
			typeof value === 'string' &&
			value.length <= (values || refers ? Infinity : (maxLength ?? Infinity))
		);
	if (type === 'boolean') return typeof value === 'boolean';
	if (type === 'datetime')
		return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(value);
	if (INTEGERS.has(type)) return Number.isInteger(value);
	return typeof value === 'number' && Number(value.toFixed(decimals ?? 7)) === value;
}
