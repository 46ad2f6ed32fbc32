/** Preview a sales order: everything that Create would do, short of doing it. */
import { groupBy } from '../../sage200/values/grouping';
import type { Item } from '../../core/item';
import type { Operation } from '../../core/resource';
import type { Output } from '../../core/prepared';
import type { SageRecord } from '../../sage200/protocol/api';
import { InvalidInput, type Problem } from '../../sage200/protocol/failures';
import { normalKey } from '../../sage200/lookups/lookups';
import { keyTaken } from '../../sage200/push/pusher';
import { orderDocuments } from '../../sage200/push/documents';
import { previewOrder } from '../../sage200/orders/create/preview';
import { compareTotals } from '../../sage200/orders/totals';

import { ORDER_FORM, planItems, type OrderBatch, type PlannedOrder } from './orderBatch';
import { KEY_PLACE } from '../../core/push/protection';

export const previewOrderOperation: Operation = {
	value: 'preview',
	name: 'Preview',
	action: 'Preview a sales order',
	description:
		'Resolve and check an order as Create does, and return every problem at once with what would be sent. Saves nothing.',
	writes: false,
	properties: [...ORDER_FORM, KEY_PLACE],
	prepare: async (items) => await previewItems(items, await planItems(items)),
};

/** What previews each item. Problems are told in the output, not thrown. */
export async function previewItems(
	items: Item[],
	{ orders, problems }: OrderBatch,
): Promise<{ execute(item: Item): Promise<Output> }> {
	addRepeatedKeys(items, orders, problems.of.bind(problems));
	const existing = await findExisting(items, orders);
	return {
		async execute(item) {
			const order = orders.get(item)!;
			return await preview(order, existing.get(item) ?? []);
		},
	};
}

async function preview(
	{ plan, desk, key, total }: PlannedOrder,
	existing: SageRecord[],
): Promise<Output> {
	const { payload, priced, account, warnings, problems } = await previewOrder(desk, plan);
	// Of a customer that could not be found nothing is known to be somebody else's.
	const [order] = plan.customer || plan.account ? existing : [];
	const { stranger } = orderDocuments(desk.api, key.rule.field);
	const reason = order && (await stranger(order, { customer_id: plan.customer?.id }));
	if (reason) problems.push(keyTaken(key.key, reason));
	if (existing.length > 1) warnings.push(`Sage 200 has ${existing.length} orders with this key`);
	const told = new InvalidInput(problems);
	return {
		outcome: 'preview',
		ok: problems.length === 0,
		key: key.key,
		problems: told.problems,
		...(problems.length > 0 ? { error: told.message } : {}),
		warnings,
		customer: plan.customer ?? null,
		...(account ? { account: { action: plan.customer ? 'update' : 'create', body: account } } : {}),
		existing: existing[0] ?? null,
		payload,
		priced: priced ?? null,
		...(total && priced
			? { totals: compareTotals(total.amount, priced, total.tolerancePence) }
			: {}),
	};
}

/** Of two items with one key the later one would be answered with the earlier one's order. */
function addRepeatedKeys(
	items: Item[],
	orders: Map<Item, PlannedOrder>,
	problemsOf: (item: Item) => Problem[],
): void {
	for (const [, sharing] of groupBy(
		items,
		(item) => `${item.company.api.scope}|${normalKey(orders.get(item)!.key.key)}`,
	)) {
		for (const item of sharing.slice(1)) {
			const { key, rule } = orders.get(item)!.key;
			problemsOf(item).push({
				field: rule.label,
				message: `"${key}" is also the key of item ${sharing[0].index + 1}`,
				remedy: 'Create would answer this item with the order of that one.',
			});
		}
	}
}

async function findExisting(
	items: Item[],
	orders: Map<Item, PlannedOrder>,
): Promise<Map<Item, SageRecord[]>> {
	const existing = new Map<Item, SageRecord[]>();
	for (const [company, group] of groupBy(items, (item) => item.company)) {
		for (const [field, sharing] of groupBy(group, (item) => orders.get(item)!.key.rule.field)) {
			const found = await orderDocuments(company.api, field).finder.findAll(
				sharing.map((item) => orders.get(item)!.key.key),
			);
			for (const item of sharing) {
				existing.set(item, found.get(normalKey(orders.get(item)!.key.key)) ?? []);
			}
		}
	}
	return existing;
}
