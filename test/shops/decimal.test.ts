/** Exact decimals, against whole numbers of hundred-thousandths. */
import fc from 'fast-check';

import { Decimal } from '../../nodes/Sage200/sage200/values/decimal';

const UNIT = 100_000n;
const units = fc.bigInt({ min: -10_000_000_000n, max: 10_000_000_000n });
const of = (value: bigint) => Decimal.of(text(value));

function text(value: bigint): string {
	const digits = (value < 0n ? -value : value).toString().padStart(6, '0');
	return `${value < 0n ? '-' : ''}${digits.slice(0, -5)}.${digits.slice(-5)}`;
}

it('adds, takes away and multiplies without loss', () => {
	fc.assert(
		fc.property(units, units, (one, other) => {
			expect(
				of(one)
					.plus(of(other))
					.equals(of(one + other)),
			).toBe(true);
			expect(
				of(one)
					.minus(of(other))
					.equals(of(one - other)),
			).toBe(true);
			const product = of(one).times(of(other));
			expect(product.times(Decimal.of('1e10')).toString()).toBe((one * other).toString());
		}),
	);
});

it('divides back to what was multiplied', () => {
	fc.assert(
		fc.property(
			units,
			units.filter((value) => value !== 0n),
			(one, other) => {
				expect(of(one).times(of(other)).over(of(other)).equals(of(one))).toBe(true);
			},
		),
	);
});

it('rounds half away from zero, whatever binary fractions make of it', () => {
	const pence = (value: string) => Decimal.of(value).pence;
	expect(['1.005', '-1.005', '8.325', '1.00499', '0.1', '-0.004'].map(pence)).toEqual([
		101, -101, 833, 100, 10, 0,
	]);
	expect(Decimal.of('-1.5').floored(0).toString()).toBe('-2');
	expect(Decimal.of(10).over(3, 2).toString()).toBe('3.33');
});

it('is written as it is, and reads what it wrote', () => {
	fc.assert(
		fc.property(units, (value) => {
			const decimal = of(value);
			expect(Decimal.of(decimal.toString()).equals(decimal)).toBe(true);
			expect(decimal.toNumber()).toBe(Number(value) / Number(UNIT));
		}),
	);
	expect(JSON.stringify({ amount: Decimal.of('9.90') })).toBe('{"amount":9.9}');
});

it('reads numbers and texts of numbers, and nothing else', () => {
	const read = (value: unknown) => Decimal.read(value)?.toString();
	expect(['1e-7', ' 12.50 ', '.5', '5.', 1e21, -0].map(read)).toEqual([
		'0.0000001',
		'12.5',
		'0.5',
		'5',
		'1000000000000000000000',
		'0',
	]);
	expect(['', '.', '12 boxes', '1,5', 'NaN', Infinity, null, {}, '1e9999'].map(read)).toEqual(
		Array(9).fill(undefined),
	);
	expect(() => Decimal.of('x')).toThrow(RangeError);
	expect(() => Decimal.of(1).over(0)).toThrow(RangeError);
});
