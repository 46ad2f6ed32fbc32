/**
 * What a worker knows of its workflow's static data. docs/queue-mode.md and the node's protection go by it: when a
 * release of n8n changes it, these steps fail and say so.
 */
import assert from 'node:assert/strict';
import { chain, webhookChain, type Step } from '../../../scripts/n8n/chain.mts';
import type { StoredCredential, Workflow } from '../../../scripts/n8n/cli.mts';
import type { Scenario } from '../scenario.mts';
import { resume, waitingChain } from './resumed-wait.mts';
import { callStep, calledStart } from './sub-workflow.mts';
import type { QueueStage } from './stage.mts';
import { webhookUrl } from './workflows.mts';

const DIRECT = 'static-direct';
const PARENT = 'static-parent';
const CALLED = 'static-called';
const RESUMED = 'static-resumed';

const RUNS = 4;

/** Counts in the workflow's static data, which n8n stores after each run. */
const COUNTER: Step = {
	name: 'Counter',
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	parameters: {
		mode: 'runOnceForAllItems',
		language: 'javaScript',
		jsCode: `const data = $getWorkflowStaticData('global');
data.runs = (data.runs ?? 0) + 1;
return [{ json: { runs: data.runs } }];`,
	},
};

export function staticDataWorkflows(credential: StoredCredential): Workflow[] {
	return [
		webhookChain(DIRECT, credential, [COUNTER]),
		chain(CALLED, credential, [calledStart(), COUNTER]),
		webhookChain(PARENT, credential, [callStep(CALLED)]),
		waitingChain(RESUMED, credential, [COUNTER]),
	];
}

export async function staticDataSteps(scenario: Scenario, stage: QueueStage): Promise<void> {
	const counts = async (run: () => Promise<Response>): Promise<number[]> => {
		const found: number[] = [];
		for (let at = 0; at < RUNS; at++) {
			const response = await run();
			const body = await response.text();
			assert.equal(response.status, 200, body);
			found.push((JSON.parse(body) as Array<{ runs: number }>)[0].runs);
		}
		return found;
	};
	const kept = Array.from({ length: RUNS }, (_, at) => at + 1);
	const forgotten = kept.map(() => 1);

	await scenario.step(
		'a worker starts every execution of a webhook without static data',
		async () => {
			const found = await counts(
				async () => await fetch(webhookUrl(stage, DIRECT), { method: 'POST' }),
			);
			assert.deepEqual(found, stage.release.workersReadStaticData ? kept : forgotten);
		},
	);
	await scenario.step('a sub-workflow reads its static data, in workers too', async () => {
		const found = await counts(
			async () => await fetch(webhookUrl(stage, PARENT), { method: 'POST' }),
		);
		assert.deepEqual(found, kept);
	});
	await scenario.step(
		'an execution resumed after a Wait reads static data, in workers too',
		async () => {
			const found = await counts(async () => await resume(stage, RESUMED, {}));
			assert.deepEqual(found, kept);
		},
	);
}
