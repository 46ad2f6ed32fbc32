/** Turns what n8n gives (texts from expressions, Luxon dates, empty fields) into what Sage 200 takes, field by field. */
import type { Field } from '../../catalog';

export interface ValueRules {
	/** IANA name of the workflow's time zone: decides which day a moment given in UTC belongs to. */
	timeZone: string;
	/** What to do with text longer than Sage stores. */
	overlongText: 'refuse' | 'cut';
}

export const STRICT: ValueRules = { timeZone: 'UTC', overlongText: 'refuse' };

type Converted = { value: unknown } | { problem: string };

const INTEGER_LIMITS: Record<string, number> = {
	int16: 2 ** 15,
	int32: 2 ** 31,
	int64: Number.MAX_SAFE_INTEGER,
};
const TRUE_TEXTS = new Set(['true', 'yes', '1']);
const FALSE_TEXTS = new Set(['false', 'no', '0']);

/** True for values that mean "not set": Sage rejects null, so such fields are left out. */
export function isUnset(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/**
 * A value as Sage takes it for a scalar field.
 * Returns the problem instead of throwing, so that all problems of an item can be told at once.
 */
export function convert(field: Field, value: unknown, rules: ValueRules = STRICT): Converted {
	switch (field.type) {
		case 'string':
			return convertText(field, value, rules);
		case 'boolean':
			return convertBoolean(value);
		case 'datetime':
			return convertDate(field, value, rules.timeZone);
		case 'object':
			return typeof value === 'object' && !Array.isArray(value)
				? { value }
				: { problem: 'must be a JSON object: {"field": "value"}' };
		case 'list':
			return Array.isArray(value)
				? { value }
				: { problem: 'must be a JSON array: [{"field": "value"}]' };
		default:
			return convertNumber(field, value);
	}
}

function convertText(field: Field, value: unknown, rules: ValueRules): Converted {
	if (typeof value === 'object') return { problem: 'must be text' };
	const text = String(value);
	// Sage's limits of enum texts are shorter than its own values (PaymentDueFromCalendarMonth in 20 characters).
	const limit = field.values || field.refers ? undefined : field.maxLength;
	if (limit === undefined || text.length <= limit) return { value: text };
	// Not through the middle of a character that is stored as two.
	if (rules.overlongText === 'cut')
		return { value: text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '') };
	return { problem: `is ${text.length} characters long; Sage 200 stores at most ${limit}` };
}

function convertBoolean(value: unknown): Converted {
	const text = String(value).trim().toLowerCase();
	if (TRUE_TEXTS.has(text)) return { value: true };
	if (FALSE_TEXTS.has(text)) return { value: false };
	return { problem: `"${String(value)}" is neither true nor false` };
}

function convertNumber(field: Field, value: unknown): Converted {
	const number = numberOf(value);
	if (number === undefined) return { problem: `"${String(value)}" is not a number` };
	if (field.type === 'decimal') return { value: round(number, field.decimals ?? 5) };
	if (!Number.isInteger(number) || Math.abs(number) > INTEGER_LIMITS[field.type]) {
		return { problem: `"${String(value)}" is not a whole number that fits` };
	}
	return { value: number };
}

/** The number a value stands for; undefined when it stands for none. Accepts text from expressions, not "12 boxes". */
export function numberOf(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	if (typeof value !== 'string' || value.trim() === '') return undefined;
	const number = Number(value);
	return Number.isFinite(number) ? number : undefined;
}

/** Rounds half away from zero at a number of decimals, on the decimal text rather than the binary value (1.005 → 1.01). */
export function round(value: number, decimals: number): number {
	const shifted = Number(`${Math.abs(value)}e${decimals}`);
	if (!Number.isFinite(shifted)) return Number(value.toFixed(decimals));
	return Math.sign(value) * Number(`${Math.round(shifted)}e-${decimals}`);
}

/**
 * Dates of documents are days: `2024-05-24` becomes `2024-05-24T00:00:00Z` (Sage rejects the bare form), and a moment
 * becomes the day it has in the place it was written in, or for a moment in UTC, in the workflow's time zone.
 * Stamps (`date_time_…`) keep their time, in UTC.
 */
function convertDate(field: Field, value: unknown, timeZone: string): Converted {
	const date = readDate(value);
	if (!date) return { problem: `"${String(value)}" is not a date; give it as 2024-05-24` };
	const { day, time, zone, moment } = date;
	if (field.name.startsWith('date_time')) return { value: moment.toISOString() };
	const written =
		zone === 'Z' && !/^00:00(:00(\.0+)?)?$/.test(time!) ? dayIn(timeZone, moment) : day;
	return { value: `${written}T00:00:00Z` };
}

export interface WrittenDate {
	/** `2024-05-24` */
	day: string;
	/** `09:30` or more exact; undefined for a day. */
	time?: string;
	/** `Z`, `+01:00`; undefined where it was left out, which is taken as UTC. */
	zone?: string;
	moment: Date;
}

/** A date in any of the forms that n8n gives: ISO text, Date, Luxon. Undefined for what is none, or no day of the calendar. */
export function readDate(value: unknown): WrittenDate | undefined {
	const text = dateText(value);
	const match =
		text === undefined
			? null
			: /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
					text,
				);
	if (!match || !isCalendarDay(match[1])) return undefined;
	const [, day, time, zone] = match;
	const moment = new Date(`${day}T${time ?? '00:00:00'}${zone ?? 'Z'}`);
	return Number.isNaN(moment.getTime()) ? undefined : { day, time, zone, moment };
}

function dateText(value: unknown): string | undefined {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
	if (typeof value === 'string') return value.trim();
	const luxon = value as { toISO?: () => string | null } | null;
	return typeof luxon?.toISO === 'function' ? (luxon.toISO() ?? undefined) : undefined;
}

/** Date.parse rolls 31 June over to 1 July in some forms; Sage should not get a day the user never wrote. */
function isCalendarDay(day: string): boolean {
	const date = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function dayIn(timeZone: string, moment: Date): string {
	// The Swedish form of a date is the ISO form.
	return new Intl.DateTimeFormat('sv-SE', {
		timeZone,
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
	}).format(moment);
}
