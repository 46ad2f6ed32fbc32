/** Orders as a shop has them: human keys of customers and products that can be ordered. */
import type { SimulatorAdmin } from '../simulator/admin-client.mts';

export interface ShopOrder {
	key: string;
	customer: string;
	lines: Array<{ code: string; quantity: number }>;
}

/** The node's parameters for items that hold such an order each. */
export const CREATE_SHOP_ORDERS = {
	resource: 'salesOrder',
	operation: 'create',
	customer: { __rl: true, mode: 'reference', value: '={{ $json.customer }}' },
	orderKey: '={{ $json.key }}',
	linesInput: 'json',
	linesJson: '={{ $json.lines }}',
};

/** What a shop's orders are made of: references of customers, codes of products. */
export interface Range {
	customers: string[];
	products: string[];
}

const CUSTOMERS = 30;
const PRODUCTS = 50;
/** Below this a batch of orders may come over the customer's limit. */
const LEAST_CREDIT = 5000;

/** Reads customers that may order much, and products that can be sold without a batch or serial number. */
export async function readRange(admin: SimulatorAdmin): Promise<Range> {
	const customers = await admin.rows('customers', { on_hold: 'false' });
	const products = await admin.rows('products', {
		product_status_type: 'EnumStockItemStatusTypeActive',
		traceable_type: 'EnumTraceableTypeNone',
	});
	return {
		customers: customers
			.filter(({ credit_limit: limit }) => Number(limit) > LEAST_CREDIT)
			.map(({ reference }) => String(reference))
			.slice(0, CUSTOMERS),
		products: products.map(({ code }) => String(code)).slice(0, PRODUCTS),
	};
}

/**
 * Orders that are not in Sage yet.
 * @param name what their keys begin with; tells sets of orders apart
 */
export function makeOrders(
	{ customers, products }: Range,
	name: string,
	orders: number,
	lines: number,
): ShopOrder[] {
	return Array.from({ length: orders }, (_order, order) => ({
		key: `${name}-${order}`,
		customer: customers[order % customers.length],
		lines: Array.from({ length: lines }, (_line, line) => ({
			code: products[(order * lines + line) % products.length],
			quantity: 1 + line,
		})),
	}));
}
