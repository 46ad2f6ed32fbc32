/** Exact decimal numbers: money is never worked out in binary fractions, where 1.005 is less than it says. */

import { withoutTrailingZeros } from './digits';

/** Digits after the point that shops give at most; what a division leaves beyond them is rounded. */
const DIVISION_PLACES = 20;

/** A number as `units` of 10 to the power of minus `places`. Values of one amount may differ in their places. */
export class Decimal {
	static readonly ZERO = new Decimal(0n, 0);

	private constructor(
		private readonly units: bigint,
		private readonly places: number,
	) {}

	/**
	 * The number that a value stands for, digit by digit as it is written.
	 * @param value a finite number, or text such as "9.99", "-1.50" or "1e-7"
	 * @returns undefined for what is no number
	 */
	static read(value: unknown): Decimal | undefined {
		if (typeof value !== 'number' && typeof value !== 'string') return undefined;
		const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i.exec(String(value).trim());
		if (!match) return undefined;
		const [, sign, whole, fraction = '', exponent = '0'] = match;
		if (whole + fraction === '') return undefined;
		const digits = BigInt(`${whole}${fraction}`);
		const places = fraction.length - Number(exponent);
		const units = places < 0 ? digits * 10n ** BigInt(-places) : digits;
		return new Decimal(sign === '-' ? -units : units, Math.max(0, places));
	}

	/** @throws RangeError for what is no number: a mistake in the program, not of its user */
	static of(value: number | string): Decimal {
		const decimal = Decimal.read(value);
		if (!decimal) throw new RangeError(`${value} is not a decimal number`);
		return decimal;
	}

	/** So many hundredths: `ofPence(999)` is 9.99. */
	static ofPence(pence: number): Decimal {
		return new Decimal(BigInt(pence), 2);
	}

	static sum(values: Iterable<Decimal>): Decimal {
		let sum = Decimal.ZERO;
		for (const value of values) sum = sum.plus(value);
		return sum;
	}

	plus(other: Decimal): Decimal {
		const places = Math.max(this.places, other.places);
		return new Decimal(this.at(places) + other.at(places), places);
	}

	minus(other: Decimal): Decimal {
		return this.plus(other.negated());
	}

	times(other: Decimal | number): Decimal {
		const factor = typeof other === 'number' ? Decimal.of(other) : other;
		return new Decimal(this.units * factor.units, this.places + factor.places);
	}

	/**
	 * @param places digits after the point that are kept, rounded half away from zero;
	 * @throws RangeError for a divisor of 0
	 */
	over(divisor: Decimal | number, places = DIVISION_PLACES): Decimal {
		const by = typeof divisor === 'number' ? Decimal.of(divisor) : divisor;
		const dividend = this.units * 10n ** BigInt(by.places + places);
		return new Decimal(halfUp(dividend, by.units * 10n ** BigInt(this.places)), places);
	}

	/** Rounded half away from zero. */
	rounded(places: number): Decimal {
		if (places >= this.places) return this;
		return new Decimal(halfUp(this.units, 10n ** BigInt(this.places - places)), places);
	}

	/** Cut towards minus infinity. */
	floored(places: number): Decimal {
		if (places >= this.places) return this;
		const scale = 10n ** BigInt(this.places - places);
		const cut = this.units / scale;
		return new Decimal(this.units < 0n && cut * scale !== this.units ? cut - 1n : cut, places);
	}

	negated(): Decimal {
		return new Decimal(-this.units, this.places);
	}

	abs(): Decimal {
		return this.units < 0n ? this.negated() : this;
	}

	/** -1, 0 or 1 */
	get sign(): number {
		return this.units < 0n ? -1 : Number(this.units > 0n);
	}

	/** Below 0 where this is less than the other, 0 where both are alike. */
	compare(other: Decimal): number {
		return this.minus(other).sign;
	}

	/** This, or the other where that is less. */
	atMost(other: Decimal): Decimal {
		return this.compare(other) <= 0 ? this : other;
	}

	/** This, or the other where that is more. */
	atLeast(other: Decimal): Decimal {
		return this.compare(other) >= 0 ? this : other;
	}

	equals(other: Decimal): boolean {
		return this.compare(other) === 0;
	}

	isWhole(): boolean {
		return this.equals(this.floored(0));
	}

	/** Rounded to whole hundredths. */
	get pence(): number {
		return Number(this.rounded(2).at(2));
	}

	toNumber(): number {
		return Number(this.toString());
	}

	/** `8.325`, without zeros at its end. */
	toString(): string {
		const digits = (this.units < 0n ? -this.units : this.units)
			.toString()
			.padStart(this.places + 1, '0');
		const whole = digits.slice(0, digits.length - this.places);
		const fraction = withoutTrailingZeros(digits.slice(digits.length - this.places));
		return `${this.units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
	}

	toJSON(): number {
		return this.toNumber();
	}

	private at(places: number): bigint {
		return this.units * 10n ** BigInt(places - this.places);
	}
}

function halfUp(dividend: bigint, divisor: bigint): bigint {
	if (divisor === 0n) throw new RangeError('Division by 0');
	const negative = dividend < 0n !== divisor < 0n;
	const [over, by] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
	const rounded = (2n * over + by) / (2n * by);
	return negative ? -rounded : rounded;
}
