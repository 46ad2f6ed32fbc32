/**
 * Orders that could not be sent any more, though they were once: a product may have been renamed or taken out since. A
 * shop that sends such an order again is told of the order that is there, as for any other.
 */
import { groupBy } from '../../sage200/values/grouping';
import type { Item } from '../../core/item';
import type { SageRecord } from '../../sage200/protocol/api';
import { normalKey } from '../../sage200/lookups/lookups';
import { keyProblem } from '../../sage200/push/key';
import { orderDocuments } from '../../sage200/push/documents';

import type { PlannedOrder } from './orderBatch';
import { ifExistsOf } from '../../core/push/protection';

/** The orders that are in Sage under the keys of these items and for their customers; looked up in one go. */
export async function alreadyThere(
	items: Item[],
	orders: Map<Item, PlannedOrder>,
): Promise<Map<Item, SageRecord>> {
	const there = new Map<Item, SageRecord>();
	const asked = items.filter((item) => ifExistsOf(item) !== 'update' && hasKey(orders.get(item)!));
	for (const [company, group] of groupBy(asked, (item) => item.company)) {
		for (const [field, sharing] of groupBy(group, (item) => orders.get(item)!.key.rule.field)) {
			const { finder, isDraft } = orderDocuments(company.api, field);
			const found = await finder.findAll(sharing.map((item) => orders.get(item)!.key.key));
			for (const item of sharing) {
				const { key, plan } = orders.get(item)!;
				const rows = (found.get(normalKey(key.key)) ?? []).filter((row) => !isDraft(row));
				if (rows.length === 1 && rows[0].customer_id === plan.customer?.id)
					there.set(item, rows[0]);
			}
		}
	}
	return there;
}

function hasKey({ key: { key, rule } }: PlannedOrder): boolean {
	return keyProblem({ ...rule, prefix: '' }, key) === undefined;
}
