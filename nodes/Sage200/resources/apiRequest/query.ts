/** The query of a generic request: options of Sage's own, typed in the path or given one by one. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Item } from '../../core/item';
import type { Query } from '../../sage200/protocol/api';
import { invalid } from '../../sage200/protocol/failures';

export const QUERY: INodeProperties = {
	displayName: 'Query Parameters',
	name: 'query',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Parameter',
	default: {},
	options: [
		{
			displayName: 'Parameter',
			name: 'parameters',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. $filter',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: "e.g. code eq 'BOARD001'",
				},
			],
		},
	],
};

/** Options that Sage knows (api.md d). It does not mind their capitals, so neither may what reads them here. */
const OPTIONS = [
	'$count',
	'$expand',
	'$filter',
	'$metadata',
	'$orderby',
	'$select',
	'$skip',
	'$top',
];

/**
 * The query of an item. An option that holds nothing is left out.
 * @param typed what stands behind the path
 * @throws InvalidInput when an option has two values or no name, or $top or $skip is no number of rows
 */
export function queryOf(item: Item, typed: Query): Query {
	const rows = (item.collection('query').parameters as IDataObject[] | undefined) ?? [];
	const query: Query = {};
	for (const [name, value] of [...Object.entries(typed), ...rows.map(entryOf)]) {
		const option = optionNamed(name);
		if (value === '') continue;
		if (option === '')
			throw invalid('Query Parameters', `"${value}" has no name`, 'Name it, or remove it.');
		if (query[option] !== undefined && query[option] !== value)
			throw invalid('Query Parameters', `"${option}" is given twice`, 'Leave one of them out.');
		query[option] = value;
	}
	rowCount(query, '$top', 1);
	rowCount(query, '$skip', 0);
	return query;
}

/**
 * A number of rows that a query names; undefined where it names none.
 * @throws InvalidInput for what is no such number
 */
export function rowCount(query: Query, option: string, least: number): number | undefined {
	const text = query[option];
	if (text === undefined) return undefined;
	const count = /^\d+$/.test(String(text)) ? Number(text) : NaN;
	if (Number.isSafeInteger(count) && count >= least) return count;
	throw invalid(
		option,
		`"${String(text)}" is no number of rows`,
		`Give a whole number from ${least}.`,
	);
}

function entryOf({ name, value }: IDataObject): [string, string] {
	if (value === undefined || value === null)
		throw invalid(
			'Query Parameters',
			`the expression of "${String(name)}" gives nothing`,
			'Correct the expression, or remove the parameter.',
		);
	if (typeof value === 'object' && value !== null)
		throw invalid(
			'Query Parameters',
			`"${String(name)}" must be text`,
			'Turn it into text in the expression that gives it.',
		);
	return [String(name ?? ''), String(value ?? '').trim()];
}

function optionNamed(name: string): string {
	const given = name.trim();
	return OPTIONS.find((option) => option === given.toLowerCase()) ?? given;
}
