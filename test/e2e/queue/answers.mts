/** What the shop is told when a worker dies over its order, and while the main process starts. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { makeOrders } from '../../../scripts/shop-orders.mts';
import { type Scenario } from '../scenario.mts';
import { playRound, type Figures } from './round.mts';
import type { QueueStage } from './stage.mts';
import { postTo, Webshop, type Reply } from './webshop.mts';
import { ORDER_WORKFLOW, webhookUrl } from './workflows.mts';

/** As many as the workers take at once. */
const ORDERS = 15;
/** So slow a Sage that the worker is killed in the middle of its orders. */
const SLOW_MS = 2_000;
/** Longer than n8n takes to notice that a worker is gone. */
const PATIENCE_MS = 290_000;
const ASKED_EVERY_MS = 100;

export async function killedWorkerAnswerSteps(
	scenario: Scenario,
	stage: QueueStage,
	figures: Figures,
): Promise<void> {
	const { admin, n8n } = stage;
	const shop = new Webshop(postTo(webhookUrl(stage, ORDER_WORKFLOW)), PATIENCE_MS);
	const name =
		'an order whose worker is killed is answered with an error, late, and the next push brings it in';
	await playRound(scenario, stage, figures, name, shop, async () => {
		const orders = makeOrders(stage.range, 'ANSWER', ORDERS, 2);
		await admin.setLatency({ ms: SLOW_MS });
		const replies = orders.map(async (order) => await shop.send(order));
		await pause(SLOW_MS * 1.5);
		const [worker] = n8n.workers;
		await worker.kill();
		figures.killed++;
		await worker.start();
		const failed = (await Promise.all(replies)).filter(({ orderId }) => orderId === undefined);
		await admin.setLatency({ ms: 0 });
		figures.tell({ killedWorkersCallers: summary(failed) });
		assert.ok(failed.length > 0, 'the killed worker had work');
		assert.deepEqual(
			failed.filter(({ status }) => status < 500),
			[],
		);
		for (const order of orders) await shop.sendUntilNamed(order);
	});
}

export async function startingMainSteps(
	scenario: Scenario,
	stage: QueueStage,
	figures: Figures,
): Promise<void> {
	const { main } = stage.n8n;
	const url = webhookUrl(stage, ORDER_WORKFLOW);
	const shop = new Webshop(postTo(url));
	const name =
		'whoever asks /healthz/readiness first is never told 200 without an order while n8n starts';
	await playRound(scenario, stage, figures, name, shop, async () => {
		const [order] = makeOrders(stage.range, 'START', 1, 1);
		await main.stop();
		let isStarting = true;
		const starting = main.start().finally(() => (isStarting = false));
		const whileStarting: Array<Reply & { ready: boolean }> = [];
		while (isStarting) {
			const ready = await isReady(main.url);
			whileStarting.push({ ready, ...(await shop.send(order)) });
			await pause(ASKED_EVERY_MS);
		}
		await starting;
		const empty = whileStarting.filter(({ status, orderId }) => status === 200 && !orderId);
		figures.tell({ emptyAnswersWhileStarting: empty.length });
		assert.deepEqual(
			empty.filter(({ ready }) => ready),
			[],
		);
		await shop.sendUntilNamed(order);
	});
}

function summary(replies: Reply[]): { statuses: number[]; seconds: [number, number] } {
	const seconds = replies.map((reply) => Math.round(reply.seconds));
	return {
		statuses: [...new Set(replies.map(({ status }) => status))],
		seconds: [Math.min(...seconds), Math.max(...seconds)],
	};
}

async function isReady(url: string): Promise<boolean> {
	return await fetch(`${url}/healthz/readiness`).then(
		({ ok }) => ok,
		() => false,
	);
}
