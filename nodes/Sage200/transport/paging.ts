/**
 * Reads a whole collection, each row once.
 *
 * Sage pages with $top and $skip, and rows that come or go between two pages shift the rest. So where rows have an id
 * the next page is asked for by it (`id gt last`), which nothing can shift. Sage answers at most 5,000 rows a page,
 * 500 when not asked, and says nothing of what it left out.
 */
import type { ListRequest, Query, SageRecord } from '../sage200/api';
import { SageFailure } from '../sage200/failures';
import { allOf } from '../sage200/query';
import type { RowOrder } from '../sage200/rowKeys';

export const LARGEST_PAGE = 5000;
const USUAL_PAGE = 1000;
const SMALLEST_PAGE = 25;

export type ReadPage = (query: Query) => Promise<SageRecord[]>;

interface Position {
	after?: number;
	skip: number;
}

/**
 * @param request what to list; its query may carry $filter, $orderby, $select, $expand, $skip
 * @param order how the rows can be told apart
 */
export async function readAll(request: ListRequest, order: RowOrder, readPage: ReadPage): Promise<SageRecord[]> {
	const { key } = order;
	const rows: SageRecord[] = [];
	const seen = new Set<unknown>();
	const limit = request.limit ?? Infinity;
	const keyed = key !== undefined && request.query?.$orderby === undefined && Number(request.query?.$skip ?? 0) === 0;
	const at: Position = { skip: Number(request.query?.$skip ?? 0) };
	let size = USUAL_PAGE;
	while (rows.length < limit) {
		const top = Math.min(size, limit - rows.length);
		let page: SageRecord[];
		try {
			page = await readPage(keyed ? keyedQuery(request.query, key, at, top) : positionQuery(request.query, order, at, top));
		} catch (error) {
			size = smallerPage(error, size);
			continue;
		}
		const fresh = key === undefined ? page : page.filter((row) => isNew(row[key], seen));
		for (const row of fresh) rows.push(row);
		if (page.length < top || (keyed && fresh.length === 0)) break;
		at.skip += page.length;
		at.after = keyed ? Number(page[page.length - 1][key]) : undefined;
	}
	return rows.length > limit ? rows.slice(0, limit) : rows;
}

function keyedQuery(query: Query = {}, key: string, at: Position, top: number): Query {
	const after = at.after === undefined ? undefined : `${key} gt ${at.after}`;
	return {
		...query,
		$select: withField(query.$select, key),
		$filter: allOf([query.$filter as string | undefined, after]),
		$orderby: `${key} asc`,
		$top: top,
	};
}

/** $skip without $orderby is an error, and rows with equal sort values keep their order only if the key decides. */
function positionQuery(query: Query = {}, { key, orderBy }: RowOrder, at: Position, top: number): Query {
	const last = key === undefined ? orderBy : `${key} asc`;
	const asked = query.$orderby === undefined ? [] : [String(query.$orderby)];
	const sorted = last === undefined || (key !== undefined && namesField(asked.join(), key)) ? asked : [...asked, last];
	return {
		...query,
		$select: withField(query.$select, key),
		$orderby: sorted.join(',') || undefined,
		$top: top,
		$skip: at.skip > 0 ? at.skip : undefined,
	};
}

/** Big pages time out on slow sites: ask for half, until a page is small enough to blame something else. */
function smallerPage(error: unknown, size: number): number {
	const slow = error instanceof SageFailure && (error.kind === 'timeout' || error.facts.status === 504);
	if (!slow || size <= SMALLEST_PAGE) throw error;
	return Math.max(SMALLEST_PAGE, Math.floor(size / 4));
}

function isNew(id: unknown, seen: Set<unknown>): boolean {
	if (id === undefined) return true;
	if (seen.has(id)) return false;
	seen.add(id);
	return true;
}

function withField(list: Query[string], field: string | undefined): string | undefined {
	if (list === undefined || list === '') return undefined;
	return field === undefined || namesField(String(list), field) ? String(list) : `${list},${field}`;
}

function namesField(list: string, field: string): boolean {
	return list.split(',').some((part) => part.trim().split(' ')[0] === field);
}
