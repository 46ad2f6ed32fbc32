/** Lets a limited number of calls be in flight. */
export class Lanes {
	private free: number;
	private readonly waiting: Array<() => void> = [];
	private firstCall?: Promise<unknown>;

	constructor(count: number) {
		this.free = Math.max(1, count);
	}

	/**
	 * Runs a call when a lane is free. The very first call of a run goes alone: if the token has expired it is
	 * renewed once, before others go out with the old one.
	 */
	async run<T>(call: () => Promise<T>): Promise<T> {
		if (!this.firstCall) {
			const first = call();
			this.firstCall = first.catch(() => undefined);
			return await first;
		}
		await this.firstCall;
		await this.enter();
		try {
			return await call();
		} finally {
			this.leave();
		}
	}

	private async enter(): Promise<void> {
		if (this.free > 0) {
			this.free--;
			return;
		}
		await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	private leave(): void {
		const next = this.waiting.shift();
		if (next) next();
		else this.free++;
	}
}
