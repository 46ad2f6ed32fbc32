/** Saves what a user wants a record to be: sends what differs, or creates what is not there. */
import type { INodeProperties } from 'n8n-workflow';

import type { SageApi, SageRecord } from '../../sage200/protocol/api';
import { notesOnAddedRows } from '../../sage200/lookups/childRows';
import { changesBetween } from '../../sage200/lookups/differences';
import { expansionsFor } from '../../sage200/lookups/expansions';
import { tellsByWords } from '../../sage200/lookups/humanKeys';
import { Lookups, normalKey, type Collection } from '../../sage200/lookups/lookups';
import { readById } from '../../sage200/lookups/readById';
import { invalid } from '../../sage200/protocol/failures';
import type { LookFirst } from '../../sage200/push/lookFirst';
import { newBody } from '../../sage200/values/bodies';
import { groupBy, joined } from '../../sage200/values/grouping';
import { REMOVE_UNSEEN, unseenIn } from '../../sage200/values/texts';

import type { Item } from '../item';
import { claimWrites } from '../push/claims';
import { prepared, recordName, type Output, type Prepared } from '../prepared';
import { savedRecords, type Saved, type SavedRecord } from './savedRecord';
import type { Settled } from './subject';

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

/** A change that an item wants. */
export interface Change {
	saved: SavedRecord;
	/** Path of the record: `/customers/7`. */
	path: string;
	body: SageRecord;
	/** Where a comparison does not show all that a change takes. */
	settle?: (record: SageRecord) => Promise<Settled>;
}

/** Sends to the record's path what differs, and says what happened. */
export async function saveChanges(
	item: Item,
	{ saved, path, body, settle }: Change,
): Promise<Output> {
	const record = (await saved.current()) ?? {};
	refuseOther(record, body);
	saved.refuseInDoubt(record, path);
	const { compared, sent } = (await settle?.(record)) ?? { compared: body, sent: {} };
	const changes = { ...changesBetween(record, compared), ...sent };
	if (Object.keys(changes).length === 0) return { ...record, outcome: 'unchanged' };
	notesOnAddedRows(changes).forEach((note) => item.remarks.add(note));
	const reply = await saved.change(path, changes);
	return { ...(reply ?? { ...record, ...changes }), outcome: 'updated' };
}

/** What names a record may not give it the ID of another. */
function refuseOther({ id }: SageRecord, body: SageRecord): void {
	if (body.id === undefined || id === undefined || String(body.id) === String(id)) return;
	throw invalid('ID', `${String(body.id)} is another record than ${String(id)}`, 'Leave it out.');
}

/**
 * One look-up for all items, then for each a post, a change, or nothing.
 * @param refused items that something else is wrong with
 */
export async function prepareUpserts(
	all: Map<Item, Wanted>,
	refused: Map<Item, unknown>,
): Promise<Prepared> {
	const faulty = new Map(refused);
	const keyed = [...all].map(([item, wanted]) => ({ item, wanted, key: keyOf(wanted) }));
	for (const { item, wanted, key } of keyed) {
		const unseen = tellsByWords(wanted.resource, wanted.keyField) ? undefined : unseenIn(key);
		if (key === '')
			faulty.set(item, invalid(wanted.keyLabel, 'is empty', 'It tells which record to update.'));
		if (unseen) faulty.set(item, invalid(wanted.keyLabel, unseen, REMOVE_UNSEEN));
	}
	const saved = await readSaved(keyed.filter(({ key }) => key !== ''));
	for (const { item, wanted, key } of keyed) {
		const count = saved.counts.get(item) ?? 0;
		if (count > 1)
			faulty.set(
				item,
				invalid(
					wanted.keyLabel,
					`"${key}" names ${count} records`,
					'Update the right one by its ID.',
				),
			);
	}
	return prepared({
		refused: faulty,
		jobs: joined({ wanted: all, saved: savedRecords(saved.records) }),
		changes: (job) => job.saved.name,
		execute: createOrUpdate,
		end: await claimWrites([...all.keys()], []),
	});
}

interface UpsertJob {
	wanted: Wanted;
	saved: SavedRecord;
}

async function createOrUpdate({ wanted, saved }: UpsertJob, item: Item): Promise<Output> {
	const { resource, keyField, body } = wanted;
	if (!(await saved.current())) {
		if (keyField === 'id')
			throw invalid(
				wanted.keyLabel,
				`Sage 200 has no record ${keyOf(wanted)}`,
				'IDs of new records are its own: match on a code, reference or name.',
			);
		const made = newBody(body, item.rules);
		const outcome = await saved.create(`/${resource}`, made, lookFor(item, wanted));
		if (outcome === 'written') return { ...saved.answer, outcome: 'created' };
		if (outcome === 'recovered') return { ...saved.answer, outcome };
	}
	const record = (await saved.current()) ?? {};
	if (item.parameter<string>(IF_EXISTS.name, 'update') === 'leave')
		return { ...record, outcome: 'unchanged' };
	// References and codes cannot be changed once given: the key only found the record.
	const changed = { ...body, [keyField]: record[keyField] };
	return await saveChanges(item, {
		saved,
		path: `/${resource}/${String(record.id)}`,
		body: changed,
	});
}

/** How a new record is found again. It was looked for already, together with those of the other items. */
function lookFor({ company: { api } }: Item, wanted: Wanted): LookFirst {
	const { resource, keyField: field } = wanted;
	const key = keyOf(wanted);
	return {
		sought: `${field} "${key}" in /${resource}`,
		known: [],
		async find() {
			const found = await new Lookups(api).byKeys({ resource, field, inCapitals: true }, [key]);
			return found.get(normalKey(key)) ?? [];
		},
		async read(id) {
			const record = await readById(api, `/${resource}/${id}`);
			return normalKey(String(record?.[field] ?? '')) === normalKey(key) ? record : undefined;
		},
	};
}

interface Keyed {
	item: Item;
	wanted: Wanted;
	key: string;
}

/** What Sage has of each, in one read for each kind of record, and how many records have the key. */
async function readSaved(
	keyed: Keyed[],
): Promise<{ records: Map<Item, Saved>; counts: Map<Item, number> }> {
	const records = new Map<Item, Saved>();
	const counts = new Map<Item, number>();
	for (const [company, ofCompany] of groupBy(keyed, ({ item }) => item.company)) {
		const kinds = groupBy(ofCompany, ({ wanted }) => `${wanted.resource}|${wanted.keyField}`);
		for (const group of kinds.values()) {
			const { resource, keyField: field, schema: schemaName } = group[0].wanted;
			const expand = expansionsFor(
				group.map(({ wanted }) => wanted.body),
				schemaName,
			);
			const collection: Collection = { resource, field, expand, inCapitals: true };
			const found = await company.lookups.byKeys(
				collection,
				group.map(({ key }) => key),
			);
			for (const { item, key } of group) {
				const rows = found.get(normalKey(key)) ?? [];
				const place = rows.length > 0 ? rows[0].id : `${field} ${normalKey(key)}`;
				counts.set(item, rows.length);
				records.set(item, {
					company,
					name: recordName(item, resource, place),
					record: rows[0],
					read: async () => await readNow(company.api, collection, key),
				});
			}
		}
	}
	return { records, counts };
}

/** The record that has a key now, whatever was looked up before. */
export async function readNow(
	api: SageApi,
	collection: Collection,
	key: string,
): Promise<SageRecord | undefined> {
	const found = await new Lookups(api).byKeys(collection, [key]);
	return found.get(normalKey(key))?.[0];
}

/** As it is sent: Sage may tell the two ways of writing a letter with its accent apart, so it is looked for in both. */
function keyOf({ body, keyField }: Wanted): string {
	return String(body[keyField] ?? '').trim();
}
