/** An operation made ready for its items: what each of them needs is looked up, and nothing has been sent. */
import type { Item } from './item';

/** What an item gives: one row, or several. */
export type Output = object | object[];

/** What `prepare` of an operation says: a job for each item that can be carried out. */
export interface Preparation<Job> {
	/** Items that cannot be carried out, with the reason. They have no job, or it is dropped. */
	refused?: Map<Item, unknown>;
	/** What `execute` needs to know of each item. */
	jobs: Map<Item, Job>;
	/** Carries out one item. */
	execute(job: Job, item: Item): Promise<Output>;
	/** Lets go of what was held for the items, whether they were carried out or not. */
	end?(): void;
}

/** The same for the router, which does not know what a job is. */
export interface Prepared {
	refused: Map<Item, unknown>;
	/** What carries out each of the others. */
	work: Map<Item, () => Promise<Output>>;
	end?(): void;
}

/** Binds the jobs to what carries them out. */
export function prepared<Job>(preparation: Preparation<Job>): Prepared {
	const { refused = new Map<Item, unknown>(), jobs } = preparation;
	const work = [...jobs]
		.filter(([item]) => !refused.has(item))
		.map(([item, job]) => [item, async () => await preparation.execute(job, item)] as const);
	return { refused, work: new Map(work), end: () => preparation.end?.() };
}

/** Items that need nothing but themselves. */
export function oneByOne(
	execute: (item: Item) => Promise<Output>,
): (items: Item[]) => Promise<Prepared> {
	return async (items) => prepared({ jobs: new Map(items.map((item) => [item, item])), execute });
}
