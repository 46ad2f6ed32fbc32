/** Faults that the admin URL orders: which calls they hit, and what goes wrong. */

interface FaultMatch {
	method?: string;
	/** Regular expression for the path below the API address. */
	path?: string;
}

interface FaultLimits {
	match?: FaultMatch;
	/** How many calls it hits; all of them if left out. */
	times?: number;
	/** How likely it hits a matching call; always if left out. */
	probability?: number;
	/** How many matching calls it lets pass first. */
	skip?: number;
}

export type FaultKind =
	/** The line drops and nothing was done. */
	| { kind: 'dropBeforeCommit' }
	/** All is done, then the line drops before the answer. */
	| { kind: 'dropAfterCommit' }
	/** The line drops (or, with `holdMs`, stays silent so long first); the commit comes `afterMs` later on the simulator's clock. */
	| { kind: 'lateCommit'; afterMs: number; holdMs?: number }
	/** An HTTP error with a gateway's HTML page. `commit`: the work is done all the same. */
	| { kind: 'status'; status: number; retryAfter?: number | string; commit?: boolean }
	/** No answer, or one only after `afterMs`. `commit`: the work is done at once. */
	| { kind: 'timeout'; afterMs?: number; commit?: boolean }
	/** The work is done; the answer is not what Sage sends. */
	| { kind: 'wrongShape'; body?: string }
	/** The work is done and answered; readers see it only `afterMs` later on the simulator's clock. */
	| { kind: 'hiddenCommit'; afterMs: number };

export type Fault = FaultKind & FaultLimits;

interface Armed {
	fault: Fault;
	path: RegExp;
	skip: number;
	left: number;
}

const KINDS = new Set<string>([
	'dropBeforeCommit',
	'dropAfterCommit',
	'lateCommit',
	'status',
	'timeout',
	'wrongShape',
	'hiddenCommit',
]);

export class Faults {
	private armed: Armed[] = [];
	private random = seededRandom(1);

	/** Replaces all faults. The same seed makes the same calls fail, as long as they come in the same order. */
	set(faults: Fault[], seed = 1): void {
		const unknown = faults.find(({ kind }) => !KINDS.has(kind));
		if (unknown)
			throw new Error(`There is no fault "${unknown.kind}"; there are ${[...KINDS].join(', ')}`);
		this.random = seededRandom(seed);
		this.armed = faults.map((fault) => ({
			fault,
			path: new RegExp(fault.match?.path ?? ''),
			skip: fault.skip ?? 0,
			left: fault.times ?? Infinity,
		}));
	}

	/** Faults that may still hit, with how often. */
	list(): Array<{ fault: Fault; left: number | null }> {
		return this.armed.map(({ fault, left }) => ({
			fault,
			left: Number.isFinite(left) ? left : null,
		}));
	}

	/** The first fault that hits a call. */
	next(method: string, path: string): Fault | undefined {
		return this.armed.find((armed) => this.hits(armed, method, path))?.fault;
	}

	private hits(armed: Armed, method: string, path: string): boolean {
		const { fault, left } = armed;
		if (
			left <= 0 ||
			(fault.match?.method !== undefined && fault.match.method !== method) ||
			!armed.path.test(path)
		)
			return false;
		if (armed.skip > 0) {
			armed.skip--;
			return false;
		}
		if (fault.probability !== undefined && this.random() >= fault.probability) return false;
		armed.left--;
		return true;
	}
}

/** Mulberry32: small, and the same on every machine. */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}
