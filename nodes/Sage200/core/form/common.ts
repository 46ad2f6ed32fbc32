/** Parameters that every operation has, written once. */
import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_CALLS_IN_FLIGHT } from '../run';

export const COMMON: INodeProperties[] = [
	{
		displayName: 'Company',
		name: 'company',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description:
			'Where to work. Leave empty for the site and company of the credential. All Companies reads from each in turn.',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'companies', searchable: true },
			},
			{
				displayName: 'By ID or Name',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 2, or site ID/company ID, or a company name',
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Calls in Flight',
				name: 'callsInFlight',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 20 },
				default: DEFAULT_CALLS_IN_FLIGHT,
				validateType: 'number',
				description:
					'How many calls may be under way at the same time. Lower it if Sage 200 limits the calls.',
			},
			{
				displayName: 'Retries',
				name: 'retries',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 10 },
				default: 4,
				validateType: 'number',
				description:
					'How often a call is repeated when Sage 200 is busy or the line fails. A call that changes something is only repeated when it was certainly not applied.',
			},
			{
				displayName: 'Text Too Long',
				name: 'overlongText',
				type: 'options',
				options: [
					{ name: 'Cut', value: 'cut' },
					{ name: 'Refuse', value: 'refuse' },
				],
				default: 'refuse',
				description: 'What to do with text that is longer than Sage 200 stores',
			},
			{
				displayName: 'Timeout',
				name: 'timeout',
				type: 'number',
				typeOptions: { minValue: 5, maxValue: 600 },
				default: 120,
				validateType: 'number',
				description: 'Seconds until a call is given up',
			},
		],
	},
];

/** Refuses everything that writes: for AI agents and for trying out. */
export const READ_ONLY: INodeProperties = {
	displayName: 'Read Only',
	name: 'readOnly',
	type: 'boolean',
	default: false,
	noDataExpression: true,
	validateType: 'boolean',
	description: 'Whether to refuse every operation that would change data in Sage 200',
};
