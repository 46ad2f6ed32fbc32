/** An order with the content of a quote. Sage 200 has no such step in its API, so the order is entered anew, once. */
import type { INodeProperties } from 'n8n-workflow';

import { otherFields } from '../../core/form/fields';
import { picker } from '../../core/form/picker';
import { identify, defineIdentity } from '../../core/identity';
import type { Operation } from '../../core/resource';
import { linesOf } from '../../sage200/push/readyDocument';
import { salesOrders } from '../../sage200/push/salesDocuments';
import { orderFromQuote } from '../../sage200/orders/derived/quotes';

import { HEADER_FIELDS, ORDER_KEY } from './form';
import { DERIVED_PROTECTION } from '../../core/push/protection';
import { prepareDerivedOrders } from './derivedOrders';
import { ORDER_ANSWER } from './given';

const quoteIdentity = defineIdentity({
	resource: 'sop_quotes',
	parameter: 'quote',
	label: 'Quote',
	keys: [
		{ field: 'document_no', label: 'Number', placeholder: 'e.g. 0000000001' },
		{
			field: 'customer_document_no',
			label: 'Key',
			placeholder: 'e.g. ENQ-2001',
		},
	],
	shown: ['document_no', 'customer_document_no'],
});

const KEEP_PRICES: INodeProperties = {
	displayName: 'Keep Prices and Discounts',
	name: 'keepQuotedPrices',
	type: 'boolean',
	default: true,
	validateType: 'boolean',
	description:
		'Whether the order has the prices of the quote, which takes the Sage 200 permission to set prices; otherwise they are worked out anew',
};

export const createFromQuote: Operation = {
	value: 'createFromQuote',
	name: 'Create From Quote',
	action: 'Create sales order from quote',
	description:
		'Push an order with the content of a quote; when its key is in Sage 200 already, that order is returned',
	writes: true,
	...ORDER_ANSWER,
	properties: [
		picker(quoteIdentity),
		ORDER_KEY,
		KEEP_PRICES,
		HEADER_FIELDS,
		otherFields,
		DERIVED_PROTECTION,
	],
	prepare: async (items) =>
		await prepareDerivedOrders(items, {
			kindOf: salesOrders,
			sources: async (all) =>
				await identify(all, quoteIdentity, { expand: ['lines', 'delivery_address'] }),
			contentOf(item, quote, header, problems) {
				const prices = item.parameter('keepQuotedPrices', true);
				const body = { ...orderFromQuote(quote, prices, problems), ...header };
				return { body, prices, party: quote.customer_id, lines: linesOf(body) };
			},
		}),
};
