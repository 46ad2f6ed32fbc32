/** A shop's order as the request for one of Sage's: read from the order, with what the form says otherwise. */
import type { IDataObject } from 'n8n-workflow';

import { labelOf } from '../../../catalog/labels';
import type { Item } from '../../../core/item';
import type { ItemProblems } from '../../../core/problems';
import type { Clue } from '../../../sage200/customers/finder';
import type { Payment } from '../../../sage200/orders/create/payment';
import type { OrderRequest } from '../../../sage200/orders/create/request';
import { deliveryAddress, goesTo } from '../../../sage200/orders/shop/address';
import { paidBy } from '../../../sage200/orders/shop/paid';
import type { BookingSite, SettledOrder } from '../../../sage200/orders/shop/settle';
import type { SageRecord } from '../../../sage200/protocol/api';
import type { Problem } from '../../../sage200/protocol/failures';
import type { ShopOrder, ShopPayment } from '../../../sage200/shops/order';
import { money } from '../../../sage200/shops/totals';
import { isSameCountry } from '../../../sage200/lookups/countries';
import { normalKey } from '../../../sage200/lookups/lookups';
import { agree } from '../../../sage200/values/agreement';
import { shown } from '../../../sage200/values/shown';
import { cutText, withoutUnseen } from '../../../sage200/values/texts';
import { textIn } from '../../../sage200/values/optional';
import { isUnset } from '../../../sage200/values/unset';
import { cluesOf, namedCustomer, readAccount } from '../buyerInput';
import { headerValues } from '../orderInput';
import { addressed, readAnalysisCodes } from '../orderRequest';

import { rowsOf } from './rules';

/** What a site has that decides how a shop's orders are booked. */
export interface ShopSite extends BookingSite {
	countries: SageRecord[];
}

export interface ShopRequest {
	order: ShopOrder;
	settled: SettledOrder;
	site: ShopSite;
	/** Gets what was cut, left out or done otherwise. */
	remarks: string[];
}

/** What the shop's order says beside its header. */
const PLACES = { customer_id: 'the account that the form names', lines: 'the order of the shop' };

/** @param key fields that hold the order's key */
export function shopRequest(
	item: Item,
	{ order, settled, site, remarks }: ShopRequest,
	key: IDataObject,
	all: ItemProblems,
): OrderRequest {
	const problems = all.of(item);
	const given = all.collect(item, () => addressed(headerValues(item, PLACES))) ?? {};
	refuseDiscounts(given, problems);
	const { stored_name: storedName, delivery_address: overrides, ...fields } = given;
	const address = deliveryAddress(goesTo(order), order.buyer, site.countries, remarks);
	const header = {
		...(order.placedAt === undefined ? {} : { document_date: order.placedAt }),
		...fields,
		delivery_address: { ...address, ...(overrides as IDataObject | undefined) } as IDataObject,
	};
	if (Object.keys(header.delivery_address).length === 0)
		delete (header as IDataObject).delivery_address;
	const account = all.collect(item, () =>
		readAccount(item, header, problems, buyerDetails(order, remarks)),
	);
	return {
		clues: account ? cluesOf(account.details, item) : accountFor(item, order),
		account,
		header,
		key,
		storedAddress: textIn(storedName),
		analysisCodes: readAnalysisCodes(item),
		payment: paymentOf(item, order, remarks),
		lines: settled.lines,
		unknownProduct:
			item.collection('shopRules').unknownProduct === 'freeText' ? 'freeText' : 'fail',
		prices: {
			use: 'shop',
			comparison: { tolerancePence: 0, ifDiffers: 'fail' },
			// They were settled as the site takes them.
			taxInclusive: site.pricesIncludeTax,
			currency: order.currency,
		},
		rules: item.rules,
		problems,
	};
}

/** Fields of a document by which Sage takes something off what a shop's order or refund comes to. */
const DISCOUNTING = ['document_discount_percent', 'apply_available_document_discount_percent'];

/** The prices of the shop have their discounts, so that another one would miss what the buyer owed. */
export function refuseDiscounts(given: IDataObject, problems: Problem[]): void {
	for (const name of DISCOUNTING) {
		const { [name]: value } = given;
		if (isUnset(value) || agree(value, 0) || /^\s*false\s*$/i.test(String(value))) continue;
		problems.push({
			field: labelOf(name),
			message: `${shown(value)} would change the total, which is what the shop charged`,
			remedy: 'Leave it out: the amounts of the shop have their discounts.',
		});
	}
}

/** What the shop knows of the buyer; what the form gives goes before it. */
function buyerDetails({ buyer }: ShopOrder, remarks: string[]): IDataObject {
	// Buyers paste it with no-break spaces; nobody can mend an order that they have paid.
	const vatNumber = buyer.vatNumber && withoutUnseen(buyer.vatNumber);
	if (vatNumber !== buyer.vatNumber)
		remarks.push('VAT Number had characters that nobody sees, which were left out');
	const details = {
		name: buyer.company ?? buyer.name,
		email: buyer.email,
		telephone: buyer.phone,
		vat_number: vatNumber,
		...(buyer.company === undefined ? {} : { lastName: buyer.name }),
	};
	return Object.fromEntries(Object.entries(details).filter(([, value]) => !isUnset(value)));
}

/** The account of the order's country or currency, else the one that is chosen for all. */
function accountFor(item: Item, order: ShopOrder): Clue[] {
	const { currency, delivery, invoice } = order;
	const country = goesTo(order)?.country ?? delivery?.country ?? invoice?.country;
	const fits = (wanted: unknown, has: string | undefined, isSame: typeof isSameCountry) =>
		isUnset(wanted) || isSame(String(wanted), has ?? '');
	const row = rowsOf(item, 'shopAccounts', 'accounts').find(
		(each) =>
			!isUnset(each.customer) &&
			fits(each.country, country, isSameCountry) &&
			fits(each.currency, currency, (one, other) => normalKey(one) === normalKey(other)),
	);
	return row ? [{ rule: 'reference', value: String(row.customer).trim() }] : namedCustomer(item);
}

/** The first payment whose gateway has a method in Sage, which takes one with an order. The others are told. */
function paymentOf(item: Item, order: ShopOrder, remarks: string[]): Payment | undefined {
	// Only what was paid is entered as paid.
	if (order.state !== 'paid') return undefined;
	const methods = rowsOf(item, 'shopPayments', 'methods').filter(
		({ gateway, method }) => !isUnset(gateway) && !isUnset(method),
	);
	if (methods.length === 0) return undefined;
	const methodOf = ({ method }: ShopPayment) =>
		methods.find((row) => normalKey(String(row.gateway)) === normalKey(method));
	const paid = paidBy(order);
	const [payment] = paid.filter((each) => each.amount && methodOf(each));
	for (const each of paid.filter((other) => other !== payment))
		remarks.push(`Payment not entered: ${notEntered(each, methodOf(each) !== undefined)}`);
	const { gross } = order.totals;
	if (!payment?.amount || gross.sign <= 0) return undefined;
	const entered = payment.amount.atMost(gross);
	if (entered.pence !== payment.amount.pence)
		remarks.push(
			`${money(payment.amount)} was paid by ${payment.method}, of which ${money(entered)} was entered: more is not owed`,
		);
	return {
		method: String(methodOf(payment)?.method),
		part: entered.pence === gross.pence ? undefined : entered.pence / 100,
		reference: referenceOf(payment, remarks),
	};
}

/** The beginning of the payment's reference, and all of it for a person to know. */
function referenceOf({ reference }: ShopPayment, remarks: string[]): string | undefined {
	if (reference === undefined || reference.length <= LONGEST_REFERENCE) return reference;
	remarks.push(`Payment Reference was cut to ${LONGEST_REFERENCE} characters: ${reference}`);
	return cutText(reference, LONGEST_REFERENCE);
}

function notEntered({ method, amount }: ShopPayment, isKnown: boolean): string {
	if (!amount) return `the shop does not tell how much was paid by ${method}`;
	const told = `${money(amount)} by ${method}`;
	return isKnown
		? `${told}, for Sage 200 takes one with an order`
		: `${told}, which has no method in Sage 200`;
}

/** Sage keeps 20 characters of a payment's reference (its schema). */
const LONGEST_REFERENCE = 20;
