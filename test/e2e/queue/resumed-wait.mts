/** Orders that are pushed after the execution has waited for a call, and goes on in whichever worker takes it. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { chain, type Step } from '../../../scripts/n8n/chain.mts';
import type { StoredCredential, Workflow } from '../../../scripts/n8n/cli.mts';
import { makeOrders } from '../../../scripts/shop-orders.mts';
import { type Scenario } from '../scenario.mts';
import { assertStrict, playRound, type Figures } from './round.mts';
import type { QueueStage } from './stage.mts';
import { inLanes, Webshop } from './webshop.mts';
import { pushStep, webhookUrl } from './workflows.mts';

const WAITING = 'queue-waiting';
const ORDERS = 12;
const AT_ONCE = 6;
/** n8n answers the first call a moment before the execution waits. */
const TRIES = 50;
const TRY_AGAIN_MS = 200;

/**
 * A webhook that answers with the address of the Wait behind it; a call to that address runs the steps and is answered
 * with what they give.
 */
export function waitingChain(id: string, credential: StoredCredential, steps: Step[]): Workflow {
	const waiting: Step[] = [
		{
			name: 'Start',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			webhookId: id,
			parameters: { httpMethod: 'POST', path: id, responseMode: 'responseNode', options: {} },
		},
		{
			name: 'Answer',
			type: 'n8n-nodes-base.respondToWebhook',
			typeVersion: 1.1,
			parameters: { respondWith: 'text', responseBody: '={{ $execution.resumeUrl }}', options: {} },
		},
		{
			name: 'Wait',
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			webhookId: `${id}-wait`,
			parameters: {
				resume: 'webhook',
				httpMethod: 'POST',
				responseMode: 'lastNode',
				responseData: 'allEntries',
				options: {},
			},
		},
	];
	return chain(id, credential, [...waiting, ...steps]);
}

/** Starts a waiting workflow, and calls where it waits with the same content. */
export async function resume(
	stage: QueueStage,
	workflow: string,
	content: object,
): Promise<Response> {
	const call = async (url: string) =>
		await fetch(url, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(content),
		});
	const address = await (await call(webhookUrl(stage, workflow))).text();
	for (let tries = 1; ; tries++) {
		const response = await call(address);
		if (response.ok || tries === TRIES) return response;
		await pause(TRY_AGAIN_MS);
	}
}

export function waitingWorkflows(credential: StoredCredential): Workflow[] {
	return [waitingChain(WAITING, credential, [pushStep("$('Start').item.json.body")])];
}

export async function resumedWaitSteps(
	scenario: Scenario,
	stage: QueueStage,
	figures: Figures,
): Promise<void> {
	const shop = new Webshop(async (order) => await resume(stage, WAITING, order));
	const name = `${ORDERS} orders pushed after a Wait, each sent twice at the same moment`;
	await playRound(scenario, stage, figures, name, shop, async () => {
		await stage.admin.clearLog();
		const orders = makeOrders(stage.range, 'WAIT', ORDERS, 2);
		await inLanes(orders, AT_ONCE, async (order) => {
			await Promise.all([shop.send(order), shop.send(order)]);
		});
		assert.deepEqual(Object.fromEntries(shop.refusals), {});
		await assertStrict(stage, orders.length);
	});
}
