/** Faults that the admin URL orders: which calls they hit, and what goes wrong. */

interface FaultMatch {
	method?: string;
	/** Regular expression for the path below the API address. */
	path?: string;
	/** Only calls to this company. */
	companyId?: string;
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

export type EmptyReply = '200' | '204' | 'null' | '[]';

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
	/** The work is done; the answer says nothing of it: a 200 without a body, a 204, `null` or an empty list. */
	| { kind: 'emptyReply'; as: EmptyReply }
	/**
	 * The work is done; the answer drips, a letter every `everyMs` (100 if left out). It ends after `lastsMs`; never, if
	 * that is left out.
	 */
	| { kind: 'drip'; everyMs?: number; lastsMs?: number }
	/**
	 * The work is done and answered; readers see it only `afterMs` later on the simulator's clock. `byId`: who names
	 * the record's id sees it at once, lists and searches do not.
	 */
	| { kind: 'hiddenCommit'; afterMs: number; byId?: boolean };

export type Fault = FaultKind & FaultLimits;

/** A call as far as faults look at it. */
interface Call {
	method: string;
	/** Below the API address. */
	path: string;
	query: Record<string, string>;
	body: string;
	companyId?: string;
}

interface Armed {
	fault: Fault;
	path: RegExp;
	skip: number;
	left: number;
	/** How many calls it has hit. */
	hits: number;
}

/** Kinds of fault, by name. */
export const FAULT_KINDS: ReadonlyArray<FaultKind['kind']> = [
	'dropBeforeCommit',
	'dropAfterCommit',
	'lateCommit',
	'status',
	'timeout',
	'wrongShape',
	'emptyReply',
	'drip',
	'hiddenCommit',
];

/** Holds the faults that are ordered, and draws which of them a call meets. */
export class Faults {
	private armed: Armed[] = [];
	private seed = 1;
	/** How often each call came: a repeated one is another draw. */
	private readonly met = new Map<string, number>();

	/** Replaces all faults. The same seed makes the same calls fail, in whatever order they come. */
	set(faults: Fault[], seed = 1): void {
		const unknown = faults.find(({ kind }) => !FAULT_KINDS.includes(kind));
		if (unknown)
			throw new Error(`There is no fault "${unknown.kind}"; there are ${FAULT_KINDS.join(', ')}`);
		this.seed = seed;
		this.met.clear();
		this.armed = faults.map((fault) => ({
			fault,
			path: new RegExp(fault.match?.path ?? ''),
			skip: fault.skip ?? 0,
			left: fault.times ?? Infinity,
			hits: 0,
		}));
	}

	/** Faults with how often they may still hit, and have hit. */
	list(): Array<{ fault: Fault; left: number | null; hits: number }> {
		return this.armed.map(({ fault, left, hits }) => ({
			fault,
			left: Number.isFinite(left) ? left : null,
			hits,
		}));
	}

	/** The first fault that hits a call. */
	next(call: Call): Fault | undefined {
		const { method, path, query, body } = call;
		const name = JSON.stringify([method, path, query, body]);
		const met = (this.met.get(name) ?? 0) + 1;
		if (this.armed.some(({ fault }) => fault.probability !== undefined)) this.met.set(name, met);
		const hit = this.armed.find((armed, at) =>
			this.hits(armed, call, () => seededRandom(hashOf(`${this.seed}|${at}|${met}|${name}`))()),
		);
		if (hit) hit.hits++;
		return hit?.fault;
	}

	private hits(armed: Armed, { method, path, companyId }: Call, draw: () => number): boolean {
		const { fault, left } = armed;
		if (
			left <= 0 ||
			(fault.match?.method !== undefined && fault.match.method !== method) ||
			(fault.match?.companyId !== undefined && fault.match.companyId !== companyId) ||
			!armed.path.test(path)
		)
			return false;
		if (armed.skip > 0) {
			armed.skip--;
			return false;
		}
		if (fault.probability !== undefined && draw() >= fault.probability) return false;
		armed.left--;
		return true;
	}
}

/** FNV-1a: calls that differ in one letter meet different fates. */
function hashOf(text: string): number {
	let hash = 0x811c9dc5;
	for (let at = 0; at < text.length; at++)
		hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
	return hash;
}

/** Mulberry32: small, and the same on every machine. */
function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}
