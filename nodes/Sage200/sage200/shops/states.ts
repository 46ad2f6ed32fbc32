/** Which orders are pushed. */
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

/** Why the order is not pushed, in words for a person; undefined for one that is. */
export function skipReason(
	{ state, status, lines }: ShopOrder,
	when: PushedWhen,
): string | undefined {
	if (!PUSHED[when].has(state))
		return `The order ${WORDS[state]} in the shop${status === '' ? '' : ` (${status})`}`;
	return lines.length === 0 ? 'Nothing remains of the order after refunds and removals' : undefined;
}
