/** Pushes documents of several items, each once: keys claimed in this process, looked up in one go, then pushed. */
import type { SageRecord } from '../../sage200/protocol/api';
import { invalid } from '../../sage200/protocol/failures';
import { normalKey } from '../../sage200/lookups/lookups';
import type { DocumentKind } from '../../sage200/push/documentKind';
import { keysCollide } from '../../sage200/push/key';
import { MISSING, type Difference, type PendingDocument } from '../../sage200/push/pending';
import type { Pushed } from '../../sage200/push/push';
import type { Pusher } from '../../sage200/push/pusher';

import { stateRemarks } from '../../sage200/orders/remarks';
import { groupBy } from '../../sage200/values/grouping';
import type { Item } from '../item';
import { prepared, type Output, type Prepared } from '../prepared';
import { claimWrites } from './claims';
import { noteKeys } from './findable';

/** The key of an item's document. */
export interface ItemKey<Body extends object = SageRecord> {
	item: Item;
	pending: Pick<PendingDocument<Body>, 'key' | 'account'>;
	/** Shared by the items of one company, one kind, one key field and the same settings. */
	pusher: Pusher<Body>;
}

/** A document of an item, ready to be pushed. */
export interface ItemPush<Body extends object = SageRecord> extends ItemKey<Body> {
	pending: PendingDocument<Body>;
}

/** Pushes one document. */
export type PushJob = () => Promise<Pushed>;

/** A document with what carried its key when it was looked up. */
interface Job<Body extends object> extends ItemPush<Body> {
	known: SageRecord[];
	/** The name of its key in this process. */
	name: string;
}

/** Keys that nobody else in this process works on until they are let go, and what carried them then. */
class HeldKeys<Body extends object> {
	private constructor(
		private readonly rows: Map<DocumentKind<Body>, Map<string, SageRecord[]>>,
		readonly letGo: () => void,
	) {}

	/** Claims the keys, then looks them up: one look-up for all documents of a kind. */
	static async take<Body extends object>(keys: Array<ItemKey<Body>>): Promise<HeldKeys<Body>> {
		const [first] = keys;
		if (first)
			noteKeys(
				first.item,
				keys.map(({ pending }) => pending.key),
			);
		const letGo = await claimWrites(
			keys.map(({ item }) => item),
			keys.map(nameOf),
		);
		const groups = [...groupBy(keys, ({ pusher }) => pusher.kind)];
		const found = groups.map(
			async ([kind, group]) =>
				[kind, await kind.find(group.map(({ pending }) => pending.key))] as const,
		);
		const rows = await Promise.all(found).catch((error: unknown) => {
			letGo();
			throw error;
		});
		return new HeldKeys(new Map(rows), letGo);
	}

	/** The documents that carried a key. */
	found({ pusher, pending }: ItemKey<Body>): SageRecord[] {
		return this.rows.get(pusher.kind)?.get(normalKey(pending.key)) ?? [];
	}
}

export class PushBatch {
	private constructor(
		/** What pushes each item's document. It throws as `Push.run` says. */
		readonly jobs: Map<Item, PushJob>,
		/** Items whose keys are taken by others of the batch. */
		readonly refused: Map<Item, unknown>,
		private readonly letGo: () => void,
	) {}

	/** Claims the keys of all documents and looks them up. */
	static async open<Body extends object>(pushes: Array<ItemPush<Body>>): Promise<PushBatch> {
		const { batch } = await PushBatch.openWhile(
			pushes,
			async () => await Promise.resolve({ pushes }),
		);
		return batch;
	}

	/**
	 * Claims the keys, and looks them up while the documents are made ready, for neither needs to wait for the other.
	 * @param keys of documents that may be pushed
	 * @param ready gives the documents that are, each with one of the keys
	 */
	static async openWhile<Body extends object, Ready extends { pushes: Array<ItemPush<Body>> }>(
		keys: Array<ItemKey<Body>>,
		ready: () => Promise<Ready>,
	): Promise<{ batch: PushBatch; ready: Ready }> {
		const [held, made] = await Promise.allSettled([HeldKeys.take(keys), ready()]);
		if (held.status === 'rejected') throw held.reason as Error;
		if (made.status === 'rejected') {
			held.value.letGo();
			throw made.reason as Error;
		}
		const named = made.value.pushes.map((push) => ({ ...push, name: nameOf(push) }));
		const refused = collisionsIn(named);
		const jobs = named
			.filter(({ item }) => !refused.has(item))
			.map((push) => ({ ...push, known: held.value.found(push) }));
		const batch = new PushBatch(turnsOf(jobs), refused, held.value.letGo);
		return { batch, ready: made.value };
	}

	/** Lets go of the keys, and keeps the doubts that are left. */
	end(): void {
		this.letGo();
	}
}

/**
 * What carries out the items: each answers with its document, its outcome and what differs.
 * @param remarksOn what else there is to say of the document that an item got
 */
export async function preparePushes<Body extends object>(
	pushes: Array<ItemPush<Body>>,
	refused: Map<Item, unknown>,
	remarksOn: (item: Item, pushed: Pushed) => string[] = () => [],
): Promise<Prepared> {
	const batch = await PushBatch.open(pushes);
	return prepared({
		refused: new Map([...refused, ...batch.refused]),
		jobs: batch.jobs,
		async execute(push, item) {
			const pushed = await push();
			return shown({ ...pushed, notes: [...pushed.notes, ...remarksOn(item, pushed)] });
		},
		end: () => batch.end(),
	});
}

/** A pushed document as an item shows it. */
export function shown(pushed: Pushed): Output {
	const { record, outcome, notes } = pushed;
	const differs = differencesOf(pushed);
	const all = [...notes, ...differenceNotes(differs)];
	return {
		...record,
		outcome,
		...(differs.length > 0 ? { differs } : {}),
		...(all.length > 0 ? { notes: all } : {}),
	};
}

/** Whether a document was there before. One whose own answer was lost was not, unless it is not what was pushed. */
export function wasThere({ outcome, posted, differs }: Pushed): boolean {
	return outcome === 'existing' || (outcome === 'recovered' && (!posted || differs.length > 0));
}

/**
 * In what a document is not what was pushed, a sentence for each: one that was there may be cancelled or a draft.
 * @param now what it was made since
 */
export function differencesOf(
	pushed: Pushed,
	now: Pick<Pushed, 'record' | 'differs'> = pushed,
): string[] {
	const isAsPushed = pushed.draft && now.record.is_draft === true;
	const state = wasThere(pushed) && !isAsPushed ? stateRemarks(now.record) : [];
	return [...state, ...now.differs.map(told)];
}

/** A sentence for what differs; none when nothing does. */
export function differenceNotes(differs: string[]): string[] {
	return differs.length > 0
		? [`Sage 200 has it otherwise than it was pushed: ${differs.join('; ')}`]
		: [];
}

/** `Line 2: Quantity is 3 in Sage 200, pushed was 2` */
export function told({ field, pushed, sage }: Difference): string {
	if (sage === MISSING) return `${field} (${String(pushed)}) is not in Sage 200`;
	if (pushed === MISSING) return `${field} (${String(sage)}) is in Sage 200 and was not pushed`;
	return `${field} is ${String(sage)} in Sage 200, pushed was ${String(pushed)}`;
}

/** The name of a key in this process. */
function nameOf<Body extends object>({ pusher, pending }: ItemKey<Body>): string {
	return pusher.nameOf(pending);
}

/** Documents of one key follow each other, each judged by itself; the first ones of all keys are pushed together. */
function turnsOf<Body extends object>(jobs: Array<Job<Body>>): Map<Item, PushJob> {
	const turns = new Map<Item, PushJob>();
	const chains = [...groupBy(jobs, ({ name }) => name).values()];
	const first = chains.map(([job]) => job);
	for (const [pusher, sharing] of groupBy(first, (job) => job.pusher)) {
		for (let at = 0; at < sharing.length; at += pusher.atOnce) {
			const group = sharing.slice(at, at + pusher.atOnce);
			groupTurns(pusher, group).forEach((turn, place) => turns.set(group[place].item, turn));
		}
	}
	for (const [{ item }, ...others] of chains) {
		let earlier = turns.get(item);
		for (const job of others) {
			earlier = nextTurn(job, earlier);
			turns.set(job.item, earlier);
		}
	}
	return turns;
}

/** Nothing of a group goes on when its first result is told: then the node may end. */
function groupTurns<Body extends object>(pusher: Pusher<Body>, group: Array<Job<Body>>): PushJob[] {
	const start = once(() => pusher.pushAll(group));
	return group.map((_, at) => async () => {
		const started = start();
		await Promise.allSettled(started);
		return await started[at];
	});
}

/**
 * The push of a document whose key an earlier item has as well: it finds what that item left. What was known before says
 * nothing of an item that failed.
 */
function nextTurn<Body extends object>(
	{ pusher, pending }: Job<Body>,
	earlier: PushJob | undefined,
): PushJob {
	return once(async () => {
		const before = await earlier?.().catch(() => undefined);
		return await pusher.push(pending, before ? [before.record] : await pusher.find(pending));
	});
}

function once<T>(act: () => T): () => T {
	let done: { result: T } | undefined;
	return () => (done ??= { result: act() }).result;
}

/** Two keys that Sage would take for one would make one document of two. Equal keys are one document, pushed twice. */
function collisionsIn<Body extends object>(
	pushes: Array<ItemPush<Body> & { name: string }>,
): Map<Item, unknown> {
	const spellings = new Map<string, string>();
	const refused = new Map<Item, unknown>();
	for (const { item, pending, name } of pushes) {
		const { key, label } = pending;
		const first = spellings.get(name) ?? key;
		spellings.set(name, first);
		if (keysCollide(first, key))
			refused.set(
				item,
				invalid(
					label,
					`"${key}" and "${first}" are the same to Sage 200, which does not mind capitals`,
					'Give each order a key of its own.',
				),
			);
	}
	return refused;
}
