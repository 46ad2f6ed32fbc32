/**
 * Days and moments, by one rule for what is written and what is asked for.
 *
 * A day is a day of the calendar, whatever the time: a moment given in UTC is the day that it is in the workflow's zone,
 * any other the day of the place that it was written in. A moment is a point in time: what is given without a zone is
 * meant in the workflow's zone, and a day is its first moment there.
 */

export interface GivenDate {
	/** `2024-05-24` */
	day: string;
	/** `09:30` or more exact; undefined for a day. */
	time?: string;
	/** `Z`, `+01:00`; undefined where it was left out. */
	zone?: string;
}

const DAY_LENGTH_MS = 24 * 60 * 60 * 1000;
const ISO_DATE =
	/^(\d{4}-\d{2}-\d{2})(?:[T ]((?:[01]\d|2[0-3]):\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;
const MIDNIGHT = /^00:00(:00(\.0+)?)?$/;

/** Whether a field of Sage's holds a moment; every other date of its is a day (api.md §g). */
export function holdsMoment(field: string): boolean {
	return /(^|[_./])date_time(_|$)/.test(field);
}

/** A date in any of the forms that n8n gives: ISO text, Date, Luxon. Undefined for what is none, or no day of the calendar. */
export function readDate(value: unknown): GivenDate | undefined {
	const match = ISO_DATE.exec(textOf(value) ?? '');
	if (!match) return undefined;
	const [, day, time, zone] = match;
	const isReal = isCalendarDay(day) && !Number.isNaN(utc(day, time).getTime());
	return isReal ? { day, time, zone } : undefined;
}

/** The day of the calendar that a date is: `2024-05-24`. */
export function dayOf({ day, time, zone }: GivenDate, timeZone: string): string {
	// Sage writes days as midnight in UTC.
	const isMoment = zone === 'Z' && time !== undefined && !MIDNIGHT.test(time);
	return isMoment ? wallClock(utc(day, time), timeZone).slice(0, 'yyyy-mm-dd'.length) : day;
}

/** The point in time that a date is. */
export function momentOf({ day, time, zone }: GivenDate, timeZone: string): Date {
	return zone === undefined
		? momentAt(utc(day, time), timeZone)
		: new Date(`${day}T${time ?? '00:00'}${zone}`);
}

/**
 * The moment at which clocks of a zone show a time, given as if it were UTC. A time that clocks show twice is its first;
 * one that they leave out is as much later as they are put forward.
 */
function momentAt(shownTime: Date, timeZone: string): Date {
	const at = shownTime.getTime();
	const before = offsetAt(at - DAY_LENGTH_MS, timeZone);
	const after = offsetAt(at + DAY_LENGTH_MS, timeZone);
	const fitting = [before, after].find((offset) => offsetAt(at - offset, timeZone) === offset);
	return new Date(at - (fitting ?? before));
}

/** By how much clocks of a zone are ahead of UTC at a moment, in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
	const whole = Math.floor(at / 1000) * 1000;
	return new Date(`${wallClock(new Date(whole), timeZone)}Z`).getTime() - whole;
}

/** What clocks of a zone show at a moment: `2024-05-24T09:30:00`. */
function wallClock(moment: Date, timeZone: string): string {
	// The Swedish form of a date is the ISO form.
	const shown = new Intl.DateTimeFormat('sv-SE', {
		timeZone,
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
	}).format(moment);
	return shown.replace(' ', 'T');
}

function utc(day: string, time = '00:00'): Date {
	return new Date(`${day}T${time}Z`);
}

function textOf(value: unknown): string | undefined {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
	if (typeof value === 'string') return value.trim();
	const luxon = value as { toISO?: () => string | null } | null | undefined;
	return typeof luxon?.toISO === 'function' ? (luxon.toISO() ?? undefined) : undefined;
}

/** Dates roll 31 June over to 1 July; Sage should not get a day that the user never wrote. */
function isCalendarDay(day: string): boolean {
	const date = utc(day);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
