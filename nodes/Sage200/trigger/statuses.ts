/** States of a record as words, some of which are told when they begin or end. */
import type { SageRecord } from '../sage200/protocol/api';

import type { Happening } from './happening';
import type { Subject } from './figures';
import { changeId, lastTold, type Before } from './values';

/**
 * What began and ended since, as far as it is to be told. What an undone poll told may have arrived or not: it is taken
 * for neither where it would hide something.
 */
function turning(
	now: string[],
	before: Before | undefined,
	told: ReadonlySet<string>,
): { began: string[]; ended: string[] } {
	const known = wordsOf(before?.figure);
	const doubtful = before?.doubtful === undefined ? known : wordsOf(before.doubtful);
	const isBegun = (word: string) => !known.includes(word) || !doubtful.includes(word);
	const once = [...new Set([...known, ...doubtful])];
	return {
		began: now.filter((word) => isBegun(word) && told.has(word)),
		ended: once.filter((word) => !now.includes(word) && told.has(word)),
	};
}

/** The words as one value, and back. */
export function figureOf(words: string[]): string {
	return [...words].sort().join(' ');
}

function wordsOf(figure: string | undefined): string[] {
	return figure === undefined || figure === '' ? [] : figure.split(' ');
}

/**
 * What to tell of a record whose state changed; undefined where nothing that is to be told began or ended.
 * @param thing what the id of the event begins with: `order`
 */
export function tellTurning(
	thing: string,
	subject: Subject,
	before: Before | undefined,
	told: ReadonlySet<string>,
): Omit<Happening, 'time'> | undefined {
	const { began, ended } = turning(wordsOf(subject.figure), before, told);
	if (began.length === 0 && ended.length === 0) return undefined;
	const facts: SageRecord = { began, ended };
	const last = lastTold(before);
	if (last !== undefined) facts.before = wordsOf(last);
	return turned(thing, subject, before, facts);
}

/** A record of which nothing that is to be told began or ended, in the form of one that turned. */
export function showTurning(thing: string, subject: Subject): Omit<Happening, 'time'> {
	return turned(thing, subject, undefined, { began: [], ended: [] });
}

function turned(
	thing: string,
	subject: Subject,
	before: Before | undefined,
	facts: SageRecord,
): Omit<Happening, 'time'> {
	const { figure, record } = subject;
	return {
		type: `${thing}.statusChanged`,
		id: changeId(thing, { ...subject, figure: figure.replaceAll(' ', '+') }, before),
		record: { ...record, status: wordsOf(figure) },
		facts,
	};
}
