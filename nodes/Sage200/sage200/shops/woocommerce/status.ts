/** What has become of a WooCommerce order. */
import type { ShopState } from '../order';
import type { Source } from '../source';

const STATES: Record<string, ShopState> = {
	processing: 'paid',
	completed: 'paid',
	pending: 'awaiting',
	'on-hold': 'awaiting',
	cancelled: 'cancelled',
	trash: 'cancelled',
	refunded: 'refunded',
	failed: 'failed',
	draft: 'draft',
	'auto-draft': 'draft',
	'checkout-draft': 'draft',
	// Plugins for deposits give the date on which a part was paid.
	'partial-payment': 'awaiting',
	'partially-paid': 'awaiting',
	'pending-deposit': 'awaiting',
	'scheduled-payment': 'awaiting',
};

/**
 * Plugins add statuses of their own: of those, an order is paid that has a date of payment.
 * @param remarks gets what was taken to be so because the order does not tell it
 */
export function stateOf(order: Source, remarks: string[]): { state: ShopState; status: string } {
	const status = (order.text('status') ?? '').replace(/^wc-/, '');
	// A subscription looks like an order; each of its renewals is an order of its own.
	if ('billing_period' in order.record) return { state: 'draft', status: 'subscription' };
	const known = STATES[status.toLowerCase()];
	if (known) return { state: known, status };
	if (!isPaid(order)) return { state: 'awaiting', status };
	remarks.push(
		`"${status}" is a status of a plugin: the order has a date of payment, and was taken for paid`,
	);
	return { state: 'paid', status };
}

/** Orders that are paid for on delivery are processed without a date of payment. */
export function isPaid(order: Source): boolean {
	return order.text('date_paid', 'date_paid_gmt') !== undefined;
}
