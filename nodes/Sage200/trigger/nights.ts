/** When a nightly comparison is due. */
const HOUR = 3_600_000;

/**
 * The day to which a moment belongs where days begin at an hour of the night: `2026-11-26`.
 * @param hour on the clock of the time zone, from 0 to 23
 */
export function nightOf(moment: number, hour: number, timeZone: string): string {
	// The Swedish form of a date is the ISO form.
	return new Intl.DateTimeFormat('sv-SE', {
		timeZone,
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
	}).format(new Date(moment - hour * HOUR));
}
