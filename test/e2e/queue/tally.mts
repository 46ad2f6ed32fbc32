/** What came of a shop's orders, counted in the simulator's own ledger. */
import type { SimulatorAdmin } from '../../../simulator/admin-client.mts';
import type { Webshop } from './webshop.mts';

export interface Tally {
	/** Calls that the shop made. */
	webhooks: number;
	/** Keys that are in Sage. */
	orders: number;
	/** Keys that are not in Sage, or of which an answer named an order that is not there. */
	lost: number;
	/** Orders too many. */
	duplicates: number;
	/** Drafts that nobody discarded: no orders, but somebody will ask. */
	draftsLeft: number;
}

export const NOTHING: Tally = { webhooks: 0, orders: 0, lost: 0, duplicates: 0, draftsLeft: 0 };

/** Counts the keys that the shop has sent. */
export async function tallyOf(admin: SimulatorAdmin, { named, webhooks }: Webshop): Promise<Tally> {
	const { orders } = await admin.orders();
	const ledger = new Map(orders.map((each) => [each.key, each]));
	return [...named].reduce<Tally>(
		(tally, [key, ids]) => {
			const { orders: there = 0, drafts = 0, ids: idsThere = [] } = ledger.get(key) ?? {};
			const isLost = there === 0 || [...ids].some((id) => !idsThere.includes(id));
			return {
				...tally,
				orders: tally.orders + (there > 0 ? 1 : 0),
				lost: tally.lost + (isLost ? 1 : 0),
				duplicates: tally.duplicates + Math.max(0, there - 1),
				draftsLeft: tally.draftsLeft + drafts,
			};
		},
		{ ...NOTHING, webhooks },
	);
}

/** The sum of two counts. */
export function sum(left: Tally, right: Tally): Tally {
	return {
		webhooks: left.webhooks + right.webhooks,
		orders: left.orders + right.orders,
		lost: left.lost + right.lost,
		duplicates: left.duplicates + right.duplicates,
		draftsLeft: left.draftsLeft + right.draftsLeft,
	};
}
