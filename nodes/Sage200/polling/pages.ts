/** Reads the pages that a machine wants: smaller ones where the site is too slow for them, none when time is over. */
import { SITES_PATH } from '../sage200/login/sites';
import type { Query, SageApi, SageRecord } from '../sage200/protocol/api';
import { SageFailure } from '../sage200/protocol/failures';
import { rowsIn } from '../sage200/protocol/rows';
import { LargestPage, Pager } from '../transport/pages';
import type { Page, PageRequest, Reading } from '../trigger/reading';

/** The pages of one company. What was learnt of the site in earlier polls is kept. */
export class PageReader {
	private readonly pagers = new Map<string, Pager>();
	private readonly largest = new LargestPage();
	private api?: SageApi;

	/** The same pages, read by the calls of this poll. */
	through(api: SageApi): this {
		this.api = api;
		return this;
	}

	/** @throws SageFailure when the page cannot be read */
	async read({ path, query, limit = Infinity }: PageRequest, isOver: () => boolean): Promise<Page> {
		return await this.pagerOf(path).page(
			limit,
			($top) => (path === SITES_PATH ? query : { ...query, $top }),
			() => !isOver(),
		);
	}

	private pagerOf(path: string): Pager {
		const known = this.pagers.get(path);
		const pager =
			known ?? new Pager(path, this.largest, async (query) => await this.rows(path, query));
		this.pagers.set(path, pager);
		return pager;
	}

	private async rows(path: string, query: Query): Promise<SageRecord[]> {
		const rows = rowsIn(await this.api?.send({ method: 'GET', path, query }));
		if (rows) return rows;
		throw new SageFailure({ kind: 'unreadable', method: 'GET', path });
	}
}

/**
 * Runs a machine's reading to its end.
 * @param isOver whether no further page is to be begun
 * @throws SageFailure when a page cannot be read and the machine has no answer to that
 */
export async function carryOut<Result>(
	reading: Reading<Result>,
	pages: PageReader,
	isOver: () => boolean,
): Promise<Result> {
	let step = reading.next();
	while (!step.done) {
		const page = await pageFor(step.value, pages, isOver);
		step = page instanceof Error ? reading.throw(page) : reading.next(page);
	}
	return step.value;
}

/** A failure is the machine's to answer. */
async function pageFor(
	request: PageRequest,
	pages: PageReader,
	isOver: () => boolean,
): Promise<Page | Error | undefined> {
	if (request.mayEnd && isOver()) return undefined;
	try {
		return await pages.read(request, isOver);
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}
