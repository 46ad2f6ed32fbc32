/** The conditions that records have to fulfil, as a form gives them. */
import type { INodeProperties } from 'n8n-workflow';

import { schema, type Field } from '../../catalog';
import { labelOf } from '../../catalog/labels';
import type { Problem } from '../../sage200/protocol/failures';
import { COMPARISONS, conditionOn, type Comparison } from '../../sage200/lookups/filters';
import type { ReadKinds } from '../../sage200/lookups/kinds';
import { allOf, isFieldName } from '../../sage200/lookups/odata';
import { isUnset } from '../../sage200/values/unset';

import type { Parameters } from '../parameters';

import { FIELD_CHOICE, unknownFields } from './fieldChoice';

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

export const CONDITION_PROPERTIES = [FILTERS, FILTER_MATCH];

/** Characters of a query, encoded: more than IIS lets through as it is installed. */
const MOST_IN_ADDRESS = 2048;

export interface Condition {
	field?: unknown;
	operator?: Comparison;
	value?: unknown;
}

/** The conditions as they are given. */
export function conditionsIn(parameters: Parameters): Condition[] {
	return (parameters.collection('filters').conditions as Condition[] | undefined) ?? [];
}

/**
 * The conditions as a filter of Sage; undefined where there are none.
 * @param kinds what a field can hold, where the catalog does not know it
 * @param problems takes what is wrong with each
 */
export async function conditionsOf(
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
