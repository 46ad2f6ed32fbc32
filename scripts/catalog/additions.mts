/** Adds what Sage released after its OpenAPI files: the 2024 R2 and 2025 R1 endpoints and fields. */
import { resourceOf, type Draft, type FieldDraft } from './draft.mts';

interface AddedField {
	type?: string;
	format?: string;
}
export interface Additions {
	operations: Array<{
		group: string;
		resource: string;
		path: string;
		method: string;
		introduced: string;
		confidence: string;
	}>;
	fields: Record<string, Record<string, Record<string, AddedField> | string>>;
}

/** Adds operations and fields to the draft. */
export function applyAdditions(draft: Draft, additions: Additions): void {
	for (const { group, path, method, introduced, confidence } of additions.operations) {
		const shape = method === 'UNKNOWN' ? {} : shapeOf(draft, group, method, path);
		const flags = new Set(/inferred|UNKNOWN/.test(confidence) ? ['inferred'] : []);
		draft.addOperation({ group, method, path, flags, since: introduced, ...shape });
	}
	for (const [release, places] of Object.entries(additions.fields)) {
		const since = release.slice(0, 10);
		for (const [resources, fields] of Object.entries(places)) {
			if (typeof fields === 'string') continue;
			for (const schema of schemasOf(draft, resources)) addFields(draft, schema, fields, since);
		}
	}
}

/**
 * Sales returns take the body of sales orders (a working client does so), so their shapes are those of the
 * matching sales order path. Lists of types are id, value, description everywhere. Of the rest only the path is known.
 */
function shapeOf(
	draft: Draft,
	group: string,
	method: string,
	path: string,
): { request?: string; reply?: string } {
	const model = draft.operations.get(`${method} ${path.replace('sop_returns', 'sop_orders')}`);
	if (path.includes('sop_returns') && model) {
		return { request: asReturn(draft, model.request), reply: asReturn(draft, model.reply) };
	}
	const resource = resourceOf(path);
	const name = resource.replace(/s$/, '');
	const open = !resource.endsWith('_types');
	draft.addSchema(name, {
		group,
		fields: open ? new Map() : typeFields(),
		flags: new Set(open ? ['open'] : []),
	});
	return { reply: `[${name}]` };
}

function typeFields(): Map<string, FieldDraft> {
	const field = (type: string): FieldDraft => ({ type, flags: new Set(['readonly']) });
	return new Map([
		['id', field('int64')],
		['value', field('string')],
		['description', field('string')],
	]);
}

function asReturn(draft: Draft, shape: string | undefined): string | undefined {
	const source = shape?.replace(/[[\]]/g, '');
	const model = source ? draft.schemas.get(source) : undefined;
	if (!shape || !source || !model) return undefined;
	const name = source.replace('sop_order', 'sop_return');
	const fields = new Map<string, FieldDraft>();
	for (const [fieldName, field] of model.fields) {
		const type =
			field.type === '[sop_order_line]' ? `[${asReturn(draft, 'sop_order_line')}]` : field.type;
		fields.set(fieldName.replace('sop_order_id', 'sop_return_id'), {
			...field,
			type,
			flags: new Set(field.flags),
		});
	}
	draft.addSchema(name, {
		group: model.group,
		fields,
		flags: new Set([...model.flags, 'inferred']),
	});
	return shape.replace(source, name);
}

/** Resource names of a heading such as "sop_orders, sop_quotes(+_new,_duplicate)" → schemas that carry those fields. */
function schemasOf(draft: Draft, heading: string): Set<string> {
	const schemas = new Set<string>();
	for (const name of heading
		.replace(/\([^)]*\)/g, '')
		.split(',')
		.map((part) => resourceOf(part.trim()))) {
		const reply = draft.operations.get(`GET /${name}`)?.reply?.replace(/[[\]]/g, '');
		if (reply) schemas.add(reply);
		// Not established whether the flag sits on the header or the line: both take it.
		if (reply && draft.schemas.has(`${reply}_line`)) schemas.add(`${reply}_line`);
	}
	return schemas;
}

function addFields(
	draft: Draft,
	schema: string,
	fields: Record<string, AddedField>,
	since: string,
): void {
	for (const [name, { type, format }] of Object.entries(fields)) {
		const known = schema === 'customer_view' ? fieldOf(draft, 'customer', name) : undefined;
		const kind =
			format === 'date-time' ? 'datetime' : type === 'array' ? '[]' : (type ?? known ?? 'string');
		draft.schemas
			.get(schema)!
			.fields.set(name, { type: kind, flags: new Set(['inferred']), since });
	}
}

function fieldOf(draft: Draft, schema: string, name: string): string | undefined {
	return draft.schemas.get(schema)?.fields.get(name)?.type;
}
