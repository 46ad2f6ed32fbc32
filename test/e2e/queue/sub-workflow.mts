/** Orders that a sub-workflow pushes. */
import assert from 'node:assert/strict';
import { chain, webhookChain, type Step } from '../../../scripts/n8n/chain.mts';
import type { StoredCredential, Workflow } from '../../../scripts/n8n/cli.mts';
import { makeOrders } from '../../../scripts/shop-orders.mts';
import type { Scenario } from '../scenario.mts';
import { assertStrict, playRound, type Figures } from './round.mts';
import type { QueueStage } from './stage.mts';
import { inLanes, postTo, Webshop } from './webshop.mts';
import { pushStep, webhookUrl } from './workflows.mts';

const PARENT = 'queue-parent';
const CALLED = 'queue-called';
const ORDERS = 12;
const AT_ONCE = 6;

/** Runs another workflow with the items as they are, and gives its items. */
export function callStep(workflowId: string): Step {
	return {
		name: 'Call',
		type: 'n8n-nodes-base.executeWorkflow',
		typeVersion: 1.2,
		parameters: {
			source: 'database',
			workflowId: { __rl: true, mode: 'id', value: workflowId },
			options: { waitForSubWorkflow: true },
		},
	};
}

/** Starts a workflow that another one runs. */
export function calledStart(): Step {
	return {
		name: 'Called',
		type: 'n8n-nodes-base.executeWorkflowTrigger',
		typeVersion: 1.1,
		parameters: { inputSource: 'passthrough' },
	};
}

export function subWorkflows(credential: StoredCredential): Workflow[] {
	return [
		// A workflow goes live only after those that it calls.
		chain(CALLED, credential, [calledStart(), pushStep()]),
		webhookChain(PARENT, credential, [callStep(CALLED)]),
	];
}

export async function subWorkflowSteps(
	scenario: Scenario,
	stage: QueueStage,
	figures: Figures,
): Promise<void> {
	const shop = new Webshop(postTo(webhookUrl(stage, PARENT)));
	const name = `${ORDERS} orders pushed by a sub-workflow, each sent twice at the same moment`;
	await playRound(scenario, stage, figures, name, shop, async () => {
		await stage.admin.clearLog();
		const orders = makeOrders(stage.range, 'SUB', ORDERS, 2);
		await inLanes(orders, AT_ONCE, async (order) => {
			await Promise.all([shop.send(order), shop.send(order)]);
		});
		assert.deepEqual(Object.fromEntries(shop.refusals), {});
		await assertStrict(stage, orders.length);
	});
}
