/** Records that were created or changed. */
import type { SageRecord } from '../sage200/protocol/api';

import type { Happening, Machine } from './happening';
import { readStamp, stampText } from './stamps';
import type { Source } from './source';
import { Watch, type Change, type StoredWatch } from './watch';

export interface RecordsState {
	watch?: StoredWatch;
}

export type RecordEvent = 'created' | 'updated' | 'createdOrUpdated';

/** @param kind which of the two is told. Sage's stamps tell them apart; a collection without the stamp of creation knows updates only */
export function recordsMachine(source: Source, kind: RecordEvent): Machine<RecordsState> {
	const followed = followedOf(source, kind);
	return {
		*poll(stored, rules) {
			const watch = new Watch(followed, rules, stored?.watch);
			if (!watch.isArmed && rules.backFill !== undefined) watch.armAt(rules.backFill);
			const changes = yield* watch.changes(rules.most);
			return {
				happenings: changes.map((change) => happening(followed, kind, change)),
				state: { watch: watch.toStored() },
			};
		},
		*sample(count) {
			const { path, stamp, filter, select, expand } = followed;
			const page = yield {
				path,
				query: {
					$select: select && [...new Set([...select, followed.key, stamp])].join(','),
					$expand: expand?.join(','),
					$filter: filter,
					$orderby: `${stamp} desc`,
				},
				limit: count,
				mayEnd: true,
			};
			return (page?.rows ?? []).map((row) => happening(followed, kind, sampled(row, followed)));
		},
		rewound: (stored) => ({ ...stored, watch: stored.watch && Watch.rewound(stored.watch) }),
	};
}

/** New records are followed by the stamp of their creation, which no later change moves. */
function followedOf({ created, ...source }: Source, kind: RecordEvent): Source {
	if (kind === 'created') return { ...source, stamp: created ?? source.stamp };
	return { ...source, created, ...(kind === 'updated' ? { passesOverNew: true } : {}) };
}

function sampled(row: SageRecord, { key, stamp, created }: Source): Change {
	const at = readStamp(row[stamp])?.at ?? 0;
	const isNew = created !== undefined && readStamp(row[created])?.at === at;
	return { row, id: Number(row[key]), at, isNew };
}

function happening({ path }: Source, kind: RecordEvent, { row, id, at, isNew }: Change): Happening {
	const time = stampText(at);
	return {
		type: kind === 'created' || isNew ? 'record.created' : 'record.updated',
		id: `${path.slice(1)}:${id}:${time}`,
		time,
		record: row,
	};
}
