/** Parameters that every operation has, written once. */
import type { INodeProperties } from 'n8n-workflow';

import { CALLS_IN_FLIGHT, RETRIES, TIMEOUT } from '../limits';
import { box } from './box';
import { listMode } from './picker';

/** Name of the box of options. */
export const OPTIONS_BOX = 'options';

/** Whose data is worked with. */
export const COMPANY: INodeProperties = {
	displayName: 'Company',
	name: 'company',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description:
		'Where to work. Leave empty for the site and company of the credential. All Companies reads from each in turn.',
	modes: [
		listMode('companies'),
		{
			displayName: 'ID or Name',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 2, or site ID/company ID, or a company name',
		},
	],
};

const OVERLONG_TEXT: INodeProperties = {
	displayName: 'Text Too Long',
	name: 'overlongText',
	type: 'options',
	options: [
		{ name: 'Cut', value: 'cut' },
		{ name: 'Refuse', value: 'refuse' },
	],
	default: 'refuse',
	description: 'What to do with text that is longer than Sage 200 stores',
};

/**
 * The box of options that every operation has.
 * @param own options of an operation, in the same box
 */
export function optionsWith(own: INodeProperties[] = []): INodeProperties {
	const options = [CALLS_IN_FLIGHT, RETRIES, OVERLONG_TEXT, TIMEOUT, ...own];
	return { ...box('Options', OPTIONS_BOX, options), placeholder: 'Add Option' };
}

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
