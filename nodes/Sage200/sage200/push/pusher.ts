/**
 * Pushes a document so that it is in Sage once.
 *
 * Sage has no idempotency key: a post whose answer got lost may have been applied, or may yet be. So every push looks
 * for its key first, and after an unclear answer looks again and never posts while in doubt.
 */
import type { SageApi, SageRecord } from '../protocol/api';
import { InvalidInput, onSageFailure, SageFailure, type Problem } from '../protocol/failures';
import { growingWaits } from '../protocol/waits';

import type { Finder } from './finder';
import type { KeyRegister } from './register';

export type Outcome = 'created' | 'existing' | 'recovered' | 'updated';

/** How one kind of document is found, posted, confirmed and discarded. */
export interface Documents {
	/** As in a sentence: `sales order`. */
	kind: string;
	finder: Finder;
	/** Completes the body, in place, of a document that is not there: what fails here was not posted. */
	complete?(body: object): Promise<void>;
	/** @throws SageFailure also when the answer names no document */
	post(body: object): Promise<SageRecord>;
	/** Posts a draft, which Sage neither numbers nor processes; releases before July 2021 make it a document at once. */
	postDraft(body: object): Promise<SageRecord>;
	confirm(id: number): Promise<SageRecord>;
	discard(id: number): Promise<void>;
	isDraft(record: SageRecord): boolean;
	/** Reason why a document that carries the key is not the one being pushed; undefined when it is. */
	stranger(record: SageRecord, body: object): string | undefined | Promise<string | undefined>;
}

export interface PushSettings {
	protection: 'standard' | 'strict';
	/** Seconds to go on looking after an unclear answer. */
	lookAgainSeconds: number;
	/** Seconds after an unclear answer during which the key is not posted again. */
	doubtSeconds: number;
	/** Seconds that a committed document may take to be seen by others (Strict). */
	settleSeconds: number;
}

export interface Pushed {
	record: SageRecord;
	outcome: Outcome;
}

/** Nothing clear is known of a document: it may be in Sage or may still arrive. */
export class InDoubt extends Error {
	readonly remedy: string;
	readonly details: { key: string; outcome: 'inDoubt' };

	constructor(kind: string, key: string, cause?: SageFailure) {
		super(
			`It is in doubt whether the ${kind} with key "${key}" reached Sage 200${cause ? `: ${cause.message}` : ''}`,
		);
		this.name = 'InDoubt';
		this.remedy = `Push "${key}" again later: if it has arrived by then it is found, and it is never posted while in doubt.`;
		this.details = { key, outcome: 'inDoubt' };
	}
}

/** A document that readers do not see so long after its post was answered is taken to be gone. */
const LONGEST_LAG_SECONDS = 3;

/** What is wrong with a key that somebody else's document carries. */
export function keyTaken(key: string, reason: string): Problem {
	return {
		field: 'Order Key',
		message: `"${key}" is taken: ${reason}`,
		remedy: 'Use a key prefix that sets this shop apart.',
	};
}

export class Pusher {
	constructor(
		private readonly api: SageApi,
		private readonly documents: Documents,
		private readonly register: KeyRegister,
		private readonly settings: PushSettings,
		private readonly now: () => number = Date.now,
	) {}

	/**
	 * @param key as stored in Sage
	 * @param known documents that carried the key when it was looked up, after the key was claimed
	 * @throws InDoubt when nothing clear is known in the end; SageFailure when Sage refused
	 */
	async push(key: string, body: object, known: SageRecord[]): Promise<Pushed> {
		const pushed = await this.pushKnowing(key, body, known);
		this.register.settle(this.nameOf(key), this.now());
		return pushed;
	}

	private async pushKnowing(key: string, body: object, known: SageRecord[]): Promise<Pushed> {
		const mine = await this.own(known, body, key);
		// Pushed from here a moment ago and not seen: not shown to readers yet, or deleted since. Time tells which.
		if (mine.length === 0 && this.register.wasPushed(this.nameOf(key), this.now())) {
			const shown = await this.lookAgain(
				key,
				body,
				(records) => records.length > 0,
				LONGEST_LAG_SECONDS,
			);
			if (shown.length > 0) return await this.settled(key, body, shown);
		}
		if (mine.length > 0) return await this.settled(key, body, mine);
		if (this.register.inDoubt(this.nameOf(key), this.now())) return await this.recover(key, body);
		await this.documents.complete?.(body);
		return this.settings.protection === 'strict'
			? await this.pushStrictly(key, body)
			: await this.pushOnce(key, body);
	}

	/** The name under which the process's register knows a key. */
	nameOf(key: string): string {
		return `${this.api.scope}|${this.documents.kind}|${key.toLowerCase()}`;
	}

	private async pushOnce(key: string, body: object): Promise<Pushed> {
		try {
			return { record: await this.documents.post(body), outcome: 'created' };
		} catch (error) {
			return await this.afterFailedPost(key, body, error);
		}
	}

	/** @throws the error when it was a clear one and nothing carries the key */
	private async afterFailedPost(key: string, body: object, error: unknown): Promise<Pushed> {
		if (!(error instanceof SageFailure)) throw error;
		if (error.inDoubt) return await this.recover(key, body, error);
		if (error.kind !== 'refused') throw error;
		// Sage may mind that it is there already: by another worker, or by a post of ours whose answer got lost.
		const found = await this.own(
			await this.documents.finder.find(key).catch(onSageFailure(() => [])),
			body,
			key,
		);
		if (found.length === 0) throw error;
		return await this.settled(key, body, found);
	}

	/** Draft, look, the lowest id lives, confirm, look once more. */
	private async pushStrictly(key: string, body: object): Promise<Pushed> {
		let draft: SageRecord | undefined;
		try {
			draft = await this.documents.postDraft(body);
		} catch (error) {
			// A draft that arrives late harms nobody: the next push of its key discards it.
			return await this.afterFailedPost(key, body, error);
		}
		const { record } = await this.settledDraft(key, body, draft);
		return { record, outcome: record.id === draft.id ? 'created' : 'existing' };
	}

	private async settledDraft(key: string, body: object, draft: SageRecord): Promise<Pushed> {
		await this.api.wait(this.settings.settleSeconds * 1000);
		const seen = await this.own(await this.documents.finder.find(key), body, key);
		const mine = seen.find(({ id }) => id === draft.id) ?? draft;
		// A site without drafts made a document of it at once: then it takes the last look to tell who was first.
		if (!this.documents.isDraft(mine)) return await this.lastLook(key, body, mine);
		return await this.settled(key, body, seen.includes(mine) ? seen : [...seen, mine]);
	}

	/**
	 * Makes one document of those that carry the key: a confirmed one before a draft, the lowest id first.
	 * In Strict the survivor is confirmed and other drafts, which killed workers left, are discarded; in Standard a
	 * draft is somebody's wish and stays one.
	 */
	private async settled(key: string, body: object, candidates: SageRecord[]): Promise<Pushed> {
		const survivor = this.survivorOf(candidates);
		if (this.settings.protection === 'standard') return { record: survivor, outcome: 'existing' };
		const drafts = candidates.filter((record) => this.documents.isDraft(record));
		if (!drafts.includes(survivor)) {
			await this.discardAll(drafts, survivor);
			return { record: survivor, outcome: 'existing' };
		}
		const record = await this.confirmed(key, body, survivor);
		await this.discardAll(drafts, record);
		return await this.lastLook(key, body, record);
	}

	/** Confirms a draft; should another worker have discarded it, what that worker made of the key counts. */
	private async confirmed(key: string, body: object, draft: SageRecord): Promise<SageRecord> {
		const answer = await this.repeated(async () => await this.documents.confirm(Number(draft.id)));
		return answer instanceof SageFailure
			? await this.confirmedElsewhere(key, body, answer)
			: answer;
	}

	private async confirmedElsewhere(
		key: string,
		body: object,
		failure: SageFailure,
	): Promise<SageRecord> {
		const raced = failure.kind === 'notFound' || failure.kind === 'refused';
		if (!raced && !failure.inDoubt) throw failure;
		const found = await this.lookAgain(key, body, (records) =>
			records.some((record) => !this.documents.isDraft(record)),
		);
		if (found.length > 0) return this.survivorOf(found);
		throw raced ? failure : new InDoubt(this.documents.kind, key, failure);
	}

	/** Two workers may have confirmed at the same moment: both see both now, and the lowest id lives. */
	private async lastLook(key: string, body: object, record: SageRecord): Promise<Pushed> {
		await this.api.wait(this.settings.settleSeconds * 1000);
		const seen = (await this.own(await this.documents.finder.find(key), body, key)).filter(
			(each) => !this.documents.isDraft(each),
		);
		const candidates = seen.some(({ id }) => id === record.id) ? seen : [...seen, record];
		const survivor = this.survivorOf(candidates);
		await this.discardAll(candidates, survivor);
		return survivor.id === record.id
			? { record, outcome: 'recovered' }
			: { record: survivor, outcome: 'existing' };
	}

	private async discardAll(candidates: SageRecord[], survivor: SageRecord): Promise<void> {
		for (const { id } of candidates.filter((each) => each.id !== survivor.id)) {
			const answer = await this.repeated(async () => await this.documents.discard(Number(id)));
			// Another worker may have discarded it already.
			if (answer instanceof SageFailure && answer.kind !== 'notFound') throw answer;
		}
	}

	/** Does what does no harm when it is done twice, again after an unclear answer. @returns also the failure that stands */
	private async repeated<T>(act: () => Promise<T>): Promise<T | SageFailure> {
		let answer: T | SageFailure | undefined;
		for (const seconds of growingWaits(this.settings.lookAgainSeconds)) {
			await this.waitFor(seconds);
			answer = await act().catch(onSageFailure((failure) => failure));
			if (!(answer instanceof SageFailure && answer.inDoubt)) break;
		}
		return answer!;
	}

	/** After an unclear answer: looks with growing waits; what does not appear stays in doubt. */
	private async recover(key: string, body: object, cause?: SageFailure): Promise<Pushed> {
		if (cause && this.settings.protection === 'standard')
			this.register.doubt(this.nameOf(key), this.now() + this.settings.doubtSeconds * 1000);
		const found = await this.lookAgain(key, body, (records) => records.length > 0);
		if (found.length === 0) throw new InDoubt(this.documents.kind, key, cause);
		const { record } = await this.settled(key, body, found);
		return { record, outcome: 'recovered' };
	}

	private async lookAgain(
		key: string,
		body: object,
		enough: (records: SageRecord[]) => boolean,
		longest = this.settings.lookAgainSeconds,
	): Promise<SageRecord[]> {
		for (const seconds of growingWaits(longest)) {
			await this.waitFor(seconds);
			const found = await this.own(await this.findOrNothing(key), body, key);
			if (enough(found)) return found;
		}
		return [];
	}

	private async waitFor(seconds: number): Promise<void> {
		if (seconds > 0) await this.api.wait(seconds * 1000);
	}

	/** A look that fails says nothing; the next one may. */
	private async findOrNothing(key: string): Promise<SageRecord[]> {
		return await this.documents.finder.find(key).catch(nothingIfUnclear);
	}

	private survivorOf(candidates: SageRecord[]): SageRecord {
		const confirmed = candidates.filter((record) => !this.documents.isDraft(record));
		return (confirmed.length > 0 ? confirmed : candidates).reduce((lowest, each) =>
			Number(each.id) < Number(lowest.id) ? each : lowest,
		);
	}

	/** @throws InvalidInput when a document of somebody else carries the key: neither answer nor post would be right */
	private async own(records: SageRecord[], body: object, key: string): Promise<SageRecord[]> {
		for (const record of records) {
			const reason = await this.documents.stranger(record, body);
			if (reason) throw new InvalidInput([keyTaken(key, reason)]);
		}
		return records;
	}
}

function nothingIfUnclear(error: unknown): SageRecord[] {
	if (error instanceof SageFailure && error.inDoubt) return [];
	throw error;
}
