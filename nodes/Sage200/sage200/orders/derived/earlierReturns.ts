/**
 * What earlier returns of an order took back. Sage links no return to its order (api.md §j), so the node writes the
 * order's number into a spare text of the return, unless the order or the form has something else for it.
 */
import { normalKey, type Lookups } from '../../lookups/lookups';
import type { SageRecord } from '../../protocol/api';
import { round } from '../../values/numbers';
import { isCancelled } from '../remarks';

/** Field of a return that holds the number of the order whose goods come back. */
export const RETURN_OF = 'spare_text_10';

/**
 * The returns of each order, by the order's number, in as few calls as possible.
 * @returns none for the orders that have none
 */
export async function returnsOf(
	lookups: Lookups,
	orders: SageRecord[],
): Promise<Map<string, SageRecord[]>> {
	const numbers = orders.map(({ document_no: number }) => String(number));
	return await lookups.byKeys<string>(
		{ resource: 'sop_returns', field: RETURN_OF, expand: ['lines'] },
		numbers,
	);
}

/**
 * The order as far as its goods have not come back: what the lines of earlier returns took is taken off what was
 * despatched, first line first.
 * @param found of all orders, by `returnsOf`
 * @param isOwn tells the return that is about to be pushed again
 */
export function withoutReturned(
	order: SageRecord,
	found: Map<string, SageRecord[]>,
	isOwn: (earlier: SageRecord) => boolean,
): SageRecord {
	const earlier = (found.get(normalKey(String(order.document_no))) ?? []).filter(
		(each) => each.customer_id === order.customer_id && !isCancelled(each) && !isOwn(each),
	);
	const taken = new Map<unknown, number>();
	for (const { lines } of earlier)
		for (const line of (lines as SageRecord[] | undefined) ?? [])
			taken.set(
				goodsOf(line),
				round((taken.get(goodsOf(line)) ?? 0) + Number(line.line_quantity ?? 0), 5),
			);
	const lines = ((order.lines as SageRecord[] | undefined) ?? []).map((line) => {
		const despatched = Number(line.despatch_receipt_quantity ?? 0);
		const back = Math.min(despatched, taken.get(goodsOf(line)) ?? 0);
		taken.set(goodsOf(line), round((taken.get(goodsOf(line)) ?? 0) - back, 5));
		return back > 0 ? { ...line, despatch_receipt_quantity: round(despatched - back, 5) } : line;
	});
	return { ...order, lines };
}

/** What tells the goods of a line from those of others. */
function goodsOf({ code, description }: SageRecord): string {
	return String(code ?? description ?? '');
}
