/** Duplicate a sales order, once. */
import type { INodeProperties } from 'n8n-workflow';

import { otherFields } from '../../core/form/fields';
import { picker } from '../../core/form/picker';
import { identify } from '../../core/identity';
import type { Item } from '../../core/item';
import type { ItemProblems } from '../../core/problems';
import type { Operation } from '../../core/resource';
import { duplicateDocuments, type Duplication } from '../../sage200/orders/derived/duplicates';

import { HEADER_FIELDS, ORDER_KEY } from './form';
import { orderIdentity } from './identity';
import { KEY_PROTECTION } from '../../core/push/documentKey';
import { NewOrders } from './derivedOrders';
import { pushSettingsOf } from '../../core/push/protection';

const DUPLICATE_FIELDS: INodeProperties[] = [
	{
		displayName: 'As',
		name: 'duplicateAs',
		type: 'options',
		default: 'order',
		options: [
			{ name: 'Draft', value: 'draft', description: 'To be confirmed or discarded later' },
			{ name: 'Order', value: 'order', description: 'Confirmed at once' },
		],
		description: 'What to make of the duplicate',
	},
	{
		displayName: 'Keep Prices and Discounts',
		name: 'keepPrices',
		type: 'boolean',
		default: true,
		validateType: 'boolean',
		description:
			'Whether the duplicate has the prices of the original; otherwise Sage 200 works them out anew',
	},
];

export const duplicateOrder: Operation = {
	value: 'duplicate',
	name: 'Duplicate',
	action: 'Duplicate a sales order',
	description:
		'Make a new order with the lines of another; when its key is in Sage 200 already, that order is returned',
	writes: true,
	properties: [
		picker(orderIdentity),
		ORDER_KEY,
		...DUPLICATE_FIELDS,
		HEADER_FIELDS,
		otherFields,
		KEY_PROTECTION,
	],
	async prepare(items) {
		const orders = new NewOrders(items);
		const { records, refused } = await identify(items, orderIdentity, {
			select: ['id', 'document_no', 'customer_document_no', 'customer_id'],
		});
		orders.problems.add(refused);
		for (const item of items) refuseStrictDraft(item, orders.problems);
		const bodies = new Map(
			orders.problems.sound(items).map((item): [Item, Duplication] => {
				const { id, customer_id } = records.get(item)!;
				return [
					item,
					{
						source: {
							source_id: id,
							customer_id,
							prices_and_discounts: item.parameter('keepPrices', true),
						},
						header: orders.headerOf(item),
						draft: isDraft(item),
						customer_id,
					},
				];
			}),
		);
		return await orders.push(bodies, duplicateDocuments);
	},
};

function isDraft(item: Item): boolean {
	return item.parameter<string>('duplicateAs', 'order') === 'draft';
}

/** Strict protection works by confirming one of several drafts, so its outcome is always a confirmed order. */
function refuseStrictDraft(item: Item, problems: ItemProblems): void {
	if (!isDraft(item) || pushSettingsOf(item).protection !== 'strict') return;
	problems.of(item).push({
		field: 'Protection',
		message: 'Strict makes confirmed orders, not drafts',
		remedy: 'Use Standard for a draft.',
	});
}
