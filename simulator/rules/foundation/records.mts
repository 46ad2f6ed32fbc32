/**
 * Finds the records that a call names, or refuses it as Sage does: 404 for the address, 400 for a wrong foreign id
 * (api.md f).
 */
import { SageRefusal, type Body, type Call, type Company, type Row } from '../../world.mts';
import { numberOf, textOf } from './read.mts';

/**
 * The record of the call's own path.
 * @throws SageRefusal 404
 */
export function addressed(call: Call, resource: string, placeholder = 'Id'): Row {
	const id = call.ids[placeholder];
	const table = call.company.table(resource);
	const found = call.method === 'GET' ? table.named(id) : table.find(id);
	if (!found) throw new SageRefusal(`There is no record ${id} in ${resource}.`, 404);
	return found;
}

/**
 * The record that a field of the body refers to.
 * @throws SageRefusal 400
 */
export function referred(company: Company, resource: string, id: unknown, name: string): Row {
	const found = company.table(resource).find(numberOf(id));
	if (!found) throw new SageRefusal(`The ${name} with the Id ${String(id)} does not exist.`);
	return found;
}

/** Refuses a foreign id that is set and unknown. */
export function checkReference(
	company: Company,
	resource: string,
	id: unknown,
	name: string,
): void {
	if (numberOf(id) !== 0) referred(company, resource, id, name);
}

/** The record an optional foreign id names; undefined for an unset or unknown one. */
export function optional(company: Company, resource: string, id: unknown): Row | undefined {
	return company.table(resource).find(numberOf(id));
}

/** The only row of a settings resource. */
export function settings(company: Company, resource: string): Body {
	for (const row of company.table(resource).all()) return row;
	return {};
}

/** The first row that a test accepts. */
export function first(
	rows: Iterable<Row>,
	accepts: (row: Row) => boolean = () => true,
): Row | undefined {
	for (const row of rows) if (accepts(row)) return row;
	return undefined;
}

/** The sent body as an object. */
export function bodyOf(call: Call): Body {
	return (call.body ?? {}) as Body;
}

/** The numeric id of an enum text, as views and lookups carry it. */
export function enumId(company: Company, resource: string, value: unknown): number {
	return numberOf(first(company.table(resource).where('value', value))?.place);
}

/** An enum text in words. */
export function enumDescription(company: Company, resource: string, value: unknown): string {
	return textOf(first(company.table(resource).where('value', value))?.description);
}
