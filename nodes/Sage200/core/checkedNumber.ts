/** Numbers that the form takes, checked against what their property allows. */
import type { INodeProperties } from 'n8n-workflow';

import { invalid } from '../sage200/protocol/failures';

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
	const number = numberIn(value);
	const fits =
		Number.isFinite(number) &&
		number >= minValue &&
		number <= maxValue &&
		(numberPrecision > 0 || Number.isInteger(number));
	if (fits) return number;
	throw invalid(
		property.displayName,
		`${shown(value)} is not possible`,
		`Give a ${numberPrecision > 0 ? '' : 'whole '}number ${rangeOf(minValue, maxValue)}, or leave it out for ${property.default}.`,
	);
}

/** Plain decimal notation only: an empty text is no zero, and `0x14` is no twenty. */
function numberIn(value: unknown): number {
	if (typeof value === 'number') return value;
	return typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : NaN;
}

function shown(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	return text === '' ? 'an empty value' : `"${text.slice(0, 40)}"`;
}

function rangeOf(least: number, most: number): string {
	return Number.isFinite(most) ? `from ${least} to ${most}` : `from ${least}`;
}
