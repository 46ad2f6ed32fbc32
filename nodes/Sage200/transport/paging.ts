/**
 * Reads a whole collection, each row once.
 *
 * Sage pages with $top and $skip, and rows that come or go between two pages shift the rest. So where rows have an id
 * the next page is asked for by it (`id gt last`), which nothing can shift. Sage answers at most 5,000 rows a page,
 * 500 when not asked, and says nothing of what it left out.
 */
import type { ListRequest, Query, SageRecord } from '../sage200/protocol/api';
import { SageFailure } from '../sage200/protocol/failures';
import { allOf } from '../sage200/lookups/odata';
import type { RowOrder } from '../sage200/protocol/rowKeys';

import { ascends, isLast, PageSize, type Page } from './pages';
import { rangesUpTo, type Range } from './ranges';

export type ReadPage = (query: Query) => Promise<SageRecord[]>;

/** A list that goes on beyond so many pages is long: the rest of it is read in several ranges at once. */
const LONG_LIST_PAGES = 5;

const CIRCLES =
	'The address gave the same rows for different pages, so the list cannot be read to its end. Ask for it with a filter or a limit.';

/**
 * @param request what to list; its query may carry $filter, $orderby, $select, $expand, $skip
 * @param order how the rows can be told apart
 * @throws SageFailure when a page cannot be read, or when the address gives the same page again and again
 */
export async function readAll(
	request: ListRequest,
	order: RowOrder,
	readPage: ReadPage,
): Promise<SageRecord[]> {
	const { query = {}, limit = Infinity } = request;
	const byKey =
		order.key !== undefined && query.$orderby === undefined && Number(query.$skip ?? 0) === 0;
	const reader = new Reader(request, order, readPage);
	const rows = byKey ? await reader.byKey(order.key!, limit) : await reader.byPosition(limit);
	return rows.length > limit ? rows.slice(0, limit) : rows;
}

class Reader {
	private readonly size = new PageSize();
	private readonly seen = new Set<unknown>();

	constructor(
		private readonly request: ListRequest,
		private readonly order: RowOrder,
		private readonly readPage: ReadPage,
	) {}

	async byKey(key: string, limit: number): Promise<SageRecord[]> {
		const { rows, next } = await this.range(key, {}, limit, LONG_LIST_PAGES);
		if (next === undefined) return rows;
		// The catalog promises the key; a site that leaves it out can still be paged by position.
		if (Number.isNaN(next))
			return rows.concat(await this.byPosition(limit - rows.length, rows.length));
		if (limit !== Infinity)
			return rows.concat((await this.range(key, { after: next }, limit - rows.length)).rows);
		const newest = await this.page(1, ($top) => ({
			...this.query(key),
			$orderby: `${key} desc`,
			$top,
		}));
		const parts = await Promise.all(
			rangesUpTo(next, newest.rows[0]?.[key]).map(
				async (range) => (await this.range(key, range, limit)).rows,
			),
		);
		return rows.concat(...parts);
	}

	/**
	 * One range of keys, page after page.
	 * @returns `next`: the last key read, where more may follow; NaN where the rows have no key
	 */
	private async range(
		key: string,
		{ after, upTo }: Range,
		limit: number,
		pages = Infinity,
	): Promise<{ rows: SageRecord[]; next?: number }> {
		const rows: SageRecord[] = [];
		let next = after;
		for (let count = 0; count < pages && rows.length < limit && !Number.isNaN(next); count++) {
			const from = next === undefined ? undefined : `${key} gt ${next}`;
			const to = upTo === undefined ? undefined : `${key} le ${upTo}`;
			const $filter = allOf([this.request.query?.$filter as string | undefined, from, to]);
			const page = await this.page(limit - rows.length, ($top) => ({
				...this.query(key),
				$filter,
				$orderby: `${key} asc`,
				$top,
			}));
			if (this.isEnd(rows, page)) return { rows };
			next = Number(page.rows[page.rows.length - 1][key] ?? NaN);
			// The next page would leave out what is not in its place.
			if (!Number.isNaN(next) && !ascends(page.rows, key))
				throw this.unreadable(
					`The address does not sort by "${key}", so the list cannot be read page by page. Ask for it with a filter or a limit.`,
				);
		}
		return { rows, next };
	}

	/** $skip without $orderby is an error, and rows with equal sort values keep their order only if the key decides. */
	async byPosition(limit: number, already = 0): Promise<SageRecord[]> {
		const { key, orderBy } = this.order;
		const { query = {} } = this.request;
		const last = key === undefined ? orderBy : `${key} asc`;
		const asked = query.$orderby === undefined ? [] : [String(query.$orderby)];
		const sorted =
			last === undefined || (key !== undefined && namesField(asked.join(), key))
				? asked
				: [...asked, last];
		const $orderby = sorted.join(',') || undefined;
		const rows: SageRecord[] = [];
		for (let skip = Number(query.$skip ?? 0) + already; rows.length < limit; ) {
			const $skip = skip > 0 ? skip : undefined;
			const page = await this.page(limit - rows.length, ($top) => ({
				...this.query(key),
				$orderby,
				$top,
				$skip,
			}));
			if (this.isEnd(rows, page)) break;
			skip += page.rows.length;
		}
		return rows;
	}

	private query(key: string | undefined): Query {
		return { ...this.request.query, $select: withField(this.request.query?.$select, key) };
	}

	/** One page of at most so many rows; of fewer where the site is too slow for them. */
	private async page(most: number, queryFor: (top: number) => Query): Promise<Page> {
		for (;;) {
			const asked = Math.min(most, this.size.rows);
			try {
				return { asked, rows: await this.readPage(queryFor(asked)) };
			} catch (error) {
				this.size.shrink(error, asked);
			}
		}
	}

	/**
	 * Adds the new rows of a page, and says whether the list ends with it.
	 * @throws SageFailure for a full page of known rows: a filter or $skip was not heeded, so the list has no end
	 */
	private isEnd(rows: SageRecord[], page: Page): boolean {
		const fresh = this.freshOf(page.rows);
		for (const row of fresh) rows.push(row);
		if (fresh.length === 0 && page.rows.length >= page.asked) throw this.unreadable(CIRCLES);
		return fresh.length === 0 || isLast(page);
	}

	/** Rows are told apart by their key; pages of rows without one by all that they hold. */
	private freshOf(page: SageRecord[]): SageRecord[] {
		const { key = '' } = this.order;
		if (page[0]?.[key] === undefined) return this.isNew(JSON.stringify(page)) ? page : [];
		return page.filter((row) => this.isNew(row[key]));
	}

	private isNew(name: unknown): boolean {
		if (this.seen.has(name)) return false;
		this.seen.add(name);
		return true;
	}

	private unreadable(remedy: string): SageFailure {
		return new SageFailure({ kind: 'unreadable', method: 'GET', path: this.request.path, remedy });
	}
}

function withField(list: Query[string], field: string | undefined): string | undefined {
	if (list === undefined || list === '') return undefined;
	return field === undefined || namesField(String(list), field) ? String(list) : `${list},${field}`;
}

function namesField(list: string, field: string): boolean {
	return list.split(',').some((part) => part.trim().split(' ')[0] === field);
}
