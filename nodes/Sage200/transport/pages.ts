/** How many rows a page is asked for, and what their number says. */
import type { SageRecord } from '../sage200/protocol/api';
import { SageFailure } from '../sage200/protocol/failures';

export interface Page {
	/** Its $top. */
	asked: number;
	rows: SageRecord[];
}

/** More than Sage's 500, so that fewer calls are needed; less than its 5,000, which time out on slow sites. */
const USUAL = 1000;
/** What Sage gives when it is not asked for a number, so no site finds it too many. */
const UNASKED = 500;
const SMALLEST = 25;

/** The size of the pages of one list. */
export class PageSize {
	rows = USUAL;

	/**
	 * Big pages time out on slow sites: asks for a quarter from now on, until a page is small enough to blame something
	 * else. And a site whose maximum is lower may refuse them.
	 * @param tried how many rows the page that failed was asked for
	 * @throws the error, when a smaller page would not help
	 */
	shrink(error: unknown, tried: number): void {
		if (!(error instanceof SageFailure)) throw error;
		if (tried > UNASKED && refusesSize(error)) this.rows = UNASKED;
		else if (tried > SMALLEST && isTooSlow(error))
			this.rows = Math.max(SMALLEST, Math.min(this.rows, Math.floor(tried / 4)));
		else throw error;
	}
}

function isTooSlow({ kind, facts }: SageFailure): boolean {
	return kind === 'timeout' || facts.status === 504;
}

/** Its words are not known, but they cannot do without the option's name or its meaning. */
function refusesSize({ kind, facts }: SageFailure): boolean {
	return kind === 'refused' && /\btop\b|limit|maximum/i.test(facts.sageMessage ?? '');
}

/** Whether rows come in the order that the next page is asked for by. */
export function ascends(rows: SageRecord[], key: string): boolean {
	return rows.every((row, at) => at === 0 || Number(row[key]) >= Number(rows[at - 1][key]));
}

/**
 * Whether a page ends its list: it is shorter than asked. But a round number of rows may be all that the site gives at
 * once (the maximum was lower before February 2019, and Sage says nothing of what it left out), so then the next page
 * is asked for.
 */
export function isLast({ rows, asked }: Page): boolean {
	return rows.length === 0 || (rows.length < asked && rows.length % 50 !== 0);
}
