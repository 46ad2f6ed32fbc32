/** What several items say of one parameter, as one: of each field the first value that is given. */
import { isPlainObject, isRecord } from '../../sage200/values/records';
import { isUnset } from '../../sage200/values/unset';

/** Whether nothing is said: an empty cell, a picker without a value, a group of fields that are all empty. */
export function saysNothing(value: unknown): boolean {
	if (typeof value === 'string') return value.trim() === '';
	if (Array.isArray(value)) return value.every(saysNothing);
	if (isPicker(value)) return saysNothing(value.value);
	return isUnset(value) || (isGroup(value) && Object.values(value).every(saysNothing));
}

/** @param values as the items have them, the first one's first */
export function together(values: unknown[]): unknown {
	const given = values.map(parsed).filter((value) => !saysNothing(value));
	if (given.length < 2) return given[0] ?? values[0];
	if (given.every(isGroup)) {
		const names = new Set(given.flatMap((group) => Object.keys(group)));
		return Object.fromEntries(
			[...names].map((name) => [name, together(given.map((group) => group[name]))]),
		);
	}
	if (given.every((value) => Array.isArray(value))) {
		const longest = Math.max(...given.map(({ length }) => length));
		return Array.from({ length: longest }, (_, at) =>
			together(given.map((list) => (list as unknown[])[at])),
		);
	}
	return given[0];
}

/** Fields that are written as JSON are fields. */
export function parsed(value: unknown): unknown {
	if (typeof value !== 'string' || !value.trim().startsWith('{')) return value;
	try {
		const read: unknown = JSON.parse(value);
		return isRecord(read) ? read : value;
	} catch {
		// What is wrong with it is told where it is read.
		return value;
	}
}

/** A picker is one value, whichever way it was picked. */
export function isPicker(value: unknown): value is { value: unknown } {
	return isRecord(value) && value.__rl === true;
}

/** An object that is no more than its fields, as a date is. */
export function isGroup(value: unknown): value is Record<string, unknown> {
	return isRecord(value) && !isPicker(value) && isPlainObject(value);
}
