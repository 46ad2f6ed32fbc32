/** The line to Sage: how slow it is, how much it takes at once, and what went over it. */

export interface Latency {
	/** Milliseconds that every call takes at least. */
	ms: number;
	/** Up to so many more, at random. */
	jitter: number;
}

export interface Throttle {
	/** Calls at once; 0 for any number. */
	maxInFlight: number;
	/** Calls started within one second; 0 for any number. */
	perSecond: number;
	/** Seconds or HTTP date of the Retry-After header; empty for none. */
	retryAfter: string;
}

/** One call as the log keeps it; never with a token. */
export interface LoggedCall {
	at: string;
	method: string;
	path: string;
	query: Record<string, string>;
	status: number | null;
	ms: number;
	inFlight: number;
	siteId?: string;
	companyId?: string;
	fault?: string;
}

const NO_LATENCY: Latency = { ms: 0, jitter: 0 };
const NO_THROTTLE: Throttle = { maxInFlight: 0, perSecond: 0, retryAfter: '' };
const KEPT_CALLS = 20_000;

/** Delays and counts calls, and keeps a log of them. */
export class Traffic {
	latency: Latency = { ...NO_LATENCY };
	throttle: Throttle = { ...NO_THROTTLE };
	calls: LoggedCall[] = [];
	count = 0;
	inFlight = 0;
	peak = 0;
	private started: number[] = [];

	/** Counts a call in; false when the line is full. */
	enter(): boolean {
		this.count++;
		this.inFlight++;
		this.peak = Math.max(this.peak, this.inFlight);
		return this.hasRoom();
	}

	leave(call: LoggedCall): void {
		this.inFlight--;
		this.calls.push(call);
		if (this.calls.length > KEPT_CALLS) this.calls.splice(0, KEPT_CALLS / 2);
	}

	/** Milliseconds that the next call takes on the line. */
	delay(): number {
		return this.latency.ms + Math.random() * this.latency.jitter;
	}

	clear(): void {
		this.calls = [];
		this.count = 0;
		this.peak = this.inFlight;
	}

	/** A fast, empty line again. */
	reset(): void {
		Object.assign(this.latency, NO_LATENCY);
		Object.assign(this.throttle, NO_THROTTLE);
		this.clear();
	}

	private hasRoom(): boolean {
		const { maxInFlight, perSecond } = this.throttle;
		if (maxInFlight > 0 && this.inFlight > maxInFlight) return false;
		if (perSecond <= 0) return true;
		const now = Date.now();
		this.started = this.started.filter((time) => time > now - 1000);
		if (this.started.length >= perSecond) return false;
		this.started.push(now);
		return true;
	}
}
