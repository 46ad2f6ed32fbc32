/** The node in n8n's queue mode, round by round. */
import type { StoredCredential } from '../../../scripts/n8n/cli.mts';
import { Receiver } from '../../../scripts/n8n/receiver.mts';
import type { Release } from '../../../scripts/n8n/releases.mts';
import type { Scenario } from '../scenario.mts';
import { playScenes, scene } from '../scenes.mts';
import { killedWorkerAnswerSteps, startingMainSteps } from './answers.mts';
import { inboxSteps, queueInboxWorkflow } from './inbox.mts';
import { killedWorkerSteps } from './killed-workers.mts';
import { latePostSteps } from './late-posts.mts';
import { restartSteps } from './restarts.mts';
import { resumedWaitSteps, waitingWorkflows } from './resumed-wait.mts';
import { Figures } from './round.mts';
import { shortTokenSteps } from './short-tokens.mts';
import { onQueueStage } from './stage.mts';
import { staticDataSteps, staticDataWorkflows } from './static-data.mts';
import { stoppedWorkerSteps } from './stopped-workers.mts';
import { subWorkflows, subWorkflowSteps } from './sub-workflow.mts';
import { queueTriggerWorkflow, triggerSteps } from './trigger.mts';
import { webhookSteps } from './webhooks.mts';
import { orderWorkflow } from './workflows.mts';

export interface QueueOptions {
	release: Release;
	/** Webhooks of the round where some come twice, and of the round where workers are killed. */
	webhooks: number;
	/** One round with one kill, for a gate. */
	short: boolean;
	/** Rounds that are played alone. */
	only?: string[];
}

const WORKERS = 3;
/** The rounds where posts land late or services restart: their waits are what takes time. */
const FEWER = 60;
const TOKEN_LIVES = 5;

/** Plays all rounds (or the short one) and returns what to print. */
export async function queueSteps(
	scenario: Scenario,
	{ release, webhooks, short, only }: QueueOptions,
): Promise<object> {
	const figures = new Figures();
	const receiver = new Receiver();
	await receiver.start();
	const options = {
		release,
		workers: WORKERS,
		workflows: async (credential: StoredCredential) => [
			await queueInboxWorkflow(credential),
			orderWorkflow(credential),
			...subWorkflows(credential),
			...waitingWorkflows(credential),
			...staticDataWorkflows(credential),
			queueTriggerWorkflow(credential, receiver.url),
		],
	};
	const isLong = !short;
	await onQueueStage(options, async (stage) => {
		const killed = short
			? { webhooks, kills: 1, patienceMs: 15_000 }
			: { webhooks, kills: WORKERS, patienceMs: 30_000 };
		const scenes = [
			scene('static-data', true, () => staticDataSteps(scenario, stage)),
			scene('webhooks', isLong, () => webhookSteps(scenario, stage, figures, webhooks)),
			scene('sub-workflow', isLong, () => subWorkflowSteps(scenario, stage, figures)),
			scene('resumed-wait', isLong, () => resumedWaitSteps(scenario, stage, figures)),
			scene('killed-workers', true, () => killedWorkerSteps(scenario, stage, figures, killed)),
			scene('stopped-workers', isLong, () => stoppedWorkerSteps(scenario, stage, figures, FEWER)),
			scene('late-posts', isLong, () => latePostSteps(scenario, stage, figures, FEWER)),
			scene('short-tokens', isLong, () => shortTokenSteps(scenario, stage, figures, TOKEN_LIVES)),
			scene('inbox', isLong, () => inboxSteps(scenario, stage, figures, FEWER)),
			scene('trigger', isLong, () => triggerSteps(scenario, stage, figures, receiver)),
			scene('restarts', isLong, () => restartSteps(scenario, stage, figures, FEWER)),
			scene('answers', isLong, async () => {
				await killedWorkerAnswerSteps(scenario, stage, figures);
				await startingMainSteps(scenario, stage, figures);
			}),
		];
		await playScenes(scenes, only);
	}).finally(async () => await receiver.stop());
	return { ...figures.tally, workers: WORKERS, killed: figures.killed, ...figures.measured };
}
