/** The trigger in queue mode: the main process polls, workers run what follows; main is killed while Sage is written to. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { StoredCredential, Workflow } from '../../../scripts/n8n/cli.mts';
import type { Receiver } from '../../../scripts/n8n/receiver.mts';
import { triggerWorkflow } from '../../../scripts/n8n/trigger-workflow.mts';
import { until, type Scenario } from '../scenario.mts';
import { spedUp } from '../schedule.mts';
import type { Figures } from './round.mts';
import type { QueueStage } from './stage.mts';

const WORKFLOW = 'queue-trigger';
const BATCHES = 6;
const BATCH = 200;
/** Longer than from one poll to the next. */
const A_POLL_MS = 6_000;
const UNDER_WAY_MS = 3_000;
const CATCH_UP_MS = 2 * 60_000;

export function queueTriggerWorkflow(credential: StoredCredential, url: string): Workflow {
	return spedUp(
		triggerWorkflow(WORKFLOW, credential, url, {
			event: 'recordCreated',
			recordType: { __rl: true, mode: 'list', value: 'customers' },
		}),
	);
}

export async function triggerSteps(
	scenario: Scenario,
	{ admin, n8n }: QueueStage,
	figures: Figures,
	receiver: Receiver,
): Promise<void> {
	const name = `${BATCHES * BATCH} customers reach a workflow by the trigger, while the main process is killed twice`;
	await scenario.step(name, async () => {
		const wanted: number[] = [];
		const missing = () => {
			const known = new Set([...receiver.lives.keys()].map((id) => Number(id.split(':')[2])));
			return wanted.filter((id) => !known.has(id));
		};
		for (let batch = 1; batch <= BATCHES; batch++) {
			wanted.push(...(await admin.bulk({ resource: 'customers', count: BATCH })));
			if (batch % 3 === 0) {
				const { messages } = receiver;
				await until('a poll tells something', () => receiver.messages > messages, CATCH_UP_MS);
				await n8n.main.kill();
				figures.killed++;
				// Workers carry out what main had handed them.
				await pause(UNDER_WAY_MS);
				receiver.life++;
				await n8n.main.start();
			}
			await pause(A_POLL_MS);
		}
		await until('all have come', () => missing().length === 0, CATCH_UP_MS);
		// What is repeated, is repeated by the next poll.
		await pause(A_POLL_MS);
		const { emitted, resent, repeated } = receiver.count;
		figures.tell({
			trigger: { changes: wanted.length, emitted, lost: missing().length, repeated, resent },
		});
		assert.equal(repeated, 0);
	});
}
