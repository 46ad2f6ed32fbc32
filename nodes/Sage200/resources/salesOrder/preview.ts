/** Preview a sales order: everything that Create would do, short of doing it. */
import { groupBy, joined } from '../../sage200/values/grouping';
import { spread } from '../../core/gathering/spread';
import type { Item } from '../../core/item';
import { prepared, type Output, type Prepared } from '../../core/prepared';
import type { Operation } from '../../core/resource';
import type { SageRecord } from '../../sage200/protocol/api';
import { collectProblems, InvalidInput, type Problem } from '../../sage200/protocol/failures';
import { normalKey } from '../../sage200/lookups/lookups';
import { otherAccount } from '../../sage200/push/pending';
import { keyTaken } from '../../sage200/push/push';
import { SALES_ORDER, salesOrders } from '../../sage200/push/salesDocuments';
import { refuseArchived } from '../../sage200/orders/create/archive';
import { previewOrder } from '../../sage200/orders/create/preview';
import { stateRemarks } from '../../sage200/orders/remarks';
import { compareTotals } from '../../sage200/orders/totals';

import { ORDER_KEY } from './form';
import { PREVIEW_GIVEN } from './given';
import {
	ORDER_FORM,
	ORDER_OPTIONS,
	ordersOf,
	planRead,
	readItems,
	type OrderBatch,
	type PlannedOrder,
} from './orderBatch';
import { postsArchived } from '../../core/push/protection';

export const previewOrderOperation: Operation = {
	value: 'preview',
	name: 'Preview',
	action: 'Preview sales order',
	description:
		'Resolve and check an order as Create does, and return every problem at once with what would be sent. Saves nothing.',
	writes: false,
	gives: PREVIEW_GIVEN,
	properties: ORDER_FORM,
	options: ORDER_OPTIONS,
	async prepare(items) {
		const orders = await ordersOf(items, ORDER_FORM);
		const previews = await previewItems(
			orders.map(({ item }) => item),
			await planRead(readItems(orders)),
		);
		return spread(orders, ORDER_KEY.displayName, previews);
	},
};

/** What previews each item. Problems are told in the output, not thrown. */
export async function previewItems(
	items: Item[],
	{ orders, problems }: OrderBatch,
): Promise<Prepared> {
	const planned = [...orders].filter(([item]) => items.includes(item));
	addRepeatedKeys(planned, (item) => problems.of(item));
	return prepared({
		jobs: joined({ order: new Map(planned), existing: await findExisting(planned) }),
		execute: async ({ order, existing }, item) => await preview(item, order, existing),
	});
}

async function preview(
	item: Item,
	{ plan, finaliser, key: { key, rule }, total }: PlannedOrder,
	existing: SageRecord[],
): Promise<Output> {
	const { payload, priced, own, account, warnings, problems } = await previewOrder(finaliser, plan);
	const [order] = existing;
	const customer = plan.buyer?.customer;
	// Nothing is known of orders of a customer that could not be found.
	const isForeign =
		order && plan.buyer ? otherAccount(order, SALES_ORDER, customer?.id) : undefined;
	if (isForeign) problems.push(keyTaken({ key, label: rule.label }, SALES_ORDER, isForeign));
	if (order) warnings.push(...stateRemarks(order).map((each) => `The order is there. ${each}`));
	if (existing.length > 1) warnings.push(`Sage 200 has ${existing.length} orders with this key`);
	if (!order && !postsArchived(item))
		await refuseArchived(finaliser.lookups, plan.header.document_date).catch((error: unknown) =>
			collectProblems(problems, error),
		);
	const told = new InvalidInput(problems);
	const reckoned = { ...(priced ?? own) };
	return {
		outcome: 'preview',
		ok: problems.length === 0,
		key,
		...totalsOf(reckoned),
		problems: told.problems,
		...(problems.length > 0 ? { error: told.message } : {}),
		warnings,
		customer: customer ?? null,
		...(account ? { account: { action: customer ? 'update' : 'create', body: account } } : {}),
		existing: existing[0] ?? null,
		payload,
		priced: priced ?? null,
		...(own ? { worked_out_by_node: own } : {}),
		...(total && (priced ?? own)
			? { totals: compareTotals(total.amount, reckoned, total.tolerancePence) }
			: {}),
	};
}

/** What the order would come to, under the names that an order has it by. */
function totalsOf({ total_gross_value, total_net_value }: SageRecord): SageRecord {
	const given = Object.entries({ total_gross_value, total_net_value });
	return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** An item with its order. */
type Planned = [Item, PlannedOrder];

/** When two items have one key, the later one is compared with the earlier one's order, which is not there yet. */
function addRepeatedKeys(planned: Planned[], problemsOf: (item: Item) => Problem[]): void {
	const nameOf = ([item, { key }]: Planned) =>
		[item.company.api.scope, key.rule.field, normalKey(key.key)].join('|');
	for (const [[first], ...others] of groupBy(planned, nameOf).values()) {
		for (const [item, { key }] of others) {
			problemsOf(item).push({
				field: key.rule.label,
				message: `"${key.key}" is also the key of item ${first.index + 1}`,
				remedy: 'Create would answer this item with the order of that one.',
			});
		}
	}
}

async function findExisting(planned: Planned[]): Promise<Map<Item, SageRecord[]>> {
	const existing = new Map<Item, SageRecord[]>();
	for (const [company, group] of groupBy(planned, ([item]) => item.company)) {
		for (const [field, sharing] of groupBy(group, ([, { key }]) => key.rule.field)) {
			const kind = salesOrders(company.api, field);
			const found = await kind.find(sharing.map(([, { key }]) => key.key));
			for (const [item, { key }] of sharing)
				existing.set(item, found.get(normalKey(key.key)) ?? []);
		}
	}
	return existing;
}
