/** How the calls of one execution share what Sage lets through while it limits them. */

interface Waiting {
	place: number;
	enter(): void;
}

/**
 * After a 429 no call goes out for as long as Sage asks. Then one goes, the oldest, and with each that Sage takes one more
 * at a time. If all went at once, the same ones would come too late again and again, and fail.
 */
export class Throttle {
	/** The oldest first. */
	private readonly waiting: Waiting[] = [];
	private calls = 0;
	/** How many are under way, and how many may be. */
	private out = 0;
	private most = Infinity;
	private pauses = 0;
	/** Pauses that are on. */
	private paused = 0;

	/** The place of a new call in the queue, which it keeps when it is sent again. */
	newPlace(): number {
		return ++this.calls;
	}

	/** Sends a call, for the first time or again, when its turn comes. */
	async send<T>(place: number, call: () => Promise<T>): Promise<T> {
		await this.enter(place);
		const { pauses } = this;
		try {
			const result = await call();
			if (pauses === this.pauses) this.most++;
			return result;
		} finally {
			this.out--;
			this.letIn();
		}
	}

	/** No call goes out until this is over. */
	pause(over: Promise<void>): void {
		this.pauses++;
		this.paused++;
		this.most = 1;
		void over.then(() => {
			this.paused--;
			this.letIn();
		});
	}

	private async enter(place: number): Promise<void> {
		const entering = new Promise<void>((enter) => this.waiting.push({ place, enter }));
		this.waiting.sort((one, other) => one.place - other.place);
		this.letIn();
		await entering;
	}

	private letIn(): void {
		while (this.paused === 0 && this.out < this.most) {
			const oldest = this.waiting.shift();
			if (!oldest) return;
			this.out++;
			oldest.enter();
		}
	}
}
