/** Fields that a new record needs, at the top of the form. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { fieldOf, type Field } from '../../catalog';
import { fieldLabel, labelOf } from '../../catalog/labels';
import type { Problem } from '../../sage200/protocol/failures';
import { isBlank } from '../../sage200/values/unset';

import type { Parameters } from '../parameters';
import { fieldProperty, noteOf } from './fields';

const AMOUNT = 'e.g. 120.00';
const PICKED = 'Chosen from the list, or by its code or name';

/**
 * The properties of the fields.
 * @param placeholders what stands in a field as long as it is empty
 * @param key the field that tells whether the record exists: it cannot be left to Sage
 */
export function requiredProperties(
	schemaName: string,
	required: string[] = [],
	placeholders: Record<string, string> = {},
	key?: string,
): INodeProperties[] {
	return required.map((name) => {
		const field = fieldOf(schemaName, name);
		const optional = name !== key && field.conditional;
		const property = field.refers ? fieldProperty(field) : plainProperty(field, optional);
		const placeholder = placeholders[name] ?? (field.decimals ? AMOUNT : undefined);
		return {
			...property,
			placeholder,
			description: property.description ?? PICKED,
			...(optional ? {} : { required: true }),
		};
	});
}

/** Their values. What is missing and not given by Sage itself is added to `problems`. */
export function requiredValues(
	parameters: Parameters,
	schemaName: string,
	required: string[] = [],
	problems: Problem[],
): IDataObject {
	const values = required.map((name) => {
		const value = parameters.value(name);
		return [name, isBlank(value) ? '' : value] as const;
	});
	const missing = values.filter(
		([name, value]) => value === '' && !fieldOf(schemaName, name).conditional,
	);
	problems.push(
		...missing.map(([name]) => ({
			field: fieldLabel(fieldOf(schemaName, name)),
			message: 'is empty',
			remedy: 'Fill it in: Sage 200 needs it.',
		})),
	);
	return Object.fromEntries(values) as IDataObject;
}

function plainProperty(field: Field, optional: boolean): INodeProperties {
	const note = noteOf(field);
	return {
		displayName: labelOf(field.name),
		name: field.name,
		type: 'string',
		default: '',
		description: optional ? `${note}. Leave empty where Sage 200 gives it itself.` : note,
	};
}
