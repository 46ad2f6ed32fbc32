/** The neutral form of a shop's refund: what came back of an order that was pushed, and the money that was given for it. */
import type { Decimal } from '../values/decimal';

import type { ShopLineKind } from './order';

/** Something given back: goods that were returned, or money for delivery and as goodwill. */
export interface RefundedLine {
	kind: ShopLineKind;
	sku?: string;
	description: string;
	quantity: Decimal;
	/** What the buyer gets for the whole line, with tax; above 0. */
	gross: Decimal;
	/** The tax in `gross`. */
	tax: Decimal;
	/** In percent; undefined where the shop does not name it. */
	taxRate?: Decimal;
	/** The shop took it out of the order before it was sent, as far as the shop knows. */
	cancelled?: boolean;
}

export interface ShopRefund {
	/** The shop's number of the refund, which is one's own among all refunds of the shop. */
	id: string;
	/** The key of the order that was refunded, where the refund carries it. */
	orderKey?: string;
	/** The shop's internal number of that order. */
	orderId?: string;
	refundedAt?: string;
	currency?: string;
	lines: RefundedLine[];
	note?: string;
	totals: { gross: Decimal; tax: Decimal };
	/** What was read otherwise than it stands in the shop's refund, for a person to know. */
	remarks: string[];
}
