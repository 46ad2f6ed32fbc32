/** States of a record as words, some of which are told when they begin or end. */
import type { SageRecord } from '../sage200/protocol/api';

import type { Happening } from './happening';
import type { Subject } from './figures';

/** What began and ended between two sets of words, as far as it is to be told. */
export function turning(
	now: string[],
	before: string[],
	told: ReadonlySet<string>,
): { began: string[]; ended: string[] } {
	return {
		began: now.filter((word) => !before.includes(word) && told.has(word)),
		ended: before.filter((word) => !now.includes(word) && told.has(word)),
	};
}

/** The words as one value, and back. */
export function figureOf(words: string[]): string {
	return [...words].sort().join(' ');
}

export function wordsOf(figure: string | undefined): string[] {
	return figure === undefined || figure === '' ? [] : figure.split(' ');
}

/**
 * What to tell of a record whose state changed; undefined where nothing that is to be told began or ended.
 * @param thing what the id of the event begins with: `order`
 */
export function tellTurning(
	thing: string,
	{ key, figure, at, record }: Subject,
	before: string | undefined,
	told: ReadonlySet<string>,
): Omit<Happening, 'time'> | undefined {
	const { began, ended } = turning(wordsOf(figure), wordsOf(before), told);
	if (began.length === 0 && ended.length === 0) return undefined;
	const facts: SageRecord = { began, ended };
	if (before !== undefined) facts.before = wordsOf(before);
	return {
		type: `${thing}.statusChanged`,
		id: `${thing}:${key}:${at.toString(36)}:${figure.replaceAll(' ', '+')}`,
		record: { ...record, status: wordsOf(figure) },
		facts,
	};
}
