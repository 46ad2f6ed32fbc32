/** Reads rows by the IDs that one of their fields holds, in as few calls as addresses allow. */
import { allOf, condition, filtersOf, LONGEST_FILTER } from '../sage200/lookups/odata';
import type { Query, SageRecord } from '../sage200/protocol/api';

import { readList, type Reading } from './reading';

export interface Wanted {
	/** Field of the rows: `product_id`. */
	field: string;
	/** What it may hold. Each is asked for once; what is no ID, or the 0 of an unset one, is passed over. */
	ids: unknown[];
}

/**
 * All rows whose field holds one of the IDs.
 * @param key field that numbers the rows
 */
export function* readByIds(
	{ path, query, filter }: { path: string; query: Query; filter?: string },
	key: string,
	{ field, ids }: Wanted,
): Reading<SageRecord[]> {
	const wanted = [...new Set(ids.map(Number))].filter((id) => Number.isSafeInteger(id) && id !== 0);
	const filters = filtersOf(
		wanted.map((id) => condition(field, 'eq', id, 'int64')),
		LONGEST_FILTER,
	);
	const rows: SageRecord[] = [];
	for (const { filter: each } of filters) {
		const beyond = (after: number | undefined) =>
			after === undefined ? undefined : `${key} gt ${after}`;
		const found = yield* readList({ path, query, mayEnd: false }, key, (after) =>
			allOf([filter, each, beyond(after)]),
		);
		rows.push(...(found ?? []));
	}
	return rows;
}
