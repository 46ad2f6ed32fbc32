/** A round: a shop sends its orders while something goes wrong, and then Sage is counted. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from '../../../scripts/progress.mts';
import type { ShopOrder } from '../../../scripts/shop-orders.mts';
import { type Scenario } from '../scenario.mts';
import type { QueueStage } from './stage.mts';
import { NOTHING, sum, tallyOf, type Tally } from './tally.mts';
import { inLanes, type Webshop } from './webshop.mts';

/** Orders that are on their way at the same time: more than the workers take at once, so that some wait in the queue. */
const AT_ONCE = 24;
/** A shop that sends an order again after a moment. */
const MOMENT_MS = 700;
/** One order of so many is sent twice. */
const TWICE_IN = 5;

/** Counts of the whole run. */
export class Figures {
	tally: Tally = NOTHING;
	killed = 0;
	/** What was measured on the way. */
	readonly measured: Record<string, unknown> = {};

	/** Shows what was measured, and keeps it for the last line. */
	tell(measured: Record<string, unknown>): void {
		say(`    ${JSON.stringify(measured)}`);
		Object.assign(this.measured, measured);
	}
}

/** Plays a round as a step of the scenario: what the shop was told must be in Sage, once, without a draft left behind. */
export async function playRound(
	scenario: Scenario,
	{ admin }: QueueStage,
	figures: Figures,
	name: string,
	shop: Webshop,
	play: () => Promise<void>,
): Promise<void> {
	await scenario.step(name, async () => {
		const started = Date.now();
		await play();
		const seconds = (Date.now() - started) / 1000;
		const tally = await tallyOf(admin, shop);
		figures.tally = sum(figures.tally, tally);
		say(
			`    ${JSON.stringify({ ...tally, seconds, refusals: Object.fromEntries(shop.refusals) })}`,
		);
		const { lost, duplicates, draftsLeft } = tally;
		assert.deepEqual({ lost, duplicates, draftsLeft }, { lost: 0, duplicates: 0, draftsLeft: 0 });
	});
}

/**
 * Automatic must be Strict in workers: each order is a draft that is confirmed by a PUT of its own; Standard makes none.
 * @throws AssertionError where fewer orders were confirmed than made
 */
export async function assertStrict({ admin }: QueueStage, orders: number): Promise<void> {
	const { calls } = await admin.log();
	const confirmed = new Set(
		calls
			.filter(({ method, path }) => method === 'PUT' && /^\/sop_orders\/\d+$/.test(path))
			.map(({ path }) => path),
	);
	assert.ok(confirmed.size >= orders, `${confirmed.size} of ${orders} orders were drafts first`);
}

/** How many orders come to so many webhooks, when some are sent twice. */
export function ordersOf(webhooks: number): number {
	return Math.round((webhooks * TWICE_IN) / (TWICE_IN + 1));
}

/** Sends all orders; every fifth one twice, half of those at the same moment, the others a moment later. */
export async function deliverAll(
	orders: ShopOrder[],
	send: (order: ShopOrder) => Promise<unknown>,
): Promise<void> {
	await inLanes(orders, AT_ONCE, async (order, at) => {
		const first = send(order);
		if (at % TWICE_IN === 0) {
			if (at % (2 * TWICE_IN) !== 0) await pause(MOMENT_MS);
			await send(order);
		}
		await first;
	});
}
