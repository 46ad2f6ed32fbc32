/** Runs of the workflow that uses the package, through its webhook. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { N8nInstance } from '../../../scripts/n8n/instance.mts';
import { WORKFLOW } from './stage.mts';

const BETWEEN_CALLS_MS = 50;

export interface Calls {
	answered: number;
	/** What n8n said instead of customers. */
	refusals: string[];
}

/**
 * Runs the workflow once and returns how many customers it read.
 * @throws Error with n8n's answer when the run failed
 */
export async function readCustomers({ url }: N8nInstance): Promise<number> {
	const response = await fetch(`${url}/webhook/${WORKFLOW}`, { method: 'POST' });
	const answer = await response.text();
	assert.ok(response.ok, answer);
	return (JSON.parse(answer) as unknown[]).length;
}

/** Runs the workflow again and again, one run after the other, until the work is done. */
export async function callMeanwhile(n8n: N8nInstance, work: () => Promise<void>): Promise<Calls> {
	const calls: Calls = { answered: 0, refusals: [] };
	let isDone = false;
	const calling = (async () => {
		while (!isDone) {
			await readCustomers(n8n).then(
				() => calls.answered++,
				(error: Error) => calls.refusals.push(error.message),
			);
			await pause(BETWEEN_CALLS_MS);
		}
	})();
	await work().finally(() => (isDone = true));
	await calling;
	return calls;
}
