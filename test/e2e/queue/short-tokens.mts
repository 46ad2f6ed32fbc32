/** Access tokens that end every 20 seconds, and refresh tokens that may be used once: the workers must not renew at once. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from '../../../scripts/progress.mts';
import { makeOrders } from '../../../scripts/shop-orders.mts';
import { DEFAULT_BEHAVIOUR } from '../../../simulator/behaviour/index.mts';
import { type Scenario } from '../scenario.mts';
import { deliverAll, playRound, type Figures } from './round.mts';
import type { QueueStage } from './stage.mts';
import { postTo, Webshop } from './webshop.mts';
import { webhookUrl, ORDER_WORKFLOW } from './workflows.mts';

const TOKEN_SECONDS = 20;
/** As many orders at once as make every worker renew. */
const BATCH = 15;

export async function shortTokenSteps(
	scenario: Scenario,
	stage: QueueStage,
	figures: Figures,
	lives: number,
): Promise<void> {
	const { admin, range } = stage;
	const shop = new Webshop(postTo(webhookUrl(stage, ORDER_WORKFLOW)));
	const name = `access tokens of ${TOKEN_SECONDS} s, ${lives} of them: one renewal at a time, and the login lives`;
	await playRound(scenario, stage, figures, name, shop, async () => {
		await admin.setBehaviour({ accessTokenSeconds: TOKEN_SECONDS });
		await admin.expireAccessTokens();
		await admin.clearRenewals();
		for (let life = 0; life < lives; life++) {
			const orders = makeOrders(range, `TOKEN-${life}`, BATCH, 1);
			await deliverAll(orders, async (order) => await shop.send(order));
			await pause(TOKEN_SECONDS * 1000);
		}
		const { accessTokenSeconds } = DEFAULT_BEHAVIOUR;
		await admin.setBehaviour({ accessTokenSeconds });
		const renewals = await admin.renewals();
		say(`    ${JSON.stringify(renewals)}`);
		assert.deepEqual(Object.fromEntries(shop.refusals), {});
		assert.ok(renewals.granted >= lives, 'a token was renewed in each of its lives');
		assert.equal(renewals.refused, 0);
		assert.equal(renewals.mostAtOnce, 1);
	});
}
