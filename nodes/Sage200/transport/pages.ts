/** How many rows a page is asked for, and what their number says. */
import type { SageRecord } from '../sage200/api';
import { SageFailure } from '../sage200/failures';

export interface Page {
	/** Its $top. */
	asked: number;
	rows: SageRecord[];
}

/** More than Sage's 500, so that fewer calls are needed; less than its 5,000, which time out on slow sites. */
const USUAL = 1000;
const SMALLEST = 25;

/** The size of the pages of one list. */
export class PageSize {
	rows = USUAL;

	/**
	 * Big pages time out on slow sites: asks for a quarter from now on, until a page is small enough to blame something else.
	 * @param tried how many rows the page that failed was asked for
	 * @throws the error, when a smaller page would not help
	 */
	shrink(error: unknown, tried: number): void {
		const slow = error instanceof SageFailure && (error.kind === 'timeout' || error.facts.status === 504);
		if (!slow || tried <= SMALLEST) throw error;
		this.rows = Math.max(SMALLEST, Math.min(this.rows, Math.floor(tried / 4)));
	}
}

/**
 * Whether a page ends its list: it is shorter than asked. But a round number of rows may be all that the site gives at
 * once (the maximum was lower before February 2019, and Sage says nothing of what it left out), so then the next page
 * is asked for.
 */
export function isLast({ rows, asked }: Page): boolean {
	return rows.length === 0 || (rows.length < asked && rows.length % 50 !== 0);
}
