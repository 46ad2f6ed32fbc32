/** The form of a sales order. */
import type { INodeProperties } from 'n8n-workflow';

import { alphabetically } from '../../core/alphabet';
import { fieldCollection } from '../../core/form/fields';
import { lineInput } from '../../core/form/lineInput';

import { LINES_LABEL } from './orderInput';

export const ORDER_KEY: INodeProperties = {
	displayName: 'Order Key',
	name: 'orderKey',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. WEB-10001',
	description:
		"The shop's own order number. It is stored in Sage 200 and looked up first, so that an order pushed twice is there once.",
};

/** In the order in which people think of a line. */
const LINE_FIELDS: INodeProperties[] = [
	{
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
	},
	{
		displayName: 'Code',
		name: 'code',
		type: 'string',
		default: '',
		placeholder: 'e.g. BOARD001',
		description: 'Product code, or code of the additional charge',
	},
	{
		displayName: 'Quantity',
		name: 'quantity',
		type: 'string',
		default: '1',
		description: 'In selling units',
	},
	{
		displayName: 'Unit Price',
		name: 'unitPrice',
		type: 'string',
		default: '',
		description: 'Leave empty for the price that Sage 200 works out',
	},
	{ displayName: 'Discount Percent', name: 'discountPercent', type: 'string', default: '' },
	{
		displayName: 'Discount Value',
		name: 'discountValue',
		type: 'string',
		default: '',
		description: 'Off each unit; wins over the percentage',
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		default: '',
		description: 'For a product: leave empty for its own',
	},
	{
		displayName: 'Tax Code',
		name: 'taxCode',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1',
		description: 'Code, name or ID. Leave empty for the default of customer and product.',
	},
	{
		displayName: 'Tax Rate',
		name: 'taxRate',
		type: 'string',
		default: '',
		placeholder: 'e.g. 20',
		description: 'Instead of a tax code: the rate in percent',
	},
	{
		displayName: 'Warehouse',
		name: 'warehouse',
		type: 'string',
		default: '',
		description: 'Name or ID. Leave empty for the one that Sage 200 chooses.',
	},
];

export const LINES: INodeProperties[] = lineInput({
	choice: 'Lines',
	label: LINES_LABEL,
	fields: LINE_FIELDS,
	each: 'Rows of a spreadsheet: items with the same order key become one order, and each gives a line of it',
	json: 'An array of lines. Each has "code" (or "sku", "productId"), "quantity", and if wanted "unitPrice", "discountPercent", "discountValue", "taxCode", "taxRate", "description", "warehouse", "type" (standard, freeText, charge, comment), or any field of a line by its name in the Sage 200 API.',
});

export const DELIVERY_ADDRESS = fieldCollection(
	'Delivery Address',
	'deliveryAddress',
	'sop_order.delivery_address',
	[
		'postal_name',
		'contact',
		'address_1',
		'address_2',
		'address_3',
		'address_4',
		'city',
		'county',
		'postcode',
		'country',
		'country_code_id',
		'telephone_number',
		'email_address',
		'tax_number',
		'tax_code_id',
	],
);

const NAMED_ADDRESS: INodeProperties[] = [
	{
		displayName: 'Country ISO Code',
		name: 'country_iso',
		type: 'string',
		default: '',
		placeholder: 'e.g. GB',
	},
	{
		displayName: 'Stored Address Name',
		name: 'stored_name',
		type: 'string',
		default: '',
		description: 'Instead of an address: the name of one that Sage 200 has of the customer',
	},
];

/** As in an update, and by what people call countries and addresses. */
export const NEW_ORDER_ADDRESS: INodeProperties = {
	...DELIVERY_ADDRESS,
	options: [...(DELIVERY_ADDRESS.options as INodeProperties[]), ...NAMED_ADDRESS].sort(
		alphabetically(({ displayName }) => displayName),
	),
};

export const ANALYSIS_CODES: INodeProperties = {
	displayName: 'Analysis Codes',
	name: 'analysisCodes',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Analysis Code',
	default: {},
	options: [
		{
			displayName: 'Code',
			name: 'codes',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. Sales Channel',
					description: 'As the site named it',
				},
				{ displayName: 'Value', name: 'value', type: 'string', default: '' },
			],
		},
	],
};

export const LINE_OPTIONS: INodeProperties = {
	displayName: 'Line Options',
	name: 'lineOptions',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Unknown Product',
			name: 'unknownProduct',
			type: 'options',
			default: 'fail',
			options: [
				{ name: 'Enter as Free Text', value: 'freeText', description: 'And say so on the item' },
				{ name: 'Fail', value: 'fail' },
				{ name: 'Leave the Line Out', value: 'skip', description: 'And say so on the item' },
			],
			description: 'What to do with a line whose product Sage 200 does not have',
		},
		{
			displayName: 'Warehouse',
			name: 'warehouse',
			type: 'string',
			default: '',
			description:
				'Name or ID, for lines that give none. Leave empty for the one that Sage 200 chooses.',
		},
	],
};

export const DRY_RUN: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	validateType: 'boolean',
	description:
		'Whether to send nothing and return what would be sent, with everything that is wrong with it, as Preview does',
};

export const HEADER_FIELDS = fieldCollection('Additional Fields', 'additionalFields', 'sop_order', [
	'document_date',
	'requested_delivery_date',
	'promised_delivery_date',
	'document_no',
	'document_created_by',
	'document_discount_percent',
	'settlement_discount_days',
	'settlement_discount_percent',
	'exchange_rate',
	'order_priority',
	'use_invoice_address',
	'override_on_hold',
	'customer_delivery_address_id',
	'analysis_code_1',
	'analysis_code_2',
	'analysis_code_3',
	'analysis_code_4',
	'analysis_code_5',
	'spare_text_1',
	'spare_text_2',
]);
