/** Three workers, nothing goes wrong but that the shop sends some orders twice. */
import assert from 'node:assert/strict';
import { makeOrders } from '../../../scripts/shop-orders.mts';
import type { Scenario } from '../scenario.mts';
import { deliverAll, ordersOf, assertStrict, playRound, type Figures } from './round.mts';
import type { QueueStage } from './stage.mts';
import { postTo, Webshop } from './webshop.mts';
import { webhookUrl, ORDER_WORKFLOW } from './workflows.mts';

export async function webhookSteps(
	scenario: Scenario,
	stage: QueueStage,
	figures: Figures,
	webhooks: number,
): Promise<void> {
	const shop = new Webshop(postTo(webhookUrl(stage, ORDER_WORKFLOW)));
	const name = `${webhooks} webhooks, some of them twice, on all workers`;
	await playRound(scenario, stage, figures, name, shop, async () => {
		await stage.admin.clearLog();
		const orders = makeOrders(stage.range, 'TWICE', ordersOf(webhooks), 2);
		await deliverAll(orders, async (order) => await shop.send(order));
		assert.deepEqual(Object.fromEntries(shop.refusals), {});
		await assertStrict(stage, orders.length);
		const toldTwo = [...shop.named].filter(([, ids]) => ids.size !== 1);
		assert.deepEqual(toldTwo, [], 'every answer for a key names the same order');
	});
}
