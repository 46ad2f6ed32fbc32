import fc from 'fast-check';

import type { Problem } from '../../../nodes/Sage200/sage200/protocol/failures';
import {
	MONEY,
	numberIn,
	PERCENT,
	QUANTITY,
	readNumber,
	round,
	UNIT_PRICE,
	WHOLE,
	type NumberRules,
} from '../../../nodes/Sage200/sage200/values/numbers';

const decimals = fc.integer({ min: 0, max: 9 });

it.each([
	'0x14',
	'1e3',
	'1E3',
	' 12 ',
	'20 ',
	'\t3',
	'1,299.00',
	'1.299,00',
	'1 299',
	'12,50',
	'£12.50',
	'12.50 GBP',
	'$5',
	'5%',
	'2 pcs',
	'١٢',
	'１２',
	'−5',
	'--5',
	'+5',
	'.5',
	'5.',
	'1_000',
	'NaN',
	'Infinity',
	'',
	'true',
	true,
	null,
	undefined,
	{},
	[],
	[5],
	NaN,
	Infinity,
	new Date(0),
])('refuses %p', (value) => {
	expect(readNumber(value, { decimals: 9 })).toHaveProperty('problem');
});

it.each([
	['20.000000000000001', UNIT_PRICE],
	['0.000001', QUANTITY],
	[1e-7, QUANTITY],
	[1e21, QUANTITY],
	[1 / 3, UNIT_PRICE],
	['1234567890123.45678', UNIT_PRICE],
	['0.001', MONEY],
	['2.5', WHOLE],
	// Sage keeps nine places of some numbers; JSON would write this one with an exponent.
	['0.0000001', { decimals: 9 }],
] as Array<[unknown, NumberRules]>)('refuses %p, which Sage would not keep', (value, rules) => {
	expect(readNumber(value, rules)).toHaveProperty('problem');
});

it.each([
	['2', 2],
	['2.50', 2.5],
	['24.0000', 24],
	['007', 7],
	['-0', 0],
	[-0, 0],
	[0.1 * 3, 0.3],
	[0.2 * 100, 20],
	[(0.07 + 0.2) * 100, 27],
	[47.96 + 0.01, 47.97],
	[999999999.99999, 999999999.99999],
])('reads %p as %p', (value, number) => {
	expect(readNumber(value, { decimals: 5 })).toEqual({ value: number });
});

it('says what is asked for when a number is out of range', () => {
	const problems: Problem[] = [];
	numberIn(0, QUANTITY, 'Quantity', problems);
	numberIn('-1', MONEY, 'Total', problems);
	numberIn(100, PERCENT, 'Discount', problems);
	expect(problems).toEqual([
		{ field: 'Quantity', message: '"0" is not above 0', remedy: 'Give more than 0.' },
		{ field: 'Total', message: '"-1" is below 0', remedy: 'Give 0 or more.' },
		{ field: 'Discount', message: '"100" is not between 0 and 99.99', remedy: 'Give 0 to 99.99.' },
	]);
});

it('reads every number that Sage can hold, as text and as number, as just that number', () => {
	const held = decimals.chain((places) =>
		fc.tuple(fc.constant(places), fc.integer({ min: -(10 ** 14), max: 10 ** 14 })),
	);
	fc.assert(
		fc.property(held, ([places, units]) => {
			const number = Number(`${units}e-${places}`);
			fc.pre(number === 0 || Math.abs(number) >= 1e-6);
			const text = number.toFixed(places);
			expect(readNumber(number, { decimals: places })).toEqual({ value: number + 0 });
			expect(readNumber(text, { decimals: places })).toEqual({ value: Number(text) + 0 });
		}),
	);
});

it('never gives a number that JSON writes with an exponent, nor one that is off what was written', () => {
	const anything = fc.oneof(
		fc.double(),
		fc.string(),
		fc.double().map(String),
		fc.stringMatching(/^-?\d{0,12}[.,]?\d{0,12}$/),
		fc.anything(),
	);
	fc.assert(
		fc.property(anything, decimals, (value, places) => {
			const read = readNumber(value, { decimals: places });
			if ('problem' in read) return;
			expect(JSON.stringify(read.value)).toMatch(/^-?\d+(\.\d+)?$/);
			expect(Math.abs(read.value - Number(value))).toBeLessThanOrEqual(
				Math.abs(read.value) * 1e-12,
			);
			expect(round(read.value, places)).toBe(read.value);
		}),
	);
});

it('rounds half away from zero, on the decimal text', () => {
	expect(round(1.005, 2)).toBe(1.01);
	expect(round(-1.005, 2)).toBe(-1.01);
});

it('says of what is not given that it is empty', () => {
	expect(readNumber(undefined, { decimals: 2 })).toMatchObject({ problem: 'is empty' });
	expect(readNumber(null, { decimals: 2 })).toMatchObject({ problem: 'is empty' });
});
