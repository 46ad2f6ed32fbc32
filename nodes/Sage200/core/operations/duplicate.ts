/** Duplicate: Sage copies a record that it has, with what the user wants carried over. */
import { schema } from '../../catalog';
import { inSentence } from '../../catalog/labels';
import { writeInExecution } from '../push/writeInExecution';

import { bodiesFor } from '../bodies';
import { fieldCollection } from '../form/fields';
import { picker } from '../form/picker';
import { identify } from '../identity';
import { ItemProblems } from '../problems';
import { prepared } from '../prepared';
import type { Operation } from '../resource';
import { savedAnswer, type Subject } from './subject';

/**
 * Copies one record.
 * @param path of the post that copies: `products_duplicate`
 * @param flags schema of what it asks
 */
export function duplicate(subject: Subject, path: string, flags: string): Operation {
	const thing = inSentence(subject.singular);
	const fields = [...schema(flags).fields.keys()].filter((name) => name !== 'source_id');
	return {
		value: 'duplicate',
		name: 'Duplicate',
		action: `Duplicate ${thing}`,
		description: `Make a new ${thing} that is a copy of one`,
		writes: true,
		...savedAnswer(subject),
		properties: [
			picker(subject.identity),
			{ ...fieldCollection('Copy Options', 'copy', flags, fields), placeholder: 'Add Option' },
		],
		async prepare(items) {
			const problems = new ItemProblems(items);
			const { records, refused } = await identify(items, subject.identity, {
				select: ['id', ...subject.identity.keys.map(({ field }) => field)],
			});
			problems.add(refused);
			const given = [...records].map(([item, { id }]) => ({
				item,
				schema: flags,
				values: { ...item.fields('copy'), source_id: id },
				problems: problems.of(item),
			}));
			const bodies = new Map([...(await bodiesFor(given))].map(([{ item }, body]) => [item, body]));
			return prepared({
				refused: problems.refused,
				jobs: bodies,
				async execute(body, item) {
					const reply = await writeInExecution(item, { method: 'POST', path: `/${path}`, body });
					return { ...(reply as object), outcome: 'created' };
				},
			});
		},
	};
}
