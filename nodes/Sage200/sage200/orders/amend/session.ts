/** One order while it is being changed, under Sage's record lock or without it (api.md j.4). */
import { documentIn } from '../../protocol/answer';
import type { SageApi, SageRecord } from '../../protocol/api';
import { onSageFailure, SageFailure } from '../../protocol/failures';
import { growingWaits } from '../../protocol/waits';

/** Seconds to wait for a lock. Another worker holds one for the time of two calls, a person for much longer. */
const LOCK_WAIT_SECONDS = 3;

/** Seconds to go on giving a lock back. One that stays is in everybody's way until Sage lets it expire. */
const RELEASE_SECONDS = 15;

export class EditSession {
	private readonly path: string;

	private constructor(
		readonly api: SageApi,
		/** The order as it was when the session began. */
		readonly order: SageRecord,
		/** Nested records that are read with the order: `lines`, `delivery_address`. */
		private readonly nested: string[],
		private readonly lockId?: number,
	) {
		this.path = pathOf(order);
	}

	/** Reads the order anew, without a lock. */
	static async open(api: SageApi, order: SageRecord, nested: string[]): Promise<EditSession> {
		const record = await readOrder(api, order, nested);
		return new EditSession(api, record, nested);
	}

	/**
	 * Reads the order anew under a lock; without one where the site's release has none.
	 * @throws SageFailure also when somebody else holds the order
	 */
	static async locked(api: SageApi, order: SageRecord, nested: string[]): Promise<EditSession> {
		const record = await lockedRecord(api, order, nested);
		if (!record) return await EditSession.open(api, order, nested);
		return new EditSession(api, record, nested, Number(record.lock_id) || undefined);
	}

	/**
	 * Sends the update, which gives the lock back.
	 * @throws SageFailure also when the answer names no order
	 */
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
		return await readOrder(this.api, this.order, this.nested).catch(onSageFailure(() => undefined));
	}

	/**
	 * Lets others at the order again. To ask twice does no harm, so it is asked again after an unclear answer; a refusal
	 * says that the lock is held no more.
	 * @returns false when it is not known to be given back
	 */
	async release(): Promise<boolean> {
		if (this.lockId === undefined) return true;
		const request = { method: 'PUT', path: this.path, body: this.editing() } as const;
		for (const seconds of growingWaits(RELEASE_SECONDS)) {
			await this.wait(seconds);
			const answer = await this.api.send(request).then(
				() => undefined,
				onSageFailure((failure) => failure),
			);
			if (answer === undefined || answer.kind === 'refused' || answer.kind === 'notFound')
				return true;
		}
		return false;
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

function pathOf({ id }: SageRecord): string {
	return `/sop_orders/${String(id)}`;
}

async function readOrder(api: SageApi, order: SageRecord, expand: string[]): Promise<SageRecord> {
	const query = { $expand: expand.join(',') || undefined };
	return (await api.send({ method: 'GET', path: pathOf(order), query })) as SageRecord;
}

/**
 * The order with its lock, which is asked for again while somebody holds it; undefined where there are no locks.
 * @throws SageFailure when the order is still held in the end
 */
async function lockedRecord(
	api: SageApi,
	order: SageRecord,
	nested: string[],
): Promise<SageRecord | undefined> {
	let held: SageFailure | undefined;
	for (const seconds of growingWaits(LOCK_WAIT_SECONDS)) {
		if (seconds > 0) await api.wait(seconds * 1000);
		const reading = readOrder(api, order, ['is_to_lock', ...nested]);
		const reply = await reading.catch(onSageFailure(ifHeld));
		if (!(reply instanceof SageFailure)) return reply;
		held = reply;
	}
	throw held?.explained(
		'Somebody may be working on the order in Sage 200. Nothing was changed. Push the change again when they have closed it.',
	);
}

/** A refusal that names the expansion is of a site that has no such lock; any other one is of a lock that is held. */
function ifHeld(failure: SageFailure): SageFailure | undefined {
	if (failure.kind !== 'refused') throw failure;
	return /is_to_lock|\$?expand/i.test(failure.facts.sageMessage ?? '') ? undefined : failure;
}
