/** What the readers of lists do to a query. */
import type { Query } from '../sage200/protocol/api';

export const CIRCLES =
	'The address gave the same rows for different pages, so the list cannot be read to its end. Ask for it with a filter or a limit.';

/** A `$select` with further fields; left out where all fields are asked for. */
export function withFields(select: Query[string], fields: string[]): string | undefined {
	return select === undefined ? undefined : [select, ...fieldsBeside(select, fields)].join(',');
}

/** Those of the fields that a `$select` leaves out. */
export function fieldsBeside(select: Query[string], fields: string[]): string[] {
	return select === undefined ? [] : fields.filter((field) => !namesField(String(select), field));
}

/** Whether a `$select` or `$orderby` names a field. */
export function namesField(list: string, field: string): boolean {
	return list.split(',').some((part) => part.trim().split(/\s/)[0] === field);
}
