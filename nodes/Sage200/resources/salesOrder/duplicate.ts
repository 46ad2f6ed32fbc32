/** Duplicate a sales order, once. */
import type { INodeProperties } from 'n8n-workflow';

import { otherFields } from '../../core/form/fields';
import { picker } from '../../core/form/picker';
import { identify } from '../../core/identity';
import type { Item } from '../../core/item';
import type { Operation } from '../../core/resource';
import { duplicatedOrders, type Duplication } from '../../sage200/orders/derived/duplicates';

import { HEADER_FIELDS, ORDER_KEY } from './form';
import { ORDER_ANSWER } from './given';
import { orderIdentity } from './identity';
import {
	asksForStrict,
	DERIVED_PROTECTION,
	draftSettingsOf,
	pushSettingsOf,
} from '../../core/push/protection';
import type { Problem } from '../../sage200/protocol/failures';
import { linesOf } from '../../sage200/push/readyDocument';
import { prepareDerivedOrders, type DerivedContent } from './derivedOrders';

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
	action: 'Duplicate sales order',
	description:
		'Make a new order with the lines of another; when its key is in Sage 200 already, that order is returned',
	writes: true,
	...ORDER_ANSWER,
	properties: [
		picker(orderIdentity),
		ORDER_KEY,
		...DUPLICATE_FIELDS,
		HEADER_FIELDS,
		otherFields,
		DERIVED_PROTECTION,
	],
	prepare: async (items) =>
		await prepareDerivedOrders(items, {
			kindOf: duplicatedOrders,
			sources: async (all) => await identify(all, orderIdentity, { expand: ['lines'] }),
			contentOf(item, order, header, problems): DerivedContent<Duplication> {
				refuseStrictDraft(item, problems);
				const prices = item.parameter('keepPrices', true);
				const { id: source_id, customer_id } = order;
				return {
					body: {
						source: { source_id, customer_id, prices_and_discounts: prices },
						header,
						draft: isDraft(item),
					},
					prices,
					party: customer_id,
					lines: linesOf(order),
					settings: isDraft(item) ? draftSettingsOf(item) : pushSettingsOf(item),
				};
			},
		}),
};

function isDraft(item: Item): boolean {
	return item.parameter<string>('duplicateAs', 'order') === 'draft';
}

/** Strict protection works by confirming one of several drafts, so its outcome is always a confirmed order. */
function refuseStrictDraft(item: Item, problems: Problem[]): void {
	if (!isDraft(item) || !asksForStrict(item)) return;
	problems.push({
		field: 'Protection',
		message: 'Strict makes confirmed orders, not drafts',
		remedy: 'Use Standard for a draft.',
	});
}
