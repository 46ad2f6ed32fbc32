/** Orders that are made of another document, an order or a quote: their key and header come from the form, the rest from it. */
import type { Item } from '../../core/item';
import { ItemProblems } from '../../core/problems';
import { preparePushes } from '../../core/push/push';
import type { Prepared } from '../../core/resource';
import type { SageApi, SageRecord } from '../../sage200/protocol/api';
import type { Documents } from '../../sage200/push/pusher';

import { ORDER_KEY } from './form';
import { keyedDocuments, readKey, type DocumentKey } from '../../core/push/documentKey';
import { readHeader } from './orderInput';

export class NewOrders {
	readonly problems: ItemProblems;
	private readonly keys: Map<Item, DocumentKey>;
	private readonly headers: Map<Item, SageRecord | undefined>;

	constructor(items: Item[]) {
		const problems = new ItemProblems(items);
		this.problems = problems;
		this.keys = new Map(
			items.map((item) => [item, readKey(item, 'sop_order', ORDER_KEY, problems.of(item))]),
		);
		this.headers = new Map(
			items.map((item) => [
				item,
				problems.collect(item, () => readHeader(item, problems.of(item))),
			]),
		);
	}

	/** Header fields of an item's order, its key among them. */
	headerOf(item: Item): SageRecord {
		const { key, rule } = this.keys.get(item)!;
		return { ...this.headers.get(item), [rule.field]: key };
	}

	/** Pushes the orders of the items that nothing is wrong with; the others are refused. */
	async push(
		bodies: Map<Item, object>,
		documentsOf: (api: SageApi, keyField: string) => Documents,
	): Promise<Prepared> {
		const pushes = await preparePushes(keyedDocuments(bodies, this.keys, documentsOf));
		return { ...pushes, refused: new Map([...this.problems.refused, ...pushes.refused!]) };
	}
}
