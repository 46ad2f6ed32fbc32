/** Days of the form. */
import type { Field } from '../../catalog';
import type { Problem } from '../../sage200/protocol/failures';
import { convert } from '../../sage200/values/convert';
import { isUnset } from '../../sage200/values/unset';

import type { Item } from '../item';

/**
 * A day as Sage stores it in a field; undefined where none is given. What is no day is added to the problems.
 * @param label what the form calls it
 */
export function readDay(
	item: Item,
	field: Field,
	given: unknown,
	label: string,
	problems: Problem[],
): string | undefined {
	if (isUnset(given)) return undefined;
	const result = convert(field, given, item.rules);
	if ('value' in result) return String(result.value);
	problems.push({ field: label, message: result.problem, remedy: result.remedy });
	return undefined;
}
