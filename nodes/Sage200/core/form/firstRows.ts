/** Fields of the form that stand for a row of a list, so that nobody has to write the list for one e-mail address. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { labelOf } from '../../catalog/labels';
import { isUnset } from '../../sage200/values/unset';

export interface FirstRow {
	/** Field of the record that holds the list: `emails`. */
	list: string;
	/** Field of the row that holds the value. */
	field: string;
	placeholder: string;
}

/** By the name of the form's field: `email`. */
export type FirstRows = Record<string, FirstRow>;

export function firstRowProperties(firstRows: FirstRows): INodeProperties[] {
	return Object.entries(firstRows).map(([name, { list, placeholder }]) => ({
		displayName: labelOf(name),
		name,
		type: 'string',
		default: '',
		placeholder,
		description: `The default one; ${labelOf(list)} takes several`,
	}));
}

/** The values with those that stand for a row in their lists, as the default, before the rows that are given there. */
export function withFirstRows(values: IDataObject, firstRows: FirstRows): IDataObject {
	const plain = Object.entries(values).filter(([name]) => !Object.hasOwn(firstRows, name));
	const rows = Object.entries(firstRows).filter(([name]) => !isUnset(values[name]));
	const lists = rows.map(
		([name, { list, field }]) =>
			[list, [{ [field]: values[name], is_default: true }, ...rowsIn(values[list])]] as const,
	);
	return Object.fromEntries([...plain, ...lists]) as IDataObject;
}

function rowsIn(list: unknown): IDataObject[] {
	return Array.isArray(list) ? (list as IDataObject[]) : [];
}
