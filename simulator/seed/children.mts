/** Gives nested children what a table gives to rows of its own: ids, stamps and the id of their parent. */
import { childrenOf } from '../rules/children/collections.mts';
import { childId } from '../rules/foundation/child-ids.mts';
import { objectOf, rowsOf } from '../rules/foundation/read.mts';
import type { Body, Clock, Company } from '../world.mts';

/** Adopts every child of a seeded record, and the children's children. */
export function adoptChildren(
	company: Company,
	clock: Clock,
	resource: string,
	record: Body,
): void {
	const stamp = clock.stamp();
	if (record.main_address !== undefined)
		Object.assign(objectOf(record.main_address), {
			date_time_created: stamp,
			date_time_updated: stamp,
		});
	for (const collection of childrenOf(resource)) {
		for (const child of rowsOf(record[collection.field])) {
			child.id ??= childId(company);
			Object.assign(child, {
				[collection.key]: record.id,
				date_time_created: stamp,
				date_time_updated: stamp,
			});
			adoptChildren(company, clock, collection.resource, child);
		}
	}
}
