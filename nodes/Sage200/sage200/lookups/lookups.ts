/**
 * Human keys → records, in as few calls as possible: all keys of all items in one filter (split where the URL would
 * grow too long), each key asked for once an execution.
 */
import type { Fields, Rows } from '../../catalog/fieldNames';
import { findResource, schema, type FieldType } from '../../catalog';

import type { SageApi, SageRecord } from '../protocol/api';
import { namesOne } from '../protocol/rowKeys';
import { condition, filtersOf, LONGEST_FILTER } from './odata';

/** A field of the rows of a list; any name where the list is known at run time only. */
export type RowField<Resource extends string> = Resource extends keyof Rows
	? Fields[Rows[Resource]]
	: string;

export interface Collection<Resource extends string = string> {
	/** Resource that is listed, such as `products`. */
	resource: Resource;
	/** Field that holds the human key, such as `code`. */
	field: RowField<Resource>;
	/** Fields to read; all scalars when left out. */
	select?: Array<RowField<Resource>>;
	/** Nested records to read. */
	expand?: string[];
	/** Further condition on every row. */
	where?: string;
	/** Sage keeps such keys in capitals: on a site that minds the case, what was not found is asked for again in capitals. */
	inCapitals?: boolean;
}

/** A collection whose records may have a key in any of several fields. */
interface AnyField {
	resource: string;
	fields: readonly string[];
	/** What is read of each; the fields of the key alone if not given. */
	select?: readonly string[];
}

export class Lookups {
	private readonly caches = new Map<string, Map<string, Promise<SageRecord[]>>>();
	private readonly lists = new Map<string, Promise<SageRecord[]>>();

	constructor(private readonly api: SageApi) {}

	/**
	 * The records that have one of the keys. Keys compare without case and outer spaces, as Sage's database does.
	 */
	async byKeys<Resource extends string>(
		collection: Collection<Resource>,
		keys: string[],
	): Promise<Map<string, SageRecord[]>> {
		const known = this.cacheOf(JSON.stringify(collection));
		const wanted = [...new Set(keys.map(normalKey).filter((key) => key !== '' && !known.has(key)))];
		if (wanted.length > 0) {
			const spelling = new Map(keys.map((key) => [normalKey(key), key.trim()]));
			const reading = this.readKeys(
				collection,
				wanted.map((key) => spelling.get(key) ?? key),
			);
			for (const key of wanted)
				known.set(
					key,
					reading.then((records) => records.get(key) ?? []),
				);
		}
		const entries = [...new Set(keys.map(normalKey))].map(
			async (key) => [key, (await known.get(key)) ?? []] as const,
		);
		return new Map(await Promise.all(entries));
	}

	/**
	 * The records that have a key in any of several fields, all fields in one filter. Keys compare as in `byKeys`; each is
	 * asked for once an execution.
	 */
	async byAnyKey(collection: AnyField, keys: string[]): Promise<Map<string, SageRecord[]>> {
		const { fields } = collection;
		const known = this.cacheOf(JSON.stringify(collection));
		const wanted = [...new Set(keys.map(normalKey))].filter((key) => !known.has(key));
		if (wanted.length > 0) {
			const reading = this.readAnywhere(collection, wanted);
			for (const key of wanted)
				known.set(
					key,
					reading.then((rows) =>
						rows.filter((row) =>
							fields.some((field) => normalKey(String(row[field] ?? '')) === key),
						),
					),
				);
		}
		const entries = [...new Set(keys.map(normalKey))].map(
			async (key) => [key, (await known.get(key)) ?? []] as const,
		);
		return new Map(await Promise.all(entries));
	}

	private async readAnywhere(
		{ resource, fields, select = fields }: AnyField,
		keys: string[],
	): Promise<SageRecord[]> {
		const alternatives = fields.flatMap((field) => {
			const type = fieldType(resource, field);
			return keys.flatMap((key) => askable(field, key, type));
		});
		const pages = await Promise.all(
			filtersOf(alternatives, LONGEST_FILTER).map(
				async ({ filter }) =>
					await this.api.list({
						path: `/${resource}`,
						query: { $select: select.join(','), $filter: filter },
					}),
			),
		);
		return pages.flat();
	}

	/** A whole small collection (tax codes, warehouses, settings), read once an execution. */
	async all(
		resource: string,
		query: { $select?: string; $expand?: string } = {},
	): Promise<SageRecord[]> {
		const key = JSON.stringify([resource, query]);
		let list = this.lists.get(key);
		if (!list) this.lists.set(key, (list = this.api.list({ path: `/${resource}`, query })));
		return await list;
	}

	/** The newest record of a collection, read once an execution; none of an empty one. */
	async newest(resource: string, select: string): Promise<SageRecord | undefined> {
		const key = JSON.stringify([resource, select, 'newest']);
		let list = this.lists.get(key);
		if (!list) {
			const query = { $select: select, $orderby: 'id desc' };
			list = this.api.list({ path: `/${resource}`, query, limit: 1 });
			this.lists.set(key, list);
		}
		return (await list)[0];
	}

	private cacheOf(key: string): Map<string, Promise<SageRecord[]>> {
		let cache = this.caches.get(key);
		if (!cache) this.caches.set(key, (cache = new Map()));
		return cache;
	}

	private async readKeys(
		collection: Collection,
		keys: string[],
	): Promise<Map<string, SageRecord[]>> {
		const records = await this.read(collection, keys);
		if (!collection.inCapitals) return records;
		const missed = keys.filter((key) => !records.has(normalKey(key)) && key !== key.toUpperCase());
		if (missed.length > 0) {
			const again = await this.read(
				collection,
				missed.map((key) => key.toUpperCase()),
			);
			for (const [key, rows] of again) records.set(key, rows);
		}
		return records;
	}

	private async read(
		{ resource, field, select, expand, where }: Collection,
		keys: string[],
	): Promise<Map<string, SageRecord[]>> {
		const type = fieldType(resource, field);
		const alternatives = keys.flatMap((key) => askable(field, key, type));
		const filters = filtersOf(
			alternatives,
			LONGEST_FILTER - encodeURIComponent(where ?? '').length,
		);
		const query = { $select: select?.join(','), $expand: expand?.join(',') };
		const pages = await Promise.all(
			filters.map(
				async ({ filter, count }) =>
					await this.api.list({
						path: `/${resource}`,
						query: { ...query, $filter: where ? `(${filter}) and (${where})` : filter },
						expected: namesOne(resource, field) ? count : undefined,
					}),
			),
		);
		const records = new Map<string, SageRecord[]>();
		for (const row of pages.flat()) {
			const key = normalKey(String(row[field] ?? ''));
			records.set(key, [...(records.get(key) ?? []), row]);
		}
		return records;
	}
}

/** The condition for a key; none for what no record can have: a value of another type, or one that no address has room for. */
function askable(field: string, key: string, type: FieldType): string[] {
	const spellings = new Set([key, key.normalize('NFC')]);
	try {
		return [...spellings]
			.map((each) => condition(field, 'eq', each, type))
			.filter((text) => encodeURIComponent(text).length < LONGEST_FILTER);
	} catch {
		// Refused as no value of the field's type.
		return [];
	}
}

/** How keys compare: without case and outer spaces, however a letter with its accent is written. */
export function normalKey(key: string): string {
	return key.normalize('NFC').trim().toLowerCase();
}

function fieldType(resource: string, field: string): FieldType {
	const list = findResource(resource)?.operations.find(
		({ method, reply }) => method === 'GET' && reply?.list,
	)?.reply;
	return (list && schema(list.schema).fields.get(field)?.type) ?? 'string';
}
