/** Update: reads all items' records in one go and sends of each only what differs. */
import { inSentence } from '../../catalog/labels';
import type { SageRecord } from '../../sage200/protocol/api';
import { joined } from '../../sage200/values/grouping';
import { expansionsFor } from '../../sage200/lookups/expansions';

import { picker } from '../form/picker';
import { identify } from '../identity';
import type { Item } from '../item';
import { prepared, recordName } from '../prepared';
import { claimWrites } from '../push/claims';
import type { Operation } from '../resource';
import { savedRecords, type Saved } from './savedRecord';
import { readNow, saveChanges } from './saving';
import { savedAnswer, type Subject } from './subject';
import { bodiesOf, formProperties, formValues } from './subjectForm';

export function update(subject: Subject): Operation {
	const thing = inSentence(subject.singular);
	const { resource, settling } = subject;
	return {
		value: 'update',
		name: 'Update',
		action: `Update ${thing}`,
		description: `Change fields of one ${thing}; only what differs is sent`,
		writes: true,
		...savedAnswer(subject),
		properties: [picker(subject.identity), ...formProperties(subject)],
		async prepare(items) {
			const { bodies, refused } = await bodiesOf(items, subject, formValues);
			const expand = [...bodies.values()].reduce<string[] | undefined>(
				(names, body) => together(names, settling?.expand(body)),
				expansionsFor([...bodies.values()], subject.schema),
			);
			const savedOf = (item: Item, record: SageRecord): Saved => ({
				company: item.company,
				name: recordName(item, resource, record.id),
				record,
				read: async () =>
					await readNow(item.company.api, { resource, field: 'id', expand }, String(record.id)),
			});
			const identified = await identify([...bodies.keys()], subject.identity, { expand });
			const saved = savedRecords(
				new Map([...identified.records].map(([item, record]) => [item, savedOf(item, record)])),
			);
			return prepared({
				refused: new Map([...refused, ...identified.refused]),
				jobs: joined({ saved, body: bodies, record: identified.records }),
				changes: (job) => job.saved.name,
				execute: async ({ record, body, ...job }, item) =>
					await saveChanges(item, {
						saved: job.saved,
						path: `/${resource}/${String(record.id)}`,
						body,
						settle: settling && (async (current) => await settling.settle(item, current, body)),
					}),
				end: await claimWrites(items, []),
			});
		},
	};
}

/** Names of both, each once; undefined where there are none. */
function together(some: string[] = [], others: string[] = []): string[] | undefined {
	const names = [...new Set([...some, ...others])];
	return names.length > 0 ? names : undefined;
}
