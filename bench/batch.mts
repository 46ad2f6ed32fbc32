/** The batch that is pushed: many shop orders by human keys. */
import { makeOrders, type Range, type ShopOrder } from '../scripts/shop-orders.mts';

export const ORDERS = 100;
export const LINES = 4;
export const LATENCY_MS = 100;
export const IN_FLIGHT = 4;

/**
 * A batch of orders that are not in Sage yet.
 * @param name tells batches apart
 */
export function batchOf(range: Range, name: string): ShopOrder[] {
	return makeOrders(range, `BENCH-${name}`, ORDERS, LINES);
}
