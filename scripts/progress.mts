/**
 * Progress for the person at the terminal. It goes to standard error, because the last line of
 * standard output belongs to a command's figures.
 */
const REMINDER_MS = 15_000;

/** Shows one line of progress. */
export function say(text: string): void {
	process.stderr.write(`${text}\n`);
}

/** Shows that a long step is under way, and every quarter of a minute that it still is. */
export async function longStep<Result>(
	name: string,
	usually: string,
	step: () => Promise<Result>,
): Promise<Result> {
	const started = Date.now();
	const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
	say(`${name} (usually ${usually}) …`);
	const reminder = setInterval(() => say(`  still busy: ${name}, ${elapsed()}`), REMINDER_MS);
	try {
		const result = await step();
		say(`  done in ${elapsed()}`);
		return result;
	} finally {
		clearInterval(reminder);
	}
}
