/**
 * Records that were deleted. Sage does not report them (api.md h), so all IDs are read every so often and compared with
 * those that were there before.
 */
import { invalid } from '../sage200/protocol/failures';

import { readByIds } from './byIds';
import type { Happening, Machine, PollRules } from './happening';
import { endsList, type Reading } from './reading';
import { Versions } from './versions';

const HOUR = 3_600_000;

/** IDs as they are stored between polls. */
export interface StoredIds {
	known: string;
	/** n8n's clock at the end of the last scan; 0 while one is under way. */
	scannedAt: number;
	/** The scan that is under way compared IDs up to this one. */
	after?: number;
	/** What was told last of this scan, so that it can be told again. */
	missed: string;
}

export interface DeletionsState {
	ids?: StoredIds;
}

export interface DeletionRules {
	/** Below the API address: `/customers`. */
	path: string;
	/** Field that numbers the records. */
	key: string;
	/** Hours from one scan to the next. */
	every: number;
}

/** The machine that finds records which are gone from a list. */
export function deletionsMachine({ path, key, every }: DeletionRules): Machine<DeletionsState> {
	return {
		*poll(stored, rules) {
			const ids = stored?.ids;
			const now = rules.clock();
			if (ids && Math.abs(now - ids.scannedAt) < every * HOUR)
				return { happenings: [], state: { ids } };
			const { known, after, isEnd, gone } = yield* scan(path, key, rules, ids);
			const isQuiet = gone.length === 0 && ids?.after !== undefined;
			return {
				happenings: gone.map((id) => deleted(path, key, id, now)),
				state: {
					ids: {
						known: textOf([...known]),
						scannedAt: isEnd ? now : 0,
						after,
						missed: isQuiet ? ids.missed : textOf(gone),
					},
				},
			};
		},
		*sample(count, now) {
			const query = { $select: key, $orderby: `${key} desc` };
			const page = yield { path, query, limit: count, mayEnd: true };
			return (page?.rows ?? []).map((row) => deleted(path, key, Number(row[key]), now));
		},
		rewound: ({ ids }) => ({
			ids: ids && {
				...ids,
				known: textOf([...idsIn(ids.known), ...idsIn(ids.missed)]),
				...(ids.missed === '' ? {} : { scannedAt: 0, after: undefined }),
				missed: '',
			},
		}),
	};
}

interface Scan {
	/** All IDs that are known to be there, or were not looked for yet. */
	known: Set<number>;
	/** Where the next poll goes on; undefined for the beginning. */
	after?: number;
	/** All are compared. */
	isEnd: boolean;
	/** Known before, and there no more. */
	gone: number[];
}

/**
 * Compares the IDs page by page, from where the last poll had to stop, until all are compared, the poll's time is over or
 * as many are gone as it may tell.
 * @throws InvalidInput for a collection with more records than may be remembered
 */
function* scan(
	path: string,
	key: string,
	{ capacity, most }: PollRules,
	ids: StoredIds | undefined,
): Reading<Scan> {
	const known = idsIn(ids?.known ?? '');
	const gone: number[] = [];
	for (let after = ids?.after; ; ) {
		const page = yield {
			path,
			query: {
				$select: key,
				$filter: after === undefined ? undefined : `${key} gt ${after}`,
				$orderby: `${key} asc`,
			},
			mayEnd: true,
		};
		if (!page) return { known, after, isEnd: false, gone };
		const found = new Set(page.rows.map((row) => Number(row[key])));
		const [from, upTo] = [after ?? -Infinity, endsList(page) ? Infinity : Math.max(...found)];
		const missing = [...known].filter((id) => id > from && id <= upTo && !found.has(id));
		const room = most - gone.length;
		const told = yield* withoutFound(path, key, missing.slice(0, room));
		for (const id of told) known.delete(id);
		for (const id of found) known.add(id);
		gone.push(...told);
		if (known.size > capacity)
			throw invalid(
				'Record Type',
				`${path.slice(1)} has more than ${capacity} records, which is the most that deletions are found among`,
				'Choose a smaller collection, or fewer companies.',
			);
		// What there was no room for is missed again by the next poll.
		if (missing.length > room) return { known, after, isEnd: false, gone };
		if (endsList(page)) return { known, isEnd: true, gone };
		after = upTo;
	}
}

/** The IDs that are not there when they are asked for by themselves: a list may come incomplete. */
function* withoutFound(path: string, key: string, ids: number[]): Reading<number[]> {
	const rows = yield* readByIds({ path, query: { $select: key } }, key, { field: key, ids });
	const found = new Set(rows.map((row) => Number(row[key])));
	return ids.filter((id) => !found.has(id));
}

function deleted(path: string, key: string, id: number, at: number): Happening {
	return {
		type: 'record.deleted',
		id: `${path.slice(1)}:${id}:deleted`,
		time: new Date(at).toISOString(),
		record: { [key]: id },
	};
}

function textOf(ids: number[]): string {
	return new Versions(ids.map((id) => [id, 0] as const)).toText();
}

function idsIn(text: string): Set<number> {
	return new Set([...Versions.fromText(text).entries()].map(([id]) => id));
}
