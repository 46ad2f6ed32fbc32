/** Workers that are asked to stop end what they have begun; and what three workers do against one. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { peakMemoryOf } from '../../../scripts/process-usage.mts';
import { makeOrders } from '../../../scripts/shop-orders.mts';
import { type Scenario } from '../scenario.mts';
import { deliverAll, ordersOf, playRound, type Figures } from './round.mts';
import type { QueueStage } from './stage.mts';
import { inLanes, postTo, Webshop } from './webshop.mts';
import { ORDER_WORKFLOW, webhookUrl } from './workflows.mts';

/** What a call to Sage through a tunnel takes. */
const LATENCY_MS = 100;
const AT_ONCE = 30;
/** By then the workers are busy. */
const BUSY_MS = 2_000;

export async function stoppedWorkerSteps(
	scenario: Scenario,
	stage: QueueStage,
	figures: Figures,
	webhooks: number,
): Promise<void> {
	const { admin, range, n8n } = stage;
	const [, ...others] = n8n.workers;
	const url = webhookUrl(stage, ORDER_WORKFLOW);
	await admin.setLatency({ ms: LATENCY_MS });

	const perSecond = async (shop: Webshop, name: string): Promise<number> => {
		const orders = makeOrders(range, name, webhooks, 2);
		const started = Date.now();
		await inLanes(orders, AT_ONCE, async (order) => void (await shop.send(order)));
		return Number((webhooks / ((Date.now() - started) / 1000)).toFixed(1));
	};

	const stopping = new Webshop(postTo(url));
	const name = `${webhooks} webhooks while two of three workers are asked to stop: all are answered`;
	await playRound(scenario, stage, figures, name, stopping, async () => {
		const orders = makeOrders(range, 'STOP', ordersOf(webhooks), 2);
		const delivering = deliverAll(orders, async (order) => await stopping.send(order));
		await pause(BUSY_MS);
		for (const worker of others) await worker.stop();
		await delivering;
		assert.deepEqual(Object.fromEntries(stopping.refusals), {});
	});

	const counted = new Webshop(postTo(url));
	await playRound(scenario, stage, figures, 'one worker against three', counted, async () => {
		const oneWorker = await perSecond(counted, 'ONE');
		await Promise.all(others.map(async (worker) => await worker.start()));
		const threeWorkers = await perSecond(counted, 'THREE');
		const peaks = await Promise.all(n8n.workers.map(async ({ pid }) => await peakMemoryOf(pid)));
		figures.tell({ perSecond: { oneWorker, threeWorkers }, workerMB: Math.max(...peaks) });
		assert.deepEqual(Object.fromEntries(counted.refusals), {});
	});
	await admin.setLatency({ ms: 0 });
}
