/**
 * OData text for Sage 200: the subset its query guide names.
 * Texts are quoted with embedded quotes doubled, dates are not quoted, enum values are quoted.
 */
import type { FieldType } from '../../catalog';

import { booleanIn } from '../values/booleans';
import { dayOf, holdsMoment, momentOf, readDate } from '../values/dates';
import { readNumber } from '../values/numbers';
import { shown } from '../values/shown';
import { isWritable } from '../values/texts';

/** What is asked of a part of a text. */
export type Part = 'contains' | 'startswith' | 'endswith';

export type Operator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | Part;

const FIELD_NAME = /^[a-z][a-z0-9_]*(?:[./][a-z][a-z0-9_]*)*$/i;
/** The most that any of Sage's fields keeps. */
const MOST_DECIMALS = 9;
const INTEGER_TYPES: ReadonlySet<FieldType> = new Set(['int16', 'int32', 'int64']);

/** Whether a text is the name of a field, or of one of a nested record. */
export function isFieldName(text: string): boolean {
	return FIELD_NAME.test(text);
}

/**
 * Whether a filter that somebody wrote ends where it began: joined with others, one with a bracket or a quote too many
 * would undo them.
 */
export function isClosed(filter: string): boolean {
	let open = 0;
	const withoutTexts = filter.replace(/'(?:[^']|'')*'/g, '');
	for (const letter of withoutTexts) {
		if (letter === '(') open++;
		if (letter === ')' && --open < 0) return false;
	}
	return open === 0 && !withoutTexts.includes("'");
}

/** `O'Brien` → `'O''Brien'`. */
export function quoted(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}

/** The field that a value is compared with. */
export interface Compared {
	field: string;
	type: FieldType;
	/** IANA name of the zone that dates without one are meant in. */
	timeZone: string;
}

/**
 * A value as OData text for the field that it is compared with.
 * @throws RangeError when the value cannot be of its type, so that nothing but a literal ever gets into a filter
 */
export function literal(value: unknown, { field, type, timeZone }: Compared): string {
	if (type === 'string') return quoted(textOf(value));
	if (type === 'boolean') return booleanLiteral(value);
	if (type === 'datetime') return dateLiteral(field, value, timeZone);
	if (type === 'decimal' || INTEGER_TYPES.has(type)) return numberLiteral(value, type);
	throw new RangeError('fields that hold other records cannot be compared');
}

/**
 * One comparison.
 * @param timeZone IANA name of the zone that dates without one are meant in
 * @throws RangeError for a field name or value that does not belong into a filter
 */
export function condition(
	field: string,
	operator: Operator,
	value: unknown,
	type: FieldType = 'string',
	timeZone = 'UTC',
): string {
	if (!isFieldName(field)) throw new RangeError(`"${field}" is not a field name`);
	if (operator === 'contains' || operator === 'startswith' || operator === 'endswith') {
		if (type !== 'string')
			throw new RangeError('the field holds no text: compare it with Is, Is At Least …');
		// Every text contains an empty one: that would find all records where a value was forgotten.
		if (textOf(value) === '') throw new RangeError('the value is empty');
		return `${operator}(${field},${quoted(textOf(value))})`;
	}
	return `${field} ${operator} ${literal(value, { field, type, timeZone })}`;
}

/** Joins the conditions that are there; undefined when there is none. */
export function allOf(conditions: Array<string | undefined>): string | undefined {
	const given = conditions.filter(
		(text): text is string => text !== undefined && text.trim() !== '',
	);
	if (given.length < 2) return given[0];
	return given.map((text) => `(${text})`).join(' and ');
}

/** Joins alternatives; undefined when there is none. */
export function anyOf(conditions: string[]): string | undefined {
	return conditions.length === 0 ? undefined : conditions.join(' or ');
}

/** Characters of a filter, encoded, that leave room in an address for the rest. */
export const LONGEST_FILTER = 1500;

/**
 * Splits alternatives into filters short enough for one URL each.
 * Sage names no limit; the gateway's default is some 2,000 characters, measured after encoding.
 * @returns each filter with the number of its alternatives
 */
export function filtersOf(
	alternatives: string[],
	maximumLength: number,
): Array<{ filter: string; count: number }> {
	const filters: string[][] = [];
	let length = Infinity;
	for (const alternative of alternatives) {
		const added = encodeURIComponent(` or ${alternative}`).length;
		if (length + added > maximumLength) {
			filters.push([]);
			length = 0;
		}
		filters[filters.length - 1].push(alternative);
		length += added;
	}
	return filters.map((group) => ({ filter: group.join(' or '), count: group.length }));
}

/** An empty text may be meant; a value that an expression did not find is not. */
function textOf(value: unknown): string {
	if (value === undefined || value === null) throw new RangeError('there is no value');
	if (typeof value === 'object' && !readDate(value)) throw new RangeError('the value is no text');
	if (!isWritable(value)) throw new RangeError(`${shown(value)} is a number that has lost digits`);
	const text = String(value);
	if (/\p{Cs}/u.test(text)) throw new RangeError('the value holds half a character');
	return text;
}

function numberLiteral(value: unknown, type: FieldType): string {
	const decimals = INTEGER_TYPES.has(type) ? 0 : MOST_DECIMALS;
	const read = readNumber(typeof value === 'string' ? value.trim() : value, { decimals });
	if ('problem' in read) throw new RangeError(read.problem);
	return String(read.value);
}

function booleanLiteral(value: unknown): string {
	const read = booleanIn(value);
	if (read === undefined) throw new RangeError(`${shown(value)} is neither true nor false`);
	return String(read);
}

/** A day is not followed by a time; a moment Sage wants in UTC with a Z (api.md §d). */
function dateLiteral(field: string, value: unknown, timeZone: string): string {
	const date = readDate(value);
	if (!date)
		throw new RangeError(
			`${shown(value)} is not a date, such as 2026-05-24 or 2026-05-24T09:30:00Z`,
		);
	return holdsMoment(field) ? momentOf(date, timeZone).toISOString() : dayOf(date, timeZone);
}
