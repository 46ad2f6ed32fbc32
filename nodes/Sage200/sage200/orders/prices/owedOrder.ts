/** What a buyer owes for a shop's order, line by line at the rates that Sage has. */
import type { Problem } from '../../protocol/failures';
import type { ShopLine, ShopOrder } from '../../shops/order';

import { taxWithin } from '../../shops/taxes';
import { money } from '../../shops/totals';
import { Decimal } from '../../values/decimal';

import type { Owed, OwedLine } from './booking';
import { otherwiseTaxed, ratesOf } from './rates';

/** A line of the shop at the rate of its tax. */
export interface OwedShopLine extends OwedLine {
	/** `Line 2 (Claw hammer)` */
	label: string;
	line: ShopLine;
	/** Taken off before `gross`, with tax. */
	discount: Decimal;
}

export interface OwedOrder extends Owed {
	lines: OwedShopLine[];
	/** Pence by which the shop's own rounding of tax may part it from what the amounts contain. */
	taxRounding: number;
	/** Lines that the shop did not tax by their rate, which a fitting total does not show. */
	otherwiseTaxed: Problem[];
	remarks: string[];
}

export interface OwedRules {
	/** Rates in percent that Sage has tax codes for. */
	known: Decimal[];
	/** Lines below 0 may be sent. */
	negativeLines: boolean;
	/** Pence that amounts may be off. */
	allowedPence?: number;
	/** What to do about one that may not. */
	remedy?: string;
}

const PENNY = Decimal.ofPence(1);
const BOOK_OTHERWISE =
	'Book it as a Sales Return, or turn on Negative Lines if your Sage 200 takes prices below 0.';

/** What is wrong with the order is added to `problems`; the lines are then not all there. */
export function owedOrder(
	order: ShopOrder,
	{ known, negativeLines, allowedPence = 0, remedy = BOOK_OTHERWISE }: OwedRules,
	problems: Problem[],
): OwedOrder {
	const { taxRoundedBy } = order;
	const remarks: string[] = [];
	const labelled = order.lines.map((line, at) => ({
		label: `Line ${at + 1} (${line.description})`,
		line,
	}));
	const rates = ratesOf(labelled, { known, taxRoundedBy }, { problems, remarks });
	const rated = labelled.flatMap(({ label, line }, at): OwedShopLine[] => {
		const { quantity, gross, discount } = line;
		const rate = rates[at];
		return rate ? [{ label, line, quantity, gross, rate, discount }] : [];
	});
	const lines = withCredits(rated, remarks);
	if (!negativeLines) refuseNegative(lines, remedy, problems);
	return {
		lines,
		gross: order.totals.gross.pence,
		tax: order.totals.tax.pence,
		taxRounding: taxRounding(order),
		otherwiseTaxed: otherwiseTaxed(rated, { taxRoundedBy, allowedPence }),
		remarks,
	};
}

/** Half a penny for whatever the shop rounds: each line, or each unit of it. */
function taxRounding({ lines, taxRoundedBy }: ShopOrder): number {
	const rounded =
		taxRoundedBy === 'line'
			? Decimal.of(lines.length)
			: Decimal.sum(lines.map(({ quantity }) => quantity));
	return Math.ceil(rounded.toNumber() / 2);
}

/** Credits that fit into goods are discounts on them. Goods that come in are no credit. */
function withCredits(lines: OwedShopLine[], remarks: string[]): OwedShopLine[] {
	const isCredit = ({ line, gross }: OwedShopLine) => gross.sign < 0 && line.kind !== 'goods';
	return lines.filter(isCredit).reduce((rest, credit) => {
		const goods = goodsFor(credit, rest);
		if (!goods) return rest;
		const worth = worthOf(goods);
		remarks.push(
			`${credit.line.description}: ${money(credit.gross.abs())} was taken off the goods`,
		);
		const share = ({ gross }: OwedShopLine) => credit.gross.negated().times(gross).over(worth);
		return rest
			.filter((line) => line !== credit)
			.map((line) => (goods.includes(line) ? lessShare(line, share(line)) : line));
	}, lines);
}

/** Goods of the credit's own rate, or of one by which pence have no other tax: what paying in cash was rounded by. */
function goodsFor(
	{ line, gross, rate }: OwedShopLine,
	lines: OwedShopLine[],
): OwedShopLine[] | undefined {
	const goods = lines.filter((each) => each.line.kind === 'goods' && each.gross.sign > 0);
	const ofRate = (wanted: Decimal) => goods.filter((each) => each.rate.equals(wanted));
	const near = goods.filter(
		(each) => taxWithin(gross, each.rate).minus(line.tax).abs().compare(PENNY) < 0,
	);
	return [ofRate(rate), ...near.map((each) => ofRate(each.rate))].find(
		(bearing) => bearing.length > 0 && worthOf(bearing).plus(gross).sign >= 0,
	);
}

function worthOf(lines: OwedShopLine[]): Decimal {
	return Decimal.sum(lines.map(({ gross }) => gross));
}

function lessShare(line: OwedShopLine, share: Decimal): OwedShopLine {
	return { ...line, gross: line.gross.minus(share), discount: line.discount.plus(share) };
}

function refuseNegative(lines: OwedShopLine[], remedy: string, problems: Problem[]): void {
	for (const { label, gross, rate } of lines.filter((line) => line.gross.sign < 0)) {
		const contained = taxWithin(gross, rate);
		problems.push({
			field: label,
			message: `${money(gross)} (of it ${money(contained)} tax) is below 0 and fits into no goods of the same rate`,
			remedy,
		});
	}
}
