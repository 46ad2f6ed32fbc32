/** Which rate of tax a line bears, from what a shop says of it. */
import { Decimal } from '../values/decimal';

import type { ShopLine } from './order';

const HUNDRED = Decimal.of(100);
const PENNY = Decimal.ofPence(1);

/** A tax that a shop names on a line, or on the whole order. */
export interface NamedTax {
	/** In percent; undefined where the shop does not name it. */
	rate?: Decimal;
	amount: Decimal;
	/** Worked out on the other taxes too. */
	compound?: boolean;
}

export interface LineTax {
	tax: Decimal;
	taxRate?: Decimal;
}

/**
 * The taxes of a line as one. A rate that is named but not charged does not count, unless nothing is charged because the
 * line is worth too little for a penny of it: then the highest such rate is the line's.
 * @param net what is taxed
 */
export function lineTax(taxes: NamedTax[], net: Decimal): LineTax {
	const charged = taxes.filter(({ amount }) => amount.sign !== 0);
	const tax = Decimal.sum(charged.map(({ amount }) => amount));
	if (charged.length === 0)
		return { tax, taxRate: highest(taxes.filter(({ rate }) => isTooLittle(rate, net))) };
	const rates = charged.flatMap(({ rate }) => rate ?? []);
	if (rates.length < charged.length) return { tax };
	return { tax, taxRate: combined(charged) };
}

/** Compound taxes are worked out on the price with the others. */
function combined(taxes: NamedTax[]): Decimal {
	const sumOf = (compound: boolean) =>
		Decimal.sum(
			taxes.flatMap((tax) => (Boolean(tax.compound) === compound ? (tax.rate ?? []) : [])),
		);
	const [plain, compound] = [sumOf(false), sumOf(true)];
	return plain.plus(compound).plus(plain.times(compound).over(HUNDRED));
}

function highest(taxes: NamedTax[]): Decimal {
	return taxes.reduce(
		(most, { rate }) => (rate && rate.compare(most) > 0 ? rate : most),
		Decimal.ZERO,
	);
}

function isTooLittle(rate: Decimal | undefined, net: Decimal): boolean {
	if (!rate) return false;
	return net.abs().times(rate).over(HUNDRED).compare(PENNY) < 0;
}

/** The tax that an amount with tax contains; none at a rate that there cannot be. */
export function taxWithin(gross: Decimal, rate: Decimal): Decimal {
	if (rate.compare(HUNDRED.negated()) <= 0) return Decimal.ZERO;
	return gross.times(rate).over(HUNDRED.plus(rate));
}

/** The tax that is added to an amount without. */
export function taxOn(net: Decimal, rate: Decimal): Decimal {
	return net.times(rate).over(HUNDRED);
}

/** The tax that stands on the lines. */
export function taxOf(lines: ShopLine[]): Decimal {
	return Decimal.sum(lines.map(({ tax }) => tax));
}

/** What the lines come to, tax and all. */
export function grossOf(lines: ShopLine[]): Decimal {
	return Decimal.sum(lines.map(({ gross }) => gross));
}
