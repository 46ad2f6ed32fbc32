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

/** @param remarks gets what was taken to be so because the order does not tell it */
export function stateOf(order: Source, remarks: string[]): { state: ShopState; status: string } {
	const status = order.text('financial_status') ?? '';
	if (order.flag('test')) return { state: 'test', status };
	if (order.text('cancelled_at'))
		return { state: 'cancelled', status: order.text('cancel_reason') ?? status };
	// Draft orders have a status of their own, and no financial one until they are completed.
	const draft = order.text('status') ?? '';
	if (status === '' && ['open', 'invoice_sent'].includes(draft))
		return { state: 'draft', status: draft };
	if (status === '') {
		remarks.push('The order does not say whether it is paid');
		return { state: 'paid', status };
	}
	return { state: STATES[status] ?? 'awaiting', status };
}
