/** Get Many: filters, sort, fields, Return All. */
import { inSentence } from '../../catalog/labels';

import { continued } from '../form/continueAfter';
import { LIST_PROPERTIES, listQuery } from '../form/listInput';
import { limitOf } from '../form/rowLimit';
import { recordFields } from '../gives';
import { oneByOne } from '../prepared';
import type { Operation } from '../resource';
import type { Subject } from './subject';

export function getMany(subject: Subject): Operation {
	const things = inSentence(subject.plural);
	return {
		value: 'getAll',
		name: 'Get Many',
		action: `Get many ${things}`,
		description: `Read a list of ${things}`,
		writes: false,
		gives: recordFields(subject.schema, subject.simple),
		properties: LIST_PROPERTIES,
		prepare: oneByOne(async (item) => {
			const { api, kinds } = item.company;
			const query = await listQuery(item, subject.schema, subject.simple, kinds);
			return await api.list({
				path: `/${subject.resource}`,
				query: continued(query, item, subject.resource),
				limit: limitOf(item),
			});
		}),
	};
}
