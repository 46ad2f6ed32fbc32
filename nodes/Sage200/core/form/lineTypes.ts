/** What the form asks of a line by its type: what a type does not use is not shown. */
import type { INodeParameters, INodeProperties } from 'n8n-workflow';

import { namedPicker, PRODUCTS, TYPED } from './namedPicker';

/** Shown for the types that have a code. */
export const CODED = { show: { type: ['standard', 'charge'] } };
/** Shown for the types that have a price. */
export const PRICED = { show: { type: ['standard', 'charge', 'freeText'] } };
const TEXT = { show: { type: ['freeText', 'comment'] } };

export const LINE_TYPE: INodeProperties = {
	displayName: 'Type',
	name: 'type',
	type: 'options',
	default: 'standard',
	options: [
		{ name: 'Charge', value: 'charge', description: 'An additional charge, such as carriage' },
		{ name: 'Comment', value: 'comment' },
		{
			name: 'Free Text',
			value: 'freeText',
			description: 'Something that is not in the stock list',
		},
		{ name: 'Product', value: 'standard' },
	],
};

export const LINE_PRODUCT: INodeProperties = namedPicker(PRODUCTS, 'Code', {
	displayName: 'Product',
	name: 'code',
	placeholder: 'e.g. TOOLS001',
	displayOptions: { show: { type: ['standard'] } },
});

/** Where a line is asked for its charge: the picker of its document's charges. */
export const OF_CHARGES = { show: { type: ['charge'] } };

export const LINE_TEXT: INodeProperties = {
	displayName: 'Text',
	name: 'description',
	type: 'string',
	default: '',
	displayOptions: TEXT,
};

export const LINE_PRICE: INodeProperties = {
	displayName: 'Unit Price',
	name: 'unitPrice',
	type: 'string',
	default: '',
	placeholder: 'e.g. 20.00, or empty for Sage’s price',
	displayOptions: PRICED,
	description:
		'Leave empty for the price that Sage 200 works out. Of a price given here, discounts of the account take nothing.',
};

/** The line that a form begins with. */
export const FIRST_LINE: INodeParameters = {
	type: 'standard',
	code: { __rl: true, mode: TYPED, value: '' },
	quantity: '1',
	unitPrice: '',
};
