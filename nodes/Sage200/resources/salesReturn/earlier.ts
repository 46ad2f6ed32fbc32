/** Returns that were made of the items' orders before: what they took back cannot come back again. */
import type { Item } from '../../core/item';
import { returnsOf, RETURN_OF, withoutReturned } from '../../sage200/orders/derived/earlierReturns';
import { normalKey } from '../../sage200/lookups/lookups';
import type { SageRecord } from '../../sage200/protocol/api';
import { groupBy } from '../../sage200/values/grouping';
import { isUnset } from '../../sage200/values/unset';

/** The key of a return, and the field that holds it. */
export interface ReturnKey {
	field: string;
	key: string;
}

/** The returns of one company's orders, those of this execution among them as soon as they are planned. */
export class EarlierReturns {
	private constructor(private readonly found: Map<string, SageRecord[]>) {}

	/** Reads them for all items, in one look-up for each company. */
	static async of(orders: Map<Item, SageRecord>): Promise<Map<Item, EarlierReturns>> {
		const all = new Map<Item, EarlierReturns>();
		for (const [{ lookups }, group] of groupBy(orders, ([item]) => item.company)) {
			const found = await returnsOf(
				lookups,
				group.map(([, order]) => order),
			);
			const earlier = new EarlierReturns(new Map(found));
			for (const [item] of group) all.set(item, earlier);
		}
		return all;
	}

	/** The order as far as its goods have not come back; a return of this key, pushed again, counts as none. */
	leftOf(order: SageRecord, { field, key }: ReturnKey): SageRecord {
		return withoutReturned(
			order,
			this.found,
			(earlier) => normalKey(String(earlier[field] ?? '')) === normalKey(key),
		);
	}

	/** Counts a return that this execution is about to push, for the items after it. */
	add(order: SageRecord, body: SageRecord): void {
		const number = normalKey(String(order.document_no));
		this.found.set(number, [...(this.found.get(number) ?? []), body]);
	}
}

/** The body of a return with the number of its order, by which later returns find it. */
export function linked(body: SageRecord, order: SageRecord): SageRecord {
	return isUnset(body[RETURN_OF]) ? { ...body, [RETURN_OF]: order.document_no } : body;
}
