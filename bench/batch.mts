/** The batch that is pushed: many shop orders by human keys, of customers and products that can be ordered. */
import type { SimulatorAdmin } from '../simulator/admin-client.mts';

export const ORDERS = 100;
export const LINES = 4;
const CUSTOMERS = 30;
const PRODUCTS = 50;
export const LATENCY_MS = 100;
export const IN_FLIGHT = 4;

export interface ShopOrder {
	key: string;
	customer: string;
	lines: Array<{ code: string; quantity: number }>;
}

/** What the shop's orders are made of. */
export interface Stock {
	customers: string[];
	products: string[];
}

export async function readStock(admin: SimulatorAdmin): Promise<Stock> {
	const customers = await admin.rows('customers', { on_hold: 'false' });
	const products = await admin.rows('products', {
		product_status_type: 'EnumStockItemStatusTypeActive',
		traceable_type: 'EnumTraceableTypeNone',
	});
	return {
		customers: customers
			.filter(({ credit_limit: limit }) => Number(limit) > 5000)
			.map(({ reference }) => String(reference))
			.slice(0, CUSTOMERS),
		products: products.map(({ code }) => String(code)).slice(0, PRODUCTS),
	};
}

/** A batch of orders that are not in Sage yet. @param name tells batches apart */
export function batchOf({ customers, products }: Stock, name: string): ShopOrder[] {
	return Array.from({ length: ORDERS }, (_order, order) => ({
		key: `BENCH-${name}-${order}`,
		customer: customers[order % customers.length],
		lines: Array.from({ length: LINES }, (_line, line) => ({
			code: products[(order * LINES + line) % products.length],
			quantity: 1 + line,
		})),
	}));
}
