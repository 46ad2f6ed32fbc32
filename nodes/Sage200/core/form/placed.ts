/** Other Fields without what the form has a place of its own for: given in both, one of the two would be lost. */
import type { IDataObject } from 'n8n-workflow';

import { InvalidInput } from '../../sage200/protocol/failures';
import { isUnset } from '../../sage200/values/unset';
import type { Item } from '../item';

import { jsonObject, otherFields } from './fields';

/**
 * The item's Other Fields.
 * @param places what the form calls the fields that it asks for elsewhere, by Sage's names
 * @param given where the form has them in another place
 * @throws InvalidInput for JSON that is none, or that holds one of these fields
 */
export function otherFieldsOf(
	item: Item,
	places: Readonly<Record<string, string>>,
	given: unknown = item.parameter(otherFields.name, '{}'),
): IDataObject {
	const values = jsonObject(given, otherFields.displayName);
	const placed = Object.entries(places).filter(([name]) => !isUnset(values[name]));
	if (placed.length === 0) return values;
	throw new InvalidInput(
		placed.map(([name, label]) => ({
			field: otherFields.displayName,
			message: `"${name}" is said by ${label}`,
			remedy: 'Leave it out here.',
		})),
	);
}
