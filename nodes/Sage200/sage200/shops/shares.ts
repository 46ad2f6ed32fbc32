/** Charges and credits that are taxed in shares: delivery of goods at several rates, each bearing its part of it. */
import { Decimal } from '../values/decimal';

import type { ShopLine } from './order';
import type { NamedTax } from './taxes';
import { money } from './totals';

const HUNDRED = Decimal.of(100);
const HALF_PENNY = Decimal.of('0.005');

interface Share {
	rate: Decimal;
	/** What the tax was worked out on. */
	net: Decimal;
	tax: Decimal;
}

/**
 * The charge as a line for each rate of its taxes, where each is the tax of a part; what none of them taxes is a line
 * without. A charge that all its taxes are of stays one line.
 * @param remarks gets the parts, which the shop shows as one
 */
export function sharesOf(line: ShopLine, taxes: NamedTax[], remarks: string[]): ShopLine[] {
	const { sign } = line.gross;
	const shares = taxes.flatMap(({ rate, amount, compound }): Share[] =>
		sign !== 0 && rate && rate.sign > 0 && amount.sign === sign && !compound
			? [{ rate, tax: amount, net: amount.times(HUNDRED).over(rate) }]
			: [],
	);
	const net = line.gross.minus(line.tax);
	const all = withUntaxed(shares, net);
	const told = Decimal.sum(shares.map(({ tax }) => tax));
	if (!all || all.length < 2 || !told.equals(line.tax)) return [line];
	const parts = all.map((share) => partOf(line, share));
	remarks.push(
		`${line.description}: its tax is of parts of it: ${parts
			.map(({ gross, taxRate }) => `${money(gross)} at ${String(taxRate)} %`)
			.join(', ')}`,
	);
	return parts;
}

/** Shares that come to the net; undefined where they are more than it, for then one tax is of what another is of. */
function withUntaxed(shares: Share[], net: Decimal): Share[] | undefined {
	const rest = net.minus(Decimal.sum(shares.map((share) => share.net)));
	const blurred = Decimal.sum(shares.map(({ rate }) => HALF_PENNY.times(HUNDRED).over(rate)));
	const isMore = rest.abs().compare(blurred) > 0;
	if (isMore && rest.sign === net.sign)
		return [...shares, { rate: Decimal.ZERO, net: rest, tax: Decimal.ZERO }];
	if (isMore) return undefined;
	const sum = net.minus(rest);
	return shares.map((share) => ({ ...share, net: share.net.times(net).over(sum) }));
}

function partOf(line: ShopLine, { rate, net, tax }: Share): ShopLine {
	const gross = net.plus(tax);
	const discount = line.discount.times(gross).over(line.gross);
	return { ...line, gross, tax, taxRate: rate, discount };
}
