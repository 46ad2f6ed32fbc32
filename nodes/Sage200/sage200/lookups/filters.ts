/** Conditions as a person sets them, on fields of the catalog, beyond what OData has one word for. */
import type { Field } from '../../catalog';

import { isRecord } from '../values/records';
import { listIn } from '../values/lists';

import { anyOf, condition, type Operator } from './odata';

export type Comparison = Operator | 'empty' | 'notEmpty' | 'in';

/** What a condition is set on. */
export interface Subject {
	field: Field;
	/** IANA name of the zone that dates without one are meant in. */
	timeZone: string;
}

/** Whether the comparison is with nothing, so that no value is needed. */
export function needsNoValue(comparison: Comparison): boolean {
	return comparison === 'empty' || comparison === 'notEmpty';
}

/** The values that a condition compares with: of "is one of" each. */
export function valuesOf(comparison: Comparison, given: unknown): unknown[] {
	return comparison === 'in' && !isRecord(given) ? listIn(given) : [given];
}

/**
 * One condition in OData.
 * @throws RangeError for what the field cannot be compared with
 */
export function filterOf(
	comparison: Comparison,
	values: unknown[],
	{ field, timeZone }: Subject,
): string {
	const { name, type } = field;
	if (comparison === 'empty') return `${name} eq ${emptyOf(field)}`;
	if (comparison === 'notEmpty') return `${name} ne ${emptyOf(field)}`;
	if (comparison !== 'in') return condition(name, comparison, values[0], type, timeZone);
	const alternatives = values.map((value) => condition(name, 'eq', value, type, timeZone));
	const any = anyOf(alternatives);
	if (any === undefined) throw new RangeError('the value is empty');
	return any;
}

/**
 * What stands for nothing. It rests on how Sage shows what is not set (api.md §g): a text as an empty one, the ID of
 * another record as 0; a date it leaves out, and OData's only word for that is null. That Sage's filter takes null is
 * OData's rule and not yet seen with a real Sage; one that does not will refuse the call and say so.
 * @throws RangeError for what is never empty
 */
function emptyOf({ name, type, refers }: Field): string {
	if (type === 'string') return "''";
	if (type === 'datetime') return 'null';
	if (type === 'int64' && (refers !== undefined || name.endsWith('_id'))) return '0';
	throw new RangeError(
		type === 'boolean'
			? 'it is always true or false: compare it with Is'
			: 'a number is never empty: compare it with Is 0',
	);
}
