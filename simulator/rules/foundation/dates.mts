/** Dates as Sage writes them: midnight with a Z (api.md g, from captures). */
import { DateTime } from 'luxon';
import type { Clock } from '../../world.mts';

const FORMAT = "yyyy-MM-dd'T'00:00:00'Z'";

/** Today as Sage writes dates: midnight with a Z. */
export function today(clock: Clock): string {
	return DateTime.fromMillis(clock.now(), { zone: 'utc' }).toFormat(FORMAT);
}

/** A date some days after another. */
export function daysAfter(date: string, days: number): string {
	return DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toFormat(FORMAT);
}

/** The last day of a date's month. */
export function endOfMonth(date: string): string {
	return DateTime.fromISO(date, { zone: 'utc' }).endOf('month').toFormat(FORMAT);
}

/** Whole days from one date to another. */
export function daysBetween(from: string, to: string): number {
	return Math.floor(
		DateTime.fromISO(to, { zone: 'utc' }).diff(DateTime.fromISO(from, { zone: 'utc' }), 'days')
			.days,
	);
}
