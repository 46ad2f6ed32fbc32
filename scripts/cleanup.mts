/** What a command has started is stopped when it ends, however it ends. */
import { say } from './progress.mts';

/** Takes down how something that was started is stopped. */
export type StopLater = (stop: () => Promise<void>) => void;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Does the work and then stops what it has started, the last first: also after a failure, and when the person presses
 * Ctrl+C. Pressed again it changes nothing: whoever is ended while clearing away leaves what is still up.
 */
export async function withCleanup(work: (stopLater: StopLater) => Promise<void>): Promise<void> {
	const started: Array<() => Promise<void>> = [];
	let clearing: Promise<void> | undefined;
	const clear = () => (clearing ??= stopAll(started));
	const leave = () => {
		if (!clearing) say('Stopping what was started …');
		void clear().finally(() => process.exit(0));
	};
	for (const signal of SIGNALS) process.on(signal, leave);
	try {
		await work((stop) => started.push(stop));
	} finally {
		await clear();
		for (const signal of SIGNALS) process.off(signal, leave);
	}
}

/** What never came up has nothing to stop. */
async function stopAll(started: Array<() => Promise<void>>): Promise<void> {
	for (const stop of [...started].reverse()) await stop().catch(() => undefined);
}
