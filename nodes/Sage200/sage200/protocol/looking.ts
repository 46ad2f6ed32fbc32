/** Looking for what may yet appear. */
import type { SageApi } from './api';
import { onSageFailure } from './failures';
import { growingWaits } from './waits';

/** Gives what is looked for; undefined while it is not seen. */
export type Look<T> = () => Promise<T | undefined>;

/** Looks with growing waits, together so many seconds, until something is seen. A look that fails ends it. */
export async function lookFor<T>(
	api: SageApi,
	seconds: number,
	look: Look<T>,
): Promise<T | undefined> {
	for (const wait of growingWaits(seconds)) {
		if (wait > 0) await api.wait(wait * 1000);
		const seen = await look();
		if (seen !== undefined) return seen;
	}
	return undefined;
}

/**
 * The same for a write that got no clear answer. A look that Sage does not answer, for whatever reason, tells nothing of
 * the write: the next one may, and without one the doubt stands.
 */
export async function lookAgain<T>(
	api: SageApi,
	seconds: number,
	look: Look<T>,
): Promise<T | undefined> {
	return await lookFor(api, seconds, async () => await look().catch(onSageFailure(unseen)));
}

/** What a look that failed has seen. */
export function unseen(): undefined {
	return undefined;
}
