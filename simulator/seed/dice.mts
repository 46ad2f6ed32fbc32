/** Repeatable chance: the same seed gives the same wholesaler. */

export interface Dice {
	/** A whole number from 0 up to, not including, `sides`. */
	roll(sides: number): number;
	pick<Item>(items: readonly Item[]): Item;
	/** True once in so many times. */
	onceIn(times: number): boolean;
	/** Amount between two bounds, to the penny. */
	amount(from: number, to: number): number;
}

/** Mulberry32: 32 bits of state are plenty for sample data. */
export function makeDice(seed: number): Dice {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const roll = (sides: number) => Math.floor(next() * sides);
	return {
		roll,
		pick: (items) => items[roll(items.length)],
		onceIn: (times) => roll(times) === 0,
		amount: (from, to) => Math.round((from + next() * (to - from)) * 100) / 100,
	};
}
