/** The line fails while Sage takes an order, and what was posted lands when nobody waits for it any more. */
import assert from 'node:assert/strict';
import { makeOrders } from '../../../scripts/shop-orders.mts';
import { until, type Scenario } from '../scenario.mts';
import { deliverAll, ordersOf, playRound, type Figures } from './round.mts';
import type { QueueStage } from './stage.mts';
import { postTo, Webshop } from './webshop.mts';
import { webhookUrl, ORDER_WORKFLOW } from './workflows.mts';

/** Later than the node looks. */
const LATE_MS = 12_000;
const POST = { method: 'POST', path: '^/sop_orders' };

export async function latePostSteps(
	scenario: Scenario,
	stage: QueueStage,
	figures: Figures,
	webhooks: number,
): Promise<void> {
	const { admin, range } = stage;
	const shop = new Webshop(postTo(webhookUrl(stage, ORDER_WORKFLOW)));
	const name = `${webhooks} webhooks while posts land ${LATE_MS / 1000} s after the line has failed`;
	await playRound(scenario, stage, figures, name, shop, async () => {
		await admin.setFaults(
			[
				{ kind: 'lateCommit', afterMs: LATE_MS, match: POST, probability: 0.1 },
				{ kind: 'dropAfterCommit', match: POST, probability: 0.1 },
			],
			1,
		);
		const orders = makeOrders(range, 'LATE', ordersOf(webhooks), 2);
		await deliverAll(orders, async (order) => await shop.sendUntilNamed(order));
		const [{ hits }] = await admin.faults();
		assert.ok(hits > 0, 'some posts land late');
		await admin.setFaults([]);
		await until('all has landed', async () => (await admin.orders()).pendingCommits === 0);
		// A draft that landed after its push is discarded by the next push of its key.
		await deliverAll(orders, async (order) => await shop.sendUntilNamed(order));
	});
}
