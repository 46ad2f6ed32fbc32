/**
 * Changes an order to what it should be, and never leaves it half changed in silence.
 *
 * Sage applies an update line by line: after a failed one the lines before the failing line are changed and those after
 * it are not (api.md §f). So the order is read again after any failure, and what took is told from what did not. An
 * update whose answer got lost may still be applied later: until that time is over the order is not changed again.
 */
import {
	onSageFailure,
	InvalidInput,
	type Problem,
	type SageFailure,
} from '../../protocol/failures';
import type { SageApi, SageRecord } from '../../protocol/api';
import { growingWaits } from '../../protocol/waits';
import type { KeyRegister } from '../../push/register';

import { sortOut, type Applied } from './applied';
import { AmendmentFailed, AmendmentInDoubt } from './failure';
import { EditSession } from './session';
import { COPIED_ADDRESS, stepsTowards, updateOf, type Step, type WantedOrder } from './steps';

export interface Amendment {
	/** The order as it was read, with its lines if lines are wanted. */
	order: SageRecord;
	/**
	 * What the order should become. It is worked out again from the order as it is under the lock, because another
	 * worker or a person may have added or removed lines since the order was read.
	 */
	wantedOf(order: SageRecord): Promise<WantedOrder>;
	/** Keeps others out while the order is changed. */
	lock: boolean;
	/** Seconds to go on looking after an unclear answer. */
	lookAgainSeconds: number;
	/** Seconds after an unclear answer during which the order is not changed again. */
	doubtSeconds: number;
}

export interface Amended {
	record: SageRecord;
	/** `recovered`: the answer was unclear, and all of it is there. */
	outcome: 'unchanged' | 'updated' | 'recovered';
	steps: Step[];
}

/** The name under which the process's register knows changes of an order. */
function amendmentName(api: SageApi, order: SageRecord): string {
	return `${api.scope}|change of sales order|${String(order.id)}`;
}

/**
 * Sends all differences in one update. Changes of one order follow each other in this process.
 * @throws InvalidInput when what is wanted cannot be
 * @throws AmendmentInDoubt when an earlier change of the order may still arrive; then nothing is sent
 * @throws AmendmentFailed when some or all of it is not there in the end
 */
export async function amendOrder(
	api: SageApi,
	register: KeyRegister,
	amendment: Amendment,
): Promise<Amended> {
	const release = await register.claim(amendmentName(api, amendment.order));
	try {
		return await amendClaimed(api, register, amendment);
	} finally {
		release();
	}
}

async function amendClaimed(
	api: SageApi,
	register: KeyRegister,
	amendment: Amendment,
): Promise<Amended> {
	const { order, wantedOf, lock } = amendment;
	const first = await wantedOf(order);
	if (planOf(order, first).length === 0) {
		refuseInDoubt(api, register, order);
		return { record: order, outcome: 'unchanged', steps: [] };
	}
	// Ending the editing of a draft confirms it, so a draft is changed without a lock.
	const session = await (order.is_draft === true || !lock
		? EditSession.open(api, order, nestedIn(first))
		: EditSession.locked(api, order, nestedIn(first)));
	const { wanted, steps } = await plannedUnder(session, register, amendment);
	if (steps.length === 0) {
		await session.release();
		return { record: session.order, outcome: 'unchanged', steps };
	}
	return await session.update(updateOf(steps, wanted.header)).then(
		(record): Amended => ({ record, outcome: 'updated', steps }),
		onSageFailure(
			async (failure) => await afterFailure(session, register, amendment, steps, failure),
		),
	);
}

interface Planned {
	wanted: WantedOrder;
	steps: Step[];
}

/** The steps from the order as it is now. What is wrong gives the order back before it is told. */
async function plannedUnder(
	session: EditSession,
	register: KeyRegister,
	amendment: Amendment,
): Promise<Planned> {
	return await plan(session, register, amendment).catch(async (error: unknown) => {
		await session.release();
		throw error;
	});
}

async function plan(
	{ api, order }: EditSession,
	register: KeyRegister,
	{ wantedOf }: Amendment,
): Promise<Planned> {
	const wanted = await wantedOf(order);
	const steps = planOf(order, wanted);
	refuseInDoubt(api, register, order);
	return { wanted, steps };
}

/**
 * What is not there yet of an earlier change may still arrive, and undo whatever is done or told now.
 * @throws AmendmentInDoubt
 */
function refuseInDoubt(api: SageApi, register: KeyRegister, order: SageRecord): void {
	const name = amendmentName(api, order);
	register.seeChanged(name, order);
	const until = register.doubtUntil(name) ?? 0;
	if (until > Date.now()) throw new AmendmentInDoubt(order, until);
}

/** @throws InvalidInput naming all that cannot be done */
export function planOf(order: SageRecord, wanted: WantedOrder): Step[] {
	const problems: Problem[] = [];
	const steps = stepsTowards(order, wanted, problems);
	if (problems.length > 0) throw new InvalidInput(problems);
	return steps;
}

async function afterFailure(
	session: EditSession,
	register: KeyRegister,
	{ order, lookAgainSeconds, doubtSeconds }: Amendment,
	steps: Step[],
	failure: SageFailure,
): Promise<Amended> {
	if (failure.kind !== 'refused' && !failure.inDoubt) {
		// The call never reached the order: nothing was changed.
		await session.release();
		throw failure;
	}
	const name = amendmentName(session.api, order);
	// Before the look, so that a process that ends while it looks leaves the doubt.
	if (failure.inDoubt) {
		const isDone = (now: SageRecord) => sortOut(steps, session.order, now).notApplied.length === 0;
		register.doubt(name, Date.now() + doubtSeconds * 1000, isDone);
	}
	const seen = await lookAgain(session, steps, failure, lookAgainSeconds);
	const released = await session.release();
	if (seen && seen.notApplied.length === 0) {
		register.endDoubt(name);
		return { record: seen.record, outcome: 'recovered', steps };
	}
	throw new AmendmentFailed(session.order, steps, failure, seen, released);
}

interface Seen extends Applied {
	record: SageRecord;
}

/** Reads the order until all of an unclear update is there, or the time is up; undefined when it cannot be read. */
async function lookAgain(
	session: EditSession,
	steps: Step[],
	failure: SageFailure,
	seconds: number,
): Promise<Seen | undefined> {
	let seen: Seen | undefined;
	for (const wait of growingWaits(seconds)) {
		await session.wait(wait);
		const record = await session.read();
		seen = record && { record, ...sortOut(steps, session.order, record) };
		if (!failure.inDoubt || seen?.notApplied.length === 0) break;
	}
	return seen;
}

/** Nested records that have to be read to see what a change does, also those that the order has not got yet. */
function nestedIn({ header, lines, complete }: WantedOrder): string[] {
	return [
		...(complete || lines.length > 0 ? ['lines'] : []),
		...(header.delivery_address === undefined && header[COPIED_ADDRESS] === undefined
			? []
			: ['delivery_address']),
	];
}
