/** Which row of a record's list a wanted row is: by its ID, otherwise by what people know such rows by. */
import { labelOf } from '../../catalog/labels';
import { isRecord } from '../values/records';
import { isUnset } from '../values/unset';

import { normalKey } from './lookups';

type Values = Record<string, unknown>;

/** Natural keys of lists, by the list's field. Order lines have none: the same product may stand on two. */
const NATURAL_KEYS: Record<string, string[]> = {
	bin_holdings: ['name'],
	contacts: ['first_name', 'middle_name', 'last_name'],
	emails: ['email'],
	faxes: ['subscriber_number'],
	memos: ['note'],
	mobiles: ['subscriber_number'],
	search_category_values: ['search_category_id'],
	suppliers: ['supplier_id'],
	telephones: ['subscriber_number'],
	units: ['unit_id'],
	warehouse_holdings: ['warehouse_id'],
	websites: ['website'],
};

/**
 * What a change adds to lists whose rows only an ID names: a row without one that says something new is a new row,
 * though its writer may have meant to change one.
 * @param changes what is sent
 * @returns a note for each such list
 */
export function notesOnAddedRows(changes: Values): string[] {
	return Object.entries(changes).flatMap(([list, rows]) => {
		if (!Array.isArray(rows) || list in NATURAL_KEYS) return [];
		const added = rows.filter((row) => isRecord(row) && isUnset(row.id)).length;
		if (added === 0) return [];
		return [`${labelOf(list)}: ${added} added as new. Give the ID to change one that is there.`];
	});
}

/** The row of `current` that a wanted row means; undefined when it is a new one. */
export function rowMeant(list: string, current: Values[], wanted: Values): Values | undefined {
	if (wanted.id) return current.find(({ id }) => id === wanted.id);
	const keys = NATURAL_KEYS[list] ?? [];
	const key = keyOf(wanted, keys);
	return key === '' ? undefined : current.find((row) => keyOf(row, keys) === key);
}

function keyOf(row: Values, fields: string[]): string {
	return fields
		.map((field) => normalKey(String(row[field] ?? '')))
		.join(' ')
		.trim();
}
