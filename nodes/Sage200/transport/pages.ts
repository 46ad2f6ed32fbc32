/** How many rows a page is asked for, and what their number says. */
import type { Query, SageRecord } from '../sage200/protocol/api';
import { SageFailure } from '../sage200/protocol/failures';

export interface Page {
	/** Its $top. */
	asked: number;
	rows: SageRecord[];
}

export type ReadPage = (query: Query) => Promise<SageRecord[]>;

/** More than Sage's 500, so that fewer calls are needed; less than its 5,000, which time out on slow sites. */
const USUAL = 1000;
/** What Sage gives when it is not asked for a number, so no site finds it too many. */
const UNASKED = 500;
const SMALLEST = 25;
/** No site gives fewer rows at once than this, so a shorter page ends its list. */
const FEWEST_PER_PAGE = 25;

/** The largest page that a site gave so far in one run: a shorter page of it was not cut. */
export class LargestPage {
	private rows = 0;

	note(rows: number): void {
		this.rows = Math.max(this.rows, rows);
	}

	exceeds(rows: number): boolean {
		return this.rows > rows;
	}
}

/** Asks for the pages of one list. */
export class Pager {
	private size = USUAL;

	/**
	 * @param path the list, for its errors
	 * @param largest shared by all lists of a site in one run
	 */
	constructor(
		private readonly path: string,
		private readonly largest: LargestPage,
		private readonly readPage: ReadPage,
	) {}

	/**
	 * One page of at most so many rows; of fewer where the site is too slow for them.
	 * @param mayGoOn whether there is time to ask for a smaller page; where there is none, the next call asks for it
	 * @throws SageFailure when a smaller page would not help, or must wait
	 */
	async page(most: number, queryFor: (top: number) => Query, mayGoOn = () => true): Promise<Page> {
		for (;;) {
			const asked = Math.min(most, this.size);
			try {
				const rows = await this.readPage(queryFor(asked));
				this.largest.note(rows.length);
				return { asked, rows };
			} catch (error) {
				this.shrink(error, asked, mayGoOn);
			}
		}
	}

	/**
	 * Whether a page ends its list: it is shorter than asked, and no site would have cut it there. Sage says nothing of
	 * what it left out, and the most that a site gives at once may be any number (5,000 since February 2019, api.md d).
	 */
	isLast({ rows, asked }: Page): boolean {
		const { length } = rows;
		return length < asked && (length < FEWEST_PER_PAGE || this.largest.exceeds(length));
	}

	/** A failure of a list that cannot be read to its end. */
	unreadable(remedy: string): SageFailure {
		return new SageFailure({ kind: 'unreadable', method: 'GET', path: this.path, remedy });
	}

	/**
	 * Big pages time out on slow sites, so a quarter is asked for from now on, until a page is so small that its size cannot
	 * be the reason. A site whose maximum is lower may refuse big pages.
	 * @param tried how many rows the page that failed was asked for
	 * @throws the error, when a smaller page would not help or must wait
	 */
	private shrink(error: unknown, tried: number, mayGoOn: () => boolean): void {
		if (!(error instanceof SageFailure)) throw error;
		if (tried > UNASKED && refusesSize(error)) this.size = UNASKED;
		else if (tried > SMALLEST && isTooSlow(error))
			this.size = Math.max(SMALLEST, Math.min(this.size, Math.floor(tried / 4)));
		else throw error;
		if (!mayGoOn()) throw error;
	}
}

function isTooSlow({ kind, facts }: SageFailure): boolean {
	return kind === 'timeout' || facts.status === 504;
}

/** The words of the refusal are not known, but they cannot do without the option's name or its meaning. */
function refusesSize({ kind, facts }: SageFailure): boolean {
	return kind === 'refused' && /\btop\b|limit|maximum/i.test(facts.sageMessage ?? '');
}
