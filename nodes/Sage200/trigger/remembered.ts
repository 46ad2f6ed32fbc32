/** Which versions were emitted: before, by the last poll that found something, and by this one. */
import { Versions } from './versions';

/** As it is stored between polls. */
export interface StoredVersions {
	older: string;
	/** The state of the last poll that found something, kept apart from the others so that the poll can be done again. */
	last: string;
}

export class Remembered {
	private readonly older: Versions;
	private readonly last: Versions;
	private readonly found = new Versions();
	private readonly all: Versions[];

	constructor(stored: StoredVersions = { older: '', last: '' }) {
		this.older = Versions.fromText(stored.older);
		this.last = Versions.fromText(stored.last);
		this.all = [this.older, this.last, this.found];
	}

	get size(): number {
		return this.all.reduce((sum, { size }) => sum + size, 0);
	}

	/** Whether this poll found anything. */
	get hasFound(): boolean {
		return this.found.size > 0;
	}

	has(id: number, at: number): boolean {
		return this.all.some((versions) => versions.has(id, at));
	}

	/** Whether any version of the record is remembered. */
	hasAny(id: number): boolean {
		return this.all.some((versions) => versions.hasAny(id));
	}

	/** A version that this poll emits. */
	add(id: number, at: number): void {
		this.found.add(id, at);
	}

	/** A version that was there before anything was followed. */
	addSilently(id: number, at: number): void {
		this.older.add(id, at);
	}

	/**
	 * Forgets what is stamped before a moment.
	 * @param earlier the same for what earlier polls emitted, which the last poll needs if it is done again
	 */
	forgetBefore(moment: number, earlier = moment): void {
		this.older.forgetBefore(earlier);
		this.last.forgetBefore(earlier);
		this.found.forgetBefore(moment);
	}

	/**
	 * Forgets all versions up to a stamp of records up to an ID.
	 * @returns the newest stamp forgotten; -Infinity when there was none
	 */
	forgetPassed(id: number, upTo: number): number {
		return Math.max(...this.all.map((versions) => versions.forgetPassed(id, upTo)));
	}

	/** The stamp up to which all must go, so that no more than so many are left. Undefined when they are not more. */
	stampBeyond(capacity: number): number | undefined {
		const excess = this.size - capacity;
		if (excess <= 0) return undefined;
		return this.all.flatMap((versions) => versions.stamps).sort((one, other) => one - other)[
			excess - 1
		];
	}

	toStored(): StoredVersions {
		if (!this.hasFound) return { older: this.older.toText(), last: this.last.toText() };
		const older = new Versions([...this.older.entries(), ...this.last.entries()]);
		return { older: older.toText(), last: this.found.toText() };
	}
}
