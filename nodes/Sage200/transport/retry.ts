/** When a call is sent again, and after how long. */
import type { FailureKind, SageFailure } from '../sage200/protocol/failures';

export interface RetryPolicy {
	/** How many times a call may be sent again. */
	maximum: number;
	/** Milliseconds before the first repetition; doubles each time. */
	firstWait: number;
	/** No single wait is longer, whatever Sage asks for. */
	longestWait: number;
	/** After this moment nothing is sent again; in milliseconds since 1970. */
	until?: number;
}

export const DEFAULT_RETRY: RetryPolicy = { maximum: 4, firstWait: 500, longestWait: 60_000 };

const READ_AGAIN: ReadonlySet<FailureKind> = new Set([
	'throttled',
	'crashed',
	'unavailable',
	'timeout',
	'dropped',
	'unreachable',
	'unreadable',
	'notRenewed',
	'notMade',
]);
/** A write goes out again only where it is certain that Sage did not take it. */
const WRITE_AGAIN: ReadonlySet<FailureKind> = new Set([
	'throttled',
	'unreachable',
	'notRenewed',
	'notMade',
]);

/** Milliseconds to wait before sending again, or undefined when the failure stands. `attempt` counts from 1. */
export function waitBeforeRetry(
	failure: SageFailure,
	attempt: number,
	policy: RetryPolicy,
	random = Math.random,
): number | undefined {
	const repeatable = failure.facts.method === 'GET' ? READ_AGAIN : WRITE_AGAIN;
	if (attempt > policy.maximum || !repeatable.has(failure.kind)) return undefined;
	const asked = failure.facts.retryAfterSeconds;
	// Half fixed, half random: callers that failed together do not come back together.
	const backOff = policy.firstWait * 2 ** (attempt - 1) * (0.5 + random() / 2);
	return Math.min(
		asked === undefined ? backOff : Math.max(asked * 1000, backOff),
		policy.longestWait,
	);
}
