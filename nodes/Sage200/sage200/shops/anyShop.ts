/** Any other shop, marketplace or EDI: the neutral form itself, as JSON (docs/shop-order.md). */
import type { Problem } from '../protocol/failures';
import { Decimal } from '../values/decimal';
import { isRecord } from '../values/records';
import { shown } from '../values/shown';

import { setAddress, streetOf } from './address';
import type { ShopAddress, ShopLine, ShopLineKind, ShopOrder, ShopState } from './order';
import type { ReadOptions, Shop } from './shop';
import { Source, WHOLE_RECORD, type ShopRecord } from './source';
import { grossOf, taxOf, taxOn, taxWithin } from './taxes';
import { checkPlaced, money } from './totals';

export const anyShop: Shop = {
	value: 'anyShop',
	name: 'Any Shop',
	orderFields: ['key', 'lines'],
	readOrder,
};

const KINDS: ReadonlySet<string> = new Set<ShopLineKind>([
	'goods',
	'giftCard',
	'delivery',
	'fee',
	'duty',
	'tip',
	'goodwill',
]);

/** What docs/shop-order.schema.json has. */
const ORDER_FIELDS: ReadonlySet<string> = new Set([
	'key',
	'id',
	'state',
	'status',
	'placedAt',
	'currency',
	'pricesIncludeTax',
	'taxRoundedBy',
	'buyer',
	'delivery',
	'invoice',
	'lines',
	'payments',
	'notes',
	'totals',
]);

const BUYER_FIELDS: ReadonlySet<string> = new Set([
	'name',
	'company',
	'email',
	'phone',
	'vatNumber',
	'purchaseOrder',
]);

const ADDRESS_FIELDS: ReadonlySet<string> = new Set([
	'name',
	'company',
	'street',
	'city',
	'county',
	'postcode',
	'country',
	'phone',
	'email',
]);

const TOTAL_FIELDS: ReadonlySet<string> = new Set(['gross', 'tax']);
const PAYMENT_FIELDS: ReadonlySet<string> = new Set(['method', 'amount', 'reference']);

const LINE_FIELDS: ReadonlySet<string> = new Set([
	'id',
	'kind',
	'sku',
	'description',
	'quantity',
	'unitPrice',
	'discount',
	'gross',
	'tax',
	'taxRate',
]);

const HALF_PENNY = Decimal.of('0.005');
const SEE_DOCS = 'Give it as docs/shop-order.md has it.';

const STATES: ReadonlySet<string> = new Set<ShopState>([
	'paid',
	'authorised',
	'awaiting',
	'cancelled',
	'voided',
	'failed',
	'refunded',
	'draft',
	'test',
]);

function readOrder(record: ShopRecord, _options: ReadOptions, problems: Problem[]): ShopOrder {
	const order = new Source(record, problems);
	const { payments = null } = record;
	if (payments !== null && !Array.isArray(payments))
		order.refuse('payments', `${shown(payments)} is not a list`, SEE_DOCS);
	const key = order.text('key');
	if (key === undefined) order.refuse('key', 'is missing: the order has no number', WHOLE_RECORD);
	if (!Array.isArray(record.lines))
		order.refuse('lines', 'is not a list', 'Give lines as [{"sku": "BOARD001", "quantity": 2}].');
	refuseOtherRows(order, 'lines', 'Line', '{"sku": "BOARD001", "quantity": 2}');
	refuseOtherRows(order, 'payments', 'Payment', '{"method": "card", "amount": 24}');
	const included = order.flag('pricesIncludeTax');
	const lines = order.rows('lines', 'Line').flatMap((line) => lineOf(line, included));
	const totals = partOf(order, 'totals');
	const gross = totals?.amount('gross');
	if (gross) checkPlaced(lines, gross, problems);
	const buyer = partOf(order, 'buyer');
	return {
		key: key ?? '',
		id: order.text('id'),
		state: stateOf(order),
		status: order.text('status') ?? '',
		placedAt: order.text('placedAt'),
		currency: order.text('currency'),
		buyer: {
			name: buyer?.text('name'),
			company: buyer?.text('company'),
			email: buyer?.text('email'),
			phone: buyer?.text('phone'),
			vatNumber: buyer?.text('vatNumber'),
			purchaseOrder: buyer?.text('purchaseOrder'),
		},
		delivery: addressOf(partOf(order, 'delivery')),
		invoice: addressOf(partOf(order, 'invoice')),
		lines,
		payments: order.rows('payments', 'Payment').map((payment) => ({
			method: payment.text('method') ?? '',
			amount: payment.amount('amount'),
			reference: payment.text('reference'),
		})),
		notes: textsOf(order, 'notes'),
		totals: {
			gross: gross ?? grossOf(lines).rounded(2),
			tax: totals?.amount('tax') ?? taxOf(lines).rounded(2),
		},
		taxRoundedBy: roundingOf(order),
		remarks: unreadFields(order),
	};
}

function unknownFields({ record }: Source, known: ReadonlySet<string>): string[] {
	return Object.keys(record).filter((name) => !known.has(name));
}

/** Fields that the form does not have, wherever they stand: what they say is lost. */
function unreadFields(order: Source): string[] {
	const told = (source: Source | undefined, of: string, known: ReadonlySet<string>) =>
		source ? unknownFields(source, known).map((name) => `"${name}" of ${of} was not read`) : [];
	return [
		...told(order, 'the order', ORDER_FIELDS),
		...told(order.part('buyer'), 'the buyer', BUYER_FIELDS),
		...told(order.part('delivery'), 'delivery', ADDRESS_FIELDS),
		...told(order.part('invoice'), 'invoice', ADDRESS_FIELDS),
		...told(order.part('totals'), 'totals', TOTAL_FIELDS),
		...order
			.rows('payments', 'Payment')
			.flatMap((payment) => told(payment, payment.place, PAYMENT_FIELDS)),
	];
}

/** What stands in a list and is none of its rows would be left out. */
function refuseOtherRows({ record, problems }: Source, name: string, label: string, like: string) {
	const rows: unknown = record[name];
	for (const [at, row] of (Array.isArray(rows) ? rows : []).entries())
		if (!isRecord(row))
			problems.push({
				field: `${label} ${at + 1}`,
				message: `${shown(row)} is not a ${label.toLowerCase()}`,
				remedy: `Give each as ${like}.`,
			});
}

/** An object within the order; what is set and is none is a problem. */
function partOf(order: Source, name: string): Source | undefined {
	const value = order.record[name];
	if (value !== undefined && value !== null && !isRecord(value))
		order.refuse(name, `${shown(value)} is not an object`, SEE_DOCS);
	return order.part(name);
}

function roundingOf(order: Source): ShopOrder['taxRoundedBy'] {
	const rounded = order.text('taxRoundedBy') ?? 'line';
	if (rounded === 'line' || rounded === 'unit') return rounded;
	order.refuse('taxRoundedBy', `"${rounded}" is not a way to round tax`, 'Use line, unit.');
	return 'line';
}

function stateOf(order: Source): ShopState {
	const state = order.text('state') ?? 'paid';
	if (STATES.has(state)) return state as ShopState;
	order.refuse('state', `"${state}" is not a state of an order`, `Use ${[...STATES].join(', ')}.`);
	// An order that is refused must not be skipped in its place.
	return 'paid';
}

function lineOf(line: Source, included: boolean): ShopLine[] {
	for (const name of unknownFields(line, LINE_FIELDS))
		line.refuse(name, 'is not a field of a line', `Use ${[...LINE_FIELDS].join(', ')}.`);
	const quantity = line.amount('quantity') ?? Decimal.of(1);
	if (quantity.sign < 0)
		line.refuse(
			'quantity',
			`${quantity.toString()} is below 0`,
			'Give money that goes back as "gross" below 0, and book goods that come back as a Sales Return.',
		);
	if (quantity.sign <= 0) {
		for (const name of ['gross', 'tax', 'discount'])
			if (quantity.sign === 0 && line.amountOrZero(name).sign !== 0)
				line.refuse(
					name,
					'would be lost: the quantity is 0',
					'Give a quantity of 1, or no amount.',
				);
		return [];
	}
	const rate = line.amount('taxRate');
	const discount = line.amountOrZero('discount');
	return [
		{
			id: line.text('id'),
			kind: kindOf(line),
			sku: line.text('sku'),
			description: line.text('description', 'sku') ?? line.place,
			quantity,
			...worthOf(line, { quantity, discount, rate, included }),
			discount: included ? discount : discount.plus(taxOn(discount, rate ?? Decimal.ZERO)),
		},
	];
}

/** What a line is worth with tax: given as it is, or as price and discount of the shop. */
function worthOf(
	line: Source,
	shown: { quantity: Decimal; discount: Decimal; rate?: Decimal; included: boolean },
): Pick<ShopLine, 'gross' | 'tax' | 'taxRate'> {
	const { quantity, discount, rate, included } = shown;
	const given = line.amount('gross');
	const price = line.amount('unitPrice');
	if (!given && !price)
		line.refuse('unitPrice', 'is missing, and so is "gross"', 'Give one of them.');
	const amount = given ?? (price ?? Decimal.ZERO).times(quantity).minus(discount);
	const contains = included || given !== undefined;
	const tax =
		line.amount('tax') ??
		(rate ? (contains ? taxWithin(amount, rate) : taxOn(amount, rate)) : undefined);
	if (!tax) line.refuse('taxRate', 'is missing, and so is "tax"', 'Give 0 for a line without tax.');
	const owed = tax ?? Decimal.ZERO;
	if (given && price) {
		const listed = price.times(quantity).minus(discount);
		refuseOther(line, given, { quantity, gross: included ? listed : listed.plus(owed) });
	}
	return {
		gross: contains ? amount : amount.plus(owed),
		tax: owed,
		taxRate: rate ?? (owed.sign === 0 ? Decimal.ZERO : undefined),
	};
}

/** A unit price is rounded, so that it may come to another sum by as much as that makes of it. */
function refuseOther(
	line: Source,
	given: Decimal,
	listed: { quantity: Decimal; gross: Decimal },
): void {
	const rounding = HALF_PENNY.times(listed.quantity.plus(Decimal.of(2)));
	if (given.minus(listed.gross).abs().compare(rounding) <= 0) return;
	line.refuse(
		'unitPrice',
		`comes to ${money(listed.gross)}, and "gross" is ${money(given)}`,
		'Give one of them, or correct them.',
	);
}

function kindOf(line: Source): ShopLineKind {
	const kind = line.text('kind') ?? 'goods';
	if (KINDS.has(kind)) return kind as ShopLineKind;
	line.refuse('kind', `"${kind}" is not a kind of line`, `Use ${[...KINDS].join(', ')}.`);
	return 'goods';
}

function addressOf(address: Source | undefined): ShopAddress | undefined {
	if (!address) return undefined;
	return setAddress({
		name: address.text('name'),
		company: address.text('company'),
		street: streetOf(textsOf(address, 'street')),
		city: address.text('city'),
		county: address.text('county'),
		postcode: address.text('postcode'),
		country: address.text('country'),
		phone: address.text('phone'),
		email: address.text('email'),
	});
}

/** A list of texts, or one text. What is neither would be left out. */
function textsOf(source: Source, name: string): string[] {
	const { [name]: value = null } = source.record;
	const list: unknown[] = Array.isArray(value) ? value : [value];
	return list.flatMap((each) => {
		if (typeof each === 'string' || typeof each === 'number') return String(each).trim() || [];
		if (each !== null) source.refuse(name, `${shown(each)} is not a text`, SEE_DOCS);
		return [];
	});
}
