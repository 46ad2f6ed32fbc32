/** Creating, changing and removing records of any kind. */
import { labelOf } from '../../catalog/labels';
import { groupBy } from '../../sage200/values/grouping';
import type { Item } from '../../core/item';
import { ItemProblems } from '../../core/problems';
import type { Operation, Prepared } from '../../core/resource';
import {
	IF_EXISTS,
	nestedIn,
	prepareUpserts,
	saveChanges,
	type Wanted,
} from '../../core/operations/saving';
import type { SageRecord } from '../../sage200/protocol/api';
import { findEndpoint } from '../../sage200/protocol/endpoints';
import { invalid } from '../../sage200/protocol/failures';
import { humanKeysOf } from '../../sage200/lookups/humanKeys';

import { bodiesOf, bodyFor, refuseMissing } from './bodies';
import { BODY, PARENTS, RECORD, RECORD_TYPE, UPSERT_BODY } from './form';
import { matchField } from './input';
import { recordOf } from './reads';
import { targetsOf, type Target } from './targets';

export const createRecord: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a record of any kind',
	description: 'Add a record of any kind that Sage 200 lets be added',
	writes: true,
	properties: [RECORD_TYPE, ...PARENTS, ...BODY],
	async prepare(items) {
		const problems = new ItemProblems(items);
		const targets = await targetsOf(items, 'create', problems);
		const bodies = await bodiesOf(targets, problems);
		refuseMissing(targets, bodies, problems);
		return {
			refused: problems.refused,
			async execute(item) {
				const target = targets.get(item)!;
				return recordOf(
					await item.company.api.send({
						method: 'POST',
						path: target.path,
						body: bodyFor(target, bodies.get(item)!),
					}),
				);
			},
		};
	},
};

export const updateRecord: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update a record of any kind',
	description: 'Change fields of one record of any kind; only what differs is sent',
	writes: true,
	properties: [RECORD_TYPE, ...PARENTS, RECORD, ...BODY],
	prepare: prepareUpdates,
};

export const upsertRecord: Operation = {
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update a record of any kind',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	writes: true,
	properties: [RECORD_TYPE, IF_EXISTS, ...UPSERT_BODY],
	async prepare(items) {
		const problems = new ItemProblems(items);
		const targets = await targetsOf(items, 'create', problems);
		const bodies = await bodiesOf(targets, problems);
		const wanted = new Map<Item, Wanted>();
		for (const item of problems.sound(items)) {
			const found = problems.collect(item, () =>
				wantedOf(item, targets.get(item)!, bodies.get(item)![0]),
			);
			if (found) wanted.set(item, found);
		}
		const prepared = await prepareUpserts(wanted);
		return { ...prepared, refused: new Map([...problems.refused, ...prepared.refused!]) };
	},
};

export const deleteRecord: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a record of any kind',
	description: 'Remove one record for good; Sage 200 refuses when it is in use',
	writes: true,
	properties: [RECORD_TYPE, ...PARENTS, RECORD],
	async prepare(items) {
		const problems = new ItemProblems(items);
		const targets = await targetsOf(items, 'delete', problems);
		return {
			refused: problems.refused,
			async execute(item) {
				const { path, id } = targets.get(item)!;
				await item.company.api.send({ method: 'DELETE', path });
				return { deleted: true, id };
			},
		};
	},
};

async function prepareUpdates(items: Item[]): Promise<Prepared> {
	const problems = new ItemProblems(items);
	const targets = await targetsOf(items, 'update', problems);
	const bodies = await bodiesOf(targets, problems);
	const current = await readCurrent(problems.sound(items), targets, bodies);
	return {
		refused: problems.refused,
		async execute(item) {
			const target = targets.get(item)!;
			const body = bodies.get(item)![0];
			const record = current.get(item) ?? (await readOne(item, target, body));
			return await saveChanges(item, target.path, record, body);
		},
	};
}

/** The records as they are, in one read for all items of a collection; what a list does not show is read one by one. */
async function readCurrent(
	items: Item[],
	targets: Map<Item, Target>,
	bodies: Map<Item, SageRecord[]>,
): Promise<Map<Item, SageRecord>> {
	const current = new Map<Item, SageRecord>();
	const listed = items.filter((item) => listedById(targets.get(item)!));
	for (const [company, ofCompany] of groupBy(listed, (item) => item.company)) {
		for (const [resource, group] of groupBy(
			ofCompany,
			(item) => targets.get(item)!.endpoint.operation.resource,
		)) {
			const expand = nestedIn(
				group.map((item) => bodies.get(item)![0]),
				targets.get(group[0])!.endpoint.operation.request!.schema,
			);
			const ids = group.map((item) => String(targets.get(item)!.id));
			const found = await company.lookups.byKeys({ resource, field: 'id', expand }, ids);
			for (const item of group) {
				const [record] = found.get(String(targets.get(item)!.id)) ?? [];
				if (record) current.set(item, record);
			}
		}
	}
	return current;
}

function listedById({ endpoint }: Target): boolean {
	return (
		endpoint.parents.length === 0 && findEndpoint('getAll', endpoint.place)?.parents.length === 0
	);
}

async function readOne(
	item: Item,
	{ path, endpoint }: Target,
	body: SageRecord,
): Promise<SageRecord> {
	// Where Sage has no way to read a record, all that is given counts as different.
	if (findEndpoint('get', endpoint.place)?.place !== endpoint.place) return {};
	const $expand = nestedIn([body], endpoint.operation.request!.schema)?.join(',');
	return recordOf(await item.company.api.send({ method: 'GET', path, query: { $expand } }));
}

/** @throws InvalidInput for a kind of record that cannot be found again by a field of its own */
function wantedOf(item: Item, { endpoint }: Target, body: SageRecord): Wanted {
	const { resource, request } = endpoint.operation;
	const keyField =
		matchField(item) ?? humanKeysOf(resource).find((field) => body[field] !== undefined);
	if (endpoint.parents.length > 0 || !findEndpoint('update', resource)) {
		throw invalid(
			RECORD_TYPE.displayName,
			`${resource} cannot be created or updated in one step`,
			'Use Create and Update.',
		);
	}
	if (keyField === undefined)
		throw invalid(
			'Field to Match On',
			'is empty',
			'Choose the field that tells whether the record exists.',
		);
	return { resource, schema: request!.schema, keyField, keyLabel: labelOf(keyField), body };
}
