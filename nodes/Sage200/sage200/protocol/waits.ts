/** How long to wait between looks at something that may yet appear. */
const FIRST_SECONDS = 1;

/** Nothing before the first look, then growing waits, together so many seconds. In seconds. */
export function* growingWaits(together: number): Generator<number> {
	yield 0;
	let left = together;
	for (let wait = FIRST_SECONDS; left > 0; wait *= 2) {
		const next = Math.min(wait, left);
		left -= next;
		yield next;
	}
}
