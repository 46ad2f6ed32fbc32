/** The rate of tax that each line of a shop's order is booked at, and whether the shop charged by it. */
import type { Problem } from '../../protocol/failures';
import type { ShopLine, ShopOrder } from '../../shops/order';
import { taxWithin } from '../../shops/taxes';
import { money } from '../../shops/totals';
import { Decimal } from '../../values/decimal';

const PENNY = Decimal.ofPence(1);
const HALF_PENNY = Decimal.of('0.005');

/** A line of a shop, and how it is called in messages. */
export interface LabelledLine {
	label: string;
	line: ShopLine;
}

export interface RateRules {
	/** Rates in percent that Sage has tax codes for. */
	known: Decimal[];
	/** How finely the shop rounds tax. */
	taxRoundedBy: ShopOrder['taxRoundedBy'];
}

/**
 * The rate of each line: the one that the shop names, or the one of Sage's rates that the amounts come to. Of several
 * that they may come to, it is one that another line surely has.
 * @param remarks gets the rates that nothing decided between
 * @returns undefined, with the reason added to `problems`, for a line that has none
 */
export function ratesOf(
	lines: LabelledLine[],
	rules: RateRules,
	{ problems, remarks }: { problems: Problem[]; remarks: string[] },
): Array<Decimal | undefined> {
	const all = lines.map((each) => candidatesFor(each, rules, problems));
	const sure = all.flatMap((candidates) => (candidates.length === 1 ? candidates : []));
	return all.map((candidates, at) => {
		const [nearest, ...others] = candidates;
		const shared = candidates.find((rate) => sure.some((each) => each.equals(rate)));
		const { label, line } = lines[at];
		if (others.length > 0 && !shared && line.gross.sign !== 0)
			remarks.push(
				`${label}: tax of ${money(line.tax)} in ${money(line.gross)} may be of ${listed(candidates)}; ${listed([nearest])} was taken`,
			);
		return shared ?? nearest;
	});
}

/** Rates that the line may have, nearest first; none where that is a problem. */
function candidatesFor(
	{ label, line }: LabelledLine,
	{ known, taxRoundedBy }: RateRules,
	problems: Problem[],
): Decimal[] {
	const rates = [...new Map(known.map((rate) => [rate.toString(), rate])).values()];
	const field = `${label}: Tax`;
	if (line.taxRate) {
		const named = line.taxRate;
		const found = rates.filter((each) => each.equals(named));
		if (found.length === 0)
			problems.push({
				field,
				message: `Sage 200 has no tax code for ${named.toString()} %`,
				remedy: `It has codes for ${listed(rates)}. Add the rate to Sage 200, or, of an order, name a code for it under Shop Rules: Tax Codes.`,
			});
		return found;
	}
	const off = (rate: Decimal) => taxWithin(line.gross, rate).minus(line.tax).abs();
	const within = (tolerance: Decimal) =>
		rates
			.filter((rate) => off(rate).compare(tolerance) <= 0)
			.sort((one, other) => off(one).compare(off(other)));
	// Of a small amount, or of many cheap units, any rate is near: those that are exact go before.
	const fitting =
		[HALF_PENNY, PENNY, roundingOf(line, taxRoundedBy)]
			.map(within)
			.find((rated) => rated.length > 0) ?? [];
	if (fitting.length === 0)
		problems.push({
			field,
			message: `tax of ${money(line.tax)} in ${money(line.gross)} comes to no rate that Sage 200 has`,
			remedy: `It has codes for ${listed(rates)}.`,
		});
	return fitting;
}

/** By how much the shop's rounding may part the tax of a line from what its amount contains. */
function roundingOf({ quantity }: ShopLine, taxRoundedBy: ShopOrder['taxRoundedBy']): Decimal {
	return taxRoundedBy === 'unit' ? HALF_PENNY.times(quantity).plus(PENNY) : PENNY;
}

/**
 * Lines whose tax is another than their rate makes it, by more than rounding: the tax of the whole order may come out
 * right all the same.
 */
export function otherwiseTaxed(
	lines: Array<LabelledLine & { rate: Decimal }>,
	{
		taxRoundedBy,
		allowedPence,
	}: Pick<RateRules, 'taxRoundedBy'> & {
		/** Pence that a person allows beside. */
		allowedPence: number;
	},
): Problem[] {
	return lines.flatMap(({ label, line, rate }): Problem[] => {
		const contained = taxWithin(line.gross, rate);
		const tolerance = roundingOf(line, taxRoundedBy).plus(Decimal.ofPence(1 + allowedPence));
		if (contained.minus(line.tax).abs().compare(tolerance) <= 0) return [];
		return [
			{
				field: `${label}: Tax`,
				message: `the shop charged ${money(line.tax)} tax in ${money(line.gross)}, which at its ${listed([rate])} contains ${money(contained)}`,
				remedy:
					'Correct the rate or the tax of the line in the shop, or raise Allow Difference (Pence).',
			},
		];
	});
}

function listed(rates: Decimal[]): string {
	return rates.map((rate) => `${rate.toString()} %`).join(', ') || 'none';
}
