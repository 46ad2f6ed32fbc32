/** Fields of the catalog as n8n's form shows them, and what the form holds as the body that Sage takes. */
import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { alphabetically } from '../alphabet';
import { fieldOf, schema, type Field } from '../../catalog';
import { fieldLabel, inSentence, labelOf, valueLabels } from '../../catalog/labels';
import { invalid } from '../../sage200/protocol/failures';
import { humanKeysOf } from '../../sage200/lookups/humanKeys';
import { isRecord, unfitIn } from '../../sage200/values/records';

import {
	BANKS,
	COUNTRIES,
	CURRENCY_RECORDS,
	namedPicker,
	NOMINAL_REFERENCES,
	TAX_CODES,
	WAREHOUSES,
} from './namedPicker';

const MOST_NAMES = 10;
/** Slots that most companies leave empty, what Sage writes itself, and instructions rather than values. */
const HIDDEN_FIELDS = /^(analysis_code_|spare_|date_time_|is_to_|create_|remove_)/;

/** Lists whose codes people know, so that fields which refer to these resources can be typed as well. */
const TYPED_AS_WELL = new Map(
	[BANKS, COUNTRIES, CURRENCY_RECORDS, TAX_CODES, WAREHOUSES].map((list) => [list.resource, list]),
);
const NOMINAL_FIELD = 'default_nominal_code_reference';

/** Field of a schema as one property of the form. */
export function fieldProperty(field: Field): INodeProperties {
	const label = labelOf(field.name);
	const base = { displayName: label, name: field.name };
	if (field.name === NOMINAL_FIELD) return namedPicker(NOMINAL_REFERENCES, 'Code', base);
	if (field.refers && !field.values) return pickerProperty(field);
	if (field.values)
		return {
			...base,
			type: 'options',
			options: valueOptions(field.values),
			default: field.default ?? field.values[0],
		};
	switch (field.type) {
		case 'boolean':
			return {
				...base,
				type: 'boolean',
				default: field.default === 'true',
				validateType: 'boolean',
				description: `Whether the ${inSentence(label)} flag is set in Sage 200`,
			};
		case 'datetime':
			return {
				...base,
				type: 'dateTime',
				default: '',
				validateType: 'dateTime',
				description: noteOf(field),
			};
		case 'string':
			return {
				...base,
				type: 'string',
				default: '',
				...(/(^|_)email/.test(field.name) ? { placeholder: 'name@email.com' } : {}),
				description: noteOf(field),
			};
		case 'object':
		case 'list':
			return {
				...base,
				type: 'json',
				default: field.type === 'list' ? '[]' : '{}',
				description: noteOf(field),
			};
		default:
			return {
				...base,
				type: 'number',
				default: 0,
				validateType: 'number',
				description: noteOf(field),
				...(field.decimals ? { typeOptions: { numberPrecision: field.decimals } } : {}),
			};
	}
}

/** What may stand in a field: for people, and for AI agents, who read nothing else of it. */
export function noteOf({ type, maxLength, decimals, schema: rows }: Field): string | undefined {
	switch (type) {
		case 'string':
			return maxLength ? `At most ${maxLength} characters` : undefined;
		case 'datetime':
			return 'Sage 200 keeps the day, such as 2024-05-24';
		case 'list':
			return rows && `JSON array of rows with ${namesIn(rows)}`;
		case 'object':
			return rows && `JSON object with ${namesIn(rows)}`;
		default:
			return decimals ? `A number to ${decimals} decimal places` : 'A whole number';
	}
}

/** As many field names as someone reads. */
function namesIn(schemaName: string): string {
	const plain = [...schema(schemaName).fields.values()].filter(
		({ readOnly, type, name }) => !readOnly && type !== 'object' && !HIDDEN_FIELDS.test(name),
	);
	const names = plain.map(({ name }) => (name === 'id' ? 'ID' : name));
	return names.length > MOST_NAMES
		? `${names.slice(0, MOST_NAMES).join(', ')} and others`
		: names.join(', ');
}

/** Lists of records that belong to another, by the picker of the form that names it. */
export const OWNERS: Readonly<
	Record<string, { parameter: string; resource: string; field: string }>
> = {
	customer_delivery_addresses: {
		parameter: 'customer',
		resource: 'customers',
		field: 'customer_id',
	},
};

/** A foreign ID or a kind of Sage's own: chosen from a list that the site fills, or given by expression. */
function pickerProperty(field: Field): INodeProperties {
	const named = fieldLabel(field);
	const owner = OWNERS[field.refers ?? ''];
	const list = TYPED_AS_WELL.get(field.refers ?? '');
	if (list) {
		const typed = humanKeysOf(list.resource).includes('code') ? 'Code or Name' : 'Name';
		return namedPicker(list, typed, { displayName: named, name: field.name });
	}
	return {
		displayName: `${named} Name or ID`,
		name: field.name,
		type: 'options',
		typeOptions: {
			loadOptionsMethod: field.refers,
			...(owner ? { loadOptionsDependsOn: [`${owner.parameter}.value`] } : {}),
		},
		default: '',
		description:
			'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	};
}

/** Values of an enum text with readable names. */
export function valueOptions(values: string[]): INodePropertyOptions[] {
	const names = valueLabels(values);
	return values
		.map((value, at) => ({ name: names[at], value }))
		.sort(alphabetically(({ name }) => name));
}

/** Some fields of a schema as an "Add Field" collection, in the alphabetical order that n8n asks for. */
export function fieldCollection(
	displayName: string,
	name: string,
	schemaName: string,
	fields: string[],
	others: INodeProperties[] = [],
): INodeProperties {
	const options = [...fields.map((field) => fieldProperty(fieldOf(schemaName, field))), ...others];
	return {
		displayName,
		name,
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		// The domain checks them, by the catalog.
		ignoreValidationDuringExecution: true,
		options: options.map(unvalidated).sort(alphabetically(({ displayName }) => displayName)),
	};
}

/** Without what n8n does not look at in such a collection: the description travels to every editor. */
function unvalidated(property: INodeProperties): INodeProperties {
	return { ...property, validateType: undefined };
}

/** Any further field, by Sage's own name. */
export const otherFields: INodeProperties = {
	displayName: 'Other Fields (JSON)',
	name: 'otherFields',
	type: 'json',
	default: '{}',
	description: 'Any other field by its name in the Sage 200 API, such as {"spare_text_1": "Gift"}',
};

/**
 * A JSON parameter as an object: text, an object from an expression, or nothing.
 * @throws InvalidInput otherwise
 */
export function jsonObject(value: unknown, label: string): IDataObject {
	const parsed = parsedJson(value, label);
	if (parsed === undefined) return {};
	if (isRecord(parsed)) return parsed as IDataObject;
	throw invalid(label, 'must be a JSON object', 'Write it as {"field": "value"}.');
}

/**
 * Values by field name; lists and nested records typed as JSON become what they say.
 * @throws InvalidInput for text that is not JSON
 */
export function parsedFields(schemaName: string, values: IDataObject): IDataObject {
	const { fields } = schema(schemaName);
	const parsed = Object.entries(values).map(([name, value]) => [
		name,
		parsedValue(fields.get(name), value, labelOf(name)),
	]);
	return Object.fromEntries(parsed) as IDataObject;
}

function parsedValue(field: Field | undefined, value: unknown, label: string): unknown {
	if (field?.type !== 'list' && field?.type !== 'object') return value;
	const parsed = parsedJson(value, label);
	return field.schema && isRecord(parsed)
		? parsedFields(field.schema, parsed as IDataObject)
		: parsed;
}

/**
 * A JSON parameter, parsed; undefined when empty.
 * @throws InvalidInput for text that is not JSON
 */
export function parsedJson(value: unknown, label: string): unknown {
	const parsed = typeof value === 'string' ? jsonIn(value, label) : (value ?? undefined);
	const unfit = unfitIn(parsed);
	if (unfit) throw invalid(label, unfit, 'Check the expression that gives it.');
	return parsed;
}

function jsonIn(text: string, label: string): unknown {
	if (text.trim() === '') return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		throw invalid(
			label,
			`is not JSON: ${(error as Error).message}`,
			'Put names and texts into double quotes, or build it with an expression.',
		);
	}
}
