/** Selling and stock units of a line: cases of twelve are sold, single pieces are counted (api.md §j 6). */
import type { SageRecord } from '../protocol/api';
import { round } from '../values/values';

/** Sage keeps quantities with five decimals. */
const DECIMALS = 5;

/** Stock units in a quantity of the line's selling units. */
export function stockUnits(line: SageRecord, quantity: number): number {
	return round(
		(quantity * multiple(line.selling_unit_multiple)) / multiple(line.stock_unit_multiple),
		DECIMALS,
	);
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
