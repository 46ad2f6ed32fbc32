/** The node in n8n's queue mode, round by round. */
import type { Release } from '../../../scripts/n8n/releases.mts';
import type { Scenario } from '../scenario.mts';
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
import { webhookSteps } from './webhooks.mts';
import { orderWorkflow } from './workflows.mts';

export interface QueueOptions {
	release: Release;
	/** Webhooks of the round where some come twice, and of the round where workers are killed. */
	webhooks: number;
	/** One round with one kill, for a gate. */
	short: boolean;
}

const WORKERS = 3;
/** The rounds where posts land late or services restart: their waits are what takes time. */
const FEWER = 60;
const TOKEN_LIVES = 5;

/** Plays all rounds (or the short one) and returns what to print. */
export async function queueSteps(
	scenario: Scenario,
	{ release, webhooks, short }: QueueOptions,
): Promise<object> {
	const figures = new Figures();
	await onQueueStage(
		{
			release,
			workers: WORKERS,
			workflows: async (credential) => [
				await queueInboxWorkflow(credential),
				orderWorkflow(credential),
				...subWorkflows(credential),
				...waitingWorkflows(credential),
				...staticDataWorkflows(credential),
			],
		},
		async (stage) => {
			await staticDataSteps(scenario, stage);
			if (short) {
				await killedWorkerSteps(scenario, stage, figures, {
					webhooks,
					kills: 1,
					patienceMs: 15_000,
				});
				return;
			}
			await webhookSteps(scenario, stage, figures, webhooks);
			await subWorkflowSteps(scenario, stage, figures);
			await resumedWaitSteps(scenario, stage, figures);
			await killedWorkerSteps(scenario, stage, figures, {
				webhooks,
				kills: WORKERS,
				patienceMs: 30_000,
			});
			await stoppedWorkerSteps(scenario, stage, figures, FEWER);
			await latePostSteps(scenario, stage, figures, FEWER);
			await shortTokenSteps(scenario, stage, figures, TOKEN_LIVES);
			await inboxSteps(scenario, stage, figures, FEWER);
			await restartSteps(scenario, stage, figures, FEWER);
			await killedWorkerAnswerSteps(scenario, stage, figures);
			await startingMainSteps(scenario, stage, figures);
		},
	);
	return { ...figures.tally, workers: WORKERS, killed: figures.killed, ...figures.measured };
}
