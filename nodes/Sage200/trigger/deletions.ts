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

/** IDs as they are stored between scans. */
export interface StoredIds {
	known: string;
	/** n8n's clock at the last scan. */
	scannedAt: number;
	/** What that scan missed, so that it can be told again. */
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

export function deletionsMachine({ path, key, every }: DeletionRules): Machine<DeletionsState> {
	return {
		*poll(stored, rules) {
			const ids = stored?.ids;
			const now = rules.clock();
			if (ids && Math.abs(now - ids.scannedAt) < every * HOUR)
				return { happenings: [], state: { ids } };
			const found = yield* allIds(path, key, rules);
			if (!found) return { happenings: [], state: { ids } };
			const missing = ids ? [...idsIn(ids.known)].filter((id) => !found.has(id)) : [];
			const gone = yield* withoutFound(path, key, missing.slice(0, rules.most));
			return {
				happenings: gone.map((id) => deleted(path, key, id, now)),
				state: {
					ids: {
						// What there was no room for is missed again by the next scan, which follows at once.
						known: textOf([...found, ...missing.slice(rules.most)]),
						scannedAt: missing.length > rules.most ? 0 : now,
						missed: textOf(gone),
					},
				},
			};
		},
		*sample(count) {
			const query = { $select: key, $orderby: `${key} desc` };
			const page = yield { path, query, limit: count, mayEnd: true };
			return (page?.rows ?? []).map((row) => deleted(path, key, Number(row[key]), 0));
		},
		rewound: ({ ids }) => ({
			ids: ids && {
				known: textOf([...idsIn(ids.known), ...idsIn(ids.missed)]),
				scannedAt: ids.missed === '' ? ids.scannedAt : 0,
				missed: '',
			},
		}),
	};
}

/**
 * All IDs there are; undefined when the poll's time is over before.
 * @throws InvalidInput for a collection with more records than may be remembered
 */
function* allIds(
	path: string,
	key: string,
	{ capacity }: PollRules,
): Reading<Set<number> | undefined> {
	const ids = new Set<number>();
	for (let after: number | undefined; ; ) {
		const page = yield {
			path,
			query: {
				$select: key,
				$filter: after === undefined ? undefined : `${key} gt ${after}`,
				$orderby: `${key} asc`,
			},
			mayEnd: true,
		};
		if (!page) return undefined;
		for (const row of page.rows) ids.add(Number(row[key]));
		if (ids.size > capacity)
			throw invalid(
				'Record Type',
				`${path.slice(1)} has more than ${capacity} records, which is the most that deletions are found among`,
				'Choose a smaller collection, or fewer companies.',
			);
		if (endsList(page)) return ids;
		after = Number(page.rows[page.rows.length - 1][key]);
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
