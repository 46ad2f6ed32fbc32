/**
 * Reads a list by position, $skip and $top, in Sage's own order. Rows that come or go between two pages shift the rest,
 * so every page begins among rows that are known. Of a page that holds a known row in its old place it is certain that
 * no row was passed over: what was there all the time and is not read yet comes after that row, now as before. A page
 * without such a row is asked for again from further back.
 */
import type { Query, SageRecord } from '../sage200/protocol/api';
import type { RowOrder } from '../sage200/protocol/rowKeys';

import { CIRCLES, fieldsBeside, namesField, withFields } from './listQuery';
import type { Page, Pager } from './pages';
import { Sorting } from './sorting';

/** How many rows are read again with each page. */
const OVERLAP = 50;
/** A list whose pages join no more often than this changes faster than it can be read. */
const MOST_RETREATS = 30;
/** How many full pages in turn without a new row show that the site does not heed $skip. */
const MOST_STALE_PAGES = 3;

export class PositionReader {
	readonly rows: SageRecord[] = [];
	/** The list has ended. */
	ended = false;
	/** Fields beside the key that are read for their order alone. */
	readonly added: string[];

	private readonly query: Query;
	private readonly sorting: Sorting | undefined;
	private readonly start: number;
	/** Where the last page ended, and how far before it the next one begins. */
	private position: number;
	private overlap = 0;
	private retreats = 0;
	private stalePages = 0;
	/** The rows that are known, each with its place in the order. */
	private readonly known = new Map<unknown, string>();
	private lastPage: unknown[] = [];

	/**
	 * @param query may carry $filter, $orderby, $select, $expand, $skip
	 * @param order how rows are told apart; where nothing tells them apart, all that they hold does
	 */
	constructor(
		private readonly pager: Pager,
		query: Query,
		private readonly order: RowOrder,
	) {
		const asked = String(query.$orderby ?? '');
		// Rows with equal sort values keep their order only if the key decides.
		const last = order.key === undefined ? order.orderBy : `${order.key} asc`;
		const decided = order.key !== undefined && namesField(asked, order.key);
		const $orderby = [asked, decided ? '' : (last ?? '')].filter((part) => part !== '').join(',');
		this.sorting = Sorting.of($orderby);
		const names = this.sorting?.names ?? [];
		this.added = fieldsBeside(query.$select, names).filter((name) => name !== order.key);
		this.query = {
			...query,
			$orderby: $orderby || undefined,
			$select: withFields(query.$select, names),
		};
		this.start = Number(query.$skip ?? 0);
		this.position = this.start;
	}

	/**
	 * Reads one more page.
	 * @param limit how many rows are wanted in all
	 * @throws SageFailure when the page cannot be read, or the list has no end, or changes too fast
	 */
	async readOn(limit: number): Promise<void> {
		const from = Math.max(this.start, this.position - this.overlap);
		const again = this.position - from;
		const page = await this.pager.page(limit - this.rows.length + again, ($top) => ({
			...this.query,
			$top,
			$skip: from > 0 ? from : undefined,
		}));
		if (from > this.start && !this.joins(page)) this.retreat();
		else this.take(page, from, again);
	}

	private joins({ rows }: Page): boolean {
		return rows.some((row) => this.known.get(this.nameOf(row)) === this.placeOf(row));
	}

	private retreat(): void {
		if (++this.retreats > MOST_RETREATS)
			throw this.pager.unreadable(
				'The list changes faster than it can be read page by page. Ask for it with a filter or a limit.',
			);
		this.overlap *= 4;
	}

	private take(page: Page, from: number, again: number): void {
		const names = page.rows.map((row) => this.nameOf(row));
		const fresh = this.freshOf(page.rows, names, again);
		for (const row of fresh) this.rows.push(row);
		page.rows.forEach((row, at) => this.known.set(names[at], this.placeOf(row)));
		const reached = from + page.rows.length;
		this.ended = page.rows.length === 0 || this.pager.isLast(page);
		const stale = fresh.length === 0 && page.rows.length >= page.asked && reached > this.position;
		this.stalePages = stale || isSame(names, this.lastPage) ? this.stalePages + 1 : 0;
		if (this.stalePages >= MOST_STALE_PAGES) throw this.pager.unreadable(CIRCLES);
		this.position = reached;
		this.overlap = Math.min(OVERLAP, Math.floor(page.rows.length / 2));
		this.lastPage = names;
	}

	/**
	 * The rows of a page that are not known. Rows without a key may be alike and still be several, so where a page begins
	 * just as the last one ended, all that follows is new.
	 */
	private freshOf(rows: SageRecord[], names: unknown[], again: number): SageRecord[] {
		const { key = '' } = this.order;
		const end = this.lastPage.slice(this.lastPage.length - again);
		if (rows[0]?.[key] === undefined && again > 0 && isSame(names.slice(0, again), end))
			return rows.slice(again);
		return rows.filter((_row, at) => !this.known.has(names[at]));
	}

	private nameOf(row: SageRecord): unknown {
		const { key = '' } = this.order;
		return row[key] ?? JSON.stringify(row);
	}

	/** What decides where a row stands; two rows that show it unchanged stand to each other as before. */
	private placeOf(row: SageRecord): string {
		return this.sorting?.placeOf(row) ?? '';
	}
}

function isSame(left: unknown[], right: unknown[]): boolean {
	return (
		left.length > 0 && left.length === right.length && left.every((each, at) => each === right[at])
	);
}
