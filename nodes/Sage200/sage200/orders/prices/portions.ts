/**
 * Quantities and unit prices that come to an amount to the penny. Two hundred pieces at 8.325 may be booked as 8.33
 * each (api.md §n), a pound too much: there a hundred go at 8.32 and a hundred at 8.33.
 */
import { Decimal } from '../../values/decimal';

/** A part of a line's quantity at a price of its own. */
export interface Portion {
	quantity: Decimal;
	unitPrice: Decimal;
}

const PENNY = Decimal.ofPence(1);

/**
 * @param entered whole pence that the portions are to come to
 * @param unitDecimals decimals of unit prices that are sure to be multiplied as they are
 * @returns one portion where one price will do, else two or three. A part of one piece may miss by a penny.
 */
export function portionsOf(entered: number, quantity: Decimal, unitDecimals: 2 | 5): Portion[] {
	const amount = Decimal.ofPence(entered);
	const unitPrice = amount.over(quantity, unitDecimals);
	if (unitPrice.times(quantity).pence === entered) return [{ quantity, unitPrice }];
	const whole = quantity.floored(0);
	const broken = quantity.minus(whole);
	if (whole.sign === 0) return [{ quantity, unitPrice }];
	if (broken.sign === 0) return pieces(entered, quantity);
	const rest = { quantity: broken, unitPrice: amount.over(quantity, 2) };
	return [...pieces(entered - rest.unitPrice.times(broken).pence, whole), rest];
}

/** Whole pieces at a price in pence, some of them a penny dearer. */
function pieces(entered: number, quantity: Decimal): Portion[] {
	const unitPrice = Decimal.ofPence(entered).over(quantity).floored(2);
	const dearer = Decimal.ofPence(entered).minus(unitPrice.times(quantity)).times(100);
	return [
		{ quantity: quantity.minus(dearer), unitPrice },
		{ quantity: dearer, unitPrice: unitPrice.plus(PENNY) },
	].filter((portion) => portion.quantity.sign > 0);
}
