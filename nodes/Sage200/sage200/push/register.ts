/**
 * What this process knows of keys being pushed: who works on a key, and which keys are in doubt.
 * Executions of one n8n process share it; several workers are told apart only by Sage itself (Strict protection).
 */
/** How long after an unclear answer a document may still appear in Sage, unless the user says otherwise. */
export const DOUBT_SECONDS = 120;

/** How long a push is remembered here, should Sage's own look-up not show its document yet. */
const FRESH_MILLISECONDS = 30_000;

export class KeyRegister {
	private readonly claims = new Map<string, Promise<void>>();
	private readonly doubts = new Map<string, number>();
	private readonly fresh = new Map<string, number>();

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

	/** Takes several keys, in order, so that no two takers wait for each other. @returns what lets go of them all */
	async claimAll(names: string[]): Promise<() => void> {
		const releases: Array<() => void> = [];
		for (const name of [...new Set(names)].sort()) releases.push(await this.claim(name));
		return () => releases.forEach((release) => release());
	}

	/** Notes that a post of this key got no clear answer. @param until moment (ms) up to which it may still appear */
	doubt(name: string, until: number): void {
		this.doubts.set(name, until);
	}

	/** Up to which moment (ms) a post of this key may still appear; undefined when none is in doubt. */
	doubtUntil(name: string): number | undefined {
		return this.doubts.get(name);
	}

	/** True while a post of this key may still appear. */
	inDoubt(name: string, now: number): boolean {
		forget(this.doubts, now);
		return this.doubts.has(name);
	}

	/** Notes that a key's document is in Sage; a doubt about it is over. */
	settle(name: string, now: number): void {
		this.doubts.delete(name);
		this.fresh.set(name, now + FRESH_MILLISECONDS);
	}

	/** True when this process pushed the key a moment ago. */
	wasPushed(name: string, now: number): boolean {
		forget(this.fresh, now);
		return this.fresh.has(name);
	}
}

function forget(moments: Map<string, number>, now: number): void {
	for (const [name, until] of moments) if (until <= now) moments.delete(name);
}

/** The register of this process. */
export const keyRegister = new KeyRegister();
