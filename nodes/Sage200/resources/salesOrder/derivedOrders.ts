/** Orders that are made of another document, an order or a quote: their key and header come from the form, the rest from it. */
import type { Identified } from '../../core/identity';
import type { Item } from '../../core/item';
import type { Prepared } from '../../core/prepared';
import { ItemProblems } from '../../core/problems';
import { readKey, type DocumentKey } from '../../core/push/documentKey';
import { postsArchived } from '../../core/push/protection';
import { preparePushes, type ItemPush } from '../../core/push/pushBatch';
import { ItemPushers } from '../../core/push/pushers';
import { readyPush, type ReadyContent } from '../../core/push/readyPush';
import { refuseArchived } from '../../sage200/orders/create/archive';
import type { SageApi, SageRecord } from '../../sage200/protocol/api';
import type { Problem } from '../../sage200/protocol/failures';
import type { DocumentKind } from '../../sage200/push/documentKind';
import { newBody } from '../../sage200/values/bodies';
import { joined } from '../../sage200/values/grouping';

import { ORDER_KEY } from './form';
import { readHeaders } from './orderInput';

/** What an order has of the document that it is made of. */
export type DerivedContent<Body extends object> = Pick<
	ReadyContent<Body>,
	'body' | 'party' | 'lines' | 'settings'
> & {
	/** Whether its prices are those of the document. */
	prices: boolean;
};

/** How orders are made of other documents. */
export interface Derivation<Body extends object> {
	kindOf(api: SageApi, keyField: string): DocumentKind<Body>;
	/** The documents that the items name. */
	sources(items: Item[]): Promise<Identified>;
	/**
	 * @param header of the new order, its key among it;
	 * @param problems gets what keeps it from being made
	 */
	contentOf(
		item: Item,
		source: SageRecord,
		header: SageRecord,
		problems: Problem[],
	): DerivedContent<Body>;
}

/** What the form says of an order. */
interface OrderForm extends DocumentKey {
	header: SageRecord;
}

/** Pushes the orders of the items that nothing is wrong with; the others are refused. */
export async function prepareDerivedOrders<Body extends object>(
	items: Item[],
	{ kindOf, sources, contentOf }: Derivation<Body>,
): Promise<Prepared> {
	const problems = new ItemProblems(items);
	const keys = new Map(
		items.map((item) => [item, readKey(item, 'sop_order', ORDER_KEY, problems.of(item))]),
	);
	const places = new Map(
		[...keys].map(([item, { rule }]) => [
			item,
			{ lines: 'the document that is copied', [rule.field]: rule.label },
		]),
	);
	const headers = await readHeaders(places, problems);
	const forms = new Map(
		[...joined({ named: keys, header: headers })].map(
			([item, { named, header }]): [Item, OrderForm] => {
				const made = newBody(header, item.rules);
				return [item, { ...named, header: { ...made, [named.rule.field]: named.key } }];
			},
		),
	);
	const { records, refused } = await sources(items);
	problems.add(refused);
	const pushers = new ItemPushers(kindOf);
	const known = joined({
		form: forms,
		source: records,
	});
	const pushes = [...known].flatMap(([item, { form, source }]): Array<ItemPush<Body>> => {
		const { key, rule, header } = form;
		const found = problems.of(item);
		const { prices, ...content } = contentOf(item, source, header, found);
		if (found.length > 0) return [];
		const ready: ReadyContent<Body> = {
			...content,
			key,
			keyField: rule.field,
			label: rule.label,
			compared: { priceField: 'selling_unit_price', prices },
			refuse: async () => {
				if (!postsArchived(item)) await refuseArchived(item.company.lookups, header.document_date);
			},
		};
		return [readyPush(item, ready, pushers)];
	});
	return await preparePushes(pushes, problems.refused);
}
