/** Fields of the form that stand for a row of a list, so that nobody has to write the list for one e-mail address. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { fieldOf, nestedSchemaOf } from '../../catalog';
import { labelOf } from '../../catalog/labels';
import { isUnset } from '../../sage200/values/unset';

import { fieldProperty } from './fields';

export interface FirstRow {
	/** Field of the record that holds the list: `emails`. */
	list: string;
	/** Field of the row that holds the value. */
	field: string;
	placeholder?: string;
	/** What the field says of itself, where a list has no default row. */
	note?: string;
}

/** By the name of the form's field: `email`. */
export type FirstRows = Record<string, FirstRow>;

/** @param schemaName of the record that holds the lists */
export function firstRowProperties(schemaName: string, firstRows: FirstRows): INodeProperties[] {
	return Object.entries(firstRows).map(([name, { list, field, placeholder, note }]) => {
		const read = fieldOf(nestedSchemaOf(schemaName, list), field);
		const property = {
			displayName: labelOf(name),
			name,
			type: 'string' as const,
			default: '',
			placeholder,
			description: `${note ?? 'The default one'}; ${labelOf(list)} takes several`,
		};
		if (!read.refers) return property;
		const { type, default: usual, modes } = fieldProperty(read);
		return { ...property, type, default: usual, modes };
	});
}

/** The values with those that stand for a row in their lists, before the rows that are given there. */
export function withFirstRows(values: IDataObject, firstRows: FirstRows): IDataObject {
	const plain = Object.entries(values).filter(([name]) => !Object.hasOwn(firstRows, name));
	const rows = Object.entries(firstRows).filter(([name]) => !isUnset(values[name]));
	const lists = rows.map(([name, { list, field, note }]) => {
		const row = { [field]: values[name], ...(note === undefined ? { is_default: true } : {}) };
		return [list, [row, ...rowsIn(values[list])]] as const;
	});
	return Object.fromEntries([...plain, ...lists]) as IDataObject;
}

function rowsIn(list: unknown): IDataObject[] {
	return Array.isArray(list) ? (list as IDataObject[]) : [];
}
