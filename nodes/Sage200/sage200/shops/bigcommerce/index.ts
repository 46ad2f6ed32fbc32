/** BigCommerce: orders of its V2 API, with their products, addresses and coupons included. */
import type { Problem } from '../../protocol/failures';
import { Decimal } from '../../values/decimal';
import { firstAddress, fullName, setAddress, streetOf } from '../address';
import type { ShopAddress, ShopLine, ShopOrder, ShopState } from '../order';
import type { ReadOptions, Shop } from '../shop';
import { Source, WHOLE_RECORD, type ShopRecord } from '../source';
import { grossOf, taxOf } from '../taxes';
import { checkPlaced, isRounding, restOf, toldCurrency } from '../totals';

import { chargeLines, creditsOf } from './charges';
import { goodsLines, productsOf, type Discounted } from './lines';

export const bigCommerce: Shop = {
	value: 'bigcommerce',
	name: 'BigCommerce',
	orderFields: ['status_id', 'total_inc_tax'],
	readOrder,
};

function readOrder(record: ShopRecord, _options: ReadOptions, problems: Problem[]): ShopOrder {
	const order = new Source(record, problems);
	const remarks: string[] = [];
	const key = order.text('id');
	if (key === undefined) order.refuse('id', 'is missing: the order has no number', WHOLE_RECORD);
	const { lines, gross } = settled(order, remarks);
	checkPlaced(lines, gross, problems);
	const billing = order.part('billing_address');
	const note = order.text('customer_message');
	const method = order.text('payment_method');
	return {
		key: key ?? '',
		id: key,
		...stateOf(order),
		placedAt: isoOf(order.text('date_created')),
		// The amounts are in the currency that is paid in; the other is what the shopper saw prices in.
		currency: toldCurrency(order.text('default_currency_code', 'currency_code'), remarks),
		buyer: {
			name: fullName(billing?.text('first_name'), billing?.text('last_name')),
			company: billing?.text('company'),
			email: billing?.text('email'),
			phone: billing?.text('phone'),
		},
		delivery: firstAddress(deliveriesOf(order).map(addressOf), remarks),
		invoice: addressOf(billing),
		lines,
		payments: [
			...creditsOf(order),
			...(method === undefined ? [] : [{ method, reference: order.text('payment_provider_id') }]),
		],
		notes: note === undefined ? [] : [note],
		totals: { gross, tax: taxTotalOf(order, lines) },
		taxRoundedBy: 'unit',
		remarks,
	};
}

const DISCOUNTED: Discounted[] = ['already', 'withTax', 'withoutTax'];

/** Stores differ in what their line totals contain; the order's total tells which of the readings is right. */
function settled(order: Source, remarks: string[]): { lines: ShopLine[]; gross: Decimal } {
	const products = productsOf(order, remarks);
	const charges = chargeLines(order);
	const readings = DISCOUNTED.map((discounted) => [
		...goodsLines(products, discounted),
		...charges,
	]);
	const stated = order.amount('total_inc_tax');
	if (stated === undefined) return { lines: readings[0], gross: grossOf(readings[0]).rounded(2) };
	const owed = stated.minus(order.amountOrZero('refunded_amount'));
	const credits = Decimal.sum(creditsOf(order).map(({ amount }) => amount));
	for (const gross of [owed, owed.plus(credits)]) {
		const lines = readings.find((reading) => isRounding(restOf(reading, gross), reading));
		if (lines) return { lines, gross };
	}
	return { lines: readings[0], gross: owed };
}

function taxTotalOf(order: Source, lines: ShopLine[]): Decimal {
	const stated =
		order.amountOrZero('refunded_amount').sign === 0 ? order.amount('total_tax') : undefined;
	return stated ?? taxOf(lines).rounded(2);
}

const STATES: Record<string, ShopState> = {
	0: 'draft',
	1: 'awaiting',
	2: 'paid',
	3: 'paid',
	4: 'refunded',
	5: 'cancelled',
	6: 'failed',
	7: 'awaiting',
	8: 'paid',
	9: 'paid',
	10: 'paid',
	11: 'paid',
	12: 'awaiting',
	13: 'awaiting',
	14: 'paid',
};

const PAYMENT_STATES: Record<string, ShopState> = {
	authorized: 'authorised',
	'capture pending': 'authorised',
	declined: 'failed',
	'held for review': 'awaiting',
	pending: 'awaiting',
	refunded: 'refunded',
	void: 'voided',
	'void pending': 'voided',
};

/** The order's status says what becomes of it, the payment's whether it is paid. */
function stateOf(order: Source): { state: ShopState; status: string } {
	const status = order.text('status', 'status_id') ?? '';
	if (order.flag('is_deleted')) return { state: 'cancelled', status };
	const state = STATES[order.text('status_id') ?? ''] ?? 'awaiting';
	const payment = PAYMENT_STATES[(order.text('payment_status') ?? '').toLowerCase()];
	return { state: state === 'paid' ? (payment ?? state) : state, status };
}

/** BigCommerce gives an order with a link in the place of its shipping addresses, and on request its consignments. */
function deliveriesOf(order: Source): Source[] {
	const consignments = [order.part('consignments') ?? order.rows('consignments')].flat();
	const consigned = consignments.flatMap((each) => each.rows('shipping'));
	if (consigned.length > 0) return consigned;
	// Consignments that ship nothing say that too: goods that are fetched, and gift certificates.
	const isTold = consignments.some(({ record }) => Array.isArray(record.shipping));
	if (!isTold && order.part('shipping_addresses') && !order.flag('order_is_digital'))
		order.refuse(
			'shipping_addresses',
			'does not tell where the goods go',
			'Read them from the shop (orders/{id}/shipping_addresses) and put the list in the place of "shipping_addresses".',
		);
	return order.rows('shipping_addresses');
}

function addressOf(address: Source | undefined): ShopAddress | undefined {
	if (!address) return undefined;
	return setAddress({
		name: fullName(address.text('first_name'), address.text('last_name')),
		company: address.text('company'),
		street: streetOf([address.text('street_1'), address.text('street_2')]),
		city: address.text('city'),
		county: address.text('state'),
		postcode: address.text('zip'),
		country: address.text('country_iso2', 'country'),
		phone: address.text('phone'),
		email: address.text('email'),
	});
}

/** BigCommerce writes dates as e-mails do. */
function isoOf(date: string | undefined): string | undefined {
	const moment = new Date(date ?? '');
	return Number.isNaN(moment.getTime()) ? date : moment.toISOString();
}
