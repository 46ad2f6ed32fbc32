/** Get Many: what to list, how much of it, and in which shape. */
import type { INodeProperties } from 'n8n-workflow';

import type { Query } from '../../sage200/protocol/api';
import { collecting, InvalidInput, type Problem } from '../../sage200/protocol/failures';
import type { ReadKinds } from '../../sage200/lookups/kinds';
import { allOf, isClosed } from '../../sage200/lookups/odata';
import { isUnset } from '../../sage200/values/unset';

import type { Parameters } from '../parameters';

import { CONDITION_PROPERTIES, conditionsIn, conditionsOf } from './conditions';
import { CONTINUE_AFTER } from './continueAfter';
import { OUTPUT_PROPERTIES } from './output';
import { LIMIT, RETURN_ALL } from './rowLimit';
import { SHAPE_CHOICES, shapeOf } from './shape';
import { SORT, sortOf } from './sort';

const ODATA_FILTER: INodeProperties = {
	displayName: 'OData Filter',
	name: 'filter',
	type: 'string',
	default: '',
	placeholder: 'e.g. date_time_updated gt 2024-05-24T09:00:00Z and on_hold eq false',
	description: 'A filter in the notation of Sage 200, in addition to the conditions above',
};

/** @param choices entries of the collection, in the order of their names */
function readOptions(choices: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Read Options',
		name: 'read',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: choices,
	};
}

export const LIST_PROPERTIES = [
	RETURN_ALL,
	LIMIT,
	...CONDITION_PROPERTIES,
	...OUTPUT_PROPERTIES,
	SORT,
	readOptions([CONTINUE_AFTER, ...SHAPE_CHOICES, ODATA_FILTER]),
];
export const READ_OPTIONS = readOptions([...SHAPE_CHOICES, ODATA_FILTER]);
/** One record is found by its key: there is nothing to filter. */
export const READ_PROPERTIES = [...OUTPUT_PROPERTIES, readOptions(SHAPE_CHOICES)];

/**
 * The query of a Get Many.
 * @param kinds what a field can hold, where the catalog does not know it
 * @throws InvalidInput naming every condition that cannot be asked
 */
export async function listQuery(
	parameters: Parameters,
	schemaName: string,
	simple: string[],
	kinds: ReadKinds,
): Promise<Query> {
	const problems: Problem[] = [];
	const { select, expand } =
		collecting(problems, () => shapeOf(parameters, schemaName, simple)) ?? {};
	const conditions = await conditionsOf(parameters, schemaName, kinds, problems);
	const sort = sortOf(parameters, schemaName, problems);
	const written = writtenFilter(parameters, problems);
	if (problems.length > 0) throw new InvalidInput(problems);
	return {
		$filter: allOf([conditions, written]),
		$orderby: sort,
		$select: select?.join(','),
		$expand: expand?.join(','),
	};
}

/** What tells one choice of records from another: the conditions as they are given. */
export function filterGiven(parameters: Parameters): unknown[] {
	return [
		conditionsIn(parameters),
		parameters.parameter('combine', 'all'),
		parameters.collection('read').filter ?? '',
	];
}

function writtenFilter(parameters: Parameters, problems: Problem[]): string | undefined {
	const { filter } = parameters.collection('read');
	if (isUnset(filter)) return undefined;
	if (!isClosed(String(filter)))
		problems.push({
			field: 'OData Filter',
			message: 'has a bracket or a quote that is not closed, or closes none',
			remedy: 'Close each, and double a quote within a text.',
		});
	return String(filter);
}
