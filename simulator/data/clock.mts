/**
 * The simulator's own clock. It runs with the machine's, can be moved forward, frozen and set going again, and runs
 * tasks when their time has come on it: so a commit that lands a minute late needs no minute of a test.
 */
import { DEFAULT_BEHAVIOUR, type Behaviour } from '../behaviour/index.mts';
import type { Clock } from '../world.mts';

interface Task {
	due: number;
	run: () => void;
}

/** The time in the simulator, and the tasks that wait for it. */
export class SimulatorClock implements Clock {
	private ahead = 0;
	private frozenAt?: number;
	private tasks: Task[] = [];
	private timer?: NodeJS.Timeout;
	private lastStamp = { of: NaN, text: '' };

	constructor(private readonly behaviour: Readonly<Behaviour> = DEFAULT_BEHAVIOUR) {}

	now(): number {
		return this.frozenAt ?? Date.now() + this.ahead;
	}

	stamp(): string {
		const { stampGrain, clockSkewSeconds } = this.behaviour;
		const skewed = this.now() + clockSkewSeconds * 1000;
		const time = stampGrain === 'seconds' ? Math.floor(skewed / 1000) * 1000 : skewed;
		// Thousands of rows are seeded within a millisecond.
		if (this.lastStamp.of !== time) this.lastStamp = { of: time, text: stampOf(time) };
		return this.lastStamp.text;
	}

	get frozen(): boolean {
		return this.frozenAt !== undefined;
	}

	/** Moves the clock and runs what has become due. */
	advance(milliseconds: number): void {
		if (this.frozenAt === undefined) this.ahead += milliseconds;
		else this.frozenAt += milliseconds;
		this.runDue();
	}

	freeze(): void {
		this.frozenAt = this.now();
		clearTimeout(this.timer);
	}

	resume(): void {
		if (this.frozenAt === undefined) return;
		this.ahead = this.frozenAt - Date.now();
		this.frozenAt = undefined;
		this.runDue();
	}

	/** Runs a task when the clock reaches a time. */
	at(due: number, run: () => void): void {
		this.tasks.push({ due, run });
		this.tasks.sort((one, other) => one.due - other.due);
		this.wake();
	}

	/** Tasks that wait for their time. */
	get pending(): number {
		return this.tasks.length;
	}

	/** Forgets all waiting tasks. */
	clear(): void {
		this.tasks = [];
		clearTimeout(this.timer);
	}

	/** Goes with the machine's clock again, nothing waiting. */
	reset(): void {
		this.ahead = 0;
		this.frozenAt = undefined;
		this.clear();
	}

	private runDue(): void {
		while (this.tasks.length > 0 && this.tasks[0].due <= this.now()) this.tasks.shift()!.run();
		this.wake();
	}

	private wake(): void {
		clearTimeout(this.timer);
		if (this.frozen || this.tasks.length === 0) return;
		this.timer = setTimeout(() => this.runDue(), Math.max(0, this.tasks[0].due - this.now()));
		this.timer.unref();
	}
}

/** A moment as Sage writes it: UTC, up to three decimals, trailing zeros dropped. */
export function stampOf(milliseconds: number): string {
	return new Date(milliseconds).toISOString().replace(/\.?0*Z$/, 'Z');
}
