/**
 * What was told last of each key, bounded, and so kept that the last poll can be undone. What an undone poll told may
 * have arrived or not: such a key is told again, whatever its value is then.
 */
const BASE = 36;
/** Stands between a value and when it changed, as they are stored. */
const SINCE = '@';

/** What was told or remembered of a key. */
export interface Before {
	/** Undefined where only an undone poll told of it. */
	figure?: string;
	/** When it changed; later for each value of one key. */
	at: number;
	/** Another value, which an undone poll told: it may have arrived or not. */
	doubtful?: string;
}

/** A value, in the order in which they were told, as `12.5@mhq3k2x1`: with when it changed. */
export interface StoredValues {
	/** Key, value, key, value … */
	values: string[];
	/** What the last poll that found something changed: key, value before, or only when the first one was … */
	undo?: string[];
	/** What an undone poll told: key, value … */
	undone?: string[];
}

interface Value {
	figure: string;
	/** In milliseconds since 1970. */
	at: number;
}

/** How a value is remembered. */
export interface Setting {
	/** It makes room for itself. */
	drivesOut: boolean;
	/** It is undone with the poll. */
	isUndoable: boolean;
}

export class Values {
	private readonly values: Map<string, string>;
	private readonly undone: Map<string, string>;
	private readonly undo = new Map<string, string>();

	constructor(
		private readonly stored: StoredValues = { values: [] },
		private readonly capacity: number,
	) {
		this.values = new Map(pairs(stored.values));
		this.undone = new Map(pairs(stored.undone ?? []));
	}

	/** Keys that something was told or remembered of. */
	get keys(): string[] {
		return [...new Set([...this.values.keys(), ...this.undone.keys()])];
	}

	/** How many values this poll changed. */
	get changed(): number {
		return this.undo.size;
	}

	/** Whether a value that drives nothing out finds no room any more. */
	get isFull(): boolean {
		return this.values.size >= this.capacity;
	}

	has(key: string): boolean {
		return this.values.has(key);
	}

	/** Whether this value was told last, for certain. */
	isTold(key: string, figure: string): boolean {
		const value = this.values.get(key);
		return value !== undefined && valueIn(value).figure === figure && !this.undone.has(key);
	}

	/** What is known of a key that has this value now; undefined for nothing. */
	before(key: string, figure: string): Before | undefined {
		const value = this.values.get(key);
		const undone = this.undone.get(key);
		const told = undone === undefined ? undefined : valueIn(undone);
		const known = value === undefined ? told && { at: told.at } : valueIn(value);
		if (!known) return undefined;
		return told && told.figure !== figure ? { ...known, doubtful: told.figure } : known;
	}

	/**
	 * Remembers a value. What changed last is kept, what changed longest ago makes room.
	 */
	set(key: string, { figure, at }: Value, { drivesOut, isUndoable }: Setting): void {
		const stored = this.values.get(key);
		const before = this.before(key, figure);
		this.undone.delete(key);
		if (stored === undefined && this.values.size >= this.capacity) {
			const [oldest] = this.values.keys();
			if (!drivesOut || oldest === undefined) return;
			this.values.delete(oldest);
		}
		// Stamps do not move with every value, and those of rows that are gone are unknown.
		const since = Math.max(at, (before?.at ?? at) + 1);
		this.values.delete(key);
		this.values.set(key, textOf({ figure, at: since }));
		if (isUndoable && !this.undo.has(key))
			this.undo.set(key, stored ?? (before?.at ?? at).toString(BASE));
	}

	/** @param isUndoable whether there is something to be undone in this poll, rather than in the one before */
	toStored(isUndoable: boolean): StoredValues {
		return {
			values: [...this.values].flat(),
			undo: isUndoable ? [...this.undo].flat() : this.stored.undo,
			undone: this.undone.size > 0 ? [...this.undone].flat() : undefined,
		};
	}

	/** The values before the last poll that found something. */
	static rewound({ values: told, undo = [], undone: doubtful = [] }: StoredValues): StoredValues {
		const values = new Map(pairs(told));
		const undone = new Map(pairs(doubtful));
		for (const [key, before] of pairs(undo)) {
			const value = values.get(key);
			values.delete(key);
			const isFirst = !before.includes(SINCE);
			if (!isFirst) values.set(key, before);
			if (value === undefined) continue;
			const { figure, at } = valueIn(value);
			undone.set(key, textOf({ figure, at: isFirst ? parseInt(before, BASE) : at }));
		}
		return { values: [...values].flat(), undone: [...undone].flat() };
	}
}

/**
 * Names the change of a value. It goes by the value before, which stays as it is while the row is touched: when the
 * change is told again, it has the same name.
 */
export function changeId(
	thing: string,
	{ key, figure, at }: Value & { key: string },
	before: Before | undefined,
): string {
	return `${thing}:${key}:${(before?.at ?? at).toString(BASE)}:${figure}`;
}

/** The value that was told last, as far as anyone can know; undefined where there was none. */
export function lastTold(before: Before | undefined): string | undefined {
	return before?.doubtful ?? before?.figure;
}

function textOf({ figure, at }: Value): string {
	return `${figure}${SINCE}${at.toString(BASE)}`;
}

function valueIn(text: string): Value {
	const end = text.lastIndexOf(SINCE);
	return { figure: text.slice(0, end), at: parseInt(text.slice(end + 1), BASE) };
}

function pairs(flat: string[]): Array<[string, string]> {
	return Array.from({ length: flat.length / 2 }, (_, at) => [flat[2 * at], flat[2 * at + 1]]);
}
