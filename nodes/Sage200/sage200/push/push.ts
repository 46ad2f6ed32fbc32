/** One document on its way into Sage: what both protections have in common. */
import { inSentence } from '../../catalog/labels';
import type { SageApi, SageRecord } from '../protocol/api';
import { InvalidInput, onSageFailure, SageFailure, type Problem } from '../protocol/failures';
import { lookAgain, lookFor, unseen } from '../protocol/looking';
import { normalKey } from '../lookups/lookups';

import type { DocumentKind } from './documentKind';
import type { Finder } from './finder';
import { InDoubt } from './inDoubt';
import { keysCollide } from './key';
import { isAltered } from './keyLosses';
import type { KeyPlace } from './keyPlace';
import type { Difference, PendingDocument } from './pending';
import type { KeyRegister } from './register';
import type { Seat } from './together';

export type Outcome = 'created' | 'existing' | 'recovered';

export interface PushSettings {
	protection: 'standard' | 'strict';
	/** Seconds to go on looking after an unclear answer. */
	lookAgainSeconds: number;
	/** Seconds after an unclear answer during which the key is not posted again. */
	doubtSeconds: number;
	/** Seconds that a committed document may take to be seen by others (Strict). */
	settleSeconds: number;
	/** What is pushed is to stay a draft. */
	draft?: boolean;
	/** Drafts that are found are left as they are (Standard). */
	leavesDrafts?: boolean;
}

export interface Pushed {
	record: SageRecord;
	outcome: Outcome;
	/** Whether this push sent the document, whatever became of it. */
	posted: boolean;
	/** How the document in Sage differs from what was pushed; empty for one that this push made. */
	differs: Difference[];
	/** What else a person should know of it. */
	notes: string[];
	/** It was pushed to stay a draft. */
	draft?: boolean;
}

/** What all pushes of one kind of document share. */
export interface PushContext<Body extends object> {
	api: SageApi;
	kind: DocumentKind<Body>;
	finder: Finder;
	place: KeyPlace;
	register: KeyRegister;
	settings: PushSettings;
	now: () => number;
	/** The name under which the process's register knows a document. */
	nameOf(pending: Pick<PendingDocument<Body>, 'key' | 'account'>): string;
}

/** What a push found or made. */
export type Kept = Pick<Pushed, 'record' | 'outcome'>;

/** A document that readers do not see so long after its post was answered is taken to be gone. */
const LONGEST_LAG_SECONDS = 3;

/** The problem of a key that another document carries. */
export function keyTaken(
	{ key, label }: Pick<PendingDocument, 'key' | 'label'>,
	{ name, permanent }: Pick<DocumentKind, 'name' | 'permanent'>,
	reason: string,
): Problem {
	return {
		field: label,
		message: `"${key}" is taken: ${reason}`,
		// What a ledger keeps is not a shop's: its reference is a person's own.
		remedy: permanent
			? `Give this ${name} a ${inSentence(label)} of its own.`
			: 'Use a key of its own, or a key prefix that sets this shop apart.',
	};
}

export abstract class Push<Body extends object> {
	protected readonly notes: string[] = [];
	protected posted = false;
	protected readonly name: string;

	constructor(
		protected readonly context: PushContext<Body>,
		protected readonly pending: PendingDocument<Body>,
		protected readonly seat: Seat,
	) {
		this.name = context.nameOf(pending);
	}

	/**
	 * @param known documents that carried the key when it was looked up, after the key was claimed
	 * @throws InDoubt when nothing clear is known in the end; SageFailure when Sage refused; InvalidInput when the key is
	 * taken by somebody else's document, or would not be kept
	 */
	async run(known: SageRecord[]): Promise<Pushed> {
		try {
			const { record, outcome } = await this.pushKnowing(known);
			await this.markPushed(record, outcome);
			const differs =
				outcome === 'created'
					? []
					: [...this.otherSpelling(record), ...(await this.differences(record))];
			const { draft } = this.context.settings;
			return { record, outcome, posted: this.posted, differs, notes: this.notes, draft };
		} finally {
			this.seat.leave();
		}
	}

	/** Posts a document whose key nothing carries. */
	protected abstract post(): Promise<Kept>;

	/** Makes one document of those that carry the key. */
	protected abstract keepSurvivor(candidates: SageRecord[]): Promise<Kept>;

	/** Notes that a post got no clear answer. */
	protected abstract doubt(): void;

	private async pushKnowing(known: SageRecord[]): Promise<Kept> {
		const mine = await this.refuseForeign(known);
		if (mine.length > 0) this.context.place.prove();
		if (this.settles(mine)) return await this.keepSurvivor(mine);
		const earlier = await this.pushedEarlier();
		if (this.settles(earlier)) return await this.keepSurvivor(earlier);
		return this.isInDoubt ? await this.recover() : await this.post();
	}

	/**
	 * Whether documents with the key are all that there is going to be. A draft does not tell whether a document that was
	 * posted beside it may still arrive.
	 */
	private settles(found: SageRecord[], isInDoubt = this.isInDoubt): boolean {
		const { kind, settings } = this.context;
		const isMeant = (record: SageRecord) => settings.draft || !kind.drafts?.isDraft(record);
		return isInDoubt ? found.some(isMeant) : found.length > 0;
	}

	private get isInDoubt(): boolean {
		const { register, now } = this.context;
		return register.inDoubt(this.name, now());
	}

	/** What this process made of the key, should lists not show it yet. Gone or not shown: time tells which. */
	private async pushedEarlier(): Promise<SageRecord[]> {
		const { register, kind, now } = this.context;
		const id = register.pushedAs(this.name, now());
		if (id === undefined) return [];
		const record = await kind.read(id);
		if (record && this.isKeptAs(record)) return await this.refuseForeign([record]);
		const look = async () => enoughOf(await this.refuseForeign(await this.find()), isAny);
		const late = (await lookFor(this.context.api, LONGEST_LAG_SECONDS, look)) ?? [];
		return late.length === 0 && kind.permanent ? [await this.notShownYet(id)] : late;
	}

	/**
	 * What this process has posted, where nobody can have removed it: lists will show it.
	 * @throws InvalidInput when something else was posted under the key
	 */
	private async notShownYet(id: number): Promise<SageRecord> {
		const { register, kind } = this.context;
		const body = await this.pending.complete();
		const posted = register.contentOf(this.name);
		if (posted !== undefined && posted !== JSON.stringify(body))
			throw new InvalidInput([
				keyTaken(this.pending, kind, `another ${kind.name} was posted under it a moment ago`),
			]);
		this.notes.push('It was posted a moment ago; the lists of Sage 200 do not show it yet');
		return { ...body, ...(Number.isInteger(id) ? { [kind.idField]: id } : {}) };
	}

	private async markPushed(record: SageRecord, outcome: Outcome): Promise<void> {
		const { register, kind, now } = this.context;
		const isPosted = kind.permanent && outcome === 'created';
		const content = isPosted ? JSON.stringify(await this.pending.complete()) : undefined;
		register.markPushed(this.name, Number(record[kind.idField]), now(), content);
	}

	/** The error of a push of which nothing clear is known. */
	protected inDoubt(cause?: SageFailure): InDoubt {
		const { kind, settings } = this.context;
		return new InDoubt(kind.name, this.pending.key, settings.doubtSeconds, cause);
	}

	/** Sage may mind that the document is there: by another worker, or by a post of ours whose answer got lost. */
	protected async afterFailedPost(error: unknown): Promise<Kept> {
		this.seat.leave();
		if (!(error instanceof SageFailure)) throw error;
		if (error.inDoubt) return await this.recover(error);
		if (error.kind !== 'refused') throw error;
		const found = await this.refuseForeign(await this.find().catch(onSageFailure(() => [])));
		if (found.length === 0) throw error;
		return await this.keepSurvivor(found);
	}

	/**
	 * After an unclear answer: looks with growing waits; what does not appear stays in doubt.
	 * @param cause of the doubt; undefined when it stems from an earlier push
	 */
	protected async recover(cause?: SageFailure): Promise<Kept> {
		this.seat.leave();
		if (cause) this.doubt();
		const { isInDoubt } = this;
		const enough: Enough = (records) => this.settles(records, isInDoubt);
		const found = await this.lookAgain(enough).catch((error: unknown) => {
			// A document of somebody else does not tell what became of a post that was sent.
			if (cause && error instanceof InvalidInput) return [];
			throw error;
		});
		if (found.length === 0) throw this.inDoubt(cause);
		this.context.place.prove();
		const { record } = await this.keepSurvivor(found);
		return { record, outcome: 'recovered' };
	}

	/**
	 * The document that an answer names. An answer without the key, or with another, is held against the document itself.
	 * @throws SageFailure `unreadable` when it is not shown that this document was made
	 */
	protected async answered(answer: SageRecord): Promise<SageRecord> {
		const { kind, place } = this.context;
		if (this.hasKey(answer)) {
			place.prove();
			return answer;
		}
		// Whatever keeps it from being read, a cancelled execution too: the document may be there.
		const record = await kind.read(Number(answer[kind.idField])).catch(unseen);
		if (record && this.hasKey(record)) {
			place.prove();
			return { ...answer, ...record };
		}
		// A gateway that mixes answers up gives us somebody else's; then a look finds ours.
		const found = (await this.find().catch(unseen)) ?? [];
		const isOurs =
			record !== undefined &&
			found.length === 0 &&
			this.isKeptAs(record) &&
			(await this.pending.foreignReason(record)) === undefined;
		if (!isOurs) throw this.unreadable();
		this.notes.push(place.learn(this.pending.key, String(record[kind.keyField] ?? '')));
		return { ...answer, ...record };
	}

	/** All documents of this key and account now. */
	protected async find(): Promise<SageRecord[]> {
		return this.concerning(await this.context.finder.find(this.pending.key));
	}

	/**
	 * Looks until there is enough, with growing waits.
	 * @returns what the last look found if it was enough, else nothing
	 */
	protected async lookAgain(enough: Enough): Promise<SageRecord[]> {
		const { api, settings } = this.context;
		const look = async () => enoughOf(await this.refuseForeign(await this.find()), enough);
		return (await lookAgain(api, settings.lookAgainSeconds, look)) ?? [];
	}

	protected async wait(seconds: number): Promise<void> {
		if (seconds > 0) await this.context.api.wait(seconds * 1000);
	}

	/** @throws InvalidInput when a document of somebody else carries the key: neither answer nor post would be right */
	protected async refuseForeign(records: SageRecord[]): Promise<SageRecord[]> {
		const mine = this.concerning(records);
		for (const record of mine) {
			const reason = await this.pending.foreignReason(record);
			if (reason) throw new InvalidInput([keyTaken(this.pending, this.context.kind, reason)]);
		}
		return mine;
	}

	/** Those of the account in which the key is unique. */
	protected concerning(records: SageRecord[]): SageRecord[] {
		const { account } = this.pending;
		const { partyField } = this.context.kind;
		return account === undefined
			? records
			: records.filter((record) => Number(record[partyField]) === account);
	}

	/** Sage minds no capitals, but two keys that differ in them may be two documents of a shop. */
	private otherSpelling(record: SageRecord): Difference[] {
		const { key: pushed, label: field } = this.pending;
		const sage = String(record[this.context.kind.keyField] ?? '').trim();
		return keysCollide(sage, pushed) ? [{ field, pushed, sage }] : [];
	}

	private async differences(record: SageRecord): Promise<Difference[]> {
		const { kind } = this.context;
		const isWhole = !this.pending.comparesLines || Array.isArray(record.lines);
		const whole = isWhole
			? record
			: await kind.read(Number(record[kind.idField])).catch(onSageFailure(() => undefined));
		if (whole) return this.pending.differences(whole);
		this.notes.push(`The ${kind.name} could not be read, so whether it differs is not known`);
		return [];
	}

	private hasKey(record: SageRecord): boolean {
		const kept = record[this.context.kind.keyField];
		return typeof kept === 'string' && normalKey(kept) === normalKey(this.pending.key);
	}

	/** Whether a record has the key, or what Sage may have made of it. */
	private isKeptAs(record: SageRecord): boolean {
		const kept = String(record[this.context.kind.keyField] ?? '');
		return this.hasKey(record) || isAltered(this.pending.key, kept);
	}

	private unreadable(): SageFailure {
		return new SageFailure({
			kind: 'unreadable',
			method: 'POST',
			path: `/${this.context.kind.resource}`,
		});
	}
}

/** Whether what was found is what was looked for. */
type Enough = (records: SageRecord[]) => boolean;

const isAny: Enough = (records) => records.length > 0;

function enoughOf(records: SageRecord[], enough: Enough): SageRecord[] | undefined {
	return enough(records) ? records : undefined;
}
