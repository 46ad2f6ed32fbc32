/** How returns are pushed once, whatever they are made of. */
import type { Item } from '../../core/item';
import { postsArchived } from '../../core/push/protection';
import type { ItemPush } from '../../core/push/pushBatch';
import type { ItemPushers } from '../../core/push/pushers';
import { readyPush } from '../../core/push/readyPush';
import { refuseArchived } from '../../sage200/orders/create/archive';
import type { SageApi, SageRecord } from '../../sage200/protocol/api';
import type { KeyRule } from '../../sage200/push/key';
import { linesOf } from '../../sage200/push/readyDocument';
import { documentsOf } from '../../sage200/push/salesDocuments';
import { newBody } from '../../sage200/values/bodies';

import { linked, type EarlierReturns } from './earlier';

/** What a return takes from its order. */
export const RETURNED = { customer_id: 'the original order', lines: 'the lines to return' };

/** How returns are pushed once. */
export function returnDocuments(api: SageApi, keyField: string) {
	return documentsOf(api, {
		name: 'sales return',
		resource: 'sop_returns',
		keyField,
		partyField: 'customer_id',
	});
}

/** A return that is ready to be pushed. */
export interface ReturnContent {
	/** As stored in Sage, prefix and all. */
	key: string;
	rule: KeyRule;
	/** The order that the goods come back from. */
	order: SageRecord;
	/** The lines, and what else the return takes from its order. */
	body: SageRecord;
	/** Fields that the form gives. */
	header?: SageRecord;
	/** Whether prices are compared with those of a return that is there. */
	prices: boolean;
}

/** A return's push, with its body and lines as they are posted. */
export interface ReturnPush extends ItemPush {
	body: SageRecord;
	lines: SageRecord[];
}

/** The push of an item's return, which counts as one of the order's earlier returns from now on. */
export function returnPush(
	item: Item,
	{ key, rule, order, body: taken, header, prices }: ReturnContent,
	earlier: EarlierReturns,
	pushers: ItemPushers,
): ReturnPush {
	const body = linked({ ...taken, ...newBody(header ?? {}, item.rules), [rule.field]: key }, order);
	earlier.add(order, body);
	const lines = linesOf(taken);
	const content = {
		key,
		keyField: rule.field,
		label: rule.label,
		body,
		party: order.customer_id,
		lines,
		compared: { priceField: 'selling_unit_price', prices },
		refuse: async () => {
			if (!postsArchived(item)) await refuseArchived(item.company.lookups, header?.document_date);
		},
	};
	return { ...readyPush(item, content, pushers), body, lines };
}
