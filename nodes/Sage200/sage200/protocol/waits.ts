/** How long to wait for something that may yet appear. All in seconds. */

/** Between the first look and the second. */
export const FIRST_WAIT_SECONDS = 1;
/** After an unclear answer, unless a person says otherwise: tunnels come back within half a minute. */
export const LOOK_AGAIN_SECONDS = 30;
/** How long a write that got no clear answer may still be applied, unless a person says otherwise. */
export const DOUBT_SECONDS = 120;
/** Until Sage shows what it has just stored, unless a person says otherwise. */
export const SETTLE_SECONDS = 0.5;

/** When to try again what may still be applied, for people: `in 2 minutes`. */
export function inWords(seconds: number): string {
	const [count, unit] =
		seconds < 60
			? [Math.max(1, Math.ceil(seconds)), 'second']
			: [Math.ceil(seconds / 60), 'minute'];
	return `in ${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Nothing before the first look, then growing waits, together so many seconds. */
export function* growingWaits(together: number): Generator<number> {
	yield 0;
	let left = together;
	for (let wait = FIRST_WAIT_SECONDS; left > 0; wait *= 2) {
		const next = Math.min(wait, left);
		left -= next;
		yield next;
	}
}
