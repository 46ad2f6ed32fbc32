/** What a command has started is stopped when it ends, however it ends. */

/** Takes down how something that was started is stopped. */
export type StopLater = (stop: () => Promise<void>) => void;

/**
 * Does the work and then stops what it has started, the last first: also after a failure, and when the person presses
 * Ctrl+C.
 */
export async function withCleanup(work: (stopLater: StopLater) => Promise<void>): Promise<void> {
	const started: Array<() => Promise<void>> = [];
	let clearing: Promise<void> | undefined;
	const clear = () => (clearing ??= stopAll(started));
	const leave = () => void clear().finally(() => process.exit(0));
	process.once('SIGINT', leave).once('SIGTERM', leave);
	try {
		await work((stop) => started.push(stop));
	} finally {
		process.off('SIGINT', leave).off('SIGTERM', leave);
		await clear();
	}
}

/** What never came up has nothing to stop. */
async function stopAll(started: Array<() => Promise<void>>): Promise<void> {
	for (const stop of [...started].reverse()) await stop().catch(() => undefined);
}
