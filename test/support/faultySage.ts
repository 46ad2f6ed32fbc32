/**
 * Sage orders in memory, on a clock of their own, with a line that fails by schedule: for property tests of the push.
 * What the line does to the next write is the next entry of the schedule.
 */
import type { SageRecord } from '../../nodes/Sage200/sage200/protocol/api';
import { SageFailure } from '../../nodes/Sage200/sage200/protocol/failures';
import { normalKey } from '../../nodes/Sage200/sage200/lookups/lookups';
import type { DocumentKind, Drafts } from '../../nodes/Sage200/sage200/push/documentKind';
import { ReadyDocument } from '../../nodes/Sage200/sage200/push/readyDocument';

import { tick } from './tick.js';

export type Fault =
	| { kind: 'none' }
	/** The line drops before Sage has the write. */
	| { kind: 'lost' }
	/** Sage applies the write, the answer is lost. */
	| { kind: 'answerLost' }
	/** The client gives up; Sage applies the write so many seconds later. */
	| { kind: 'late'; seconds: number }
	/** Applied and answered, but readers see it only so many milliseconds later. */
	| { kind: 'hidden'; milliseconds: number };

interface Order extends SageRecord {
	id: number;
	key: string;
	is_draft: boolean;
	visibleAt: number;
}

/** What an order of these tests is made of. */
export interface Keyed {
	key: string;
}

/** An order of a key, ready to be pushed. */
export function keyed(key: string): ReadyDocument<Keyed> {
	return new ReadyDocument({
		key,
		label: 'Order Key',
		body: { key },
		compared: { priceField: 'price', prices: false },
		foreignReason: () => undefined,
	});
}

/** Time that passes only when everybody waits. */
export class Clock {
	now = 0;
	private sleepers: Array<{ at: number; wake: () => void }> = [];

	async wait(milliseconds: number): Promise<void> {
		await new Promise<void>((wake) => this.sleepers.push({ at: this.now + milliseconds, wake }));
	}

	/** Lets time pass until the work is done. */
	async run<T>(work: Promise<T>): Promise<T> {
		let done = false;
		const finished = work.finally(() => (done = true));
		finished.catch(() => undefined);
		while (!done) {
			await tick();
			this.sleepers.sort((left, right) => left.at - right.at);
			const next = done ? undefined : this.sleepers.shift();
			if (next) {
				this.now = Math.max(this.now, next.at);
				next.wake();
			}
		}
		return await finished;
	}
}

/** Orders behind a line that fails by schedule. */
export class FaultySage {
	readonly scope = 'faulty';
	private readonly orders = new Map<number, Order>();
	private nextId = 1;
	private readonly pending: Array<{ at: number; apply: () => void }> = [];

	constructor(
		readonly clock: Clock,
		private readonly schedule: Fault[],
	) {}

	wait = async (milliseconds: number): Promise<void> => await this.clock.wait(milliseconds);
	send = async (): Promise<unknown> => undefined;
	list = async (): Promise<SageRecord[]> => [];

	/** Confirmed orders of a key in the end, when all late writes have landed. */
	confirmed(key: string): number {
		this.land(Infinity);
		return [...this.orders.values()].filter((order) => order.key === key && !order.is_draft).length;
	}

	/** Orders and drafts of a key. */
	everything(key: string): number {
		return [...this.orders.values()].filter((order) => order.key === key).length;
	}

	/** Orders as a kind of document; their keys are in `key`. */
	kind(): DocumentKind<Keyed> & { drafts: Drafts<Keyed> } {
		const seen = () => {
			this.land(this.clock.now);
			return [...this.orders.values()].filter(({ visibleAt }) => visibleAt <= this.clock.now);
		};
		return {
			name: 'sales order',
			resource: 'sop_orders',
			keyField: 'key',
			partyField: 'customer_id',
			idField: 'id',
			numberField: 'id',
			find: async (keys) => {
				await this.clock.wait(1);
				const orders = seen();
				return new Map(
					keys.map((key) => [
						normalKey(key),
						orders.filter((order) => order.key === key).map((order) => ({ ...order })),
					]),
				);
			},
			read: async (id) => {
				await this.clock.wait(1);
				const order = seen().find((each) => each.id === id);
				return order && { ...order };
			},
			post: async ({ key }) => await this.write(() => this.insert(key, false)),
			drafts: {
				post: async ({ key }) => await this.write(() => this.insert(key, true)),
				confirm: async (id) => await this.write(() => this.change(id)),
				discard: async (id) => void (await this.write(() => this.remove(id))),
				isDraft: ({ is_draft }) => is_draft === true,
			},
		};
	}

	private async write(apply: () => Order): Promise<SageRecord> {
		await this.clock.wait(2);
		this.land(this.clock.now);
		const fault = this.schedule.shift() ?? { kind: 'none' };
		if (fault.kind === 'lost') throw dropped();
		if (fault.kind === 'late') {
			this.pending.push({
				at: this.clock.now + fault.seconds * 1000,
				apply: () => void attempt(apply),
			});
			throw new SageFailure({ kind: 'timeout', method: 'POST', path: '/sop_orders' });
		}
		const order = apply();
		if (fault.kind === 'hidden') order.visibleAt = this.clock.now + fault.milliseconds;
		if (fault.kind === 'answerLost') throw dropped();
		return { ...order };
	}

	private insert(key: string, draft: boolean): Order {
		const order: Order = { id: this.nextId++, key, is_draft: draft, visibleAt: 0 };
		this.orders.set(order.id, order);
		return order;
	}

	private change(id: number): Order {
		const order = this.orders.get(id);
		if (!order) throw notFound();
		order.is_draft = false;
		return order;
	}

	private remove(id: number): Order {
		const order = this.orders.get(id);
		if (!order) throw notFound();
		this.orders.delete(id);
		return order;
	}

	private land(until: number): void {
		const due = this.pending.filter(({ at }) => at <= until);
		for (const each of due) {
			this.pending.splice(this.pending.indexOf(each), 1);
			each.apply();
		}
	}
}

/** A late write may find its order gone. */
function attempt(apply: () => Order): void {
	try {
		apply();
	} catch {
		return;
	}
}

function dropped(): SageFailure {
	return new SageFailure({ kind: 'dropped', method: 'POST', path: '/sop_orders' });
}

function notFound(): SageFailure {
	return new SageFailure({ kind: 'notFound', method: 'PUT', path: '/sop_orders', status: 404 });
}
