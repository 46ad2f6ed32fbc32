/** Reads one of Sage's OpenAPI files into the draft. */
import { readFileSync } from 'node:fs';

import type { Draft, FieldDraft, SchemaDraft } from './draft.mts';

interface Property {
	$ref?: string;
	type?: string;
	format?: string;
	maxLength?: number;
	readOnly?: boolean;
	default?: unknown;
	description?: string;
	items?: Property;
	properties?: Record<string, Property>;
	required?: string[];
	'x-sage-professional-only'?: boolean;
}
interface Body {
	content?: Record<string, { schema?: Property }>;
}
interface Endpoint {
	requestBody?: Body;
	responses: Record<string, Body>;
}
type PathItem = Record<'get' | 'post' | 'put' | 'delete', Endpoint | undefined> & {
	'x-sage-professional-only'?: boolean;
	'x-sage-changelog'?: Array<{ date: string; title: string; description: string }>;
};
export interface OpenApi {
	paths: Record<string, PathItem>;
	components: { schemas: Record<string, Property> };
}

const facts = JSON.parse(readFileSync(new URL('./facts.json', import.meta.url), 'utf8')) as {
	conditional: Record<string, string[]>;
};

const METHODS = ['get', 'post', 'put', 'delete'] as const;
const INTEGERS = new Set(['int16', 'int32', 'int64']);

/** Adds the operations and schemas of one OpenAPI file to the draft. */
export function readGroup(draft: Draft, group: string, document: OpenApi): void {
	for (const [name, schema] of Object.entries(document.components.schemas))
		readSchema(draft, group, name, schema);
	for (const [path, item] of Object.entries(document.paths)) readPath(draft, group, path, item);
}

function readSchema(draft: Draft, group: string, name: string, source: Property): void {
	const schema: SchemaDraft = { group, fields: new Map(), flags: new Set() };
	if (source['x-sage-professional-only']) schema.flags.add('pro');
	draft.addSchema(name, schema);
	const required = new Set(source.required ?? []);
	for (const [field, property] of Object.entries(source.properties ?? {})) {
		if (draft.schemas.get(name) !== schema) return;
		schema.fields.set(field, readField(draft, group, name, field, property, required.has(field)));
	}
}

function readField(
	draft: Draft,
	group: string,
	owner: string,
	name: string,
	property: Property,
	required: boolean,
): FieldDraft {
	const field: FieldDraft = {
		type: readType(draft, group, owner, name, property),
		flags: new Set(),
	};
	// Sage's files list some fields as both required and read-only: given when a record is made, and never changed.
	if (property.readOnly) field.flags.add('readonly');
	if (property.readOnly && required) field.flags.add('oncreate');
	else if (required)
		field.flags.add(facts.conditional[owner]?.includes(name) ? 'conditional' : 'required');
	if (property['x-sage-professional-only']) field.flags.add('pro');
	const value = String(property.default ?? '');
	// Some defaults are told in a sentence instead of given: that is prose and no value.
	if (value !== '' && !/\s/.test(value)) field.default = value;
	return field;
}

function readType(
	draft: Draft,
	group: string,
	owner: string,
	name: string,
	property: Property,
): string {
	if (property.$ref) return `{${property.$ref.split('/').at(-1)}}`;
	const decimals = /^decimal (\d)dp$/.exec(property.format ?? '')?.[1];
	switch (property.type) {
		case 'string':
			if (property.format === 'date-time') return 'datetime';
			// A few lengths stand in `format`; one stray `int16` there means nothing for a string.
			return lengthOf(property) ? `string(${lengthOf(property)})` : 'string';
		case 'boolean':
			return 'boolean';
		case 'integer':
		case 'number':
			if (decimals) return `decimal(${decimals})`;
			return INTEGERS.has(property.format ?? '') ? property.format! : 'int32';
		case 'array':
			return `[${childSchema(draft, group, `${owner}.${name}`, property.items ?? {})}]`;
		default:
			// Sage typed one flag of purchase lines as an object with format boolean.
			if (property.format === 'boolean') return 'boolean';
			return `{${childSchema(draft, group, `${owner}.${name}`, property)}}`;
	}
}

function lengthOf(property: Property): number | undefined {
	return (
		property.maxLength ??
		(/^\d+$/.test(property.format ?? '') ? Number(property.format) : undefined)
	);
}

/** An object written in place becomes a schema of its own, named after its owner; an empty one stays unknown. */
function childSchema(draft: Draft, group: string, name: string, property: Property): string {
	if (property.$ref) return property.$ref.split('/').at(-1)!;
	if (!property.properties || Object.keys(property.properties).length === 0) return '';
	readSchema(draft, group, name, property);
	return name;
}

function readPath(draft: Draft, group: string, path: string, item: PathItem): void {
	const dates = (item['x-sage-changelog'] ?? []).map((entry) => ({
		...entry,
		date: isoDate(entry.date),
	}));
	const published = dates
		.filter(({ title }) => /new endpoint/i.test(title))
		.map(({ date }) => date)
		.sort()[0];
	for (const method of METHODS) {
		const endpoint = item[method];
		if (!endpoint) continue;
		draft.addOperation({
			group,
			method: method.toUpperCase(),
			path,
			request: bodyShape(endpoint.requestBody),
			reply: bodyShape(endpoint.responses['200']),
			flags: new Set(item['x-sage-professional-only'] ? ['pro'] : []),
			since: published,
		});
	}
	const schemas = METHODS.flatMap((method) => [
		bodyShape(item[method]?.requestBody),
		bodyShape(item[method]?.responses['200']),
	]);
	for (const { date, description } of dates) {
		const named = [...description.matchAll(/'([a-z][a-z0-9_]+)'/g)].map((match) => match[1]);
		for (const shape of new Set(schemas)) {
			const schema = shape && draft.schemas.get(shape.replace(/[[\]]/g, ''));
			if (schema) for (const name of named) markSince(schema.fields.get(name), date);
		}
	}
}

function markSince(field: FieldDraft | undefined, date: string): void {
	if (field && (!field.since || date < field.since)) field.since = date;
}

function bodyShape(body: Body | undefined): string | undefined {
	const schema = Object.values(body?.content ?? {})[0]?.schema;
	if (!schema) return undefined;
	const name = (schema.$ref ?? schema.items?.$ref)?.split('/').at(-1);
	return schema.type === 'array' ? `[${name}]` : name;
}

/** Sage writes day/month/year. */
function isoDate(date: string): string {
	const [day, month, year] = date.split('/');
	return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
