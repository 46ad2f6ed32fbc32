/** Look First: the field and value by which the record of a generic write is found, before and after it is sent. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { resourceOfPath, schema, type FieldType } from '../../catalog';
import { labelOf } from '../../catalog/labels';
import { changesBetween } from '../../sage200/lookups/differences';
import { unknownFields } from '../form/fieldChoice';
import type { Item } from '../item';
import { tellsByWords } from '../../sage200/lookups/humanKeys';
import { normalKey } from '../../sage200/lookups/lookups';
import { condition, filtersOf, isFieldName, LONGEST_FILTER } from '../../sage200/lookups/odata';
import { readById } from '../../sage200/lookups/readById';
import type { SageApi, SageRecord, SageRequest } from '../../sage200/protocol/api';
import { listedShape } from '../../sage200/protocol/endpoints';
import { invalid, InvalidInput } from '../../sage200/protocol/failures';
import { writeOnce, type LookFirst } from '../../sage200/push/lookFirst';
import { keyRegister } from '../../sage200/push/register';
import { groupBy } from '../../sage200/values/grouping';
import { isRecord } from '../../sage200/values/records';
import { REMOVE_UNSEEN, unseenIn } from '../../sage200/values/texts';
import { isUnset } from '../../sage200/values/unset';
import { safePath } from '../../transport/path';

import { told } from './pushBatch';
import { writeInExecution } from './writeInExecution';

export const LOOK_FIRST: INodeProperties = {
	displayName: 'Look First',
	name: 'lookFirst',
	type: 'collection',
	placeholder: 'Add Field or Value',
	default: {},
	displayOptions: { show: { method: ['POST', 'PUT'] } },
	description:
		'A field and its value by which the record is found. It is looked for before the request is sent, which is then not sent, and after any unclear answer: so a request that is repeated is applied once.',
	options: [
		{
			displayName: 'Field',
			name: 'field',
			type: 'string',
			default: '',
			placeholder: 'e.g. reference',
			description: 'A field that no other record has this value in',
		},
		{
			displayName: 'Value to Look For',
			name: 'value',
			type: 'string',
			default: '',
			placeholder: 'e.g. INV-1001',
		},
		{
			displayName: 'Look In',
			name: 'path',
			type: 'string',
			default: '',
			placeholder: 'e.g. /sales_posted_transactions',
			description: 'The list to look in. Leave empty for the path of the request.',
		},
	],
};

/** For what is posted anywhere: the list to look in is given where it is not the record's own. */
export const LOOK_FIRST_ANYWHERE: INodeProperties = {
	displayName: LOOK_FIRST.displayName,
	name: LOOK_FIRST.name,
	type: 'collection',
	placeholder: LOOK_FIRST.placeholder,
	default: {},
	description: LOOK_FIRST.description,
	options: LOOK_FIRST.options,
};

/** For a new record of a known kind: it is looked for where such records are listed. */
export const LOOK_FIRST_RECORD: INodeProperties = {
	displayName: LOOK_FIRST.displayName,
	name: LOOK_FIRST.name,
	type: 'collection',
	placeholder: LOOK_FIRST.placeholder,
	default: {},
	description:
		'A field and its value by which the record is found. It is looked for first, and after any unclear answer: so a push that is repeated makes one record.',
	options: (LOOK_FIRST.options as INodeProperties[]).filter(({ name }) => name !== 'path'),
};

/** Label of what is wrong with it. */
const LABEL = LOOK_FIRST.displayName;
/** Two are enough to know that a value names several. */
const SEVERAL = 2;
/** The path of one record: `/customers/12`. */
const RECORD_PATH = /\/-?\d+$/;

/** Where a write goes, and the list that its record is looked for in unless the item names another. */
export interface Destination {
	api: SageApi;
	path: string;
}

/** What an item says of how its record is found. */
interface Sought {
	field: string;
	value: IDataObject[string];
	path: string;
	/** The condition of the list. */
	filter: string;
	api: SageApi;
}

/**
 * How the records of items' writes are found, for the items that say it. Items that look in one list are looked up
 * together, so that a push that was made before costs a call for all its items.
 */
export async function lookFirsts(destinations: Map<Item, Destination>): Promise<{
	looks: Map<Item, LookFirst>;
	refused: Map<Item, unknown>;
}> {
	const sought = new Map<Item, Sought>();
	const refused = new Map<Item, unknown>();
	for (const [item, destination] of destinations) {
		try {
			const found = soughtOf(item, destination);
			if (found) sought.set(item, found);
		} catch (error) {
			refused.set(item, error);
		}
	}
	const known = await knownRecords([...sought.values()]);
	const looks = [...sought].map(([item, each]): [Item, LookFirst] => [
		item,
		lookFor(each, known.get(each)),
	]);
	return { looks: new Map(looks), refused };
}

/**
 * @returns undefined where the item does not say how its record is found
 * @throws InvalidInput for half an answer, or a value that the field cannot have
 */
function soughtOf(item: Item, { api, path }: Destination): Sought | undefined {
	const { field: given, value: named, path: place } = item.collection(LOOK_FIRST.name);
	// Sage's database does not mind blanks around a text.
	const value = typeof named === 'string' ? named.trim() : named;
	if ([given, value, place].every(isUnset)) return undefined;
	if (isUnset(given))
		throw invalid(LABEL, 'names no field', 'Give the field that holds the value.');
	if (isUnset(value)) throw invalid(LABEL, 'has no value', 'Give the value to look for.');
	const list = isUnset(place) ? path : safePath(String(place)).path;
	const field = String(given).trim();
	const unseen = tellsByWords(resourceOfPath(list), field) ? undefined : unseenIn(String(value));
	if (unseen) throw invalid(LABEL, unseen, REMOVE_UNSEEN);
	const shape = listedShape(resourceOfPath(list));
	const unknown =
		shape && isFieldName(field) && unknownFields(shape.schema, [field], `${LABEL}: Field`);
	if (unknown && unknown.length > 0) throw new InvalidInput(unknown);
	return { field, value, path: list, filter: filterOf(list, field, value), api };
}

/** The records that each value names, as far as one call for all values of a list and field tells. */
async function knownRecords(sought: Sought[]): Promise<Map<Sought, SageRecord[]>> {
	const known = new Map<Sought, SageRecord[]>();
	const listed = sought.filter(({ path }) => !RECORD_PATH.test(path));
	for (const [api, ofCompany] of groupBy(listed, (each) => each.api)) {
		for (const group of groupBy(ofCompany, ({ path, field }) => `${path} ${field}`).values()) {
			// A single item looks for itself, just before it is sent.
			if (group.length === 1) continue;
			const rows = await rowsOf(api, group);
			for (const each of group) {
				const having = rows.filter((row) => keyOf(row[each.field]) === keyOf(each.value));
				// What is not there yet is looked for once more, just before it is sent.
				if (having.length > 0) known.set(each, having);
			}
		}
	}
	return known;
}

async function rowsOf(api: SageApi, group: Sought[]): Promise<SageRecord[]> {
	const [{ path }] = group;
	const filters = filtersOf([...new Set(group.map(({ filter }) => filter))], LONGEST_FILTER);
	const pages = filters.map(
		async ({ filter, count }) =>
			await api.list({ path, query: { $filter: filter }, limit: SEVERAL * count }),
	);
	return (await Promise.all(pages)).flat();
}

/** How values compare: as Sage's database does, without case and outer spaces. */
function keyOf(value: unknown): string {
	return normalKey(String(value ?? ''));
}

function lookFor(
	{ api, field, value, path, filter }: Sought,
	known: SageRecord[] | undefined,
): LookFirst {
	const having = (record: SageRecord | undefined) =>
		record && keyOf(record[field]) === keyOf(value) ? record : undefined;
	return {
		sought: `${field} "${String(value)}" in ${path}`,
		known,
		async find() {
			if (!RECORD_PATH.test(path))
				return await api.list({ path, query: { $filter: filter }, limit: SEVERAL });
			const record = having(await readById(api, path));
			return record ? [record] : [];
		},
		read: async (id) => having(await readById(api, `${path}/${id}`)),
	};
}

function filterOf(path: string, field: string, value: unknown): string {
	try {
		return condition(field, 'eq', value, typeOf(path, field, value));
	} catch (error) {
		throw invalid(LABEL, (error as Error).message, 'Give a value that the field can have.');
	}
}

/** As the catalog says; where it does not know the field, as the value is given. */
function typeOf(path: string, field: string, value: unknown): FieldType {
	const shape = listedShape(resourceOfPath(path));
	const known = shape && schema(shape.schema).fields.get(field)?.type;
	return known ?? (typeof value === 'number' ? 'decimal' : 'string');
}

/** Sends the write of an item and answers with the record and its outcome; where the item says how it is found, once. */
export type Writer = (request: SageRequest) => Promise<unknown>;

/**
 * What sends the writes of items.
 * @param lists where the records of each item are listed
 * @param sent the outcome of a write that was sent: `created`
 */
export async function writersOf(
	lists: Map<Item, string>,
	sent: string,
): Promise<{
	writers: Map<Item, Writer>;
	refused: Map<Item, unknown>;
}> {
	const destinations = [...lists].map(([item, path]): [Item, Destination] => [
		item,
		{ api: item.company.api, path },
	]);
	const { looks, refused } = await lookFirsts(new Map(destinations));
	const writers = destinations.map(([item]): [Item, Writer] => [
		item,
		writerOf(item, looks.get(item), sent),
	]);
	return { writers: new Map(writers), refused };
}

function writerOf(item: Item, look: LookFirst | undefined, sent: string): Writer {
	return async (request) => {
		const { reply, outcome } = look
			? await writeOnce(item.company.api, request, look, keyRegister)
			: { reply: await writeInExecution(item, request), outcome: 'written' };
		if (!isRecord(reply)) return reply;
		const differs = outcome === 'existing' ? differencesOf(request, reply) : [];
		return {
			...reply,
			outcome: outcome === 'written' ? sent : outcome,
			...(differs.length > 0 ? { differs } : {}),
		};
	};
}

/** What a record that was there has otherwise than the request, as far as its fields show it. */
function differencesOf({ body }: SageRequest, record: SageRecord): string[] {
	if (!isRecord(body)) return [];
	const shown = Object.keys(body).filter(
		(name) => record[name] !== undefined && !isRecord(body[name]) && !Array.isArray(body[name]),
	);
	const compared = Object.fromEntries(shown.map((name) => [name, body[name]]));
	return Object.entries(changesBetween(record, compared)).map(([name, pushed]) =>
		told({ field: labelOf(name), pushed, sage: record[name] }),
	);
}
