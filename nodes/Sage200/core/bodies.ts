/** Bodies of what items give: names turned into IDs for all items together, everything checked against the catalog. */
import type { SageRecord } from '../sage200/protocol/api';
import { bodyOf } from '../sage200/values/bodies';
import { withKinds } from '../sage200/lookups/kindValues';
import { resolveReferences, type Referring } from '../sage200/lookups/references';

import type { ValueRules } from '../sage200/values/convert';
import { groupBy } from '../sage200/values/grouping';
import type { Item } from './item';

/** Values that an item gives for one record; what is wrong with them grows in its problems. */
export interface Given extends Referring {
	item: Item;
	/** Field that tells which record it is: never cut, for two records would become one. */
	keyField?: string;
}

/** The body of each, as Sage takes it. */
export async function bodiesFor<T extends Given>(all: T[]): Promise<Map<T, SageRecord>> {
	const bodies = new Map<T, SageRecord>();
	for (const [company, group] of groupBy(all, ({ item }) => item.company)) {
		const resolved = await resolveReferences(company.lookups, group);
		const values = await Promise.all(
			group.map(
				async ({ schema, problems }, at) =>
					await withKinds({ schema, values: resolved[at], problems }, company.kinds),
			),
		);
		for (const [at, each] of group.entries())
			bodies.set(each, bodyOf(each.schema, values[at], rulesOf(each), each.problems));
	}
	return bodies;
}

function rulesOf({ item, keyField }: Given): ValueRules {
	return { ...item.rules, keyField };
}
