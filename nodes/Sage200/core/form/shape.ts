/** Which fields and nested records are read. */
import type { INodeProperties } from 'n8n-workflow';

import { InvalidInput } from '../../sage200/protocol/failures';
import { listIn } from '../../sage200/values/lists';

import type { Parameters } from '../parameters';

import { unknownFields } from './fieldChoice';
import { isSimplified } from './output';

/** Entries of the box *Read Options*. */
export const SHAPE_CHOICES: INodeProperties[] = [
	{
		displayName: 'Expand Names or IDs',
		name: 'expand',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'expandFields' },
		default: [],
		description:
			'Nested records to return as well. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Fields Names or IDs',
		name: 'select',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'selectFields' },
		default: [],
		description:
			'Fields to return, instead of Simplify. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
];

/** What to read of records. */
export interface Shape {
	/** Fields; all scalar ones when left out. */
	select?: string[];
	/** Nested records. */
	expand?: string[];
}

/**
 * Fields and nested records that someone wants to see. `simple` are the few that Simplify shows.
 * @param schemaName of the records, where it is known
 * @throws InvalidInput for names that none of its fields has
 */
export function shapeOf(
	parameters: Parameters,
	schemaName: string | undefined,
	simple: string[],
): Shape {
	const read = parameters.collection('read');
	const select = listIn(read.select);
	const expand = listIn(read.expand);
	const problems = schemaName ? unknownFields(schemaName, select, 'Read Options: Fields') : [];
	if (problems.length > 0) throw new InvalidInput(problems);
	const chosen =
		select.length > 0 ? select : isSimplified(parameters) && expand.length === 0 ? simple : [];
	// With $select, an expanded record comes only if it is selected as well.
	return {
		select:
			chosen.length > 0
				? [
						...chosen,
						...expand.filter((name) => !chosen.some((each) => each.split('.')[0] === name)),
					]
				: undefined,
		expand: expand.length > 0 ? expand : undefined,
	};
}
