/** Saves what a user wants a record to be: sends what differs, or creates what is not there. */
import type { INodeProperties } from 'n8n-workflow';

import { schema } from '../../catalog';
import type { SageRecord } from '../../sage200/protocol/api';
import { changesBetween } from '../../sage200/lookups/differences';
import { invalid } from '../../sage200/protocol/failures';
import { normalKey } from '../../sage200/lookups/lookups';

import { groupBy } from '../../sage200/values/grouping';
import type { Item } from '../item';
import type { Prepared } from '../resource';

export const IF_EXISTS: INodeProperties = {
	displayName: 'If It Exists',
	name: 'ifExists',
	type: 'options',
	default: 'update',
	options: [
		{
			name: 'Leave It',
			value: 'leave',
			description: 'Sage 200 is the master: return the record as it is',
		},
		{ name: 'Update It', value: 'update', description: 'Send the fields that differ' },
	],
	description: 'What to do when Sage 200 has the record already',
};

/** A record to be created or updated. */
export interface Wanted {
	/** Collection in the API: `customers`. */
	resource: string;
	/** Schema of one record. */
	schema: string;
	/** Field that tells whether the record exists, with its label. */
	keyField: string;
	keyLabel: string;
	body: SageRecord;
}

/** Sends to the record's path what differs and says what happened. */
export async function saveChanges(
	item: Item,
	path: string,
	record: SageRecord,
	body: SageRecord,
): Promise<object> {
	const changes = changesBetween(record, body);
	if (Object.keys(changes).length === 0) return { ...record, outcome: 'unchanged' };
	const reply = (await item.company.api.send({ method: 'PUT', path, body: changes })) as
		| SageRecord
		| undefined;
	return { ...(reply ?? { ...record, ...changes }), outcome: 'updated' };
}

/** One look-up for all items, then for each a post, a change, or nothing. */
export async function prepareUpserts(all: Map<Item, Wanted>): Promise<Prepared> {
	const refused = new Map<Item, unknown>();
	const keyOf = (item: Item) => String(all.get(item)!.body[all.get(item)!.keyField] ?? '').trim();
	for (const [item, { keyLabel }] of all) {
		if (keyOf(item) === '')
			refused.set(item, invalid(keyLabel, 'is empty', 'It tells which record to update.'));
	}
	const current = await readCurrent(
		all,
		[...all.keys()].filter((item) => !refused.has(item)),
		keyOf,
	);
	for (const [item, rows] of current) {
		if (rows.length > 1)
			refused.set(
				item,
				invalid(
					all.get(item)!.keyLabel,
					`"${keyOf(item)}" names ${rows.length} records`,
					'Update the right one by its ID.',
				),
			);
	}
	const created = new Map<string, Promise<SageRecord>>();
	return {
		refused,
		async execute(item) {
			const { resource, keyField, body } = all.get(item)!;
			const place = [item.company.api.scope, resource, normalKey(keyOf(item))].join('|');
			// An earlier item of the same key: no await in between, or two would post.
			const earlier = created.get(place);
			const record = current.get(item)![0] ?? (earlier && (await earlier));
			if (record && item.parameter<string>(IF_EXISTS.name, 'update') === 'leave')
				return { ...record, outcome: 'unchanged' };
			// References and codes cannot be changed once given: the key only found the record.
			if (record)
				return await saveChanges(item, `/${resource}/${String(record.id)}`, record, {
					...body,
					[keyField]: record[keyField],
				});
			const posting = item.company.api.send({
				method: 'POST',
				path: `/${resource}`,
				body,
			}) as Promise<SageRecord>;
			created.set(place, posting);
			return { ...(await posting), outcome: 'created' };
		},
	};
}

async function readCurrent(
	all: Map<Item, Wanted>,
	items: Item[],
	keyOf: (item: Item) => string,
): Promise<Map<Item, SageRecord[]>> {
	const current = new Map<Item, SageRecord[]>();
	for (const [company, ofCompany] of groupBy(items, (item) => item.company)) {
		for (const group of groupBy(
			ofCompany,
			(item) => `${all.get(item)!.resource}|${all.get(item)!.keyField}`,
		).values()) {
			const wanted = group.map((item) => all.get(item)!);
			const { resource, keyField: field, schema: schemaName } = wanted[0];
			const expand = nestedIn(
				wanted.map(({ body }) => body),
				schemaName,
			);
			const found = await company.lookups.byKeys(
				{ resource, field, expand, inCapitals: true },
				group.map(keyOf),
			);
			for (const item of group) current.set(item, found.get(normalKey(keyOf(item))) ?? []);
		}
	}
	return current;
}

/** Nested records that have to be read so that a change to them can be seen. */
export function nestedIn(bodies: SageRecord[], schemaName: string): string[] | undefined {
	const { fields } = schema(schemaName);
	const nested = new Set(
		bodies
			.flatMap((body) => Object.keys(body))
			.filter((name) => ['object', 'list'].includes(fields.get(name)?.type ?? '')),
	);
	return nested.size > 0 ? [...nested] : undefined;
}
