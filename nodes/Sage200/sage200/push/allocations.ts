/**
 * Allocates posted transactions of an account to each other, and does so once.
 *
 * Sage has no key for an allocation. The proof that one was made is a new entry in the allocation history of each of its
 * transactions. Outstanding amounts prove nothing, for other people allocate and receive money too.
 */
import { Lookups, normalKey } from '../lookups/lookups';
import { recordIn } from '../protocol/answer';
import type { SageApi, SageRecord } from '../protocol/api';
import { onSageFailure, type SageFailure } from '../protocol/failures';
import { lookAgain } from '../protocol/looking';
import { inWords } from '../protocol/waits';

import type { KeyRegister } from './register';

export interface AllocationLine {
	posted_tran_id: number;
	value_to_allocate: number;
}

export interface Allocation {
	/** As Sage takes it, with `customer_id` and `allocation_lines`. */
	body: SageRecord;
	lines: AllocationLine[];
	/** Histories as they were read after the account was claimed, before anything was sent. */
	before: Histories;
	/** Seconds to go on looking after an unclear answer. */
	lookAgainSeconds: number;
	/** Seconds after an unclear answer during which the same allocation is not sent again. */
	doubtSeconds: number;
}

export interface Allocated {
	outcome: 'created' | 'recovered';
	/** What Sage answered; the allocation itself where the answer got lost. */
	reply: SageRecord;
}

/** One entry of a transaction's allocation history. */
interface HistoryEntry {
	id: number;
	value: number;
}

/** Allocation histories by the ID of the posted transaction. */
export type Histories = Map<number, HistoryEntry[]>;

/** Nothing clear is known of an allocation: it may be in Sage or may still arrive. */
export class AllocationInDoubt extends Error {
	readonly remedy: string;
	readonly details: SageRecord;

	/** @param cause what the post was answered with; undefined when an earlier one is in doubt and nothing was sent now */
	constructor(
		{ body, doubtSeconds }: Pick<Allocation, 'body' | 'doubtSeconds'>,
		cause?: SageFailure,
	) {
		super(
			cause
				? `It is in doubt whether the allocation reached Sage 200: ${cause.message}`
				: 'It is in doubt whether an earlier push of this allocation reached Sage 200. Nothing was sent now',
		);
		this.name = 'AllocationInDoubt';
		this.remedy = `Nothing is sent again while it is in doubt. Push the same allocation ${inWords(doubtSeconds)}: if it has arrived by then, it is recognised by the allocation history of its transactions.`;
		this.details = { customer_id: body.customer_id, outcome: 'inDoubt', inDoubt: true };
	}
}

/**
 * What this process knows of allocations that got no clear answer: the histories from before they were sent. It is lost
 * with the process; a push after that waits for the doubt to end and then sends.
 */
const beforeDoubt = new Map<string, Histories>();

export class Allocator {
	constructor(
		private readonly api: SageApi,
		private readonly register: KeyRegister,
		/** Where the transactions are seen: `sales_posted_transactions`. */
		private readonly posted: string,
		/** Path of the post: `/sales_allocations`. */
		private readonly path: string,
	) {}

	/** The histories of several transactions, in as few calls as possible; read anew every time. */
	async historiesOf(ids: number[]): Promise<Histories> {
		const found = await new Lookups(this.api).byKeys(
			{
				resource: this.posted,
				field: 'id',
				select: ['id', 'allocation_history_items'],
				expand: ['allocation_history_items'],
			},
			ids.map(String),
		);
		return historiesIn(ids.flatMap((id) => found.get(normalKey(String(id))) ?? []));
	}

	/**
	 * @throws AllocationInDoubt when nothing clear is known in the end, or nothing may be sent yet
	 * @throws SageFailure when Sage refused
	 */
	async allocate(allocation: Allocation): Promise<Allocated> {
		const name = this.nameOf(allocation);
		const earlier = beforeDoubt.get(name);
		if (earlier && isApplied(allocation, earlier, allocation.before))
			return this.recovered(allocation);
		if (this.register.inDoubt(name, Date.now())) throw new AllocationInDoubt(allocation);
		beforeDoubt.delete(name);
		const { body } = allocation;
		const request = { method: 'POST', path: this.path, body } as const;
		const sending = this.api.send(request).then((reply) => recordIn(reply, request));
		return await sending.then(
			(reply): Allocated => ({ outcome: 'created', reply: { ...body, ...reply } }),
			onSageFailure(async (failure) => await this.afterFailure(allocation, failure)),
		);
	}

	private async afterFailure(allocation: Allocation, failure: SageFailure): Promise<Allocated> {
		if (!failure.inDoubt) throw failure;
		const name = this.nameOf(allocation);
		this.register.doubt(name, Date.now() + allocation.doubtSeconds * 1000);
		beforeDoubt.set(name, allocation.before);
		const ids = allocation.lines.map(({ posted_tran_id: id }) => id);
		const look = async () => {
			const now = await this.historiesOf(ids);
			return isApplied(allocation, allocation.before, now) ? now : undefined;
		};
		const seen = await lookAgain(this.api, allocation.lookAgainSeconds, look);
		if (seen) return this.recovered(allocation);
		throw new AllocationInDoubt(allocation, failure);
	}

	private recovered(allocation: Allocation): Allocated {
		const name = this.nameOf(allocation);
		beforeDoubt.delete(name);
		this.register.endDoubt(name);
		return { outcome: 'recovered', reply: allocation.body };
	}

	/** The register knows an allocation by all that it says. */
	private nameOf({ body }: Allocation): string {
		return `${this.api.scope}|${this.path}|${JSON.stringify(body)}`;
	}
}

/** The histories of posted transactions that were read with `allocation_history_items`. */
export function historiesIn(transactions: SageRecord[]): Histories {
	return new Map(transactions.map((record) => [Number(record.id), entriesIn(record)]));
}

/** True when each transaction has a new entry of the value that was sent. */
function isApplied({ lines }: Allocation, before: Histories, now: Histories): boolean {
	const fresh = new Map(
		[...now].map(([id, entries]) => {
			const known = new Set(before.get(id)?.map((entry) => entry.id));
			return [id, entries.filter((entry) => !known.has(entry.id))];
		}),
	);
	return lines.every(({ posted_tran_id: id, value_to_allocate: value }) => {
		const entries = fresh.get(id) ?? [];
		// Whether the history shows credits below zero is not known (api.md §g), so the sign is left out.
		const at = entries.findIndex((entry) => Math.abs(entry.value) === Math.abs(value));
		if (at >= 0) entries.splice(at, 1);
		return at >= 0;
	});
}

function entriesIn({ allocation_history_items: items }: SageRecord): HistoryEntry[] {
	return ((items as SageRecord[] | undefined) ?? []).map(({ id, allocation_value: value }) => ({
		id: Number(id),
		value: Number(value ?? 0),
	}));
}
