/** Create or Update by the human key: one look-up for all items, then for each a post, a change, or nothing. */
import { inSentence, labelOf } from '../../catalog/labels';

import { requiredProperties } from '../form/required';
import type { Operation } from '../resource';
import { IF_EXISTS, prepareUpserts } from './saving';
import { keyFieldOf, placeholdersOf, savedAnswer, type Subject } from './subject';
import { bodiesOf, createValues, formProperties } from './subjectForm';

export function upsert(subject: Subject): Operation {
	const thing = inSentence(subject.singular);
	const { resource, schema } = subject;
	const keyField = keyFieldOf(subject);
	return {
		value: 'upsert',
		name: 'Create or Update',
		action: `Create or update ${thing}`,
		description: 'Create a new record, or update the current one if it already exists (upsert)',
		writes: true,
		...savedAnswer(subject),
		properties: [
			...requiredProperties(schema, subject.required, placeholdersOf(subject), keyField),
			IF_EXISTS,
			...formProperties(subject, subject.required),
		],
		async prepare(items) {
			const { bodies, refused } = await bodiesOf(items, subject, createValues);
			const wanted = new Map(
				[...bodies].map(([item, body]) => [
					item,
					{ resource, schema, keyField, keyLabel: labelOf(keyField), body },
				]),
			);
			return await prepareUpserts(wanted, refused);
		},
	};
}
