/** The orders of an execution: read from the form, resolved together, and ready to be pushed or previewed. */
import type { INodeProperties } from 'n8n-workflow';

import type { Company } from '../../core/company';
import { earlier } from '../../core/form/earlier';
import { groupBy } from '../../sage200/values/grouping';
import type { Item } from '../../core/item';
import { ItemProblems } from '../../core/problems';
import { OrderFinaliser } from '../../sage200/orders/create/finalise';
import { planOrders, type OrderPlan } from '../../sage200/orders/create/plan';

import { ORDER_CUSTOMER } from './customerForm';
import { LINE_OPTIONS, LINES, NEW_ORDER_ADDRESS, NEW_ORDER_FIELDS, ORDER_KEY } from './form';
import { gather, type Gathered } from '../../core/gathering/gather';
import { readKey, type DocumentKey } from '../../core/push/documentKey';
import { keyRuleOf } from '../../core/push/keyPlace';
import { ORDER_PROTECTION } from '../../core/push/protection';
import { readShopTotal, type ShopTotal } from './moneyInput';
import { readRequest } from './orderRequest';
import type { OrderRequest } from '../../sage200/orders/create/request';
import { storedKey } from '../../sage200/push/key';
import { MONEY } from './priceForm';

/** The form of a new order, everyday fields first. */
export const ORDER_FORM: INodeProperties[] = [
	...ORDER_CUSTOMER,
	ORDER_KEY,
	...LINES,
	NEW_ORDER_ADDRESS,
	...MONEY,
	...NEW_ORDER_FIELDS,
	earlier('Line Options', 'lineOptions'),
];

/** Options of a new order. */
export const ORDER_OPTIONS: INodeProperties[] = [...LINE_OPTIONS, ...ORDER_PROTECTION];

/** One item's order. */
export interface PlannedOrder {
	key: DocumentKey;
	plan: OrderPlan;
	finaliser: OrderFinaliser;
	total?: ShopTotal;
}

/** An order as it was read from an item, before anything is looked up. */
export interface ReadOrder {
	key: DocumentKey;
	request: OrderRequest;
	total?: ShopTotal;
}

export interface OrderBatch {
	orders: Map<Item, PlannedOrder>;
	problems: ItemProblems;
}

/**
 * The orders of items: one each, or one for all items with the same key, where they are rows of one.
 * @param properties the form that they are read from
 */
export async function ordersOf(items: Item[], properties: INodeProperties[]): Promise<Gathered[]> {
	const keyOf = (item: Item) => storedKey(keyRuleOf(item, 'sop_order'), item.text(ORDER_KEY.name));
	return await gather(items, { key: ORDER_KEY, properties, keyOf });
}

/** Orders as they were read, with what is wrong with them. */
export interface ReadOrders {
	read: Map<Item, ReadOrder>;
	problems: ItemProblems;
}

/** Reads the orders of all items from the form of Create. */
export function readItems(orders: Gathered[]): ReadOrders {
	const problems = new ItemProblems(orders.map(({ item }) => item));
	for (const order of orders) problems.of(order.item).push(...order.problems);
	const read = orders.map(({ item }) => [item, readForm(item, problems)] as const);
	return { read: new Map(read), problems };
}

/** The keys of some of the orders. */
export function keysOf(items: Item[], read: ReadOrders['read']): Map<Item, DocumentKey> {
	const wanted = new Set(items);
	return new Map(
		[...read].filter(([item]) => wanted.has(item)).map(([item, { key }]) => [item, key]),
	);
}

/**
 * Resolves the orders of all items, each kind of look-up in one batch for each company. What cannot be resolved is added
 * to their problems.
 */
export async function planRead({ read, problems }: ReadOrders): Promise<OrderBatch> {
	const orders = new Map<Item, PlannedOrder>();
	for (const [company, group] of groupBy(read, ([item]) => item.company))
		await planCompany(company, new Map(group), orders);
	return { orders, problems };
}

/** An order as the form of Create has it. */
function readForm(item: Item, problems: ItemProblems): ReadOrder {
	const key = readKey(item, 'sop_order', ORDER_KEY, problems.of(item));
	return {
		key,
		request: readRequest(item, { [key.rule.field]: key.key }, problems),
		total: readShopTotal(item, problems.of(item)),
	};
}

async function planCompany(
	company: Company,
	read: Map<Item, ReadOrder>,
	orders: Map<Item, PlannedOrder>,
): Promise<void> {
	const finaliser = new OrderFinaliser(company.api, company.lookups);
	const plans = await planOrders(
		company.lookups,
		[...read.values()].map(({ request }) => request),
	);
	for (const [at, [item, { key, total }]] of [...read].entries())
		orders.set(item, { key, plan: plans[at], finaliser, total });
}
