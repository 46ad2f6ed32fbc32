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
};

/** Plugins add statuses of their own: of those, an order is paid that has a date of payment. */
export function stateOf(order: Source): { state: ShopState; status: string } {
	const status = (order.text('status') ?? '').replace(/^wc-/, '');
	// A subscription looks like an order; each of its renewals is an order of its own.
	if ('billing_period' in order.record) return { state: 'draft', status: 'subscription' };
	const paid: ShopState = order.text('date_paid', 'date_paid_gmt') ? 'paid' : 'awaiting';
	return { state: STATES[status] ?? paid, status };
}
