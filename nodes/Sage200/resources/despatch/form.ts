/** The form of a despatch. */
import type { INodeProperties } from 'n8n-workflow';

import { lineInput } from '../../core/form/lineInput';
import { COURIERS, namedPicker } from '../../core/form/namedPicker';

const NAMED = { despatchLines: ['named'] };

export const LINES_TO_DESPATCH = 'Lines to Despatch';

export const DESPATCH_LINES: INodeProperties[] = [
	{
		displayName: 'Lines',
		name: 'despatchLines',
		type: 'options',
		default: 'all',
		options: [
			{
				name: 'All That Are Ready',
				value: 'all',
				description: 'Every line with stock allocated to it',
			},
			{ name: 'Named Lines', value: 'named', description: 'The lines and quantities given' },
		],
		description: 'What to despatch of the order',
	},
	...lineInput({
		choice: 'Lines Are Given',
		label: LINES_TO_DESPATCH,
		fields: [
			{
				displayName: 'Batches',
				name: 'batches',
				type: 'string',
				default: '',
				placeholder: 'e.g. B2024-01, B2024-02',
				description: 'Batch numbers to take it from. Leave empty for those allocated.',
			},
			{
				displayName: 'Bins',
				name: 'bins',
				type: 'string',
				default: '',
				placeholder: 'e.g. A1, A2',
				description: 'Bins to take it from. Leave empty for those allocated.',
			},
			{
				displayName: 'Code',
				name: 'code',
				type: 'string',
				default: '',
				placeholder: 'e.g. BOARD001',
				description:
					'Product code. Of several lines of one product the first ready ones are despatched.',
			},
			{
				displayName: 'Line ID',
				name: 'lineId',
				type: 'string',
				default: '',
				description: 'Instead of code and number',
			},
			{
				displayName: 'Line Number',
				name: 'lineNumber',
				type: 'string',
				default: '',
				description: 'Instead of the code: the number that Sage 200 shows for the line',
			},
			{
				displayName: 'Quantity',
				name: 'quantity',
				type: 'string',
				default: '',
				description: 'In selling units. Leave empty for all that is ready.',
			},
			{
				displayName: 'Serial Numbers',
				name: 'serialNumbers',
				type: 'string',
				default: '',
				placeholder: 'e.g. SN1001, SN1002',
			},
		],
		json: 'An array of lines, each with "code", "lineNumber" or "lineId", and if wanted "quantity" (in selling units), "batches", "serialNumbers" or "bins": names, or [{"name": "B2024-01", "quantity": 2}]',
		show: NAMED,
	}),
];

export const CONSIGNMENT: INodeProperties = {
	displayName: 'Consignment Number',
	name: 'consignmentNumber',
	type: 'string',
	default: '',
	placeholder: 'e.g. PP123456789GB',
	description:
		"The courier's number. An order that was despatched under it already is not despatched again, so it is what makes a repeated push safe.",
};

export const DESPATCH_OPTIONS: INodeProperties = {
	displayName: 'Despatch Options',
	name: 'despatch',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		namedPicker(COURIERS, 'Name', {
			displayName: 'Courier',
			name: 'courier',
			placeholder: 'e.g. Pennine Parcels',
		}),
		{
			displayName: 'Date',
			name: 'date',
			type: 'dateTime',
			default: '',
			validateType: 'dateTime',
			description: 'Day of the despatch. Leave empty for today.',
		},
		{
			displayName: 'Doubt Lasts (Seconds)',
			name: 'doubtSeconds',
			type: 'number',
			default: 120,
			validateType: 'number',
			typeOptions: { minValue: 0 },
			description: 'How long after an unclear answer the despatch is not tried again',
		},
		{
			displayName: 'Include Services',
			name: 'services',
			type: 'boolean',
			default: true,
			validateType: 'boolean',
			description: 'Whether "All That Are Ready" confirms services too, not only goods',
		},
		{
			displayName: 'Look Again For (Seconds)',
			name: 'lookAgainSeconds',
			type: 'number',
			default: 30,
			validateType: 'number',
			typeOptions: { minValue: 0 },
			description: 'How long to look for a despatch that got no clear answer',
		},
		{
			displayName: 'Notes',
			name: 'notes',
			type: 'string',
			default: '',
			description: 'At most 256 characters',
		},
		{
			displayName: 'Pieces',
			name: 'pieces',
			type: 'number',
			default: 0,
			validateType: 'number',
			description: 'Number of parcels',
		},
		{
			displayName: 'Weight',
			name: 'weight',
			type: 'number',
			default: 0,
			validateType: 'number',
			typeOptions: { numberPrecision: 4 },
		},
	],
};
