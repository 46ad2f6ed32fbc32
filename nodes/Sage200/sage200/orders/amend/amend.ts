/**
 * Changes an order to what it should be, and never leaves it half changed in silence.
 *
 * Sage applies an update line by line: after a failed one the lines before the failing line are changed, those after it
 * are not. So after any failure the order is read again and what took is told from what did not.
 */
import type { SageApi, SageRecord } from '../../protocol/api';
import {
	InvalidInput,
	onSageFailure,
	type Problem,
	type SageFailure,
} from '../../protocol/failures';
import { documentIn } from '../../protocol/answer';
import { growingWaits } from '../../protocol/waits';

import { sortOut, type Applied } from './applied';
import { AmendmentFailed } from './failure';
import { stepsTowards, updateOf, type Step, type WantedOrder } from './steps';

export interface Amendment {
	/** The order as it was read, with its lines if lines are wanted. */
	order: SageRecord;
	wanted: WantedOrder;
	/** Keeps others out while it is changed: the order is read anew under the lock. */
	lock: boolean;
	/** Seconds to go on looking after an unclear answer. */
	lookAgainSeconds: number;
}

export interface Amended {
	record: SageRecord;
	/** `recovered`: the answer was unclear, and all of it is there. */
	outcome: 'unchanged' | 'updated' | 'recovered';
	steps: Step[];
}

/**
 * Sends all differences in one update.
 * @throws InvalidInput when what is wanted cannot be; AmendmentFailed when some or all of it is not there in the end
 */
export async function amendOrder(
	api: SageApi,
	{ order, wanted, lock, lookAgainSeconds }: Amendment,
): Promise<Amended> {
	const planned = planOf(order, wanted);
	if (planned.length === 0) return { record: order, outcome: 'unchanged', steps: [] };
	// Ending the editing of a draft confirms it, so a draft is changed without a lock.
	const session =
		order.is_draft === true || !lock ? new Session(api, order) : await Session.locked(api, order);
	const { steps, problems } = stepsFor(session.order, wanted);
	if (problems.length > 0 || steps.length === 0) {
		await session.release();
		if (problems.length > 0) throw new InvalidInput(problems);
		return { record: session.order, outcome: 'unchanged', steps };
	}
	return await session.update(updateOf(steps, wanted.header)).then(
		(record): Amended => ({ record, outcome: 'updated', steps }),
		onSageFailure(async (failure) => await afterFailure(session, steps, failure, lookAgainSeconds)),
	);
}

/** @throws InvalidInput naming all that cannot be done */
export function planOf(order: SageRecord, wanted: WantedOrder): Step[] {
	const { steps, problems } = stepsFor(order, wanted);
	if (problems.length > 0) throw new InvalidInput(problems);
	return steps;
}

function stepsFor(order: SageRecord, wanted: WantedOrder): { steps: Step[]; problems: Problem[] } {
	const problems: Problem[] = [];
	return { steps: stepsTowards(order, wanted, problems), problems };
}

async function afterFailure(
	session: Session,
	steps: Step[],
	failure: SageFailure,
	lookAgainSeconds: number,
): Promise<Amended> {
	if (failure.kind !== 'refused' && !failure.inDoubt) {
		// Never reached the order: nothing was changed.
		await session.release();
		throw failure;
	}
	const seen = await lookAgain(session, steps, failure, lookAgainSeconds);
	const released = await session.release();
	if (seen && seen.notApplied.length === 0)
		return { record: seen.record, outcome: 'recovered', steps };
	throw new AmendmentFailed(session.order, steps, failure, seen, released);
}

interface Seen extends Applied {
	record: SageRecord;
}

/** Reads the order until all of an unclear update is there, or the time is up; undefined when it cannot be read. */
async function lookAgain(
	session: Session,
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

/** One order being changed, under a lock or not. */
class Session {
	private readonly path: string;
	private readonly expand: string;

	constructor(
		private readonly api: SageApi,
		readonly order: SageRecord,
		private readonly lockId?: number,
	) {
		this.path = `/sop_orders/${String(order.id)}`;
		this.expand = expansionOf(order);
	}

	/** Without a lock where the site's release has none. @throws SageFailure also when somebody else holds the order */
	static async locked(api: SageApi, order: SageRecord): Promise<Session> {
		const expand = ['is_to_lock', expansionOf(order)].filter((name) => name !== '').join(',');
		const path = `/sop_orders/${String(order.id)}`;
		const locking = api.send({ method: 'GET', path, query: { $expand: expand } });
		const reply = await locking.catch(onSageFailure(undefinedIfUnknown));
		const record = reply as SageRecord | undefined;
		return new Session(api, record ?? order, Number(record?.lock_id) || undefined);
	}

	async update(body: SageRecord): Promise<SageRecord> {
		const request = {
			method: 'PUT',
			path: this.path,
			body: { ...body, ...this.editing() },
		} as const;
		return documentIn(await this.api.send(request), request);
	}

	/** The order as it is now; undefined when it cannot be read. */
	async read(): Promise<SageRecord | undefined> {
		const query = { $expand: this.expand || undefined };
		const reading = this.api.send({ method: 'GET', path: this.path, query });
		return (await reading.catch(onSageFailure(() => undefined))) as SageRecord | undefined;
	}

	/** Lets others at the order again. @returns false when that failed */
	async release(): Promise<boolean> {
		if (this.lockId === undefined) return true;
		const releasing = this.api.send({ method: 'PUT', path: this.path, body: this.editing() });
		return await releasing.then(
			() => true,
			onSageFailure(() => false),
		);
	}

	async wait(seconds: number): Promise<void> {
		if (seconds > 0) await this.api.wait(seconds * 1000);
	}

	/** With the lock's ID, the end of editing gives the lock back; a draft stays a draft while it is being edited. */
	private editing(): SageRecord {
		if (this.lockId !== undefined) return { lock_id: this.lockId, is_editing: false };
		return this.order.is_draft === true ? { is_editing: true } : {};
	}
}

/** The nested records that were read of an order, to read the same again. */
function expansionOf(order: SageRecord): string {
	return ['lines', 'delivery_address'].filter((name) => order[name] !== undefined).join(',');
}

/** A refusal that names the expansion is of a site that has no such lock; any other one is of a lock that is held. */
function undefinedIfUnknown(failure: SageFailure): undefined {
	if (failure.kind !== 'refused') throw failure;
	if (/is_to_lock|\$?expand/i.test(failure.facts.sageMessage ?? '')) return undefined;
	throw failure.explained(
		'Somebody may be working on the order in Sage 200. Run the item again when they have closed it.',
	);
}
