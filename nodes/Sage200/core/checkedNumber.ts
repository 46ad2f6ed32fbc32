/** Numbers that the form takes, checked against what their property allows. */
import type { INodeProperties } from 'n8n-workflow';

import { invalid } from '../sage200/protocol/failures';
import { readNumber } from '../sage200/values/numbers';
import { shown } from '../sage200/values/shown';

/** A number property. It takes whole numbers unless `numberPrecision` gives it decimals. */
export interface NumberProperty extends INodeProperties {
	type: 'number';
	default: number;
}

/**
 * The number, or the property's default where nothing was given.
 * @throws InvalidInput for what is no number of the property's range
 */
export function checkedNumber(value: unknown, property: NumberProperty): number {
	if (value === undefined) return property.default;
	const {
		minValue = -Infinity,
		maxValue = Infinity,
		numberPrecision = 0,
	} = property.typeOptions ?? {};
	const read = readNumber(value, { decimals: numberPrecision, least: minValue, most: maxValue });
	if ('value' in read) return read.value;
	throw invalid(
		property.displayName,
		`${value === '' ? 'an empty value' : shown(value)} is not possible`,
		`Give a ${numberPrecision > 0 ? '' : 'whole '}number${rangeOf(minValue, maxValue)}, or leave it out for ${property.default}.`,
	);
}

function rangeOf(least: number, most: number): string {
	const from = Number.isFinite(least) ? ` from ${least}` : '';
	return Number.isFinite(most) ? `${from} to ${most}` : from;
}
