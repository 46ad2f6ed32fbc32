/** What n8n's processes share is restarted under them; then the main process itself. */
import { makeOrders } from '../../../scripts/shop-orders.mts';
import { until, type Scenario } from '../scenario.mts';
import { deliverAll, ordersOf, playRound, type Figures } from './round.mts';
import type { QueueStage } from './stage.mts';
import { postTo, Webshop } from './webshop.mts';
import { webhookUrl, ORDER_WORKFLOW } from './workflows.mts';

interface Restartable {
	start(): Promise<void>;
	stop(): Promise<void>;
}

const ROUND_MS = 10 * 60_000;
const PATIENCE_MS = 15_000;

export async function restartSteps(
	scenario: Scenario,
	stage: QueueStage,
	figures: Figures,
	webhooks: number,
): Promise<void> {
	const { redis, postgres, main } = stage.n8n;
	const restarted: Array<[string, Restartable]> = [
		['Redis', redis],
		['PostgreSQL', postgres],
		['the main process', main],
	];
	for (const [what, service] of restarted) {
		const shop = new Webshop(postTo(webhookUrl(stage, ORDER_WORKFLOW)), PATIENCE_MS);
		const name = `${webhooks} webhooks, sent again until the answer names the order, while ${what} is restarted`;
		await playRound(scenario, stage, figures, name, shop, async () => {
			const orders = makeOrders(stage.range, what.toUpperCase().slice(-5), ordersOf(webhooks), 2);
			let answered = 0;
			const delivering = deliverAll(orders, async (order) => {
				await shop.sendUntilNamed(order);
				answered++;
			});
			const some = webhooks / 4;
			await until(`${some} orders are answered`, () => answered >= some, ROUND_MS);
			await service.stop();
			await service.start();
			await delivering;
		});
		await reviveWorkers(stage);
	}
}

/** A worker ends itself when it cannot reach Redis; what keeps it in production (systemd, Docker) starts it again. */
async function reviveWorkers({ n8n }: QueueStage): Promise<void> {
	for (const worker of n8n.workers) if (!worker.running) await worker.start();
}
