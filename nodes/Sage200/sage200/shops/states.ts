/** Which orders are pushed. */
import type { Problem } from '../protocol/failures';

import type { ShopOrder, ShopState } from './order';

/** The state that an order must have before it is pushed. */
export type PushedWhen = 'paid' | 'authorised' | 'all';

const WORDS: Record<ShopState, string> = {
	paid: 'is paid',
	authorised: 'is authorised but not paid yet',
	awaiting: 'awaits payment',
	cancelled: 'was cancelled',
	voided: 'was voided',
	failed: 'failed to be paid',
	refunded: 'was refunded in full',
	draft: 'is a draft',
	test: 'is a test order',
};

const PUSHED: Record<PushedWhen, ReadonlySet<ShopState>> = {
	paid: new Set(['paid']),
	authorised: new Set(['paid', 'authorised']),
	all: new Set(['paid', 'authorised', 'awaiting']),
};

/** An order, and what could not be read of it. */
export interface ReadShopOrder {
	order: ShopOrder;
	problems: Problem[];
}

/**
 * Why the order is not pushed, in words for a person; undefined for one that is. Of an order that could not be read in
 * full nobody can say that nothing is left.
 */
export function skipReason(
	{ order: { state, status, lines, totals }, problems }: ReadShopOrder,
	when: PushedWhen,
): string | undefined {
	if (!PUSHED[when].has(state))
		return `The order ${WORDS[state]} in the shop${status === '' ? '' : ` (${status})`}`;
	const isEmpty = lines.length === 0 && totals.gross.pence === 0 && problems.length === 0;
	return isEmpty ? 'Nothing remains of the order after refunds and removals' : undefined;
}
