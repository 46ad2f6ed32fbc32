/** Creating, changing and removing records of any kind. */
import { labelOf } from '../../catalog/labels';
import { newBody } from '../../sage200/values/bodies';
import { groupBy, joined } from '../../sage200/values/grouping';
import { REMOVED, type Answer } from '../../core/gives';
import { unknownFields } from '../../core/form/fieldChoice';
import type { Item } from '../../core/item';
import { changedBy, prepared, recordName, type Prepared } from '../../core/prepared';
import { ItemProblems } from '../../core/problems';
import { claimWrites } from '../../core/push/claims';
import { LOOK_FIRST_RECORD, writersOf } from '../../core/push/lookFirst';
import type { Operation } from '../../core/resource';
import { IF_EXISTS, prepareUpserts, saveChanges, type Wanted } from '../../core/operations/saving';
import { savedRecords, type Saved } from '../../core/operations/savedRecord';
import type { SageRecord } from '../../sage200/protocol/api';
import { findEndpoint } from '../../sage200/protocol/endpoints';
import { invalid, InvalidInput, onSageFailure } from '../../sage200/protocol/failures';
import { expansionsFor } from '../../sage200/lookups/expansions';
import { humanKeysOf } from '../../sage200/lookups/humanKeys';
import { write } from '../../sage200/lookups/writing';

import { bodiesOf, bodyFor, refuseEmpty, refuseMissing } from './bodies';
import { BODY, PARENTS, RECORD, RECORD_TYPE, UPSERT_BODY } from './form';
import { matchField } from './input';
import { recordOf, simple } from './reads';
import { listsOf, targetsOf, type Target } from './targets';

export const createRecord: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create record of any kind',
	description: 'Add a record of any kind that Sage 200 lets be added',
	writes: true,
	answer: answerTo('create'),
	properties: [RECORD_TYPE, ...PARENTS, ...BODY, LOOK_FIRST_RECORD],
	async prepare(items) {
		const problems = new ItemProblems(items);
		const targets = await targetsOf(items, 'create', problems);
		const given = await bodiesOf(targets, problems, bestKeyOf);
		const bodies = new Map(
			[...given].map(
				([item, rows]) => [item, rows.map((row) => newBody(row, item.rules))] as const,
			),
		);
		refuseMissing(targets, bodies, problems);
		refuseEmpty(bodies, problems);
		const { writers, refused } = await writersOf(listsOf(targets), 'created');
		problems.add(refused);
		return prepared({
			refused: problems.refused,
			jobs: joined({ target: targets, rows: bodies, writer: writers }),
			execute: async ({ target, rows, writer }) =>
				recordOf(await writer({ method: 'POST', path: target.path, body: bodyFor(target, rows) })),
			end: await claimWrites(items, []),
		});
	},
};

export const updateRecord: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update record of any kind',
	description: 'Change fields of one record of any kind; only what differs is sent',
	writes: true,
	answer: answerTo('update'),
	properties: [RECORD_TYPE, ...PARENTS, RECORD, ...BODY],
	prepare: prepareUpdates,
};

export const upsertRecord: Operation = {
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update record of any kind',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	writes: true,
	answer: answerTo('create'),
	properties: [RECORD_TYPE, IF_EXISTS, ...UPSERT_BODY],
	async prepare(items) {
		const problems = new ItemProblems(items);
		const targets = await targetsOf(items, 'create', problems);
		const bodies = await bodiesOf(targets, problems, keyFieldOf);
		const wanted = new Map<Item, Wanted>();
		for (const [item, { target, rows }] of joined({ target: targets, rows: bodies })) {
			if (problems.of(item).length > 0) continue;
			const found = problems.collect(item, () => wantedOf(item, target, rows[0]));
			if (found) wanted.set(item, found);
		}
		return await prepareUpserts(wanted, problems.refused);
	},
};

export const deleteRecord: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete record of any kind',
	description: 'Remove one record for good; Sage 200 refuses when it is in use',
	writes: true,
	gives: REMOVED,
	properties: [RECORD_TYPE, ...PARENTS, RECORD],
	async prepare(items) {
		const problems = new ItemProblems(items);
		const targets = await targetsOf(items, 'delete', problems);
		return prepared({
			refused: problems.refused,
			jobs: targets,
			changes: ({ path }, item) => changedBy(item.company.api, { method: 'DELETE', path }),
			async execute({ path, id }, item) {
				await write(item.company.api, { method: 'DELETE', path });
				return { deleted: true, id };
			},
		});
	},
};

function answerTo(verb: 'create' | 'update') {
	return (item: Item): Answer | undefined => {
		const shape = findEndpoint(verb, item.locator(RECORD_TYPE.name).value)?.operation.reply;
		const fields = simple(shape);
		return shape && fields.length > 0 ? { schema: shape.schema, simple: fields } : undefined;
	};
}

interface UpdateJob {
	target: Target;
	body: SageRecord;
}

async function prepareUpdates(items: Item[]): Promise<Prepared> {
	const problems = new ItemProblems(items);
	const targets = await targetsOf(items, 'update', problems);
	const rows = await bodiesOf(targets, problems, bestKeyOf);
	const jobs = new Map(
		[...joined({ target: targets, rows })]
			.filter(([item]) => problems.of(item).length === 0)
			.map(
				([
					item,
					{
						target,
						rows: [body],
					},
				]) => [item, { target, body }],
			),
	);
	const { records, refused } = await readSaved(jobs);
	return prepared({
		refused: new Map<Item, unknown>([...problems.refused, ...refused]),
		jobs: joined({ job: jobs, saved: savedRecords(records) }),
		changes: ({ saved }) => saved.name,
		execute: async ({ job: { target, body }, saved }, item) =>
			await saveChanges(item, { saved, path: target.path, body }),
		end: await claimWrites(items, []),
	});
}

/**
 * The records as they are, in one read for all items of a collection; what a list does not show is read one by one, and
 * refused where that fails.
 */
async function readSaved(
	jobs: Map<Item, UpdateJob>,
): Promise<{ records: Map<Item, Saved>; refused: Map<Item, unknown> }> {
	const records = new Map<Item, Saved>();
	const refused = new Map<Item, unknown>();
	const listed = new Map<Item, SageRecord>();
	const asked = [...jobs].map(([item, job]) => ({ item, ...job }));
	const byCompany = groupBy(asked.filter(listedById), ({ item }) => item.company);
	for (const [company, ofCompany] of byCompany) {
		const byResource = groupBy(ofCompany, ({ target }) => target.endpoint.operation.resource);
		for (const [resource, group] of byResource) {
			const expand = expandFor(group);
			const ids = group.map(({ target }) => String(target.id));
			const found = await company.lookups.byKeys({ resource, field: 'id', expand }, ids);
			for (const { item, target } of group) {
				const [record] = found.get(String(target.id)) ?? [];
				if (record) listed.set(item, record);
			}
		}
	}
	const reading = asked.map(async ({ item, target, body }): Promise<void> => {
		const { company } = item;
		const name = recordName(item, target.path, target.id);
		const read = async () => await readOne(item, target, body);
		const record =
			listed.get(item) ??
			(await read().catch(onSageFailure((failure) => void refused.set(item, failure))));
		if (record) records.set(item, { company, name, record, read });
	});
	await Promise.all(reading);
	return { records, refused };
}

/** What has to be expanded to compare the bodies. */
function expandFor(jobs: UpdateJob[]): string[] | undefined {
	const { request } = jobs[0].target.endpoint.operation;
	return (
		request &&
		expansionsFor(
			jobs.map(({ body }) => body),
			request.schema,
		)
	);
}

function listedById({ target: { endpoint } }: UpdateJob): boolean {
	return (
		endpoint.parents.length === 0 && findEndpoint('getAll', endpoint.place)?.parents.length === 0
	);
}

async function readOne(item: Item, target: Target, body: SageRecord): Promise<SageRecord> {
	const { path, endpoint } = target;
	// Where Sage has no way to read a record, all that is given counts as different.
	if (findEndpoint('get', endpoint.place)?.place !== endpoint.place) return {};
	const $expand = expandFor([{ target, body }])?.join(',');
	return recordOf(await item.company.api.send({ method: 'GET', path, query: { $expand } }));
}

/** What people know such records by best. */
function bestKeyOf(_item: Item, resource: string): string | undefined {
	return humanKeysOf(resource)[0];
}

/** The field that tells whether the record exists: the chosen one, else the best that is given. */
function keyFieldOf(item: Item, resource: string, values: SageRecord): string | undefined {
	return matchField(item) ?? humanKeysOf(resource).find((field) => values[field] !== undefined);
}

/**
 * @throws InvalidInput for a kind of record that cannot be found again by a field of its own
 */
function wantedOf(item: Item, { endpoint }: Target, body: SageRecord): Wanted {
	const { resource, request } = endpoint.operation;
	const keyField = keyFieldOf(item, resource, body);
	if (!request || endpoint.parents.length > 0 || !findEndpoint('update', resource)) {
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
	const unknown = unknownFields(request.schema, [keyField], 'Field to Match On');
	if (unknown.length > 0) throw new InvalidInput(unknown);
	return { resource, schema: request.schema, keyField, keyLabel: labelOf(keyField), body };
}
