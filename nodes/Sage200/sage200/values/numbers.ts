/**
 * Numbers that people, shops and expressions give. There is one reader for the whole product, and it is strict: a number
 * that could be read in two ways, or that Sage would keep otherwise, is refused. "1,299.00" is a thousand to one person
 * and a little more than one to another.
 */
import type { Problem } from '../protocol/failures';

import { withoutTrailingZeros } from './digits';
import { shown } from './shown';
import { isUnset } from './unset';

/** What a number has to be. */
export interface NumberRules {
	/** Decimal places that Sage keeps (api.md §g). */
	decimals: number;
	/** The number has to be more than this. */
	above?: number;
	/** The number has to be at least this. */
	least?: number;
	/** The number has to be at most this. */
	most?: number;
}

export type NumberReading = { value: number } | { problem: string; remedy: string };

export const QUANTITY: NumberRules = { decimals: 5, above: 0 };
export const UNIT_PRICE: NumberRules = { decimals: 5, least: 0 };
export const MONEY: NumberRules = { decimals: 2, least: 0 };
/** A rate, or a discount as Sage takes it: less than all of a price. */
export const PERCENT: NumberRules = { decimals: 2, least: 0, most: 99.99 };
/** A discount as people give it. Where it takes all of a price, Sage gets a price of 0. */
export const DISCOUNT: NumberRules = { ...PERCENT, most: 100 };
export const WHOLE: NumberRules = { decimals: 0 };

/** Digits and a decimal point: no exponent, no separators, no signs of currency, no blanks. */
const WRITTEN = /^-?\d+(?:\.\d+)?$/;
/** A number keeps so many digits exactly; the rest of a written number would be lost. */
const EXACT_DIGITS = 15;
const TOO_LARGE = 1e15;
/** JSON writes what is smaller with an exponent. */
const SMALLEST = 1e-6;
/** What sums and products of numbers are off by because computers count in twos: 0.1 × 3 is 0.30000000000000004. */
const BINARY_NOISE = 1e-12;

/** The number that a value stands for, or what is wrong with it: a clause for a message, such as `"12 boxes" is not a number`. */
export function readNumber(value: unknown, rules: NumberRules): NumberReading {
	const read = typeof value === 'number' ? computed(value, rules) : written(value, rules);
	return 'problem' in read ? read : inRange(read.value, value, rules);
}

/** The number that a value stands for; what is wrong with it is added to `problems` under its field. */
export function numberIn(
	value: unknown,
	rules: NumberRules,
	field: string,
	problems: Problem[],
): number | undefined {
	const read = readNumber(value, rules);
	if ('value' in read) return read.value;
	const { problem: message, remedy } = read;
	problems.push({ field, message, remedy });
	return undefined;
}

/** A text holds a number just as it is written, so it may have no more digits than Sage keeps. */
function written(value: unknown, { decimals }: NumberRules): NumberReading {
	if (typeof value !== 'string' || !WRITTEN.test(value)) return noNumber(value);
	const [whole, fraction = ''] = value.replace('-', '').split('.');
	const kept = withoutTrailingZeros(fraction);
	if (kept.length > decimals) return tooManyDecimals(value, decimals);
	if (`${whole}${kept}`.replace(/^0+/, '').length > EXACT_DIGITS)
		return {
			problem: `${shown(value)} has more digits than can be sent exactly`,
			remedy: 'Give at most 15 digits.',
		};
	return sendable(Number(value), value);
}

/** A number may be the result of a calculation: what is off by binary noise only is put right. */
function computed(value: number, { decimals }: NumberRules): NumberReading {
	if (!Number.isFinite(value)) return noNumber(value);
	if (Math.abs(value) >= TOO_LARGE)
		return {
			problem: `${shown(value)} has more digits than can be sent exactly`,
			remedy: 'Give at most 15 digits.',
		};
	const rounded = round(value, decimals);
	if (Math.abs(value - rounded) > Math.abs(value) * BINARY_NOISE)
		return tooManyDecimals(value, decimals);
	return sendable(rounded, value);
}

function sendable(number: number, given: unknown): NumberReading {
	if (number !== 0 && Math.abs(number) < SMALLEST)
		return { problem: `${shown(given)} is too small to be sent`, remedy: 'Round it first.' };
	// JSON writes -0 as 0, and so does this.
	return { value: number + 0 };
}

function inRange(
	number: number,
	given: unknown,
	{ above, least, most }: NumberRules,
): NumberReading {
	if (above !== undefined && number <= above)
		return { problem: `${shown(given)} is not above ${above}`, remedy: `Give more than ${above}.` };
	const outside = (least !== undefined && number < least) || (most !== undefined && number > most);
	if (!outside) return { value: number };
	if (least !== undefined && most !== undefined)
		return {
			problem: `${shown(given)} is not between ${least} and ${most}`,
			remedy: `Give ${least} to ${most}.`,
		};
	return {
		problem: `${shown(given)} is ${most === undefined ? `below ${least}` : `more than ${most}`}`,
		remedy: most === undefined ? `Give ${least} or more.` : `Give at most ${most}.`,
	};
}

function noNumber(value: unknown): { problem: string; remedy: string } {
	if (isUnset(value)) return { problem: 'is empty', remedy: 'Give a number.' };
	return {
		problem: `${shown(value)} is not a number`,
		remedy: 'Write digits and a decimal point only, such as 1299.5.',
	};
}

function tooManyDecimals(value: unknown, decimals: number): { problem: string; remedy: string } {
	return decimals === 0
		? { problem: `${shown(value)} is not a whole number`, remedy: 'Give a whole number.' }
		: {
				problem: `${shown(value)} has more than the ${decimals} decimal places that Sage 200 keeps`,
				remedy: 'Round it first.',
			};
}

/** Rounds half away from zero at a number of decimals, on the decimal text rather than the binary value (1.005 → 1.01). */
export function round(value: number, decimals: number): number {
	const shifted = Number(`${Math.abs(value)}e${decimals}`);
	// Very small and very large numbers have no plain decimal text.
	if (!(shifted <= Number.MAX_SAFE_INTEGER)) return Number(value.toFixed(decimals));
	return Math.sign(value) * Number(`${Math.round(shifted)}e-${decimals}`);
}
