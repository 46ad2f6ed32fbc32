/** Other Fields beside the form: what is given in both must be the same, for one of the two would be lost. */
import type { IDataObject } from 'n8n-workflow';

import { labelOf } from '../../catalog/labels';
import { InvalidInput, type Problem } from '../../sage200/protocol/failures';
import { agree } from '../../sage200/values/agreement';
import { isRecord } from '../../sage200/values/records';
import { isUnset } from '../../sage200/values/unset';
import type { Item } from '../item';

import { jsonObject, otherFields } from './fields';

/** What the form has beside its Other Fields. */
export interface FormParts {
	/** What its fields say, by Sage's names. */
	form: IDataObject;
	/** What it calls fields that it asks for elsewhere, by Sage's names. */
	places?: Readonly<Record<string, string>>;
	/** The further fields as JSON, where they are not the item's Other Fields. */
	others?: unknown;
	/** How the form calls these. */
	label?: string;
}

/**
 * The form's values, and the item's Other Fields with them.
 * @throws InvalidInput for JSON that is none, and for fields that the form says otherwise or has a place of its own for
 */
export function withOtherFields(
	item: Item,
	{
		form,
		places = {},
		others = item.parameter(otherFields.name, '{}'),
		label = otherFields.displayName,
	}: FormParts,
): IDataObject {
	const problems: Problem[] = [];
	const given = jsonObject(others, label);
	const said = (path: string, place: string) =>
		problems.push({
			field: label,
			message: `"${path}" is said by ${place}`,
			remedy: 'Leave it out here.',
		});
	const placed = Object.keys(places).filter((name) => !isUnset(given[name]));
	for (const name of placed) said(name, places[name]);
	const values = together(form, given, said);
	if (problems.length > 0) throw new InvalidInput(problems);
	return values;
}

/** Both, nested records field by field. */
function together(
	form: IDataObject,
	others: IDataObject,
	said: (path: string, place: string) => void,
	parent = '',
): IDataObject {
	const added = Object.entries(others)
		.filter(([name, value]) => isUnset(form[name]) || !isUnset(value))
		.map(([name, value]) => {
			const [own, path] = [form[name], `${parent}${name}`];
			if (isRecord(own) && isRecord(value))
				return [name, together(own as IDataObject, value as IDataObject, said, `${path}.`)];
			if (!isUnset(own) && !agree(own, value)) said(path, labelOf(name));
			return [name, value];
		});
	return { ...form, ...(Object.fromEntries(added) as IDataObject) };
}
