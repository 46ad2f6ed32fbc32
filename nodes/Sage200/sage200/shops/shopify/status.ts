/** What has become of a Shopify order. */
import type { ShopState } from '../order';
import type { Source } from '../source';

const STATES: Record<string, ShopState> = {
	paid: 'paid',
	partially_refunded: 'paid',
	authorized: 'authorised',
	pending: 'awaiting',
	partially_paid: 'awaiting',
	expired: 'failed',
	voided: 'voided',
	refunded: 'refunded',
};

/** Fields that draft orders have and orders have not. */
const DRAFT_FIELDS = ['invoice_url', 'invoice_sent_at'];

/** @param remarks gets what was taken to be so because the order does not tell it */
export function stateOf(order: Source, remarks: string[]): { state: ShopState; status: string } {
	const status = order.text('financial_status') ?? '';
	if (order.flag('test')) return { state: 'test', status };
	if (order.text('cancelled_at'))
		return { state: 'cancelled', status: order.text('cancel_reason') ?? status };
	const draft = draftOf(order);
	if (draft !== undefined) return { state: 'draft', status: draft };
	if (status === '') {
		remarks.push('The order does not say whether it is paid');
		return { state: 'paid', status };
	}
	return { state: STATES[status.toLowerCase()] ?? 'awaiting', status };
}

/** Draft orders and checkouts look like orders. What comes of them is an order of its own, which is pushed when it comes. */
function draftOf(order: Source): string | undefined {
	if ('abandoned_checkout_url' in order.record) return 'checkout';
	const status = order.text('status') ?? '';
	const isDraft =
		DRAFT_FIELDS.some((field) => field in order.record) ||
		(order.text('financial_status') === undefined && ['open', 'invoice_sent'].includes(status));
	return isDraft ? status : undefined;
}
