/** Lets a limited number of calls be in flight. */
export class Lanes {
	private free: number;
	private readonly waiting: Array<() => void> = [];

	constructor(count: number) {
		this.free = Math.max(1, count);
	}

	/** Runs a call when a lane is free. */
	async run<T>(call: () => Promise<T>): Promise<T> {
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
