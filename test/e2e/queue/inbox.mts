/** Sage is away while orders come in, and nobody sends one again: the order inbox keeps them until they are in Sage. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { StoredCredential, Workflow } from '../../../scripts/n8n/cli.mts';
import { DataTables } from '../../../scripts/n8n/data-tables.mts';
import { readyTemplate, sampleOrder } from '../../../scripts/n8n/templates.mts';
import { makeOrders } from '../../../scripts/shop-orders.mts';
import { until, type Scenario } from '../scenario.mts';
import { spedUp } from '../schedule.mts';
import { deliverAll, ordersOf, playRound, type Figures } from './round.mts';
import type { QueueStage } from './stage.mts';
import { postTo, Webshop } from './webshop.mts';
import { webhookUrl } from './workflows.mts';

const INBOX = 'order-inbox';
const TABLE = 'inbox-of-queue';
const KEY_PREFIX = 'INBOX-';
const AWAY_MS = 60_000;
/** So long after Sage is back the orders are on their way. */
const UNDER_WAY_MS = 3_000;
const CATCH_UP_MS = 5 * 60_000;
/** The chat is another round's business. */
const NOT_TOLD = 24 * 60;

export async function queueInboxWorkflow(credential: StoredCredential): Promise<Workflow> {
	return spedUp(
		await readyTemplate(INBOX, credential, {
			webAccount: 'ZEN001',
			keyPrefix: KEY_PREFIX,
			table: TABLE,
			takenMinutes: 1,
			tellAfterMinutes: NOT_TOLD,
		}),
	);
}

export async function inboxSteps(
	scenario: Scenario,
	stage: QueueStage,
	figures: Figures,
	webhooks: number,
): Promise<void> {
	const { admin, n8n, range } = stage;
	const post = postTo(webhookUrl(stage, INBOX));
	const shop = new Webshop(async ({ key, ...order }, signal) => {
		const sample = await sampleOrder(key.slice(KEY_PREFIX.length));
		return await post({ ...order, ...sample, key }, signal);
	});
	const tables = new DataTables(n8n.main.rest);
	const name = `${webhooks} webhooks while Sage is away for ${AWAY_MS / 1000} s, none sent again; then a worker is killed`;
	await playRound(scenario, stage, figures, name, shop, async () => {
		const wentAway = Date.now();
		await admin.setFaults([{ kind: 'dropBeforeCommit' }]);
		const orders = makeOrders(range, `${KEY_PREFIX}#`, ordersOf(webhooks), 1);
		await deliverAll(orders, async (order) => {
			const { status, body } = await shop.send(order);
			assert.equal(status, 200, body);
			assert.match(body, /"stored":true/);
		});
		shop.refusals.clear();
		await pause(wentAway + AWAY_MS - Date.now());
		assert.deepEqual((await admin.orders()).orders.filter(isOfInbox), []);

		await admin.setFaults([]);
		const cameBack = Date.now();
		await pause(UNDER_WAY_MS);
		const [worker] = n8n.workers;
		await worker.kill();
		figures.killed++;
		await worker.start();
		const waiting = async () =>
			(await tables.rows<{ status: string }>(TABLE)).filter(({ status }) => status !== 'pushed');
		await until('none waits', async () => (await waiting()).length === 0, CATCH_UP_MS);
		figures.tell({ inboxCaughtUpSeconds: Math.round((Date.now() - cameBack) / 1000) });
	});
}

function isOfInbox({ key }: { key: string }): boolean {
	return key.startsWith(KEY_PREFIX);
}
