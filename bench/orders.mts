/** How many calls, and how long, a batch of shop orders takes: by human keys, on n8n's engine, against the simulator. */

import { startLocalSage } from '../scripts/local-sage.mts';
import { ownUserFolder } from '../scripts/n8n/own-user-folder.mts';
import { CREATE_SHOP_ORDERS, readRange } from '../scripts/shop-orders.mts';
import { connectAdmin } from '../simulator/admin-client.mts';

import { batchOf, IN_FLIGHT, LATENCY_MS, LINES, ORDERS } from './batch.mts';
import { exactly } from './measure/figures.mts';
import type { Result } from './measure/result.mts';

ownUserFolder();
const { credential, runNode } = await import('../test/support/engine.ts');

const MOST_STANDARD = 1.07;
const MOST_STRICT = 2.2;

/** Counts the calls that a batch of orders takes, in Standard and in Strict protection. */
export async function benchOrders(): Promise<Result> {
	const sage = await startLocalSage();
	try {
		const admin = connectAdmin(sage.ready.adminUrl);
		const { adminUrl: _, ...address } = sage.ready;
		const login = credential({
			...address,
			companyId: String(address.companyId),
			oauthTokenData: await admin.mintTokens(),
		} as never);
		const range = await readRange(admin);
		await admin.setLatency({ ms: LATENCY_MS });

		const push = async (level: string): Promise<{ calls: number; seconds: number }> => {
			await admin.clearLog();
			const started = Date.now();
			const { json, error } = await runNode(
				login,
				{
					...CREATE_SHOP_ORDERS,
					options: { level, callsInFlight: IN_FLIGHT },
				},
				{ items: batchOf(range, level) as never },
			);
			const seconds = (Date.now() - started) / 1000;
			if (error || json.length !== ORDERS || json.some(({ outcome }) => outcome !== 'created')) {
				throw new Error(
					`The ${level} batch did not go through: ${error?.message ?? JSON.stringify(json.find(({ outcome }) => outcome !== 'created'))}`,
				);
			}
			return { calls: (await admin.log()).count, seconds };
		};

		const standard = await push('standard');
		const strict = await push('strict');
		const callsPerOrder = { standard: standard.calls / ORDERS, strict: strict.calls / ORDERS };
		return {
			title: 'Calls per order',
			about: `${ORDERS} orders of ${LINES} lines by human keys, counted at the simulator. By HTTP Request nodes it is 7 calls an order.`,
			rows: [],
			bars: [
				{
					what: 'Calls per order, Standard',
					measured: exactly(callsPerOrder.standard),
					most: MOST_STANDARD,
					unit: 'calls',
				},
				{
					what: 'Calls per order, Strict',
					measured: exactly(callsPerOrder.strict),
					most: MOST_STRICT,
					unit: 'calls',
				},
			],
			curves: [],
			notes: [],
			noisy: false,
			figures: { callsPerOrder, seconds: standard.seconds },
		};
	} finally {
		await sage.stop();
	}
}
