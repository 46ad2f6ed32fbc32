/** A shop's orders beside Sage's: what is missing, there twice, cancelled, different, or not confirmed yet. */
import type { SageRecord } from '../protocol/api';
import { normalKey, type Lookups } from '../lookups/lookups';

import { isCancelled } from './remarks';
import { compareTotals, type Totals } from './totals';

export interface ShopOrder {
	/** As stored in Sage, prefix and all. */
	key: string;
	total?: number;
	/** ISO day. */
	date?: string;
}

/** What is wrong, worst first; `matched` when nothing is. */
export type Finding = 'missing' | 'duplicated' | 'cancelled' | 'draft' | 'differs' | 'matched';

export interface Reconciled extends ShopOrder {
	result: Finding;
	/** Everything that is wrong: an order may be there twice and differ as well. */
	findings: Finding[];
	totals?: Totals;
	/** Whether Sage has the order under another date, which is no fault. */
	dateDiffers?: boolean;
	orders: SageRecord[];
}

const FIELDS = [
	'id',
	'document_no',
	'document_date',
	'document_status',
	'customer_id',
	'total_gross_value',
	'is_draft',
];

/** Orders that carry one of the keys, in batched reads. */
export async function readOrders(
	lookups: Lookups,
	keyField: string,
	keys: string[],
): Promise<Map<string, SageRecord[]>> {
	return await lookups.byKeys<string>(
		{ resource: 'sop_orders', field: keyField, select: [...new Set([...FIELDS, keyField])] },
		keys,
	);
}

/**
 * What Sage's orders say of the shop's. An order that was cancelled in Sage counts only where there is no other; the total
 * of one that is there twice is compared with the first.
 */
export function reconciled(
	shop: ShopOrder,
	found: Map<string, SageRecord[]>,
	tolerancePence: number,
): Reconciled {
	const orders = [...(found.get(normalKey(shop.key)) ?? [])].sort(
		(left, right) => Number(left.id) - Number(right.id),
	);
	const live = orders.filter((order) => !isCancelled(order));
	const drafts = live.filter(({ is_draft }) => is_draft === true);
	const first = live.find((order) => !drafts.includes(order)) ?? live[0] ?? orders[0];
	const totals =
		first && shop.total !== undefined
			? compareTotals(shop.total, first, tolerancePence)
			: undefined;
	const findings: Finding[] = [
		...(orders.length === 0 ? (['missing'] as const) : []),
		...(live.length > 1 ? (['duplicated'] as const) : []),
		...(orders.length > 0 && live.length === 0 ? (['cancelled'] as const) : []),
		...(drafts.length > 0 ? (['draft'] as const) : []),
		...(totals && !totals.within_tolerance ? (['differs'] as const) : []),
	];
	return {
		...shop,
		result: findings[0] ?? 'matched',
		findings,
		...(totals ? { totals } : {}),
		...(first && shop.date !== undefined
			? { dateDiffers: String(first.document_date ?? '').slice(0, 10) !== shop.date }
			: {}),
		orders,
	};
}
