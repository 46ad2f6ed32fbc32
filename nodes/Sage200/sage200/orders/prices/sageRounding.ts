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
 * What a line comes to. Of a price with tax the net is taken before the amount is rounded.
 * @param rate in percent
 */
export function bookedLine(
	{ quantity, unitPrice, rate }: { quantity: Decimal; unitPrice: Decimal; rate: Decimal },
	{ unitDecimals, pricesIncludeTax }: SageRounding,
): Booked {
	const entered = unitPrice.rounded(unitDecimals).times(quantity);
	if (!pricesIncludeTax) {
		const net = entered.pence;
		return { net, tax: Decimal.ofPence(net).times(rate).over(100).pence };
	}
	const net = entered.times(100).over(rate.plus(HUNDRED)).pence;
	return { net, tax: entered.pence - net };
}

export const HUNDRED = Decimal.of(100);
