/** What has become of a Magento order. */
import type { ShopState } from '../order';
import type { Source } from '../source';

import type { MagentoMoney } from './money';

const STATES: Record<string, ShopState> = {
	new: 'awaiting',
	pending_payment: 'awaiting',
	payment_review: 'awaiting',
	holded: 'awaiting',
	processing: 'paid',
	complete: 'paid',
	closed: 'refunded',
	canceled: 'cancelled',
};

/** An order is processed from its authorisation on: one that has nothing paid yet is not captured. */
export function stateOf(order: Source, money: MagentoMoney): { state: ShopState; status: string } {
	const status = order.text('status', 'state') ?? '';
	const state = STATES[(order.text('state') ?? status).toLowerCase()] ?? 'awaiting';
	const due = money.find(order, 'total_due');
	const authorised = state === 'paid' && due !== undefined && due.sign > 0;
	return { state: authorised ? 'authorised' : state, status };
}
