/** What a fault does to an admitted call. Each kind decides when the work is done and what, if anything, is answered. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Change } from '../data/table.mts';
import type { SimulatorClock } from '../data/clock.mts';
import type { EmptyReply, Fault } from './faults.mts';
import type { Reply } from './replies.mts';

/** Does the call's work and returns what Sage would answer. */
export type Commit = (committed?: (changes: Change[]) => void) => Reply;

/** The answer, or the line drops without one. */
export type Outcome = Reply | 'drop';

/** @param gone tells that the client has given up: what waited for it ends */
export async function faultyOutcome(
	fault: Fault,
	commit: Commit,
	clock: SimulatorClock,
	gone: AbortSignal,
): Promise<Outcome> {
	switch (fault.kind) {
		case 'dropBeforeCommit':
			return 'drop';
		case 'dropAfterCommit':
			commit();
			return 'drop';
		case 'lateCommit':
			clock.at(clock.now() + fault.afterMs, () => void commit());
			if (fault.holdMs) await silence(fault.holdMs, gone);
			return 'drop';
		case 'status':
			if (fault.commit) commit();
			return gatewayPage(fault.status, fault.retryAfter);
		case 'timeout': {
			const reply = fault.commit ? commit() : undefined;
			await silence(fault.afterMs ?? LONGEST_SILENCE, gone);
			if (fault.afterMs === undefined || gone.aborted) return 'drop';
			return reply ?? commit();
		}
		case 'wrongShape':
			return {
				...commit(),
				status: 200,
				body: fault.body ?? '<html><head><title>Sign in</title></head><body></body></html>',
			};
		case 'emptyReply': {
			const reply = commit();
			return reply.status === 200 ? EMPTY[fault.as] : reply;
		}
		case 'drip':
			return {
				...commit(),
				drip: { everyMs: fault.everyMs ?? USUAL_DRIP, lastsMs: fault.lastsMs },
			};
		case 'hiddenCommit':
			return commit((changes) => {
				const until = clock.now() + fault.afterMs;
				for (const change of changes) change.table.conceal(change, until, fault.byId === true);
			});
	}
}

/** Milliseconds from one letter to the next. */
const USUAL_DRIP = 100;

const EMPTY: Record<EmptyReply, Reply> = {
	'200': { status: 200 },
	'204': { status: 204 },
	null: { status: 200, body: null },
	'[]': { status: 200, body: [] },
};

/** No client waits longer. */
const LONGEST_SILENCE = 3_600_000;

async function silence(milliseconds: number, gone: AbortSignal): Promise<void> {
	await sleep(milliseconds, undefined, { ref: false, signal: gone }).catch(() => undefined);
}

/** Gateways answer in HTML. */
export function gatewayPage(status: number, retryAfter?: number | string): Reply {
	const title = TITLES[status] ?? 'Error';
	return {
		status,
		body: `<!DOCTYPE html>\n<html><head><title>${status} ${title}</title></head><body><h1>${status} ${title}</h1></body></html>`,
		headers:
			retryAfter === undefined || retryAfter === ''
				? undefined
				: { 'retry-after': String(retryAfter) },
	};
}

const TITLES: Record<number, string> = {
	429: 'Too Many Requests',
	500: 'Internal Server Error',
	502: 'Bad Gateway',
	503: 'Service Unavailable',
	504: 'Gateway Time-out',
};
