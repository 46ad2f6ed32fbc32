/**
 * Orders that could not be sent any more, though they were once: a product may have been renamed or taken out since. A
 * shop that sends such an order again is told of the order that is there, as for any other.
 */
import { groupBy } from '../../sage200/values/grouping';
import type { Item } from '../../core/item';
import { isStorable } from '../../core/push/documentKey';
import { ifExistsOf } from '../../core/push/protection';
import { InvalidInput, type Problem } from '../../sage200/protocol/failures';
import { normalKey } from '../../sage200/lookups/lookups';
import type { Pushed } from '../../sage200/push/push';
import { salesOrders } from '../../sage200/push/salesDocuments';

import type { PlannedOrder } from './orderBatch';

const NOT_COMPARED =
	'What is pushed could not be sent now, so it was not compared with the order in Sage 200';

/**
 * The orders that are in Sage under the keys of these items and for their customers; looked up in one go.
 * @param problemsOf what keeps an order from being sent
 */
export async function existingOrders(
	orders: Map<Item, PlannedOrder>,
	problemsOf: (item: Item) => Problem[] = () => [],
): Promise<Map<Item, Pushed>> {
	const there = new Map<Item, Pushed>();
	const asked = [...orders].filter(([, { key }]) => isStorable(key));
	for (const [company, group] of groupBy(asked, ([item]) => item.company)) {
		for (const [field, sharing] of groupBy(group, ([, { key }]) => key.rule.field)) {
			const { find, drafts } = salesOrders(company.api, field);
			const found = await find(sharing.map(([, { key }]) => key.key));
			for (const [item, { key, plan }] of sharing) {
				const rows = (found.get(normalKey(key.key)) ?? []).filter((row) => !drafts.isDraft(row));
				if (rows.length !== 1 || rows[0].customer_id !== plan.buyer?.customer?.id) continue;
				there.set(item, {
					record: rows[0],
					outcome: 'existing',
					posted: false,
					differs: [],
					notes: [noteOf(problemsOf(item))],
				});
			}
		}
	}
	return there;
}

function noteOf(problems: Problem[]): string {
	return problems.length === 0
		? NOT_COMPARED
		: `${NOT_COMPARED}: ${new InvalidInput(problems).message}`;
}

/** An order that cannot be sent can be neither compared with another nor made of it. */
export function mayBeReturned(item: Item): boolean {
	return ['return', 'fail'].includes(ifExistsOf(item));
}
