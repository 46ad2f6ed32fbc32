/** Get Many: what to list, how much of it, and in which shape. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { schema, type Field } from '../../catalog';
import { labelOf } from '../../catalog/labels';
import type { Query } from '../../sage200/protocol/api';
import { collecting, InvalidInput, type Problem } from '../../sage200/protocol/failures';
import { COMPARISONS, conditionOn, type Comparison } from '../../sage200/lookups/filters';
import type { ReadKinds } from '../../sage200/lookups/kinds';
import { allOf, isClosed, isFieldName } from '../../sage200/lookups/odata';
import { nearest } from '../../sage200/values/bodies';
import { listIn } from '../../sage200/values/lists';
import { shown } from '../../sage200/values/shown';
import { isUnset } from '../../sage200/values/unset';

import type { NumberProperty } from '../checkedNumber';
import type { Parameters } from '../parameters';

import { CONTINUE_AFTER } from './continueAfter';
import { isSimplified, OUTPUT_PROPERTIES } from './output';

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

const FIELD_CHOICE = {
	displayName: 'Field Name or ID',
	name: 'field',
	type: 'options' as const,
	default: '',
	description:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

/** Lists whose entries come from the catalog, for the fields of the chosen resource. */
const FILTERS: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Condition',
	default: {},
	options: [
		{
			displayName: 'Condition',
			name: 'conditions',
			values: [
				{ ...FIELD_CHOICE, typeOptions: { loadOptionsMethod: 'filterFields' } },
				{
					displayName: 'Operator',
					name: 'operator',
					type: 'options',
					default: 'eq',
					options: Object.entries(COMPARISONS).map(([value, name]) => ({ name, value })),
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					displayOptions: { hide: { operator: ['empty', 'notEmpty'] } },
					description:
						"Text as it is (O'Brien needs no escaping), choices by name (Active), dates as 2024-05-24 or 2024-05-24T09:30:00Z; for Is One Of a list with commas",
				},
			],
		},
	],
};

const FILTER_MATCH: INodeProperties = {
	displayName: 'Must Match',
	name: 'combine',
	type: 'options',
	default: 'all',
	options: [
		{ name: 'All Conditions', value: 'all' },
		{ name: 'Any Condition', value: 'any' },
	],
	description: 'Whether a record has to fulfil every condition or at least one',
};

const SORT: INodeProperties = {
	displayName: 'Sort',
	name: 'sort',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Sort Field',
	default: {},
	options: [
		{
			displayName: 'Field',
			name: 'fields',
			values: [
				{ ...FIELD_CHOICE, typeOptions: { loadOptionsMethod: 'filterFields' } },
				{
					displayName: 'Direction',
					name: 'direction',
					type: 'options',
					default: 'asc',
					options: [
						{ name: 'Ascending', value: 'asc' },
						{ name: 'Descending', value: 'desc' },
					],
				},
			],
		},
	],
};

/** What to read of one record or of many. */
const READ_CHOICES: INodeProperties[] = [
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
	{
		displayName: 'OData Filter',
		name: 'filter',
		type: 'string',
		default: '',
		placeholder: 'e.g. date_time_updated gt 2024-05-24T09:00:00Z and on_hold eq false',
		description: 'A filter in the notation of Sage 200, in addition to the conditions above',
	},
];

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
	FILTERS,
	FILTER_MATCH,
	...OUTPUT_PROPERTIES,
	SORT,
	readOptions([CONTINUE_AFTER, ...READ_CHOICES]),
];
export const READ_OPTIONS = readOptions(READ_CHOICES);
/** One record is found by its key: there is nothing to filter. */
export const READ_PROPERTIES = [
	...OUTPUT_PROPERTIES,
	readOptions(READ_CHOICES.filter(({ name }) => name !== 'filter')),
];
export const FILTER_PROPERTIES = [FILTERS, FILTER_MATCH];

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

/**
 * How many rows someone wants; all when undefined.
 * @throws InvalidInput for what is no number of rows
 */
export function limitOf(parameters: Parameters): number | undefined {
	return parameters.parameter('returnAll', false) ? undefined : parameters.number(LIMIT);
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

function sortOf(
	parameters: Parameters,
	schemaName: string,
	problems: Problem[],
): string | undefined {
	const rows = (parameters.collection('sort').fields as IDataObject[] | undefined) ?? [];
	const texts = rows.map(({ field, direction }, at) => {
		const place = `Sort ${at + 1}`;
		if (isUnset(field) || !isFieldName(String(field)))
			problems.push({
				field: place,
				message: isUnset(field) ? 'no field is chosen' : `${shown(field)} is not a field name`,
				remedy: 'Choose the field to sort by.',
			});
		else problems.push(...unknownFields(schemaName, [String(field)], place));
		return `${String(field)} ${direction === 'desc' ? 'desc' : 'asc'}`;
	});
	return texts.join(',') || undefined;
}

/** Characters of a query, encoded: more than IIS lets through as it is installed. */
const MOST_IN_ADDRESS = 2048;

interface Condition {
	field?: unknown;
	operator?: Comparison;
	value?: unknown;
}

function conditionsIn(parameters: Parameters): Condition[] {
	return (parameters.collection('filters').conditions as Condition[] | undefined) ?? [];
}

async function conditionsOf(
	parameters: Parameters,
	schemaName: string,
	kinds: ReadKinds,
	problems: Problem[],
): Promise<string | undefined> {
	const { fields } = schema(schemaName);
	const asked = conditionsIn(parameters).map(async ({ field, operator = 'eq', value }, at) => {
		const place = `Condition ${at + 1}`;
		if (isUnset(field)) {
			problems.push({
				field: place,
				message: 'no field is chosen',
				remedy: 'Choose the field to filter on.',
			});
			return undefined;
		}
		const name = String(field);
		const told = (message: string, remedy: string) => {
			problems.push({ field: `${place}: ${labelOf(name)}`, message, remedy });
			return undefined;
		};
		const unknown = isFieldName(name) ? unknownFields(schemaName, [name], place) : [];
		if (unknown.length > 0) {
			problems.push(...unknown);
			return undefined;
		}
		const facts = fields.get(name) ?? unknownField(name);
		const subject = { field: facts, timeZone: parameters.rules.timeZone };
		const answer = await conditionOn(subject, operator, value, kinds);
		if ('problem' in answer) return told(answer.problem, answer.remedy);
		return encodeURIComponent(answer.filter).length > MOST_IN_ADDRESS
			? told('the values are more than fit into an address', 'Give fewer at once.')
			: answer.filter;
	});
	const texts = (await Promise.all(asked)).filter((text) => text !== undefined);
	if (parameters.parameter('combine', 'all') === 'all') return allOf(texts);
	return texts.length < 2 ? texts[0] : texts.map((text) => `(${text})`).join(' or ');
}

/**
 * The names that no field of such records has. A field of a field, and of records that hold what they like, is left to Sage;
 * so is what stands in an OData Filter.
 */
export function unknownFields(schemaName: string, names: string[], place: string): Problem[] {
	const { fields, open } = schema(schemaName);
	const unknown = open ? [] : names.filter((name) => !fields.has(name.split(/[./]/)[0]));
	return unknown.map((name) => ({
		field: place,
		message: `${shown(name)} is not a field of such records`,
		remedy: nearest(name, [...fields.keys()]) ?? 'Choose one from the list.',
	}));
}

/** A field that the catalog does not know is compared as text. */
function unknownField(name: string): Field {
	return {
		name,
		type: 'string',
		required: false,
		conditional: false,
		readOnly: false,
		givenOnCreate: false,
		professionalOnly: false,
		confidence: 'inferred',
	};
}
