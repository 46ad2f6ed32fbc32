/** A field of the records that a form is about, chosen from a list or named. */
import { schema } from '../../catalog';
import type { Problem } from '../../sage200/protocol/failures';
import { nearest } from '../../sage200/values/bodies';
import { shown } from '../../sage200/values/shown';

export const FIELD_CHOICE = {
	displayName: 'Field Name or ID',
	name: 'field',
	type: 'options' as const,
	default: '',
	description:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

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
