/** The workflow that the shop's webhook starts. */
import { sageStep, webhookChain, type Step } from '../../../scripts/n8n/chain.mts';
import type { StoredCredential, Workflow } from '../../../scripts/n8n/cli.mts';
import type { QueueStage } from './stage.mts';

export const ORDER_WORKFLOW = 'queue-order';

/** How the orders of these tests are kept from being pushed twice. */
const PROTECTION = {
	// Automatic, which must take workers for what they are.
	level: 'automatic',
	// Short, so that a round with doubts ends soon.
	lookAgainSeconds: 5,
	doubtSeconds: 20,
};

/** Pushes the order that the item is, and gives the order in Sage. */
export function pushStep(order = '$json.body'): Step {
	return sageStep('Push', {
		resource: 'salesOrder',
		operation: 'create',
		customer: { __rl: true, mode: 'reference', value: `={{ ${order}.customer }}` },
		orderKey: `={{ ${order}.key }}`,
		linesInput: 'json',
		linesJson: `={{ ${order}.lines }}`,
		options: PROTECTION,
	});
}

/** Webhook → Sage 200 → answer. */
export function orderWorkflow(credential: StoredCredential): Workflow {
	return webhookChain(ORDER_WORKFLOW, credential, [pushStep()]);
}

/** Where a workflow's webhook is. */
export function webhookUrl({ n8n }: QueueStage, workflow: string): string {
	return `${n8n.main.url}/webhook/${workflow}`;
}
