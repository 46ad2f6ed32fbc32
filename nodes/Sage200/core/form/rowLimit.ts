/** How many rows a list gives. */
import type { INodeProperties } from 'n8n-workflow';

import type { NumberProperty } from '../checkedNumber';
import type { Parameters } from '../parameters';

export const RETURN_ALL: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	validateType: 'boolean',
	description: 'Whether to return all results or only up to a given limit',
};

export const LIMIT: NumberProperty = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	default: 50,
	typeOptions: { minValue: 1 },
	validateType: 'number',
	displayOptions: { show: { returnAll: [false] } },
	description: 'Max number of results to return',
};

/**
 * How many rows someone wants; all when undefined.
 * @throws InvalidInput for what is no number of rows
 */
export function limitOf(parameters: Parameters): number | undefined {
	return parameters.parameter('returnAll', false) ? undefined : parameters.number(LIMIT);
}
