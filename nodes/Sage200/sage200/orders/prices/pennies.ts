/**
 * Keeps what rounding costs from adding up. With a fifth of tax, one in six prices has no net price whose tax brings it
 * back to the penny: 9.99 can come to 9.98 or 10.00. Rounded one by one they all come out above, so that an order of
 * twelve lines is twopence off; here every second of them comes out below.
 */
import { round } from '../../values/numbers';

import { unitDiscount, withShare, type PricedLine } from './shopPrices';

export class Pennies {
	/** How many pence more the lines so far come to in Sage than in the shop. */
	private over = 0;

	/**
	 * The line without tax, its price a penny of its line off where that makes up for lines before.
	 * @param net without the shop's tax;
	 * @param gross the same as the shop has it;
	 * @param rate in percent
	 */
	settled(net: PricedLine, gross: PricedLine, rate: number): PricedLine {
		if (net.line.unitPrice === undefined) return net;
		const wanted = pence(valueOf(gross));
		const overOf = (each: PricedLine) => this.over + withTax(each, rate) - wanted;
		const best = [net, nudged(net, -Math.sign(overOf(net)))].reduce((one, other) =>
			Math.abs(overOf(other)) < Math.abs(overOf(one)) ? other : one,
		);
		this.over = overOf(best);
		return best;
	}
}

/** The line at so many whole pence more, well off the half penny that could be rounded either way. */
function nudged(priced: PricedLine, more: number): PricedLine {
	const { line } = priced;
	const { unitPrice: before = 0, quantity = 1, discountPercent = 0, discountValue } = line;
	const kept = discountValue === undefined ? 1 - discountPercent / 100 : 1;
	const value = valueOf(priced);
	const change = (pence(value) + more) / 100 - value;
	const unitPrice = round(before + change / (quantity * kept), 5);
	return unitPrice > 0 && Number.isFinite(unitPrice)
		? { ...priced, line: { ...line, unitPrice } }
		: priced;
}

/** What Sage makes of a line: its value to the penny, and the tax on that to the penny (api.md §j). */
function withTax(priced: PricedLine, rate: number): number {
	const value = pence(valueOf(priced));
	return value + round((value * rate) / 100, 0);
}

/** Charges have no quantity of their own; discounts are kept to five decimals (api.md §g). */
function valueOf(priced: PricedLine): number {
	const line = withShare(priced);
	const { unitPrice = 0, quantity = 1 } = line;
	return (unitPrice - round(unitDiscount(line), 5)) * quantity;
}

function pence(value: number): number {
	return Math.round(round(round(value, 5), 2) * 100);
}
