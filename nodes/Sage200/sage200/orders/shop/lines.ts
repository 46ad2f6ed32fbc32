/** The lines that a shop's order becomes in Sage. */
import { isSameCountry } from '../../lookups/countries';
import type { LineKind, OrderLine } from '../../lines/orderLines';
import type { ShopLine, ShopOrder } from '../../shops/order';
import { Decimal } from '../../values/decimal';
import type { Booking } from '../prices/booking';
import type { OwedShopLine } from '../prices/owedOrder';
import type { Portion } from '../prices/portions';
import { HUNDRED } from '../prices/sageRounding';

import type { ShopRules } from './rules';

const ONE = Decimal.of(1);

/** What a line of the shop is in Sage. Goods without a number, and gift cards, are no products. */
export function kindOf({ kind, sku }: ShopLine, rules: ShopRules): LineKind {
	if (kind === 'goods' && sku !== undefined) return 'standard';
	return kind === 'delivery' ? 'charge' : rules.extras;
}

/** The line as it can be booked: a charge has no quantity of its own (api.md §i). */
export function bookable(owed: OwedShopLine, rules: ShopRules): OwedShopLine {
	return kindOf(owed.line, rules) === 'charge' ? { ...owed, quantity: ONE } : owed;
}

export interface Destination {
	/** ISO code or name of the country that the order goes to. */
	country?: string;
	pricesIncludeTax: boolean;
}

/** Lines with the prices that were chosen for them, the rounding line, and the buyer's words as comments. */
export function orderLines(
	order: ShopOrder,
	{ owed, booking }: { owed: OwedShopLine[]; booking: Booking },
	rules: ShopRules,
	destination: Destination,
): OrderLine[] {
	const priced = owed.flatMap((line, at) => {
		const { portions } = booking.lines[at];
		return portions.map((portion, part) => ({
			...pricedLine(line, portion, rules, destination),
			label: portions.length > 1 ? `${line.label}, part ${part + 1}` : line.label,
		}));
	});
	return [...priced, ...roundingLine(booking, rules, destination), ...comments(order, rules)];
}

function pricedLine(
	{ label, line, rate, ...owed }: OwedShopLine,
	portion: Portion,
	rules: ShopRules,
	destination: Destination,
): OrderLine {
	const kind = kindOf(line, rules);
	return {
		label,
		kind,
		...(kind === 'standard' ? { code: line.sku, warehouse: rules.warehouse } : {}),
		...(kind === 'charge'
			? { code: line.kind === 'delivery' ? rules.deliveryCharge : rules.extraCharge }
			: {}),
		// Sage names its own products.
		...(kind === 'standard' ? { shopName: line.description } : { description: line.description }),
		...(kind === 'charge' ? {} : { quantity: portion.quantity.toNumber() }),
		...(kind === 'charge'
			? { unitPrice: portion.unitPrice.toNumber() }
			: withDiscount({ rate, ...owed }, portion.unitPrice, destination)),
		...taxOf(rate, rules, destination),
		fields: rules.lineFields,
	};
}

/** The price before the discount, as the shop shows it, and what comes off each unit to reach the price that was chosen. */
function withDiscount(
	{ quantity, gross, discount, rate }: Omit<OwedShopLine, 'label' | 'line'>,
	unitPrice: Decimal,
	{ pricesIncludeTax }: Destination,
): Pick<OrderLine, 'unitPrice' | 'discountValue'> {
	const chosen = unitPrice.toNumber();
	if (discount.sign <= 0 || gross.sign < 0) return { unitPrice: chosen };
	const before = gross.plus(discount).over(quantity);
	const listed = (pricesIncludeTax ? before : before.times(100).over(rate.plus(HUNDRED))).rounded(
		2,
	);
	return listed.compare(unitPrice) > 0
		? { unitPrice: listed.toNumber(), discountValue: listed.minus(unitPrice).toNumber() }
		: { unitPrice: chosen };
}

/** A rule for the rate and country goes first; a site has several codes without tax, of which a rule names one. */
function taxOf(
	rate: Decimal,
	{ taxCodes, untaxedCode }: ShopRules,
	{ country }: Destination,
): Pick<OrderLine, 'taxCode' | 'taxRate' | 'taxCountry' | 'untaxedCode'> {
	const ofRate = taxCodes.filter((rule) => rule.rate.equals(rate));
	const rule =
		ofRate.find(
			(each) => each.country && country !== undefined && isSameCountry(each.country, country),
		) ?? ofRate.find((each) => each.country === undefined);
	if (rule) return { taxCode: rule.code };
	return { taxRate: rate.toNumber(), taxCountry: country, untaxedCode };
}

function roundingLine(
	{ rounding }: Booking,
	rules: ShopRules,
	destination: Destination,
): OrderLine[] {
	if (rounding === 0) return [];
	return [
		{
			label: 'Rounding',
			kind: rules.extras,
			...(rules.extras === 'charge' ? { code: rules.extraCharge } : { quantity: 1 }),
			description: 'Rounding',
			unitPrice: Decimal.ofPence(rounding).toNumber(),
			...taxOf(Decimal.ZERO, rules, destination),
			fields: rules.lineFields,
		},
	];
}

function comments({ buyer, notes }: ShopOrder, rules: ShopRules): OrderLine[] {
	if (!rules.notes) return [];
	const texts = [
		...(buyer.purchaseOrder === undefined ? [] : [`Purchase order ${buyer.purchaseOrder}`]),
		...notes,
	];
	return texts.map((description, at) => ({
		label: `Note ${at + 1}`,
		kind: 'comment',
		description,
		fields: {},
	}));
}
