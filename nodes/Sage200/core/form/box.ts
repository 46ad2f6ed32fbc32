/**
 * Boxes: collections that a person adds fields from. A box may hold several groups of fields, so that a form needs few of
 * them; the fields of a group begin with its name, as `paymentMethod` of the group `payment`.
 */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { alphabetically } from '../alphabet';
import type { Parameters } from '../parameters';

/** A box, its fields in n8n's alphabetical order. */
export function box(
	displayName: string,
	name: string,
	fields: INodeProperties[],
	more: Partial<INodeProperties> = {},
): INodeProperties {
	return {
		displayName,
		name,
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		...more,
		options: [...fields].sort(alphabetically(({ displayName: label }) => label)),
	};
}

/** The fields of a group as a box has them. */
export function group(name: string, fields: INodeProperties[]): INodeProperties[] {
	return fields.map((field) => ({
		...field,
		name: `${name}${field.name.charAt(0).toUpperCase()}${field.name.slice(1)}`,
	}));
}

/**
 * What a box holds of a group, by the fields' own names: `method` for `paymentMethod`. The parameter of the group's name,
 * which earlier forms had, counts where the box says nothing.
 */
export function groupOf(parameters: Parameters, boxName: string, name: string): IDataObject {
	const own = Object.entries(parameters.collection(boxName)).flatMap(([field, value]) => {
		const rest = field.startsWith(name) ? field.slice(name.length) : '';
		return rest === '' ? [] : [[`${rest.charAt(0).toLowerCase()}${rest.slice(1)}`, value]];
	});
	return { ...parameters.collection(name), ...(Object.fromEntries(own) as IDataObject) };
}

/**
 * Some fields of a box. The parameter that held them in earlier forms counts where the box says nothing.
 * @param before name of that parameter
 */
export function fieldsIn(
	parameters: Parameters,
	boxName: string,
	before: string,
	fields: INodeProperties[],
): IDataObject {
	const given = parameters.collection(boxName);
	const own = fields.flatMap(({ name }) => (name in given ? [[name, given[name]]] : []));
	return { ...parameters.collection(before), ...(Object.fromEntries(own) as IDataObject) };
}
