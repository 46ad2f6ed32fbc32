/** The orders of an execution: read from the form, resolved together, and ready to be pushed or previewed. */
import type { INodeProperties } from 'n8n-workflow';

import type { Company } from '../../core/company';
import { otherFields } from '../../core/form/fields';
import { groupBy } from '../../sage200/values/grouping';
import type { Item } from '../../core/item';
import { ItemProblems } from '../../core/problems';
import { OrderDesk } from '../../sage200/orders/create/finalise';
import { planOrders, type OrderPlan } from '../../sage200/orders/create/plan';

import { CUSTOMER_OPTIONS, ORDER_CUSTOMER } from './customerForm';
import {
	ANALYSIS_CODES,
	HEADER_FIELDS,
	LINE_OPTIONS,
	LINES,
	NEW_ORDER_ADDRESS,
	ORDER_KEY,
} from './form';
import { readKey, type DocumentKey } from '../../core/push/documentKey';
import { readRequest, readShopTotal, type ShopTotal } from './orderRequest';
import { MONEY } from './priceForm';

/** The form of a new order, everyday fields first. */
export const ORDER_FORM: INodeProperties[] = [
	...ORDER_CUSTOMER,
	ORDER_KEY,
	...LINES,
	NEW_ORDER_ADDRESS,
	HEADER_FIELDS,
	ANALYSIS_CODES,
	...CUSTOMER_OPTIONS,
	LINE_OPTIONS,
	...MONEY,
	otherFields,
];

/** One item's order. */
export interface PlannedOrder {
	key: DocumentKey;
	plan: OrderPlan;
	desk: OrderDesk;
	total?: ShopTotal;
}

export interface OrderBatch {
	orders: Map<Item, PlannedOrder>;
	problems: ItemProblems;
}

/** Reads and resolves the orders of all items, each kind of look-up in one batch. */
export async function planItems(items: Item[]): Promise<OrderBatch> {
	const problems = new ItemProblems(items);
	const orders = new Map<Item, PlannedOrder>();
	for (const [company, group] of groupBy(items, (item) => item.company))
		await planCompany(company, group, problems, orders);
	return { orders, problems };
}

async function planCompany(
	company: Company,
	items: Item[],
	problems: ItemProblems,
	orders: Map<Item, PlannedOrder>,
): Promise<void> {
	const desk = new OrderDesk(company.api, company.lookups);
	const keys = new Map(
		items.map((item) => [item, readKey(item, 'sop_order', ORDER_KEY, problems.of(item))]),
	);
	const requests = new Map(
		items.map((item) => {
			const { key, rule } = keys.get(item)!;
			return [item, readRequest(item, { [rule.field]: key }, problems)];
		}),
	);
	const plans = await planOrders(company.lookups, [...requests.values()]);
	for (const item of items) {
		orders.set(item, {
			key: keys.get(item)!,
			plan: plans.get(requests.get(item)!)!,
			desk,
			total: readShopTotal(item, problems.of(item)),
		});
	}
}
