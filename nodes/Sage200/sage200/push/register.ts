/**
 * What this process knows of keys being pushed: who works on a key, which keys are in doubt, what was made of them, and
 * whether Sage keeps them. Executions of one n8n process share it; several workers are told apart only by Sage itself
 * (Strict protection).
 */
import type { KeyLosses } from './keyLosses';

/** How long the ID of what was made is remembered, should Sage's lists not show it yet. */
const MADE_MILLISECONDS = 3_600_000;

interface Made {
	id: number;
	until: number;
}

export class KeyRegister {
	private readonly claims = new Map<string, Promise<void>>();
	private readonly doubts = new Map<string, number>();
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
	 */
	doubt(name: string, until: number): void {
		this.doubts.set(name, until);
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
		for (const [each, until] of this.doubts) if (until <= now) this.doubts.delete(each);
		return this.doubts.has(name);
	}

	/** Notes that what was in doubt is in Sage. */
	endDoubt(name: string): void {
		this.doubts.delete(name);
	}

	/** Notes which document in Sage carries a key; a doubt about it is over. */
	markPushed(name: string, id: number, now: number): void {
		this.doubts.delete(name);
		// Kept in the order of their ends, so that those that have ended come first.
		this.made.delete(name);
		this.made.set(name, { id, until: now + MADE_MILLISECONDS });
	}

	/** ID of the document that this process made, or found, under the key within the last hour. */
	pushedAs(name: string, now: number): number | undefined {
		for (const [each, { until }] of this.made) {
			if (until > now) break;
			this.made.delete(each);
		}
		return this.made.get(name)?.id;
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
