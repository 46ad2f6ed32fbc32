/** The form of a change to a sales order. */
import { DOUBT_SECONDS } from '../../sage200/protocol/waits';
import type { INodeProperties } from 'n8n-workflow';

import { lineInput } from '../../core/form/lineInput';
import { namedPicker, PRODUCTS, TAX_CODES, WAREHOUSES } from '../../core/form/namedPicker';

import { LINES_LABEL } from './orderInput';

const KEPT = 'Leave empty to keep what is there';
const WITH_LINES = { linesMode: ['all', 'some'] };

/** Lines as they should be. The parameters are named as in a create, so that they are read alike. */
export const WANTED_LINES: INodeProperties[] = [
	{
		displayName: 'Lines',
		name: 'linesMode',
		type: 'options',
		default: 'keep',
		options: [
			{ name: 'Leave as They Are', value: 'keep', description: 'Change the header only' },
			{
				name: 'Lines Given Are All There Should Be',
				value: 'all',
				description: 'Lines of the order that are not given are removed',
			},
			{
				name: 'Only the Lines Given',
				value: 'some',
				description: 'Other lines of the order stay as they are',
			},
		],
		description: 'What is to happen to the lines of the order',
	},
	...lineInput({
		choice: 'Lines Are Given',
		label: LINES_LABEL,
		fields: [
			namedPicker(PRODUCTS, 'Code', {
				displayName: 'Code',
				name: 'code',
				placeholder: 'e.g. BOARD001',
				description:
					'Product code, or code of the additional charge. Says which line is meant when no number or ID is given; of two lines of one code the first given means the first.',
			}),
			{
				displayName: 'Description',
				name: 'description',
				type: 'string',
				default: '',
			},
			{
				displayName: 'Discount Percent',
				name: 'discountPercent',
				type: 'string',
				default: '',
			},
			{
				displayName: 'Line ID',
				name: 'lineId',
				type: 'string',
				default: '',
			},
			{
				displayName: 'Line Number',
				name: 'lineNumber',
				type: 'string',
				default: '',
				description: 'The number that Sage 200 shows for the line',
			},
			{
				displayName: 'Quantity',
				name: 'quantity',
				type: 'string',
				default: '',
				description: 'In selling units. 0 takes the line out; leave empty to keep what is there.',
			},
			namedPicker(TAX_CODES, 'Code or Name', {
				displayName: 'Tax Code',
				name: 'taxCode',
				placeholder: 'e.g. 1',
				description: KEPT,
			}),
			{
				displayName: 'Unit Price',
				name: 'unitPrice',
				type: 'string',
				default: '',
				description: KEPT,
			},
			namedPicker(WAREHOUSES, 'Name', {
				displayName: 'Warehouse',
				name: 'warehouse',
				description: KEPT,
			}),
			{
				displayName: 'What to Do',
				name: 'change',
				type: 'options',
				default: 'set',
				options: [
					{
						name: 'Cancel',
						value: 'cancel',
						description: 'Take the line out and keep a record of it in Sage 200',
					},
					{
						name: 'Delete',
						value: 'delete',
						description: 'Take the line out without a trace',
					},
					{
						name: 'Set',
						value: 'set',
						description: 'Change the line to this, or add it when the order has no such line',
					},
				],
			},
		],
		json: 'An array of lines as in Create. A line is told by "lineId", "lineNumber" or its "code"; "action" is "set", "cancel" or "delete"; what a line leaves out stays as it is.',
		show: WITH_LINES,
	}),
];

export const AMEND_OPTIONS: INodeProperties = {
	displayName: 'Change Options',
	name: 'amend',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Doubt Lasts (Seconds)',
			name: 'doubtSeconds',
			type: 'number',
			default: DOUBT_SECONDS,
			validateType: 'number',
			typeOptions: { minValue: 0 },
			description: 'How long after an unclear answer the order is not changed again',
		},
		{
			displayName: 'Lock the Order',
			name: 'lock',
			type: 'boolean',
			default: true,
			validateType: 'boolean',
			description:
				'Whether to keep others out of the order while it is changed. Costs one more call for an order that differs.',
		},
		{
			displayName: 'Look Again For (Seconds)',
			name: 'lookAgainSeconds',
			type: 'number',
			default: 30,
			validateType: 'number',
			typeOptions: { minValue: 0 },
			description: 'How long to look whether a change took that got no clear answer',
		},
		{
			displayName: 'Prices Include Tax',
			name: 'taxInclusive',
			type: 'boolean',
			default: false,
			validateType: 'boolean',
			description: 'Whether the prices of the lines contain tax, as in Create',
		},
		{
			displayName: 'Removed Lines',
			name: 'removal',
			type: 'options',
			default: 'cancel',
			options: [
				{
					name: 'Cancel',
					value: 'cancel',
					description: 'Keep a record of what was taken out or cut, as a cancelled line',
				},
				{ name: 'Delete', value: 'delete', description: 'Leave no trace' },
			],
			description:
				'What becomes of lines that are no longer wanted, and of quantities that are cut',
		},
	],
};
