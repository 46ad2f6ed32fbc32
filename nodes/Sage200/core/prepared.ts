/** An operation made ready for its items: what each of them needs is looked up, and nothing has been sent. */
import type { SageApi, SageRequest } from '../sage200/protocol/api';

import type { Item } from './item';

/** What an item gives: one row, or several. */
export type Output = object | object[];

/** What `prepare` of an operation says: a job for each item that can be carried out. */
export interface Preparation<Job> {
	/** Items that cannot be carried out, with the reason. They have no job, or it is dropped. */
	refused?: Map<Item, unknown>;
	/** What `execute` needs to know of each item. */
	jobs: Map<Item, Job>;
	/**
	 * Names what a job changes. Jobs of the same name are carried out one after the other, in the order of their
	 * items; the others, and those without one, side by side.
	 */
	changes?(job: Job, item: Item): string | undefined;
	/**
	 * Carries out one item.
	 * @param follows whether an earlier job has changed the same, so that what was looked up may be out of date
	 */
	execute(job: Job, item: Item, follows: boolean): Promise<Output>;
	/** Lets go of what was held for the items, whether they were carried out or not. */
	end?(): void;
}

/** What carries out one item. */
export interface Work {
	/** Name of what it changes, if that is to be changed by one item at a time. */
	changes?: string;
	carryOut(follows: boolean): Promise<Output>;
	/** What the output says to other items, which are a part of the same. */
	others?(output: Output): Map<Item, Output>;
}

/** The same for the router, which does not know what a job is. */
export interface Prepared {
	refused: Map<Item, unknown>;
	work: Map<Item, Work>;
	end?(): void;
}

/** Binds the jobs to what carries them out. */
export function prepared<Job>(preparation: Preparation<Job>): Prepared {
	const { refused = new Map<Item, unknown>(), jobs } = preparation;
	const work = [...jobs]
		.filter(([item]) => !refused.has(item))
		.map(([item, job]): [Item, Work] => [
			item,
			{
				changes: preparation.changes?.(job, item),
				carryOut: async (follows) => await preparation.execute(job, item, follows),
			},
		]);
	return { refused, work: new Map(work), end: () => preparation.end?.() };
}

/** Items that need nothing but themselves. */
export function oneByOne(
	execute: (item: Item) => Promise<Output>,
): (items: Item[]) => Promise<Prepared> {
	return async (items) => prepared({ jobs: new Map(items.map((item) => [item, item])), execute });
}

/** The name of what a call changes, for `changes`; none where it adds something, or reads. Addresses do not mind capitals. */
export function changedBy(
	{ scope }: SageApi,
	{ method, path }: Pick<SageRequest, 'method' | 'path'>,
): string | undefined {
	return method === 'PUT' || method === 'DELETE' ? `${scope}|${path.toLowerCase()}` : undefined;
}

/** The name of a record, for `changes`: no two records of all companies have the same. */
export function recordName(item: Item, resource: string, id: unknown): string {
	return [item.company.api.scope, resource, String(id)].join('|');
}
