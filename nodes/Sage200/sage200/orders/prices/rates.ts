/** The rate of tax that each line of a shop's order is booked at. */
import type { Problem } from '../../protocol/failures';
import type { ShopLine } from '../../shops/order';
import { taxWithin } from '../../shops/taxes';
import { money } from '../../shops/totals';
import { Decimal } from '../../values/decimal';

const PENNY = Decimal.ofPence(1);
const HALF_PENNY = Decimal.of('0.005');

/**
 * The rate that the shop names, or the one of Sage's rates that the amounts come to.
 * @param known rates in percent that Sage has tax codes for
 * @returns undefined, with the reason added to `problems`, where there is none
 */
export function rateOf(
	line: ShopLine,
	{
		label,
		known,
		taxRoundedBy,
	}: { label: string; known: Decimal[]; taxRoundedBy: 'line' | 'unit' },
	problems: Problem[],
): Decimal | undefined {
	const field = `${label}: Tax`;
	const listed = known.map((rate) => `${rate.toString()} %`).join(', ') || 'none';
	if (line.taxRate) {
		const named = line.taxRate;
		const rate = known.find((each) => each.equals(named));
		if (!rate)
			problems.push({
				field,
				message: `Sage 200 has no tax code for ${named.toString()} %`,
				remedy: `It has codes for ${listed}. Add the rate to Sage 200, or name a tax code for it.`,
			});
		return rate;
	}
	const tolerance = taxRoundedBy === 'unit' ? HALF_PENNY.times(line.quantity).plus(PENNY) : PENNY;
	const off = (rate: Decimal) => taxWithin(line.gross, rate).minus(line.tax).abs();
	const [nearest] = [...known].sort((one, other) => off(one).compare(off(other)));
	if (nearest && off(nearest).compare(tolerance) <= 0) return nearest;
	problems.push({
		field,
		message: `tax of ${money(line.tax)} in ${money(line.gross)} comes to no rate that Sage 200 has`,
		remedy: `It has codes for ${listed}.`,
	});
	return undefined;
}
