/**
 * How Sage works out a line: its value to the penny, and the tax on that to the penny, both rounded half up (api.md §j).
 * Whether the unit price after discount is rounded before it is multiplied is not known (api.md §n): schemas give it two
 * decimals, and prices five.
 */
import { Decimal } from '../../values/decimal';

export interface SageRounding {
	/** Decimals of the unit price after discount by which the quantity is multiplied. */
	unitDecimals: 2 | 5;
	/** The site's prices contain tax (`sop_settings.are_prices_tax_inclusive`). */
	pricesIncludeTax: boolean;
}

/** Whole pence. */
export interface Booked {
	net: number;
	tax: number;
}

/**
 * What a line comes to.
 * @param rate in percent
 */
export function bookedLine(
	line: { quantity: Decimal; unitPrice: Decimal; unitDiscount: Decimal; rate: Decimal },
	rounding: SageRounding,
): Booked {
	const unit = line.unitPrice.minus(line.unitDiscount).rounded(rounding.unitDecimals);
	return bookedAmount(unit.times(line.quantity).pence, line.rate, rounding.pricesIncludeTax);
}

/**
 * What Sage makes of an amount as it is entered on a line, in whole pence.
 * @param rate in percent
 */
export function bookedAmount(entered: number, rate: Decimal, pricesIncludeTax: boolean): Booked {
	const amount = Decimal.ofPence(entered);
	if (!pricesIncludeTax) return { net: entered, tax: amount.times(rate).over(100).pence };
	const net = amount.times(100).over(rate.plus(HUNDRED)).pence;
	return { net, tax: entered - net };
}

export const HUNDRED = Decimal.of(100);
