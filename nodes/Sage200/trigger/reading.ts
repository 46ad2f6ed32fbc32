/**
 * How the trigger reads: as generators that hand out the page they want next and are given its rows. So everything that
 * decides what is emitted is pure: stored state, clock and pages go in, items and new state come out.
 */
import type { Query, SageRecord } from '../sage200/protocol/api';

export interface PageRequest {
	/** Path below the API address: `/customers`. */
	path: string;
	/** The query has no `$top`: the reader of the page sets it as the site can bear. */
	query: Query;
	/** Most rows that are wanted, where that is fewer than a page. */
	limit?: number;
	/** True where the poll may end instead: what was read before is whole. */
	mayEnd: boolean;
}

export interface Page {
	rows: SageRecord[];
	/** Its `$top`. */
	asked: number;
}

/** Hands out requests and is given their pages; undefined instead of a page when the poll's time is over. */
export type Reading<Result> = Generator<PageRequest, Result, Page | undefined>;

/** No site gives fewer rows at once than this. */
const FEWEST_PER_PAGE = 25;

/**
 * Whether a page is certainly the last of its list. Sage says nothing of what it left out, and the most that a site
 * gives at once may be any number (api.md d): where that is in doubt the next page is asked for.
 */
export function endsList({ rows, asked }: Page): boolean {
	return rows.length < asked && rows.length < FEWEST_PER_PAGE;
}

/**
 * Every row of a list, page by page by its key, which rows that come and go cannot shift.
 * @returns undefined when the poll's time was over before the end, where that is allowed
 */
export function* readList(
	{ path, query, mayEnd }: PageRequest,
	key: string,
	filterAfter: (after: number | undefined) => string | undefined,
): Reading<SageRecord[] | undefined> {
	const rows: SageRecord[] = [];
	for (let after: number | undefined; ; ) {
		const page = yield {
			path,
			query: { ...query, $filter: filterAfter(after), $orderby: `${key} asc` },
			mayEnd,
		};
		if (!page) return undefined;
		rows.push(...page.rows);
		const last = Number(page.rows[page.rows.length - 1]?.[key]);
		if (endsList(page) || !(last > (after ?? -Infinity))) return rows;
		after = last;
	}
}
