/**
 * Pushes documents of one kind so that each is in Sage once.
 *
 * Sage has no idempotency key: a post whose answer got lost may have been applied, or may yet be. So every push looks
 * for its key first, and after an unclear answer looks again and never posts while in doubt.
 */
import type { SageApi, SageRecord } from '../protocol/api';
import { normalKey } from '../lookups/lookups';

import type { DocumentKind } from './documentKind';
import { Finder } from './finder';
import { KeyPlace } from './keyPlace';
import type { PendingDocument } from './pending';
import type { Push, PushContext, Pushed, PushSettings } from './push';
import type { KeyRegister } from './register';
import { StandardPush } from './standardPush';
import { StrictPush } from './strictPush';
import { seatsFor, type Seat } from './together';

/** How many drafts are taken through Strict together. */
const GROUP = 50;

/** A document and those that carried its key when it was looked up, after the key was claimed. */
export interface PendingPush<Body extends object> {
	pending: PendingDocument<Body>;
	known: SageRecord[];
}

export class Pusher<Body extends object = SageRecord> {
	private readonly context: PushContext<Body>;

	constructor(
		private readonly api: SageApi,
		readonly kind: DocumentKind<Body>,
		register: KeyRegister,
		private readonly settings: PushSettings,
		now: () => number = Date.now,
	) {
		this.context = {
			api,
			kind,
			register,
			settings,
			now,
			finder: new Finder(async (keys) => await kind.find(keys)),
			place: new KeyPlace(register, this.placeName),
			nameOf: (pending) => this.nameOf(pending),
		};
	}

	/** The name under which the process's register knows a document: where its key is kept, and the key. */
	nameOf({ key, account }: Pick<PendingDocument<Body>, 'key' | 'account'>): string {
		return [this.placeName, ...(account === undefined ? [] : [account]), normalKey(key)].join('|');
	}

	/** All documents that carry the key now. */
	async find({ key }: Pick<PendingDocument<Body>, 'key'>): Promise<SageRecord[]> {
		return await this.context.finder.find(key);
	}

	/** How many documents are best pushed together. */
	get atOnce(): number {
		return this.usesDrafts ? GROUP : 1;
	}

	/**
	 * Pushes documents of different keys together. In Strict they share their looks.
	 * @throws each promise as `Push.run` says
	 */
	pushAll(pushes: Array<PendingPush<Body>>): Array<Promise<Pushed>> {
		const { api, kind, settings } = this;
		const seats = seatsFor(pushes.length, {
			settle: async () => await api.wait(settings.settleSeconds * 1000),
			find: async (keys) => await kind.find(keys),
		});
		return pushes.map(async (each, at) => await this.pushOf(each, seats[at]).run(each.known));
	}

	/**
	 * Pushes one document.
	 * @throws as `Push.run` says
	 */
	async push(pending: PendingDocument<Body>, known: SageRecord[]): Promise<Pushed> {
		return await this.pushAll([{ pending, known }])[0];
	}

	private get placeName(): string {
		const { name, keyField, keyPlace = keyField } = this.kind;
		return [this.api.scope, name, keyPlace].join('|');
	}

	private get usesDrafts(): boolean {
		return this.settings.protection === 'strict' && this.kind.drafts !== undefined;
	}

	/**
	 * A draft that is what is pushed was left by a push in Strict that was cut off, so it is finished as Strict does. Another
	 * one is a person's: Standard neither makes it an order nor discards it.
	 */
	private pushOf({ pending, known }: PendingPush<Body>, seat: Seat): Push<Body> {
		const { kind, ...context } = this.context;
		const { drafts } = kind;
		const left = known.filter((record) => drafts?.isDraft(record));
		const isCutOff = (record: SageRecord) => pending.differences(record).length === 0;
		const { draft, leavesDrafts } = this.settings;
		const finishes = !draft && !leavesDrafts && left.length > 0 && left.every(isCutOff);
		return drafts && (this.usesDrafts || finishes)
			? new StrictPush({ ...context, kind: { ...kind, drafts } }, pending, seat)
			: new StandardPush(this.context, pending, seat);
	}
}
