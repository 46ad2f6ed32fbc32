/**
 * What this process knows of keys being pushed: who works on a key, which keys are in doubt, what was made of them, and
 * whether Sage keeps them. Executions of one n8n process share it; several workers are told apart only by Sage itself
 * (Strict protection).
 */
import type { SageRecord } from '../protocol/api';

import type { KeyLosses } from './keyLosses';

/** How long the ID of what was made is remembered, should Sage's lists not show it yet. */
const MADE_MILLISECONDS = 3_600_000;

interface Made {
	id: number;
	/** What was sent, where it is kept. */
	content?: string;
	until: number;
}

export class KeyRegister {
	private readonly claims = new Map<string, Promise<void>>();
	private readonly doubts = new Map<string, number>();
	/** Whether a record shows what is in doubt. */
	private readonly proofs = new Map<string, (record: SageRecord) => boolean>();
	/** Doubts that ended before their time, with the moments (ms) they would have lasted to: workflows may remember them. */
	private readonly over = new Map<string, number>();
	private readonly made = new Map<string, Made>();
	private readonly proved = new Set<string>();
	private readonly losses = new Map<string, KeyLosses>();

	/**
	 * Waits until nobody in this process works on the key, then takes it.
	 * @returns what lets go of it; may be called more than once
	 */
	async claim(name: string): Promise<() => void> {
		while (this.claims.has(name)) await this.claims.get(name);
		let release = (): void => undefined;
		this.claims.set(name, new Promise<void>((resolve) => (release = resolve)));
		let held = true;
		return () => {
			if (!held) return;
			held = false;
			this.claims.delete(name);
			release();
		};
	}

	/**
	 * Takes several keys, in order, so that no two takers wait for each other.
	 * @returns what lets go of them all
	 */
	async claimAll(names: string[]): Promise<() => void> {
		const releases: Array<() => void> = [];
		for (const name of [...new Set(names)].sort()) releases.push(await this.claim(name));
		return () => releases.forEach((release) => release());
	}

	/**
	 * Notes that a post of this key got no clear answer.
	 * @param until moment (ms) up to which it may still appear
	 * @param isDone tells of a record whether it shows what is in doubt, where a change of it is
	 */
	doubt(name: string, until: number, isDone?: (record: SageRecord) => boolean): void {
		this.doubts.set(name, until);
		if (isDone) this.proofs.set(name, isDone);
	}

	/** Ends the doubt about a change where the record, as it was read just now, shows it. */
	seeChanged(name: string, record: SageRecord): void {
		if (this.proofs.get(name)?.(record)) this.endDoubt(name);
	}

	/** Up to which moment (ms) a post of this key may still appear; undefined when none is in doubt. */
	doubtUntil(name: string): number | undefined {
		return this.doubts.get(name);
	}

	/** All keys in doubt now, with the moments (ms) up to which they are. */
	allDoubts(now: number): Map<string, number> {
		return new Map([...this.doubts].filter(([, until]) => until > now));
	}

	/** True while a post of this key may still appear. */
	inDoubt(name: string, now: number): boolean {
		for (const [each, until] of this.doubts) if (until <= now) this.endDoubt(each);
		for (const [each, until] of this.over) if (until <= now) this.over.delete(each);
		return this.doubts.has(name);
	}

	/** Whether a doubt that is remembered elsewhere has ended. */
	isOver(name: string, until: number): boolean {
		return until <= (this.over.get(name) ?? 0);
	}

	/** Notes that what was in doubt is in Sage. */
	endDoubt(name: string): void {
		const until = this.doubts.get(name);
		if (until !== undefined) this.over.set(name, until);
		this.doubts.delete(name);
		this.proofs.delete(name);
	}

	/**
	 * Notes which document in Sage carries a key; a doubt about it is over.
	 * @param content what was sent, for kinds that are not read by their IDs
	 */
	markPushed(name: string, id: number, now: number, content?: string): void {
		this.endDoubt(name);
		// Kept in the order of their ends, so that those that have ended come first.
		this.made.delete(name);
		this.made.set(name, { id, content, until: now + MADE_MILLISECONDS });
	}

	/** ID of the document that this process made, or found, under the key within the last hour. */
	pushedAs(name: string, now: number): number | undefined {
		for (const [each, { until }] of this.made) {
			if (until > now) break;
			this.made.delete(each);
		}
		return this.made.get(name)?.id;
	}

	/** What this process sent under the key within the last hour, where it was kept. */
	contentOf(name: string): string | undefined {
		return this.made.get(name)?.content;
	}

	/** Notes that a place keeps keys as they are sent. */
	proveKeys(place: string): void {
		this.proved.add(place);
	}

	keepsKeys(place: string): boolean {
		return this.proved.has(place) && !this.losses.has(place);
	}

	/** Notes what a place does to keys, beside what is known of it already. */
	learnLosses(place: string, { nothing, longest, letters }: KeyLosses): void {
		const before = this.losses.get(place);
		this.losses.set(place, {
			nothing: nothing || before?.nothing === true,
			longest: Math.min(longest, before?.longest ?? Infinity),
			letters: new Set([...letters, ...(before?.letters ?? [])]),
		});
	}

	lossesOf(place: string): KeyLosses | undefined {
		return this.losses.get(place);
	}
}

/** The register of this process. */
export const keyRegister = new KeyRegister();
