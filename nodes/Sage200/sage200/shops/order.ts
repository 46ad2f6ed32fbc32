/**
 * The neutral form of a shop's order: every shop's own order is read into it, and only it is read by what comes after.
 * Amounts are exact decimals in the order's currency. docs/shop-order.md shows the same form as JSON.
 */
import type { Decimal } from '../values/decimal';

/** What a line is for. Goods are products; the other kinds are what a shop charges beside them. */
export type ShopLineKind =
	| 'goods'
	| 'giftCard'
	| 'delivery'
	| 'fee'
	| 'duty'
	| 'tip'
	/** Given back without a line: its amount is below 0. */
	| 'goodwill';

export interface ShopLine {
	/** The shop's number of the line, by which refunds name it. */
	id?: string;
	kind: ShopLineKind;
	/** The article number; lines without one become text in Sage. */
	sku?: string;
	description: string;
	/** What remains of it after refunds, removals and cancellations. */
	quantity: Decimal;
	/** What the buyer owes for the whole line, after discounts and with tax; below 0 for credits. */
	gross: Decimal;
	/** The tax in `gross`, as far as the shop tells it: rounded or not, as the shop has it. */
	tax: Decimal;
	/** The rate of that tax in percent; undefined where the shop does not name it. */
	taxRate?: Decimal;
	/** What was taken off before `gross`, with tax. */
	discount: Decimal;
	/** The amounts are a share of what the shop charged for more: it may have rounded what is left by itself. */
	isPart?: boolean;
}

/** Whether an order is for sale, and if not, why. */
export type ShopState =
	| 'paid'
	/** Paid for but not yet captured. */
	| 'authorised'
	/** Payment is still to come. */
	| 'awaiting'
	| 'cancelled'
	| 'voided'
	| 'failed'
	| 'refunded'
	| 'draft'
	| 'test';

export interface ShopAddress {
	name?: string;
	company?: string;
	/** All lines of the street, as the shop has them. */
	street: string[];
	city?: string;
	county?: string;
	postcode?: string;
	/** ISO code of two letters where the shop gives one, else the name. */
	country?: string;
	phone?: string;
	email?: string;
}

export interface ShopBuyer {
	name?: string;
	company?: string;
	email?: string;
	phone?: string;
	vatNumber?: string;
	/** The buyer's own order number. */
	purchaseOrder?: string;
}

/** Money that came in for the order. Gift cards and store credit that pay are payments: the sale is not smaller for them. */
export interface ShopPayment {
	/** The shop's name of the gateway or method. */
	method: string;
	/** Undefined where the shop does not part the total by payments. */
	amount?: Decimal;
	reference?: string;
}

export interface ShopTotals {
	/** What the buyer owes for what remains of the order, whatever it was paid with. */
	gross: Decimal;
	tax: Decimal;
}

export interface ShopOrder {
	/** The shop's own order number, as the buyer knows it: the order key in Sage. */
	key: string;
	/** The shop's internal number. */
	id?: string;
	state: ShopState;
	/** The shop's own words for the state. */
	status: string;
	/** When it was placed: ISO text with its zone where the shop tells one. */
	placedAt?: string;
	/** ISO code of three letters. */
	currency?: string;
	buyer: ShopBuyer;
	delivery?: ShopAddress;
	invoice?: ShopAddress;
	lines: ShopLine[];
	payments: ShopPayment[];
	/** What the buyer wrote. */
	notes: string[];
	totals: ShopTotals;
	/** How finely the shop rounds tax: by line, or by unit of each line. */
	taxRoundedBy: 'line' | 'unit';
	/** What was read otherwise than it stands in the shop's order, for a person to know. */
	remarks: string[];
}
