/** Runs a workflow of a bench and tells what it took. */
import type { N8nInstance } from '../../scripts/n8n/instance.mts';
import { peakMemoryOf, processorTimeOf } from '../../scripts/process-usage.mts';

export interface RunSample {
	seconds: number;
	/** Of n8n's main process: what the work itself takes, whoever else has the processors. */
	processorSeconds: number;
	/** The most memory that n8n has had since it started. */
	peakMB: number;
}

/**
 * Calls a workflow's webhook, which answers with one item.
 * @param check throws an Error when the item is not that of finished work
 */
export async function runWorkflow(
	n8n: N8nInstance,
	workflow: string,
	input: object,
	check: (answer: Record<string, unknown>) => void,
): Promise<RunSample> {
	const before = await processorTimeOf(n8n.pid);
	const started = performance.now();
	const response = await fetch(`${n8n.url}/webhook/${workflow}`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(input),
	});
	const answer = await response.text();
	const seconds = (performance.now() - started) / 1000;
	if (!response.ok) throw new Error(`${workflow}: n8n answered ${response.status}: ${answer}`);
	check((JSON.parse(answer) as Array<Record<string, unknown>>)[0]);
	return {
		seconds,
		processorSeconds: (await processorTimeOf(n8n.pid)) - before,
		peakMB: await peakMemoryOf(n8n.pid),
	};
}
