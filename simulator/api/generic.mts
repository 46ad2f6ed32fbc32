/** Answers the operations that have no rule, from the catalog alone: list, get, create, update, delete. */
import type { CatalogOperation, Schema } from '../../nodes/Sage200/catalog/index.ts';
import { rowSchema } from '../data/resources.mts';
import { ListedRows, type RowSource } from '../odata/rows.mts';
import { SageRefusal, type Body, type Call, type Row } from '../world.mts';
import type { StoredCompany } from '../data/company.mts';
import { givenOnCreate } from './given-on-create.mts';
import type { Sources } from './sources.mts';

/** A call with what the engine knows beyond the rules' contract. */
export interface EngineCall extends Call {
	company: StoredCompany;
	operation: CatalogOperation;
}

type Answer = (call: EngineCall, sources: Sources) => unknown;

const ANSWERS: Record<string, Answer> = {
	'GET list': listRows,
	'GET one': getRow,
	'POST list': createRow,
	'PUT list': updateRows,
	'PUT one': (call) => updateRow(call, addressedRow(call).id, call.body as Body),
	'DELETE one': (call) => call.company.table(call.operation.resource).remove(addressedRow(call).id),
};

/** Answers an operation as the catalog describes it. Lists come as a source of rows, to be filtered by the caller. */
export function answerFromCatalog(call: EngineCall, sources: Sources): unknown {
	const answer = ANSWERS[`${call.method} ${call.path.endsWith('}') ? 'one' : 'list'}`];
	if (!answer)
		throw new SageRefusal(`The resource does not support the method '${call.method}'.`, 404);
	return answer(call, sources);
}

/** Fields of a row that the path's other placeholders narrow: `/customers/{customerId}/sop_orders` → customer_id. */
function parentsOf({
	path,
	ids,
	operation,
}: EngineCall): Array<{ parent: string; field?: string; id: number }> {
	const schema = rowSchema(operation.resource);
	const segments = path.split('/').slice(1);
	return segments.flatMap((segment, at) => {
		const placeholder = /^\{(.+)\}$/.exec(segment)?.[1];
		if (placeholder === undefined || at === segments.length - 1) return [];
		const parent = segments[at - 1];
		return [
			{ parent, field: schema && parentField(schema, placeholder, parent), id: ids[placeholder] },
		];
	});
}

function parentField({ fields }: Schema, placeholder: string, parent: string): string | undefined {
	const named = placeholder.replace(/(?<=.)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
	if (fields.has(named)) return named;
	return [...fields.values()].find(
		({ refers, type }) => refers === parent && type.startsWith('int'),
	)?.name;
}

function listRows(call: EngineCall, sources: Sources): RowSource | Body | undefined {
	const { company, operation } = call;
	const source = sources.of(company, operation.resource);
	const parents = parentsOf(call);
	for (const { parent, id } of parents) checkParent(company, sources, parent, id);
	// /licence and /current_user: one row without an id.
	if (!operation.reply?.list) return firstOf(source.all());
	const keys = parents.filter(({ field }) => field !== undefined);
	if (parents.length === 0) return source;
	if (keys.length === 0) return new ListedRows([]);
	const [first] = keys;
	const rows = source.where(first.field!, first.id);
	return new ListedRows(
		[...rows].filter((row) => keys.every(({ field, id }) => row[field!] === id)),
	);
}

function getRow({ company, operation, ids }: EngineCall, sources: Sources): Body {
	const { resource } = operation;
	const stored = sources.isStored(resource) ? company.table(resource).named(ids.Id) : undefined;
	if (stored) return stored;
	for (const row of sources.of(company, resource).where('id', ids.Id))
		if (row.id === ids.Id) return row;
	throw notFound(resource, ids.Id);
}

function createRow(call: EngineCall): Row {
	const { company, operation, body } = call;
	const schema = rowSchema(operation.resource);
	const parents = parentsOf(call).filter(({ field }) => field !== undefined);
	const defaults = Object.fromEntries(parents.map(({ field, id }) => [field!, id]));
	return company.table(operation.resource).insert({
		...defaultsOf(schema),
		...writable(schema, body as Body, call),
		...givenOnCreate(schema, body as Body),
		...defaults,
	});
}

function updateRow(call: EngineCall, id: number, body: Body): Row {
	const { company, operation } = call;
	const schema = rowSchema(operation.resource);
	const table = company.table(operation.resource);
	return table.change(id, writable(schema, body, call, table.find(id)));
}

/** A PUT of a whole collection: rows with an id change, others are added, is_to_delete removes. */
function updateRows(call: EngineCall): Row[] {
	const table = call.company.table(call.operation.resource);
	const bodies = call.body as Body[];
	for (const { id } of bodies)
		if (id && !table.find(Number(id)))
			throw new SageRefusal(`There is no record with the Id ${String(id)}.`);
	return bodies.flatMap((body) => {
		if (!body.id) return createRow({ ...call, body });
		if (body.is_to_delete !== true) return updateRow(call, Number(body.id), body);
		table.remove(Number(body.id));
		return [];
	});
}

function addressedRow({ company, operation, ids }: EngineCall): Row {
	const row = company.table(operation.resource).find(ids.Id);
	if (!row) throw notFound(operation.resource, ids.Id);
	return row;
}

function checkParent(company: StoredCompany, sources: Sources, parent: string, id: number): void {
	for (const row of sources.of(company, parent).where('id', id)) if (row.id === id) return;
	throw notFound(parent, id);
}

function notFound(resource: string, id: number): SageRefusal {
	return new SageRefusal(`There is no record ${id} in ${resource}.`, 404);
}

/** What of a body is stored: known fields that may be written; lists are merged row by row. */
function writable(schema: Schema | undefined, body: Body, call: EngineCall, row?: Row): Body {
	if (!schema || schema.open) return { ...body };
	const stored: Body = {};
	for (const [name, value] of Object.entries(body)) {
		const field = schema.fields.get(name);
		if (!field || field.readOnly || name === 'id' || name === 'is_to_delete' || value === undefined)
			continue;
		if (field.type === 'object')
			stored[name] = { ...(row?.[name] as Body | undefined), ...(value as Body) };
		else
			stored[name] =
				field.type === 'list' ? merged(call, name, row?.[name], value as Body[]) : value;
	}
	return stored;
}

/** Children that were not sent are left alone (api.md §g). */
function merged(call: EngineCall, field: string, existing: unknown, sent: Body[]): Body[] {
	let rows = Array.isArray(existing) ? [...(existing as Body[])] : [];
	for (const { is_to_delete: isToDelete, ...child } of sent) {
		const at = child.id ? rows.findIndex(({ id }) => id === child.id) : -1;
		if (child.id && at < 0)
			throw new SageRefusal(`There is no record with the Id ${String(child.id)} in '${field}'.`);
		if (isToDelete === true) rows = rows.filter((_, index) => index !== at);
		else if (at >= 0) rows[at] = { ...rows[at], ...child };
		else rows.push({ ...child, id: call.company.next(`${call.operation.resource}.${field}`) });
	}
	return rows;
}

function defaultsOf(schema: Schema | undefined): Body {
	const given = [...(schema?.fields.values() ?? [])].filter((field) => field.default !== undefined);
	return Object.fromEntries(given.map((field) => [field.name, typed(field.type, field.default!)]));
}

function typed(type: string, text: string): unknown {
	if (type === 'boolean') return text === 'true';
	return type === 'string' || type === 'datetime' ? text : Number(text);
}

function firstOf(rows: Iterable<Body>): Body {
	for (const row of rows) return row;
	return {};
}
