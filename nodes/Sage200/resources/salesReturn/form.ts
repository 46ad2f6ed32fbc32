/** The form of a sales return. */
import type { INodeProperties } from 'n8n-workflow';

import { lineInput } from '../../core/form/lineInput';

const NAMED = { returnLines: ['named'] };

export const LINES_TO_RETURN = 'Lines to Return';

export const RETURN_KEY: INodeProperties = {
	displayName: 'Return Key',
	name: 'returnKey',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. RMA-501',
	description:
		"The shop's own number of the return or refund, not of the order. It is looked up first, so that a return pushed twice is there once.",
};

export const RETURN_LINES: INodeProperties[] = [
	{
		displayName: 'Lines',
		name: 'returnLines',
		type: 'options',
		default: 'named',
		options: [
			{ name: 'All That Was Despatched', value: 'all', description: 'The whole order comes back' },
			{ name: 'Named Lines', value: 'named', description: 'The lines and quantities given' },
		],
		description: 'What comes back of the order',
	},
	...lineInput({
		choice: 'Lines Are Given',
		label: LINES_TO_RETURN,
		fields: [
			{
				displayName: 'Code',
				name: 'code',
				type: 'string',
				default: '',
				placeholder: 'e.g. BOARD001',
				description: 'Product code, or code of the additional charge',
			},
			{
				displayName: 'Line Number',
				name: 'lineNumber',
				type: 'string',
				default: '',
				description: 'Instead of the code: the number that Sage 200 shows for the line',
			},
			{
				displayName: 'Line ID',
				name: 'lineId',
				type: 'string',
				default: '',
				description: 'Instead of code and number',
			},
			{
				displayName: 'Quantity',
				name: 'quantity',
				type: 'string',
				default: '',
				description: 'In selling units. Leave empty for all that was despatched.',
			},
		],
		json: 'An array of lines, each with "code", "lineNumber" or "lineId", and if wanted "quantity" (in selling units)',
		show: NAMED,
	}),
];

export const RETURN_FIELDS: INodeProperties = {
	displayName: 'More Fields',
	name: 'returnFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		{
			displayName: 'Charges',
			name: 'charges',
			type: 'boolean',
			default: false,
			validateType: 'boolean',
			description: 'Whether "All That Was Despatched" takes back carriage and other charges too',
		},
		{
			displayName: 'Document Date',
			name: 'document_date',
			type: 'dateTime',
			default: '',
			validateType: 'dateTime',
		},
		{
			displayName: 'Keep Prices and Discounts',
			name: 'keepPrices',
			type: 'boolean',
			default: true,
			validateType: 'boolean',
			description:
				'Whether to credit at the prices of the order, which takes the Sage 200 permission to set prices; otherwise they are worked out anew',
		},
		{
			displayName: 'Order Priority',
			name: 'order_priority',
			type: 'string',
			default: '',
			description: 'At most 1 character',
		},
	],
};
