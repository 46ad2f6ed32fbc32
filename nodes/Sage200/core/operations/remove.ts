/** Delete. */
import { inSentence } from '../../catalog/labels';
import { write } from '../../sage200/lookups/writing';

import { picker } from '../form/picker';
import { REMOVED } from '../gives';
import { identify } from '../identity';
import { prepared, recordName } from '../prepared';
import type { Operation } from '../resource';
import { keyFieldOf, type Subject } from './subject';

export function remove(subject: Subject): Operation {
	const thing = inSentence(subject.singular);
	return {
		value: 'delete',
		name: 'Delete',
		action: `Delete ${thing}`,
		description: `Remove one ${thing} for good; Sage 200 refuses when it is in use`,
		writes: true,
		gives: REMOVED,
		properties: [picker(subject.identity)],
		async prepare(items) {
			const { records, refused } = await identify(items, subject.identity, {
				select: ['id', keyFieldOf(subject)],
			});
			return prepared({
				refused,
				jobs: records,
				changes: ({ id }, item) => recordName(item, subject.resource, id),
				async execute({ id }, item) {
					await write(item.company.api, {
						method: 'DELETE',
						path: `/${subject.resource}/${String(id)}`,
					});
					return { deleted: true, id };
				},
			});
		},
	};
}
