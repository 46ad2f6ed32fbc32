/** Prices as shops have them, turned into prices, discounts and charges as Sage takes them. */
import type { SageRecord } from '../../protocol/api';
import type { Problem } from '../../protocol/failures';
import { lineField, type OrderLine } from '../../lines/orderLines';
import type { LineReferences } from '../../lines/lineReferences';
import { taxCodeOf } from '../../lines/taxCodes';
import { round } from '../../values/numbers';

import { spread } from './spread';

/** Sage keeps unit prices and discounts to 5 decimals (api.md §g). */
const UNIT_DECIMALS = 5;

export interface OrderDiscount {
	kind: 'percent' | 'value';
	amount: number;
}

/** A line with its references and its share of the order's discount, in the shop's money. */
export interface PricedLine {
	line: OrderLine;
	references: LineReferences;
	/** Off the whole line. */
	share: number;
}

/** Gives every line of goods its share of the order's discount. What cannot be spread is added to `problems`. */
export function spreadDiscount(
	lines: PricedLine[],
	discount: OrderDiscount,
	problems: Problem[],
): PricedLine[] {
	const field = 'Order Discount';
	const goods = lines.filter(({ line }) => isGoods(line));
	const unpriced = goods.filter(({ line }) => line.unitPrice === undefined);
	for (const { line } of unpriced) {
		problems.push({
			field: `${line.label}: Unit Price`,
			message: 'is empty, so the order discount cannot be spread over the lines',
			remedy: 'Give the prices of all lines.',
		});
	}
	const values = goods.map(({ line }) => lineValue(line)).filter((value) => value !== undefined);
	// A line without a quantity was refused for that.
	if (values.length < goods.length) return lines;
	const total = round(
		values.reduce((sum, value) => sum + value, 0),
		2,
	);
	const amount =
		discount.kind === 'percent' ? round((total * discount.amount) / 100, 2) : discount.amount;
	if (amount > total) {
		problems.push({
			field,
			message: `${amount} is more than the goods are worth (${total})`,
			remedy: 'Give at most what the goods are worth.',
		});
		return lines;
	}
	const shares = new Map(spread(amount, values).map((share, at) => [goods[at], share]));
	return lines.map((each) => ({ ...each, share: shares.get(each) ?? 0 }));
}

/** The line without the tax that the shop's prices contain; it then carries the tax code that was taken out. */
export function withoutTax({ line, references, share }: PricedLine, tax: SageRecord): PricedLine {
	const net = (value: number) =>
		round(value / (1 + Number(tax.tax_rate ?? 0) / 100), UNIT_DECIMALS);
	return {
		share: net(share),
		references: { ...references, taxCodeId: Number(tax.id) },
		line: {
			...line,
			...(line.unitPrice === undefined ? {} : { unitPrice: net(line.unitPrice) }),
			...(line.discountValue === undefined ? {} : { discountValue: net(line.discountValue) }),
		},
	};
}

/** The line with tax added to the shop's prices; it then carries the tax code that was added. */
export function withTax({ line, references, share }: PricedLine, tax: SageRecord): PricedLine {
	const gross = (value: number) =>
		round(value * (1 + Number(tax.tax_rate ?? 0) / 100), UNIT_DECIMALS);
	return {
		share: gross(share),
		references: { ...references, taxCodeId: Number(tax.id) },
		line: {
			...line,
			...(line.unitPrice === undefined ? {} : { unitPrice: gross(line.unitPrice) }),
			...(line.discountValue === undefined ? {} : { discountValue: gross(line.discountValue) }),
		},
	};
}

/**
 * The line with its share of the order's discount among the discount of each unit.
 * @param ownDiscount what comes off a unit that has no price of the shop's
 */
export function withShare({ line, share }: PricedLine, ownDiscount = 0): OrderLine {
	if (share === 0 || line.quantity === undefined) return line;
	const own = line.unitPrice === undefined ? ownDiscount : unitDiscount(line);
	return { ...line, discountValue: round(own + share / line.quantity, UNIT_DECIMALS) };
}

/** The tax of a line that has a price of the shop's. Without a known rate it can be neither taken out nor added. */
export function taxOfPrice(
	{ line, references }: PricedLine,
	taxCodes: SageRecord[],
	customer: SageRecord | undefined,
	problems: Problem[],
): SageRecord | undefined {
	if (!hasPrice(line)) return undefined;
	const goods = (references.product ?? references.charge)?.tax_code_id;
	const tax = taxCodeOf(taxCodes, { line: references.taxCodeId, customer, goods });
	if (!tax) {
		problems.push({
			field: lineField(line.label, 'Tax Code'),
			message:
				'its rate is not known, so the tax can be neither taken out of the price nor added to it',
			remedy: 'Give the tax code or the tax rate of the line.',
		});
	}
	return tax;
}

/** Whether a line gives an amount of money. */
export function hasPrice({ unitPrice, discountValue }: OrderLine): boolean {
	return unitPrice !== undefined || discountValue !== undefined;
}

/** Lines without prices and discounts: Sage works them out. Free text and charges have none in Sage. */
export function withoutShopPrice(line: OrderLine): OrderLine {
	if (line.kind !== 'standard') return line;
	return { ...line, unitPrice: undefined, discountPercent: undefined, discountValue: undefined };
}

/** A new line of a product at the price that it is given: of such a price an account's own discount takes nothing. */
export function atGivenPrice(line: OrderLine): OrderLine {
	const { kind, unitPrice, discountPercent, discountValue, fields } = line;
	const isGiven = kind === 'standard' && unitPrice !== undefined;
	const isDiscounted = [discountPercent, discountValue, fields.discounted_unit_price].some(
		(discount) => discount !== undefined,
	);
	return isGiven && !isDiscounted ? { ...line, discountPercent: 0 } : line;
}

/** Whether the order's lines of goods all have prices of their own. */
export function hasAllPrices(lines: OrderLine[]): boolean {
	const goods = lines.filter(isGoods);
	return goods.length > 0 && goods.every(({ unitPrice }) => unitPrice !== undefined);
}

/** What the shop takes off one unit. */
export function unitDiscount({
	unitPrice = 0,
	discountPercent = 0,
	discountValue,
}: OrderLine): number {
	return discountValue ?? (unitPrice * discountPercent) / 100;
}

/** What a line is worth; undefined where its price or its quantity is not known. */
function lineValue(line: OrderLine): number | undefined {
	const { unitPrice, quantity } = line;
	if (unitPrice === undefined || quantity === undefined) return undefined;
	return (unitPrice - unitDiscount(line)) * quantity;
}

function isGoods({ kind }: OrderLine): boolean {
	return kind === 'standard' || kind === 'freeText';
}
