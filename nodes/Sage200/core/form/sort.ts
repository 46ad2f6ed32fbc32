/** The order of a list, as a form gives it. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Problem } from '../../sage200/protocol/failures';
import { isFieldName } from '../../sage200/lookups/odata';
import { shown } from '../../sage200/values/shown';
import { isUnset } from '../../sage200/values/unset';

import type { Parameters } from '../parameters';

import { FIELD_CHOICE, unknownFields } from './fieldChoice';

export const SORT: INodeProperties = {
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

/**
 * The order as Sage takes it; undefined where none is asked for.
 * @param problems takes what is wrong with each field
 */
export function sortOf(
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
