/** Reads a list by the key of its rows: the next page is asked for by it (`id gt last`), which nothing can shift. */
import { allOf } from '../sage200/lookups/odata';
import type { Query, SageRecord } from '../sage200/protocol/api';

import { CIRCLES, withFields } from './listQuery';
import type { Page, Pager } from './pages';
import { rangesUpTo, type Range } from './ranges';

/**
 * After so many pages the newest key is asked for beside the next page, which takes no time of its own. If the list still
 * goes on then, the rest of it is cut by that key into ranges, which are read at once.
 */
const SHORT_LIST_PAGES = 2;

interface Part {
	rows: SageRecord[];
	/** The last key read, where more may follow; NaN where the rows have no key. */
	next?: number;
}

export class KeyReader {
	private readonly seen = new Set<unknown>();
	private readonly query: Query;
	/** A range could not be read, so the others are not read on. */
	private failed = false;

	/**
	 * @param query may carry $filter, $select, $expand; $orderby and $skip are left out
	 * @param key field that numbers the rows
	 */
	constructor(
		private readonly pager: Pager,
		query: Query,
		private readonly key: string,
	) {
		this.query = { ...query, $skip: undefined, $select: withFields(query.$select, [key]) };
	}

	/**
	 * All rows, in the order of the key; undefined where they turn out to have no such key.
	 * @param limit at most this many
	 * @param expected how many there are, where that is known: no call is made to see whether more follow
	 * @throws SageFailure when a page cannot be read, or the site does not sort
	 */
	async read(limit: number, expected: number): Promise<SageRecord[] | undefined> {
		const enough = Math.min(limit, expected);
		const first = await this.range({}, limit, enough, SHORT_LIST_PAGES);
		const { rows, next } = first;
		if (next === undefined || rows.length >= enough) return rows;
		if (Number.isNaN(next)) return undefined;
		const parts = [first, ...(await this.rest(next, enough - rows.length))];
		return parts.some((part) => Number.isNaN(part.next))
			? undefined
			: parts.flatMap((part) => part.rows);
	}

	/** @param count how many rows are left, where that is known: they are read page by page */
	private async rest(after: number, count: number): Promise<Part[]> {
		if (count !== Infinity) return [await this.range({ after }, count, count)];
		const [page, newest] = await Promise.all([
			this.range({ after }, Infinity, Infinity, 1),
			// Without it the rest is read as one range.
			this.newestKey().catch(() => undefined),
		]);
		if (page.next === undefined || Number.isNaN(page.next)) return [page];
		const ranges = rangesUpTo(page.next, newest, page.rows.length).map(
			async (range) => await this.range(range, Infinity, Infinity).catch(this.giveUp),
		);
		return [page, ...(await Promise.all(ranges))];
	}

	private readonly giveUp = (error: unknown): never => {
		this.failed = true;
		throw error as Error;
	};

	private async newestKey(): Promise<unknown> {
		const { key } = this;
		const { rows } = await this.pager.page(1, ($top) => ({
			...this.query,
			$orderby: `${key} desc`,
			$top,
		}));
		return rows[0]?.[key];
	}

	/**
	 * One range of keys, page after page.
	 * @param enough ends the reading as soon as there are so many rows
	 */
	private async range(
		{ after, upTo }: Range,
		limit: number,
		enough: number,
		pages = Infinity,
	): Promise<Part> {
		const { key } = this;
		const rows: SageRecord[] = [];
		let next = after;
		const goesOn = () => rows.length < enough && !Number.isNaN(next) && !this.failed;
		for (let count = 0; count < pages && goesOn(); count++) {
			const from = next === undefined ? undefined : `${key} gt ${next}`;
			const to = upTo === undefined ? undefined : `${key} le ${upTo}`;
			const $filter = allOf([this.query.$filter as string | undefined, from, to]);
			const page = await this.pager.page(limit - rows.length, ($top) => ({
				...this.query,
				$filter,
				$orderby: `${key} asc`,
				$top,
			}));
			if (this.isEnd(rows, page)) return { rows };
			next = Number(page.rows[page.rows.length - 1][key] ?? NaN);
			// The next page would leave out what is not in its place.
			if (!Number.isNaN(next) && !ascends(page.rows, key))
				throw this.pager.unreadable(
					`The address does not sort by "${key}", so the list cannot be read page by page. Ask for it with a filter or a limit.`,
				);
		}
		return { rows, next };
	}

	/**
	 * Adds the new rows of a page, and says whether the list ends with it.
	 * @throws SageFailure for a full page of known rows: the filter was not heeded, so the list has no end
	 */
	private isEnd(rows: SageRecord[], page: Page): boolean {
		const fresh = page.rows.filter(
			(row) => row[this.key] === undefined || this.isNew(row[this.key]),
		);
		for (const row of fresh) rows.push(row);
		if (fresh.length === 0 && page.rows.length >= page.asked) throw this.pager.unreadable(CIRCLES);
		return fresh.length === 0 || this.pager.isLast(page);
	}

	private isNew(key: unknown): boolean {
		if (this.seen.has(key)) return false;
		this.seen.add(key);
		return true;
	}
}

/** Whether rows come in the order that the next page is asked for by. */
function ascends(rows: SageRecord[], key: string): boolean {
	return rows.every((row, at) => at === 0 || Number(row[key]) >= Number(rows[at - 1][key]));
}
