/** One n8n process: runs the node on n8n's engine for every delivery it is sent, several at a time. */
import { ownUserFolder } from '../n8n/own-user-folder.mts';
import { CREATE_SHOP_ORDERS } from '../shop-orders.mts';

import type { ShopOrder } from './plan.mts';

ownUserFolder();
const { credential, runNode } = await import('../../test/support/engine.ts');

export type Protection = 'standard' | 'strict' | 'automatic';

export interface Task {
	id: number;
	orders: ShopOrder[];
	protection: Protection;
	/** How long n8n goes on looking, and holds a key in doubt, in real seconds. */
	lookAgainSeconds: number;
	doubtSeconds: number;
	settleSeconds: number;
}

export interface Result {
	id: number;
	/** For each order: the ID in Sage, or why there is none. */
	outcomes: Array<{ key: string; sageId?: number; problem?: string }>;
}

const stored = credential(JSON.parse(process.env.CHAOS_CREDENTIAL ?? '{}'));

process.on('message', (task: Task) => void carryOut(task));
process.send?.('ready');

async function carryOut({ id, orders, ...settings }: Task): Promise<void> {
	const { protection: level, lookAgainSeconds, doubtSeconds, settleSeconds } = settings;
	const parameters = {
		...CREATE_SHOP_ORDERS,
		options: { level, lookAgainSeconds, doubtSeconds, settleSeconds, retries: 6 },
	};
	const running = runNode(stored, parameters, {
		items: orders as never,
		onError: 'continueRegularOutput',
		// As a worker of n8n's queue mode begins an execution: with empty static data.
		mode: 'webhook',
		executionId: String(id),
	});
	// An execution that n8n itself gave up (a busy machine makes its own time limits strike) is pushed again like any other.
	const result = await running.catch((error: Error) => ({ items: [], error }));
	const outcomes = orders.map(({ key }, at) => {
		const json = result.items.find(
			({ pairedItem }) => (pairedItem as { item?: number } | undefined)?.item === at,
		)?.json;
		if (typeof json?.id === 'number') return { key, sageId: json.id };
		return { key, problem: String(json?.error ?? result.error?.message ?? 'no output') };
	});
	process.send?.({ id, outcomes } satisfies Result);
}
