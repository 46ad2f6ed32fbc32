/** A deadline for a whole call. The timeout of n8n's helper ends silence only: a reply that drips never ends. */
import type { IExecuteFunctions } from 'n8n-workflow';

/** What n8n asks for the signal that cancels a call: the contexts of executions have one. */
export type Cancellable = Partial<Pick<IExecuteFunctions, 'getExecutionCancelSignal'>>;

/** The longest delay that a timer of Node takes, in milliseconds. */
const LONGEST_DELAY = 2 ** 31 - 1;

export class Deadline {
	private readonly signal: AbortSignal;

	/** @param milliseconds from now */
	constructor(milliseconds: number) {
		this.signal = AbortSignal.timeout(Math.min(Math.ceil(milliseconds), LONGEST_DELAY));
	}

	/** True when the call took too long. */
	get passed(): boolean {
		return this.signal.aborted;
	}

	/**
	 * The context with which the call is made, so that it ends at the deadline, or when the execution is cancelled. n8n
	 * takes the signal of the context even where the call brings its own (n8n-core 2.41).
	 */
	contextOf<Context extends Cancellable>(context: Context): Context {
		const cancelled = context.getExecutionCancelSignal?.();
		const signal = cancelled ? AbortSignal.any([cancelled, this.signal]) : this.signal;
		return Object.create(context, {
			getExecutionCancelSignal: { value: () => signal },
		}) as Context;
	}

	/**
	 * Waits for the call no longer than the deadline, whatever it waits for: n8n's renewal of the token has none.
	 * @throws what `late` makes, when the deadline passes first
	 */
	async hold<T>(call: Promise<T>, late: () => Error): Promise<T> {
		let onPassed = (): void => undefined;
		const passing = new Promise<never>((_resolve, reject) => {
			onPassed = () => reject(late());
			this.signal.addEventListener('abort', onPassed);
		});
		try {
			return await Promise.race([call, passing]);
		} finally {
			this.signal.removeEventListener('abort', onPassed);
		}
	}
}
