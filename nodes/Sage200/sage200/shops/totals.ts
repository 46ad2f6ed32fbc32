/** Whether the lines account for all of an order's total. */
import type { Problem } from '../protocol/failures';
import { Decimal } from '../values/decimal';

import type { ShopLine } from './order';
import type { Source } from './source';

import { grossOf } from './taxes';

const HALF_PENNY = Decimal.of('0.005');

/** Finds the part of a total that is on no line. Totals are whole pence, whatever a shop's binary fractions make of them. */
export function restOf(lines: ShopLine[], total: Decimal): Decimal {
	return total.rounded(2).minus(grossOf(lines));
}

/** Whether a rest is no more than what lines that are not whole pence lose when they are rounded. */
export function isRounding(rest: Decimal, lines: ShopLine[]): boolean {
	const broken = lines.filter(({ gross }) => !gross.equals(gross.rounded(2))).length;
	return rest.abs().compare(HALF_PENNY.times(broken)) <= 0;
}

/** Lines with those of `doubtful` that the total needs. A shop may or may not count such amounts in its total. */
export function linesOfTotal(
	lines: ShopLine[],
	doubtful: ShopLine[],
	total: Decimal,
): { lines: ShopLine[]; left: ShopLine[] } {
	if (doubtful.length > 0 && isRounding(restOf([...lines, ...doubtful], total), lines))
		return { lines: [...lines, ...doubtful], left: [] };
	const one = doubtful.find((each) => isRounding(restOf([...lines, each], total), lines));
	if (one && !isRounding(restOf(lines, total), lines))
		return { lines: [...lines, one], left: doubtful.filter((each) => each !== one) };
	return { lines, left: doubtful };
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

/** `9.90` */
export function money(amount: Decimal): string {
	return amount.toNumber().toFixed(2);
}
