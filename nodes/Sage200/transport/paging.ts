/**
 * Reads a whole collection, each row once.
 *
 * Sage pages with $top and $skip, and rows that come or go between two pages shift the rest. So where rows have a key
 * they are read by it, and sorted afterwards where another order is asked for. Sage answers at most 5,000 rows a page,
 * 500 when not asked, and says nothing of what it left out.
 */
import type { ListRequest, Query, SageRecord } from '../sage200/protocol/api';
import type { RowOrder } from '../sage200/protocol/rowKeys';

import { KeyReader } from './byKey';
import { PositionReader } from './byPosition';
import { withFields } from './listQuery';
import { LargestPage, Pager, type ReadPage } from './pages';
import { Sorting } from './sorting';

/**
 * No row that is there all the time is missing, whatever else comes, goes or changes meanwhile.
 * @param request what to list; its query may carry $filter, $orderby, $select, $expand, $skip
 * @param order how the rows can be told apart
 * @param largest what is known of the site's pages
 * @throws SageFailure when a page cannot be read, or when the address gives the same page again and again
 */
export async function readAll(
	{ path, query: given = {}, limit = Infinity, expected = Infinity }: ListRequest,
	order: RowOrder,
	readPage: ReadPage,
	largest = new LargestPage(),
): Promise<SageRecord[]> {
	const query = withoutBlanks(given);
	const pager = new Pager(path, largest, readPage);
	const isAsStored = query.$orderby === undefined && Number(query.$skip ?? 0) === 0;
	const keyed =
		isAsStored && order.key !== undefined
			? await new KeyReader(pager, query, order.key).read(limit, expected)
			: undefined;
	// The catalog promises the key; a site that leaves it out can still be read by position.
	const rows = keyed ?? (await inOrder(pager, query, order, limit));
	return rows.length > limit ? rows.slice(0, limit) : rows;
}

/** What fits into one page is in Sage's own order. The rest of a long list is read by its key, and sorted here. */
async function inOrder(
	pager: Pager,
	query: Query,
	order: RowOrder,
	limit: number,
): Promise<SageRecord[]> {
	const reader = new PositionReader(pager, query, order);
	await reader.readOn(limit);
	const sorted =
		!reader.ended && limit === Infinity
			? await afterwards(pager, query, order, reader.rows)
			: undefined;
	if (sorted) return without(reader.added, sorted.slice(Number(query.$skip ?? 0)));
	while (!reader.ended && reader.rows.length < limit) await reader.readOn(limit);
	return without(reader.added, reader.rows);
}

/** Rows without fields that were read for their order alone. */
function without(fields: string[], rows: SageRecord[]): SageRecord[] {
	if (fields.length === 0) return rows;
	return rows.map((row) =>
		Object.fromEntries(Object.entries(row).filter(([name]) => !fields.includes(name))),
	);
}

/** All rows by their key, then sorted; undefined where they have none, or do not show what they are sorted by. */
async function afterwards(
	pager: Pager,
	query: Query,
	{ key }: RowOrder,
	sample: SageRecord[],
): Promise<SageRecord[] | undefined> {
	const sorting =
		key === undefined ? undefined : Sorting.of(String(query.$orderby ?? `${key} asc`));
	if (key === undefined || !sorting?.canSort(sample)) return undefined;
	const $select = withFields(query.$select, sorting.names);
	const rows = await new KeyReader(pager, { ...query, $select }, key).read(Infinity, Infinity);
	return rows && sorting.sorted(rows);
}

/** An option that holds nothing asks for nothing. */
function withoutBlanks(query: Query): Query {
	return Object.fromEntries(
		Object.entries(query).filter(([, value]) => value !== undefined && String(value).trim() !== ''),
	);
}
