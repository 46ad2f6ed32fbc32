/** Whether the lines account for all of an order's total. */
import type { Problem } from '../protocol/failures';
import { Decimal } from '../values/decimal';

import type { ShopLine } from './order';
import type { Source } from './source';

import { grossOf } from './taxes';

const HALF_PENNY = Decimal.of('0.005');
const PENNY = Decimal.ofPence(1);

/** Finds the part of a total that is on no line. Totals are whole pence, whatever a shop's binary fractions make of them. */
export function restOf(lines: ShopLine[], total: Decimal): Decimal {
	return total.rounded(2).minus(grossOf(lines));
}

/**
 * Whether a rest is no more than what lines that are not whole pence lose when they are rounded. What is left of a line
 * was rounded once with the whole of it, and once by itself.
 */
export function isRounding(rest: Decimal, lines: ShopLine[]): boolean {
	const rounded = lines.map(({ gross, isPart }) => {
		if (isPart) return PENNY;
		return gross.equals(gross.rounded(2)) ? Decimal.ZERO : HALF_PENNY;
	});
	return rest.abs().compare(Decimal.sum(rounded)) <= 0;
}

/**
 * Lines with those of `doubtful` by which they come nearest to the total, as far as rounding explains the rest. A shop may
 * or may not count such amounts in its total.
 */
export function linesOfTotal(
	lines: ShopLine[],
	doubtful: ShopLine[],
	total: Decimal,
): { lines: ShopLine[]; left: ShopLine[] } {
	const rest = (counted: ShopLine[]) => restOf([...lines, ...counted], total);
	const fitting = choicesOf(doubtful).filter((counted) => isRounding(rest(counted), lines));
	const [nearest = []] = fitting.sort((one, other) => rest(one).abs().compare(rest(other).abs()));
	return {
		lines: [...lines, ...nearest],
		left: doubtful.filter((each) => !nearest.includes(each)),
	};
}

/** All of them, none, one, or all but one. */
function choicesOf(doubtful: ShopLine[]): ShopLine[][] {
	return [
		doubtful,
		[],
		...doubtful.map((each) => [each]),
		...doubtful.map((each) => doubtful.filter((other) => other !== each)),
	];
}

/** An amount that stands in the total and on no line keeps the order from being pushed: nobody could say what it is. */
export function checkPlaced(lines: ShopLine[], total: Decimal, problems: Problem[]): void {
	const rest = restOf(lines, total);
	if (isRounding(rest, lines)) return;
	const sum = grossOf(lines).rounded(2);
	problems.push({
		field: 'Total',
		message: `the lines come to ${money(sum)}, the shop's total is ${money(total)}: ${money(rest.abs())} ${
			rest.sign > 0 ? 'of it is on no line' : 'more than it'
		}`,
		remedy: "Book this order by hand, or tell what the amount is for in the shop's order.",
	});
}

/** Without its total nobody can tell whether all of an order was read. */
export function refuseWithoutTotal(order: Source, field: string): void {
	order.refuse(
		field,
		'is missing: what the buyer owed cannot be checked',
		'Have the shop send the whole order, with its total.',
	);
}

/** The currency that an order names; that it names none is told. */
export function toldCurrency(currency: string | undefined, remarks: string[]): string | undefined {
	if (currency === undefined)
		remarks.push("The order names no currency: its amounts were taken to be in the customer's");
	return currency;
}

/** `9.90` */
export function money(amount: Decimal): string {
	return amount.toNumber().toFixed(2);
}
