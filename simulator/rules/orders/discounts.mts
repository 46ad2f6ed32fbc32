/**
 * Discount of one unit: a value wins over a percentage, and the percentage is worked out again (api.md k 6).
 * Decimals: the schema. That a discount may not pass the price is unknown, the simulator's choice.
 */
import { SageRefusal, type Body } from '../../world.mts';
import { decimal, fine, money } from '../foundation/money.mts';

const LIMIT = 100;

/** Sets percent, value and discounted price of a line from what was sent, or from its own percentage. */
export function applyDiscount(line: Body, sent: Body, priceField: string): void {
	const price = decimal(line[priceField]);
	const value = sentValue(sent, price) ?? price.times(sentPercent(sent, line)).div(100);
	const percent = price.isZero() ? decimal(0) : value.div(price).times(100);
	if (percent.abs().gt(LIMIT))
		throw new SageRefusal('The unit discount cannot be more than the unit price.');
	line.unit_discount_value = fine(value);
	line.unit_discount_percent = money(percent);
	line.discount_percent_specified = sentValue(sent, price) === undefined;
	line.discounted_unit_price = fine(price.minus(value));
}

/** Whether a body sets a discount. */
export function setsDiscount(sent: Body): boolean {
	return ['unit_discount_percent', 'unit_discount_value', 'discounted_unit_price'].some(
		(name) => sent[name] !== undefined,
	);
}

function sentValue(sent: Body, price: ReturnType<typeof decimal>) {
	if (sent.unit_discount_value !== undefined) return decimal(sent.unit_discount_value);
	if (sent.unit_discount_percent === undefined && sent.discounted_unit_price !== undefined) {
		return price.minus(decimal(sent.discounted_unit_price));
	}
	return undefined;
}

function sentPercent(sent: Body, line: Body) {
	return decimal(sent.unit_discount_percent ?? line.unit_discount_percent);
}
