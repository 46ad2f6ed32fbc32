/** Works a shop's order out to what Sage will make of it, and refuses it where that is not what the buyer owed. */
import type { OrderLine } from '../../lines/orderLines';
import type { SageRecord } from '../../protocol/api';
import type { Problem } from '../../protocol/failures';
import type { ShopOrder } from '../../shops/order';
import { money } from '../../shops/totals';
import { Decimal } from '../../values/decimal';
import { book, type Booking } from '../prices/booking';
import { owedOrder, type OwedOrder, type OwedShopLine } from '../prices/owedOrder';

import { addressRemarks, goesTo } from './address';
import { bookable, orderLines } from './lines';
import type { ShopRules } from './rules';

/** What binary fractions make of whole pence. */
const DUST = Decimal.of('0.00001');

/** The facts of a site that decide how orders are booked. */
export interface BookingSite {
	taxCodes: SageRecord[];
	/** Its prices contain tax. */
	pricesIncludeTax: boolean;
}

export interface SettledOrder {
	lines: OrderLine[];
	/** What was done so that the sums agree, for a person to know. */
	remarks: string[];
}

/** What is wrong with the order is added to `problems`: then nothing of it may be sent. */
export function settledOrder(
	order: ShopOrder,
	{ taxCodes, pricesIncludeTax }: BookingSite,
	rules: ShopRules,
	problems: Problem[],
): SettledOrder {
	const known = ratesOf(taxCodes, rules);
	const { unitDecimals, allowedPence, roundingLine, negativeLines } = rules;
	const all = owedOrder(order, { known, negativeLines, allowedPence }, problems);
	const owed = { ...all, lines: all.lines.map((line) => bookable(line, rules)) };
	const booking = book(owed, {
		unitDecimals,
		pricesIncludeTax,
		allowedPence,
		roundingLine,
		taxRounding: owed.taxRounding,
	});
	// What is on no line was told when the order was read.
	if (problems.length === 0)
		problems.push(...(booking.fits ? owed.otherwiseTaxed : [misfit(owed, booking)]));
	const { country } = goesTo(order) ?? {};
	return {
		lines: orderLines(order, { owed: owed.lines, booking }, rules, { country, pricesIncludeTax }),
		remarks: [
			...order.remarks,
			...addressRemarks(order),
			...decimalRemarks(order),
			...owed.remarks,
			...unnumbered(owed.lines),
			...remarksOn(owed, booking),
		],
	};
}

/** Some currencies have more than two decimals; Sage's amounts have not. */
function decimalRemarks({ totals: { gross } }: ShopOrder): string[] {
	const kept = gross.rounded(2);
	return gross.minus(kept).abs().compare(DUST) > 0
		? [`The shop's total is ${gross.toString()}: Sage 200 keeps ${money(kept)}`]
		: [];
}

/** Goods that no stock moves for. */
function unnumbered(lines: OwedShopLine[]): string[] {
	return lines
		.filter(({ line }) => line.kind === 'goods' && line.sku === undefined)
		.map(
			({ label }) =>
				`${label} has no article number: it is no product in Sage 200, and no stock moves`,
		);
}

/** Rates that Sage has codes for, and those that a rule names a code for. */
function ratesOf(taxCodes: SageRecord[], rules: ShopRules): Decimal[] {
	const rates = [
		...taxCodes.flatMap((row) => Decimal.read(row.tax_rate) ?? []),
		...rules.taxCodes.map(({ rate }) => rate),
	];
	return [...new Map(rates.map((rate) => [rate.toString(), rate])).values()];
}

/** Both sums, side by side by line. */
function misfit({ lines, gross, tax }: OwedOrder, booking: Booking): Problem {
	const sides = (shop: string, sage: string) => `${shop} in the shop, ${sage} in Sage 200`;
	const rows = lines.map(
		({ label, gross: owed }, at) =>
			`${label}: ${sides(money(owed), pounds(booking.lines[at].net + booking.lines[at].tax))}`,
	);
	return {
		field: 'Total',
		message: `Sage 200 would book another sum: ${[
			`gross ${sides(pounds(gross), pounds(booking.gross))}`,
			`tax ${sides(pounds(tax), pounds(booking.tax))}`,
			...rows,
		].join('; ')}`,
		remedy:
			'Check the rates of tax of the shop and of Sage 200, or raise Shop Rules: Allow Difference (Pence).',
	};
}

/** What was done so that the sums agree, and what of them does not. */
export function remarksOn({ lines, gross, tax }: OwedOrder, booking: Booking): string[] {
	const split = lines.filter((_line, at) => booking.lines[at].portions.length > 1);
	return [
		...split.map((line) => splitRemark(line)),
		...(booking.rounding > 0
			? [`A line of ${pounds(booking.rounding)} closes what rounding leaves out of reach`]
			: []),
		...(booking.gross === gross
			? []
			: [`Sage 200 books ${pounds(booking.gross)}, the shop's total is ${pounds(gross)}`]),
		...(Math.abs(booking.tax - tax) <= 1
			? []
			: [
					`The shop's tax is ${pounds(tax)}; rounded line by line, as Sage 200 does, ${pounds(gross)} contains ${pounds(booking.tax)}`,
				]),
	];
}

function splitRemark({ label }: OwedShopLine): string {
	return `${label} was split by price, so that it comes to the penny`;
}

function pounds(pence: number): string {
	return money(Decimal.ofPence(pence));
}
