/** Get: one record for each item, all of them read together. */
import { inSentence } from '../../catalog/labels';
import type { SageRecord } from '../../sage200/protocol/api';
import { groupBy } from '../../sage200/values/grouping';

import { READ_PROPERTIES } from '../form/listInput';
import { shapeOf, type Shape } from '../form/shape';
import { picker } from '../form/picker';
import { identify, type Identity } from '../identity';
import type { Item } from '../item';
import { prepared } from '../prepared';
import { ItemProblems } from '../problems';
import type { Operation } from '../resource';
import { readFields, type Subject } from './subject';

export function get(subject: Subject): Operation {
	const thing = inSentence(subject.singular);
	return {
		value: 'get',
		name: 'Get',
		action: `Get ${thing}`,
		description: `Read one ${thing}`,
		writes: false,
		gives: readFields(subject),
		properties: [picker(subject.identity), ...READ_PROPERTIES],
		async prepare(items) {
			const jobs = new Map<Item, SageRecord>();
			const problems = new ItemProblems(items);
			const shaped = items.flatMap((item) => {
				const shape = problems.collect(item, () => shapeOf(item, subject.schema, subject.simple));
				return shape ? [{ item, shape }] : [];
			});
			for (const group of groupBy(shaped, ({ shape }) => JSON.stringify(shape)).values()) {
				const identified = await identify(
					group.map(({ item }) => item),
					subject.identity,
					withKeys(group[0].shape, subject.identity),
				);
				for (const [item, record] of identified.records) jobs.set(item, record);
				problems.add(identified.refused);
			}
			return prepared({ refused: problems.refused, jobs, execute: async (record) => record });
		},
	};
}

/** A look-up by key needs the key in what it reads. */
function withKeys({ select, expand }: Shape, { keys }: Identity): Shape {
	return {
		select: select && [...new Set(['id', ...keys.map(({ field }) => field), ...select])],
		expand,
	};
}
