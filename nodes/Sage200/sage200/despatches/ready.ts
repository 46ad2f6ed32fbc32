/** Reads what can be despatched of an order now, from Sage's despatch list. */
import type { SageApi, SageRecord } from '../protocol/api';
import { condition } from '../lookups/odata';

/** Goods and services are confirmed apart from each other, in Professional; everywhere else all are goods. */
export type Intent = 'ConfirmOnDespatch' | 'Confirm';

export const GOODS: Intent = 'ConfirmOnDespatch';
export const SERVICES: Intent = 'Confirm';

/** How a line is confirmed: as goods unless Sage says that it is a service (api.md j 6). */
export function intentOf(line: SageRecord): Intent {
	return line.confirmation_intent_type === SERVICES ? SERVICES : GOODS;
}

/**
 * Lines ready for despatch with their quantities in stock units, by line ID. The list can be asked for one order by
 * its number only; goods are what it holds unless asked otherwise (api.md §d).
 */
export async function readReady(
	api: SageApi,
	order: SageRecord,
	intent: Intent,
): Promise<Map<number, SageRecord>> {
	const byNumber = condition('document_no', 'eq', order.document_no);
	const $filter =
		intent === GOODS
			? byNumber
			: `${byNumber} and ${condition('confirmation_intent_type', 'eq', intent)}`;
	const rows = await api.list({
		path: '/sop_confirm_despatch',
		query: { $filter, $expand: 'items' },
	});
	const items = rows
		.filter(({ sop_order_return_id: id }) => id === order.id)
		.flatMap((row) => (row.items as SageRecord[] | undefined) ?? []);
	return new Map(items.map((item) => [Number(item.id), item]));
}
