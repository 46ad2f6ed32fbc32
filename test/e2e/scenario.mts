/** Named steps, each with its own assertions: one that fails does not keep the others from running. */
import { setTimeout as pause } from 'node:timers/promises';

import { say } from '../../scripts/progress.mts';

export class Scenario {
	private passed = 0;
	private failed = 0;

	/** Carries out one step and counts how it went. */
	async step(name: string, check: () => Promise<void>): Promise<void> {
		const started = Date.now();
		try {
			await check();
			this.passed++;
			say(`  ✓ ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
		} catch (error) {
			this.failed++;
			say(`  ✗ ${name}\n${indented((error as Error).stack ?? String(error))}`);
		}
	}

	/** Prints the count in words and, as the last line, as JSON; says whether all steps passed. */
	report(facts: object): boolean {
		const { passed, failed } = this;
		console.log(`${passed} passed, ${failed} failed`);
		console.log(JSON.stringify({ ...facts, passed, failed }));
		return failed === 0;
	}
}

/**
 * Waits until something holds.
 * @throws Error naming it, when it does not within the time.
 */
export async function until(
	what: string,
	holds: () => boolean | Promise<boolean>,
	withinMs = 60_000,
): Promise<void> {
	const deadline = Date.now() + withinMs;
	while (!(await holds())) {
		if (Date.now() > deadline) throw new Error(`Not within ${withinMs / 1000} s: ${what}`);
		await pause(100);
	}
}

function indented(text: string): string {
	return text.replace(/^/gm, '      ');
}
