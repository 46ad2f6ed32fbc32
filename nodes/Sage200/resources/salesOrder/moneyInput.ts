/** The money of an order as the form holds it: prices, payment, shipping and the shop's total. */
import { groupOf } from '../../core/form/box';
import type { Item } from '../../core/item';
import { readLines, SHIPPING_LABEL, type OrderLine } from '../../sage200/lines/orderLines';
import type { Payment } from '../../sage200/orders/create/payment';
import type { PriceRules } from '../../sage200/orders/create/request';
import type { Problem } from '../../sage200/protocol/failures';
import { DISCOUNT, MONEY, UNIT_PRICE } from '../../sage200/values/numbers';
import { amountIn, flagIn, textIn } from '../../sage200/values/optional';
import { isUnset } from '../../sage200/values/unset';

import { PRICES_BOX } from './priceForm';

/** Sage rounds tax line by line, shops often once an order. */
export const TOTAL_TOLERANCE_PENCE = 2;
const DISCOUNT_LABEL = 'Order Discount';

/** The payment that comes with the order; undefined where the form says nothing of one. */
export function readPayment(item: Item, problems: Problem[]): Payment | undefined {
	const { invoiceImmediately: given, ...payment } = groupOf(item, PRICES_BOX, 'payment');
	const invoiceImmediately = flagIn(given, 'Payment Is Invoiced Immediately', problems);
	// An agent that fills in the whole form says no to what it leaves empty.
	if (invoiceImmediately !== true && Object.values(payment).every(isUnset)) return undefined;
	return {
		method: textIn(payment.method) ?? '',
		part: amountIn(payment.part, 'Part Payment', problems),
		reference: textIn(payment.reference),
		invoiceImmediately,
	};
}

/** Whose prices the order has, what they hold, and what comes off all of it. */
export function readPrices(item: Item, problems: Problem[]): PriceRules {
	const { use, tolerancePence, ifDiffers, taxInclusive, currency, discount, discountKind } =
		item.collection(PRICES_BOX);
	const kind = discountKind === 'percent' ? 'percent' : 'value';
	const discountRules = kind === 'percent' ? DISCOUNT : MONEY;
	const amount = amountIn(discount, DISCOUNT_LABEL, problems, discountRules) ?? 0;
	return {
		use: (use as PriceRules['use'] | undefined) ?? 'shop',
		comparison: {
			tolerancePence: amountIn(tolerancePence, 'Price Tolerance (Pence)', problems) ?? 1,
			ifDiffers: (ifDiffers as PriceRules['comparison']['ifDiffers'] | undefined) ?? 'fail',
		},
		taxInclusive: flagIn(taxInclusive, 'Prices Include Tax', problems) ?? false,
		currency: textIn(currency),
		...(amount > 0 ? { discount: { kind, amount } } : {}),
	};
}

/** What a form says of shipping that is asked for. Its description is there from the start. */
const SHIPPED_AS = ['code', 'taxCode', 'taxRate'];

/**
 * The line of shipping, under a label of its own; none where the form asks for none.
 * @param taxCountry ISO code of the country that its tax is for
 */
export function readShipping(
	item: Item,
	taxCountry: string | undefined,
	problems: Problem[],
): OrderLine[] {
	const given = groupOf(item, PRICES_BOX, 'shipping');
	const { unitPrice, ...shipping } = given;
	const amount = amountIn(unitPrice, 'Shipping Amount', problems, UNIT_PRICE);
	if (isUnset(unitPrice) && SHIPPED_AS.some((name) => !isUnset(shipping[name]))) {
		// An expression gives nothing where a shop's order has no shipping; without one it was forgotten.
		if ('unitPrice' in given) item.remarks.add('Shipping Amount is empty: no shipping was added');
		else
			problems.push({
				field: 'Shipping Amount',
				message: 'is empty',
				remedy: 'Give it, or leave the other fields of shipping out. 0 adds no line.',
			});
	}
	if (amount === undefined || amount <= 0) return [];
	const found: Problem[] = [];
	const [line] = readLines(
		[{ type: 'charge', description: SHIPPING_LABEL, ...shipping, unitPrice: amount }],
		found,
	);
	for (const { field, ...problem } of found)
		problems.push({ ...problem, field: field.replace(`${line.label}:`, SHIPPING_LABEL) });
	return [{ ...line, label: SHIPPING_LABEL, taxCountry }];
}

/** What the order should come to. */
export interface ShopTotal {
	amount: number;
	tolerancePence: number;
	/** Whether a difference beyond the tolerance fails the item. */
	strict: boolean;
}

/** The shop's total, where it is given. */
export function readShopTotal(item: Item, problems: Problem[]): ShopTotal | undefined {
	const { shop, tolerancePence, ifDiffers } = groupOf(item, PRICES_BOX, 'total');
	const amount = amountIn(shop, 'Total of the Shop', problems);
	return amount === undefined
		? undefined
		: {
				amount,
				tolerancePence:
					amountIn(tolerancePence, 'Total Tolerance (Pence)', problems) ?? TOTAL_TOLERANCE_PENCE,
				strict: ifDiffers === 'fail',
			};
}
