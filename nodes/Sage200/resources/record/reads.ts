/** Reading records of any kind. */
import { schema, type BodyShape, type CatalogOperation } from '../../catalog';
import { continued } from '../../core/form/continueAfter';
import { LIST_PROPERTIES, listQuery, READ_PROPERTIES } from '../../core/form/listInput';
import { limitOf } from '../../core/form/rowLimit';
import { shapeOf } from '../../core/form/shape';
import { simpleFields } from '../../core/form/simple';
import type { Item } from '../../core/item';
import { prepared } from '../../core/prepared';
import { ItemProblems } from '../../core/problems';
import type { Operation } from '../../core/resource';
import type { Query, SageRecord } from '../../sage200/protocol/api';
import { collectProblems } from '../../sage200/protocol/failures';

import { PARENTS, RECORD, RECORD_TYPE } from './form';

import { targetsOf } from './targets';

export const getRecord: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get record of any kind',
	description: 'Read one record of any kind that Sage 200 has',
	writes: false,
	properties: [RECORD_TYPE, ...PARENTS, RECORD, ...READ_PROPERTIES],
	async prepare(items) {
		const problems = new ItemProblems(items);
		const targets = await targetsOf(items, 'get', problems);
		return prepared({
			refused: problems.refused,
			jobs: targets,
			async execute({ endpoint, path }, item) {
				const { select, expand } = shapeOf(
					item,
					endpoint.operation.reply?.schema,
					simple(endpoint.operation.reply),
				);
				const query = { $select: select?.join(','), $expand: expand?.join(',') };
				return recordOf(await item.company.api.send({ method: 'GET', path, query }));
			},
		});
	},
};

export const getManyRecords: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many records of any kind',
	description: 'Read a list of any kind that Sage 200 has',
	writes: false,
	properties: [RECORD_TYPE, ...PARENTS, ...LIST_PROPERTIES],
	async prepare(items) {
		const problems = new ItemProblems(items);
		const targets = await targetsOf(items, 'getAll', problems);
		const jobs = await Promise.all(
			[...targets].map(async ([item, { endpoint, path }]) => {
				const asked = await query(item, endpoint.operation).catch((error: unknown) =>
					collectProblems(problems.of(item), error),
				);
				return [item, { path, query: asked }] as const;
			}),
		);
		return prepared({
			refused: problems.refused,
			jobs: new Map(jobs),
			execute: async (job, item) => await item.company.api.list({ ...job, limit: limitOf(item) }),
		});
	},
};

async function query(item: Item, { reply, resource }: CatalogOperation): Promise<Query> {
	if (!reply) return {};
	const asked = await listQuery(item, reply.schema, simple(reply), item.company.kinds);
	return continued(asked, item, resource);
}

/** The fields that Simplify shows; none, which means all, where Sage publishes none. */
export function simple(shape: BodyShape | undefined): string[] {
	return shape ? simpleFields(schema(shape.schema)) : [];
}

/** A reply that is no record becomes one. */
export function recordOf(reply: unknown): SageRecord {
	return typeof reply === 'object' && reply !== null && !Array.isArray(reply)
		? (reply as SageRecord)
		: { data: reply ?? null };
}
