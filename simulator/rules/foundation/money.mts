/**
 * Sage stores money in 2 and unit prices and quantities in 5 decimals (api.md g). That halves go away from zero is
 * inferred.
 */
import { Decimal } from 'decimal.js';

export { Decimal } from 'decimal.js';

/** A stored or sent value as an exact decimal; what is not set counts as 0. */
export function decimal(value: unknown): Decimal {
	return new Decimal(typeof value === 'number' || typeof value === 'string' ? value : 0);
}

/** Money: 2 decimals. */
export function money(value: Decimal): number {
	return value.toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toNumber();
}

/** Quantities and unit prices: 5 decimals. */
export function fine(value: Decimal): number {
	return value.toDecimalPlaces(5, Decimal.ROUND_HALF_UP).toNumber();
}

/** The sum of one field over rows. */
export function sum(rows: Iterable<object>, field: string): Decimal {
	let total = new Decimal(0);
	for (const row of rows) total = total.plus(decimal((row as Record<string, unknown>)[field]));
	return total;
}
