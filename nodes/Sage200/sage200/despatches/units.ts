/** Selling and stock units of a line: cases of twelve are sold, single pieces are counted (api.md §j 6). */
import type { SageRecord } from '../protocol/api';
import { round } from '../values/numbers';

/** Sage keeps quantities with five decimals. */
const DECIMALS = 5;
/** A hair less than one of the last decimal, for binary fractions are inexact. */
const LAST_DECIMAL = 0.999 * 10 ** -DECIMALS;

/**
 * Stock units in a quantity of the line's selling units. A third of a case of three is 0.33333 with five decimals and
 * means one piece, not 0.99999: a quantity that differs from a whole one by less than the last decimal, rounded or cut, is
 * that one.
 */
export function stockUnits(line: SageRecord, quantity: number): number {
	const ratio = multiple(line.selling_unit_multiple) / multiple(line.stock_unit_multiple);
	const whole = Math.round(quantity * ratio);
	if (Math.abs(quantity * ratio - whole) < ratio * LAST_DECIMAL) return whole;
	return round(quantity * ratio, DECIMALS);
}

/** The line's selling units in a quantity of stock units. */
export function sellingUnits(line: SageRecord, quantity: number): number {
	return round(
		(quantity * multiple(line.stock_unit_multiple)) / multiple(line.selling_unit_multiple),
		DECIMALS,
	);
}

/** Lines without a product have no multiples: their unit is counted as it is sold. */
function multiple(value: unknown): number {
	return Number(value ?? 0) > 0 ? Number(value) : 1;
}
