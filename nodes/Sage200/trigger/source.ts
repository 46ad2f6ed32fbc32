/** The collection that a watch follows, and the pages of it that a watch reads. */
import { allOf } from '../sage200/lookups/odata';

import type { Moment } from './position';
import type { PageRequest } from './reading';
import { stampText } from './stamps';

/** The collection that is followed. */
export interface Source {
	/** Path below the API address: `/customers`. */
	path: string;
	/** Field that numbers its rows. */
	key: string;
	/** Field that says when a row was changed, or created. */
	stamp: string;
	/** Field that says when a row was created; undefined where it has none. */
	created?: string;
	/** New records are no changes: remembered, not emitted. A poll that is done again knows them, so what followed is a change. */
	passesOverNew?: true;
	filter?: string;
	select?: string[];
	expand?: string[];
}

/**
 * The row that was changed last.
 * @param latest a stamp that no row can have yet; what lies further ahead was stamped by mistake
 */
export function newestRow({ path, key, stamp, filter }: Source, latest: number): PageRequest {
	return {
		path,
		query: {
			$select: `${key},${stamp}`,
			$filter: allOf([filter, `${stamp} le ${stampText(latest)}`]),
			$orderby: `${stamp} desc`,
		},
		limit: 1,
		mayEnd: true,
	};
}

/**
 * Rows from a stamp on, the oldest first; in a moment its rows in order of ID.
 * @param limit most rows
 */
export function rowsFrom(
	{ path, key, stamp, created, filter, select, expand }: Source,
	from: number,
	moment: Moment | undefined,
	limit: number,
): PageRequest {
	const until = moment && `${stamp} le ${stampText(moment.upTo)}`;
	const beyond = moment?.after === undefined ? undefined : `${key} gt ${moment.after}`;
	const needed = [key, stamp, ...(created ? [created] : [])];
	return {
		path,
		query: {
			$select: select && [...new Set([...select, ...needed])].join(','),
			$expand: expand?.join(','),
			$filter: allOf([filter, `${stamp} ge ${stampText(from)}`, until, beyond]),
			$orderby: moment ? `${key} asc` : `${stamp} asc,${key} asc`,
		},
		limit,
		mayEnd: true,
	};
}
