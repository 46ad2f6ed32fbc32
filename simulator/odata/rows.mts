/** Where the rows of a list come from, and how a list is cut out of them. */
import type { Schema } from '../../nodes/Sage200/catalog/index.ts';
import { textKey } from '../data/text-key.mts';
import type { Body } from '../world.mts';
import { unset, type Filter } from './filter.mts';
import type { ListOptions, SortKey } from './options.mts';

export interface RowSource {
	all(): Iterable<Body>;
	/** Rows whose field has a value. May return more; they are filtered again. */
	where(field: string, value: unknown): Iterable<Body>;
	/** Rows in ascending order of a numeric field, from above a number; undefined where the source has no such order. */
	ascending(field: string, above: number): Iterable<Body> | undefined;
}

export interface Selection {
	rows: Body[];
	/** Rows that pass the filter, without $top and $skip; counted only if asked for. */
	count?: number;
}

/** Filters, sorts and cuts. */
export function selectRows(
	source: RowSource,
	filter: Filter | undefined,
	options: ListOptions,
	schema: Schema,
): Selection {
	const { orderBy, skip, top } = options;
	const accepts = filter?.accepts ?? (() => true);
	const sorted = options.count || filter?.keys ? undefined : inOrder(source, filter, orderBy);
	if (sorted) return { rows: take(sorted, accepts, skip, top) };
	const found: Body[] = [];
	for (const row of candidates(source, filter)) if (accepts(row)) found.push(row);
	const rows = sort(found, orderBy, schema).slice(skip, skip + top);
	return { rows, count: found.length };
}

/** The source's own order, where it is the one asked for: a page of 50,000 rows then costs a page. */
function inOrder(
	source: RowSource,
	filter: Filter | undefined,
	orderBy: SortKey[],
): Iterable<Body> | undefined {
	if (orderBy.length === 0) return source.all();
	const [{ field, descending }] = orderBy;
	if (orderBy.length > 1 || descending) return undefined;
	return source.ascending(field, filter?.above.get(field) ?? -Infinity);
}

function take(
	rows: Iterable<Body>,
	accepts: (row: Body) => boolean,
	skip: number,
	top: number,
): Body[] {
	const taken: Body[] = [];
	if (top === 0) return taken;
	let left = skip;
	for (const row of rows) {
		if (!accepts(row) || left-- > 0) continue;
		if (taken.push(row) === top) break;
	}
	return taken;
}

function candidates(source: RowSource, filter: Filter | undefined): Iterable<Body> {
	if (!filter?.keys) return source.all();
	return new Set(filter.keys.flatMap(({ field, value }) => [...source.where(field, value)]));
}

/** Sorts by the given keys; rows that are alike in them keep their order. */
export function sort(rows: Body[], keys: SortKey[], schema: Schema): Body[] {
	if (keys.length === 0) return rows;
	const decorated = rows.map((row) => ({
		row,
		values: keys.map(({ field }) => sortValue(row, field, schema)),
	}));
	decorated.sort((one, other) => {
		for (let at = 0; at < keys.length; at++) {
			const left = one.values[at];
			const right = other.values[at];
			if (left !== right) return left < right === keys[at].descending ? 1 : -1;
		}
		return 0;
	});
	return decorated.map(({ row }) => row);
}

function sortValue(row: Body, name: string, schema: Schema): string | number {
	const field = schema.fields.get(name);
	const value = row[name] ?? (field && unset(field));
	// SQL Server sorts what is not set first.
	if (value === undefined || value === null) return -Infinity;
	if (field?.type === 'datetime') return Date.parse(String(value));
	return typeof value === 'string' ? (textKey(value) as string) : Number(value);
}

/** Rows that are all at hand. */
export class ListedRows implements RowSource {
	constructor(private readonly rows: Iterable<Body>) {}

	all(): Iterable<Body> {
		return this.rows;
	}

	where(): Iterable<Body> {
		return this.rows;
	}

	ascending(): undefined {
		return undefined;
	}
}
