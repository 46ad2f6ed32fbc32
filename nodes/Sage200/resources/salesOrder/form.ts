/** The form of a sales order. */
import type { INodeProperties } from 'n8n-workflow';

import { labelOf } from '../../catalog/labels';
import { box } from '../../core/form/box';
import { earlier } from '../../core/form/earlier';
import { fieldCollection, otherFields } from '../../core/form/fields';
import { KEY_COLLECTION } from '../../core/push/keyPlace';
import { lineInput, MORE_OF_LINES } from '../../core/form/lineInput';
import {
	CODED,
	FIRST_LINE,
	LINE_PRICE,
	LINE_PRODUCT,
	LINE_TEXT,
	LINE_TYPE,
	OF_CHARGES,
	PRICED,
} from '../../core/form/lineTypes';
import {
	CHARGES,
	COUNTRIES,
	namedPicker,
	TAX_CODES,
	WAREHOUSES,
} from '../../core/form/namedPicker';

import { ANALYSIS_CODES, HEADER_BOX, LINES_LABEL } from './orderInput';

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

const DESCRIPTION: INodeProperties = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	default: '',
};

/** What few lines have. */
const MORE_OF_LINE: INodeProperties[] = [
	{ ...DESCRIPTION, description: 'For a product: leave empty for its own' },
	{ displayName: 'Discount Percent', name: 'discountPercent', type: 'string', default: '' },
	{
		displayName: 'Discount Value',
		name: 'discountValue',
		type: 'string',
		default: '',
		description: 'Off each unit; wins over the percentage',
	},
	namedPicker(TAX_CODES, 'Code or Name', {
		displayName: 'Tax Code',
		name: 'taxCode',
		placeholder: 'e.g. 1',
		description: 'Leave empty for the default of customer and product',
	}),
	{
		displayName: 'Tax Rate',
		name: 'taxRate',
		type: 'string',
		default: '',
		placeholder: 'e.g. 20',
		description: 'Instead of a tax code: the rate in percent',
	},
	namedPicker(WAREHOUSES, 'Name', {
		displayName: 'Warehouse',
		name: 'warehouse',
		description: 'Leave empty for the one that Sage 200 chooses',
	}),
];

/** In the order in which people think of a line; what its type does not use is not shown. */
const LINE_FIELDS: INodeProperties[] = [
	LINE_TYPE,
	LINE_PRODUCT,
	namedPicker(CHARGES, 'Code or Name', {
		displayName: 'Charge',
		name: 'code',
		placeholder: 'e.g. Carriage',
		displayOptions: OF_CHARGES,
	}),
	LINE_TEXT,
	{
		displayName: 'Quantity',
		name: 'quantity',
		type: 'string',
		default: '1',
		displayOptions: PRICED,
		description: 'In selling units',
	},
	LINE_PRICE,
	box('More', MORE_OF_LINES, MORE_OF_LINE, { displayOptions: PRICED }),
	{ ...earlier('Description', 'description', ''), displayOptions: CODED },
	...MORE_OF_LINE.filter(({ name }) => name !== DESCRIPTION.name).map(({ displayName, name }) =>
		earlier(displayName, name, ''),
	),
];

export const LINES: INodeProperties[] = lineInput({
	choice: 'Lines',
	label: LINES_LABEL,
	fields: LINE_FIELDS,
	usual: [FIRST_LINE],
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

/** As in an update, and by what people call countries and addresses. */
export const NEW_ORDER_ADDRESS = box(
	'Delivery',
	DELIVERY_ADDRESS.name,
	[
		...(DELIVERY_ADDRESS.options as INodeProperties[]).filter(
			({ name }) => !['country', 'country_code_id'].includes(name),
		),
		namedPicker(COUNTRIES, 'Code or Name', {
			displayName: 'Country',
			name: 'country',
			placeholder: 'e.g. GB',
		}),
		{
			displayName: 'Stored Address Name',
			name: 'stored_name',
			type: 'string',
			default: '',
			description: 'Instead of an address: the name of one that Sage 200 has of the customer',
		},
		earlier('Country Code', 'country_code_id', ''),
		earlier('Country ISO Code', 'country_iso', ''),
	],
	{ ignoreValidationDuringExecution: true },
);

const NAMED_CODES: INodeProperties = {
	displayName: 'Analysis Codes',
	name: ANALYSIS_CODES,
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

/** Options for all lines of an order. */
export const LINE_OPTIONS: INodeProperties[] = [
	namedPicker(WAREHOUSES, 'Name', {
		displayName: 'Default Warehouse',
		name: 'warehouse',
		description: 'For lines that give none. Leave empty for the one that Sage 200 chooses.',
	}),
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
];

export const DRY_RUN: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	validateType: 'boolean',
	description:
		'Whether to send nothing and return what would be sent, with everything that is wrong with it, as Preview does',
};

const HEADER = [
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
	'spare_text_1',
	'spare_text_2',
];
const NUMBERED_CODES = [1, 2, 3, 4, 5].map((number) => `analysis_code_${number}`);

export const HEADER_FIELDS = fieldCollection('More Fields', HEADER_BOX, 'sop_order', [
	...HEADER,
	...NUMBERED_CODES,
]);

/** As in an update; analysis codes by the names that the site gave them, and any other field. */
export const NEW_ORDER_FIELDS: INodeProperties[] = [
	fieldCollection('More Fields', HEADER_BOX, 'sop_order', HEADER, [
		NAMED_CODES,
		otherFields,
		...NUMBERED_CODES.map((name) => earlier(labelOf(name), name, '')),
	]),
	earlier(NAMED_CODES.displayName, NAMED_CODES.name),
	earlier(otherFields.displayName, otherFields.name, '{}'),
	earlier('Duplicate Protection', KEY_COLLECTION),
];
