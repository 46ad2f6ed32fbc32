/** What a measurement says: a middle, and how far its rounds were from it. */

/** Of the rounds of one side. */
export interface Spread {
	median: number;
	least: number;
	most: number;
}

/** A promise about a figure that does not depend on the machine. */
export interface Bar {
	/** What is measured, in words. */
	what: string;
	/** The middle of its rounds decides. */
	measured: Spread;
	/** The most that the figure may be. */
	most: number;
	/** What the figure is counted in; nothing for a ratio. */
	unit?: string;
}

/** Whether what was measured is within its bar. */
export function isMet({ measured, most }: Bar): boolean {
	return measured.median <= most;
}

/** The middle of the values; of an even number, the mean of the two in the middle. */
export function median(values: number[]): number {
	const sorted = [...values].sort((left, right) => left - right);
	const middle = Math.floor(sorted.length / 2);
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median, least and most of the values, rounded. */
export function spreadOf(values: number[]): Spread {
	return {
		median: rounded(median(values)),
		least: rounded(Math.min(...values)),
		most: rounded(Math.max(...values)),
	};
}

/** Of what is counted, and the same in every round. */
export function exactly(value: number): Spread {
	return spreadOf([value]);
}

/** How far the rounds are apart, as a share of their middle. */
export function waver(values: number[]): number {
	return (Math.max(...values) - Math.min(...values)) / median(values);
}

/**
 * How much of theirs ours takes: the middle of the ratios of each round, so that what a round met, both sides of it met.
 */
export function ratio(ours: number[], theirs: number[]): Spread {
	return spreadOf(ours.map((value, round) => value / theirs[round]));
}

/** Three digits are more than any measurement here is good for. */
export function rounded(value: number): number {
	return Number(value.toPrecision(3));
}
