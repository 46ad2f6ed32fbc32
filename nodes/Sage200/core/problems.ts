/** Problems of several items, collected before anything is sent. */
import {
	collecting,
	collectProblems,
	InvalidInput,
	type Problem,
} from '../sage200/protocol/failures';

import type { Item } from './item';

/**
 * A new record of which nothing is given: Sage would keep it, and nobody would know what it is.
 * @param field what the form calls the place of its fields
 */
export function nothingGiven(field: string): Problem {
	return {
		field,
		message: 'nothing is given',
		remedy: 'Give at least one field of the new record.',
	};
}

export class ItemProblems {
	private readonly found = new Map<Item, Problem[]>();

	constructor(items: Item[]) {
		for (const item of items) this.found.set(item, []);
	}

	/** The item's problems, to be added to. */
	of(item: Item): Problem[] {
		const known = this.found.get(item) ?? [];
		this.found.set(item, known);
		return known;
	}

	/** Adds what was refused elsewhere. */
	add(refused: Map<Item, unknown>): void {
		for (const [item, error] of refused) collectProblems(this.of(item), error);
	}

	/** Runs a part of reading an item; what it refuses is collected. */
	collect<T>(item: Item, read: () => T): T | undefined {
		return collecting(this.of(item), read);
	}

	/** Items that nothing is wrong with. */
	valid(items: Item[]): Item[] {
		return items.filter((item) => this.of(item).length === 0);
	}

	/** One refusal for each item that something is wrong with, naming all of it. */
	get refused(): Map<Item, InvalidInput> {
		const faulty = [...this.found].filter(([, problems]) => problems.length > 0);
		return new Map(faulty.map(([item, problems]) => [item, new InvalidInput(problems)]));
	}
}
