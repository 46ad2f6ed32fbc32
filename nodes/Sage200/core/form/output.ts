/** How much of what Sage 200 answers an item gets: the few fields that people look for, all, or those that are named. */
import type { INodeProperties } from 'n8n-workflow';

import { listIn } from '../../sage200/values/lists';
import type { Parameters } from '../parameters';

export const SIMPLIFY: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	validateType: 'boolean',
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** n8n's word for the node as a tool of an AI agent, whose context should hold no more than it needs. */
const AS_TOOL = '@tool';

const RAW = 'raw';
const SELECTED = 'selectedFields';

const OUTPUT: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	default: 'simplified',
	options: [
		{ name: 'Simplified', value: 'simplified' },
		{ name: 'Raw', value: RAW },
		{ name: 'Selected Fields', value: SELECTED },
	],
	displayOptions: { show: { [AS_TOOL]: [true] } },
};

const OUTPUT_FIELDS: INodeProperties = {
	displayName: 'Fields to Return',
	name: 'outputFields',
	type: 'string',
	default: '',
	placeholder: 'e.g. document_no, total_gross_value',
	description: 'Names as Raw shows them, separated by commas',
	displayOptions: { show: { [AS_TOOL]: [true], output: [SELECTED] } },
};

/** What the form asks where there is more to return than someone reads. */
export const OUTPUT_PROPERTIES: INodeProperties[] = [
	{ ...SIMPLIFY, displayOptions: { hide: { [AS_TOOL]: [true] } } },
	OUTPUT,
	OUTPUT_FIELDS,
];

/** Whether the few fields are wanted. n8n shows Output to a tool, and Simplify to all others. */
export function isSimplified(parameters: Parameters): boolean {
	const output = parameters.text(OUTPUT.name);
	if (output === '') return parameters.parameter(SIMPLIFY.name, true);
	return output !== RAW && !selectedFields(parameters);
}

/** The fields that are named; undefined where none are. */
export function selectedFields(parameters: Parameters): string[] | undefined {
	if (parameters.text(OUTPUT.name) !== SELECTED) return undefined;
	const names = listIn(parameters.parameter(OUTPUT_FIELDS.name, ''));
	return names.length > 0 ? names : undefined;
}
