/** Bodies of what items give: names turned into IDs for all items together, everything checked against the catalog. */
import type { SageRecord } from '../sage200/protocol/api';
import { bodyOf } from '../sage200/values/bodies';
import { resolveReferences, type Referring } from '../sage200/lookups/references';

import { groupBy } from '../sage200/values/grouping';
import type { Item } from './item';

/** Values that an item gives for one record; what is wrong with them grows in its problems. */
export interface Given extends Referring {
	item: Item;
}

/** The body of each, as Sage takes it. */
export async function bodiesFor<T extends Given>(all: T[]): Promise<Map<T, SageRecord>> {
	const bodies = new Map<T, SageRecord>();
	for (const [company, group] of groupBy(all, ({ item }) => item.company)) {
		const resolved = await resolveReferences(company.lookups, group);
		for (const [at, each] of group.entries())
			bodies.set(each, bodyOf(each.schema, resolved[at], each.item.rules, each.problems));
	}
	return bodies;
}
