/** Waits that end when the execution is cancelled: until then its keys are held, which the next one waits for. */
import { sleep } from 'n8n-workflow';

import type { Cancellable } from './deadline';

/** Waits so many milliseconds, or until the execution is cancelled. */
export async function waitIn(context: Cancellable, milliseconds: number): Promise<void> {
	const signal = context.getExecutionCancelSignal?.();
	if (!signal) return await sleep(milliseconds);
	if (signal.aborted) return;
	let stop = (): void => undefined;
	const cancelled = new Promise<void>((resolve) => (stop = resolve));
	signal.addEventListener('abort', stop);
	try {
		await Promise.race([sleep(milliseconds), cancelled]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}
