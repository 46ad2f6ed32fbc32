/** What Sage 200 does beside keeping records: defaults, copies, enquiries, despatch, stock-take steps, postings. */
import { changesNothing } from '../../sage200/protocol/effects';
import { findEndpoint } from '../../sage200/protocol/endpoints';
import type { HttpMethod } from '../../sage200/protocol/api';
import type { Item } from '../../core/item';
import { ItemProblems } from '../../core/problems';
import { claimWrites } from '../../core/push/claims';
import { LOOK_FIRST_ANYWHERE, writersOf } from '../../core/push/lookFirst';
import type { Operation } from '../../core/resource';
import { changedBy, prepared, type Output } from '../../core/prepared';
import { joined } from '../../sage200/values/grouping';

import { bodiesOf, bodyFor, refuseMissing } from './bodies';
import { ACTED_ON, BODY, METHOD, PARENTS, RECORD_TYPE } from './form';
import { recordOf } from './reads';
import { listsOf, targetsOf, type Target } from './targets';

export const runAction: Operation = {
	value: 'action',
	name: 'Run Action',
	action: 'Run action of any kind',
	description:
		'Do what is neither reading nor keeping a record: defaults, copies, enquiries, despatch, stock-take steps, postings',
	writes: (item) => changesSage(item),
	properties: [RECORD_TYPE, METHOD, ...PARENTS, ACTED_ON, ...BODY, LOOK_FIRST_ANYWHERE],
	async prepare(items) {
		const problems = new ItemProblems(items);
		const targets = await targetsOf(items, 'action', problems);
		const bodies = await bodiesOf(targets, problems);
		refuseMissing(targets, bodies, problems);
		const { writers, refused } = await writersOf(listsOf(targets), 'done');
		problems.add(refused);
		return prepared({
			refused: problems.refused,
			jobs: joined({ target: targets, rows: bodies, writer: writers }),
			changes: ({ target }, item) =>
				changedBy(item.company.api, { method: methodOf(item, target), path: target.path }),
			execute: async ({ target, rows, writer }, item) =>
				rowsOf(
					await writer({
						method: methodOf(item, target),
						path: target.path,
						body: bodyFor(target, rows),
					}),
				),
			end: await claimWrites(items, []),
		});
	},
};

function changesSage(item: Item): boolean {
	const endpoint = findEndpoint('action', item.locator(RECORD_TYPE.name).value);
	return endpoint === undefined || !changesNothing(endpoint.operation);
}

function methodOf(item: Item, { endpoint }: Target): HttpMethod {
	const { method } = endpoint.operation;
	return method === 'UNKNOWN' ? item.parameter<HttpMethod>(METHOD.name, 'POST') : method;
}

/** Some actions answer with a list. */
function rowsOf(reply: unknown): Output {
	if (Array.isArray(reply)) return reply.map(recordOf);
	return recordOf(reply);
}
