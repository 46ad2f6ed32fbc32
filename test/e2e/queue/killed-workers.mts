/** Workers are killed while they work; n8n does not carry out their jobs again, so the shop must send them again. */
import { makeOrders } from '../../../scripts/shop-orders.mts';
import { until, type Scenario } from '../scenario.mts';
import { deliverAll, ordersOf, playRound, type Figures } from './round.mts';
import type { QueueStage } from './stage.mts';
import { postTo, Webshop } from './webshop.mts';
import { webhookUrl, ORDER_WORKFLOW } from './workflows.mts';

const ROUND_MS = 30 * 60_000;

export async function killedWorkerSteps(
	scenario: Scenario,
	stage: QueueStage,
	figures: Figures,
	{ webhooks, kills, patienceMs }: { webhooks: number; kills: number; patienceMs: number },
): Promise<void> {
	const shop = new Webshop(postTo(webhookUrl(stage, ORDER_WORKFLOW)), patienceMs);
	const name = `${webhooks} webhooks, sent again until the answer names the order, while workers are killed`;
	await playRound(scenario, stage, figures, name, shop, async () => {
		const orders = makeOrders(stage.range, 'KILLED', ordersOf(webhooks), 2);
		let answered = 0;
		const delivering = deliverAll(orders, async (order) => {
			await shop.sendUntilNamed(order);
			answered++;
		});
		const killing = async () => {
			for (let kill = 1; kill <= kills; kill++) {
				const share = (webhooks * kill) / (kills + 1);
				await until(`${share} orders are answered`, () => answered >= share, ROUND_MS);
				const worker = stage.n8n.workers[kill % stage.n8n.workers.length];
				await worker.kill();
				figures.killed++;
				await worker.start();
			}
		};
		await Promise.all([delivering, killing()]);
	});
}
