/**
 * What earlier returns of an order took back. Sage links no return to its order (api.md §j), so the node writes the
 * order's number into a spare text of the return, unless the order or the form has something else for it.
 */
import { LINE_TYPES } from '../../lines/orderLines';
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
 * The order as far as it has not come back: what the lines of earlier returns took is taken off what was despatched, and
 * off the charges, first line first.
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
	const taken = new Map<string, number>();
	const take = (line: SageRecord, amount: number) =>
		taken.set(contentOf(line), round((taken.get(contentOf(line)) ?? 0) + amount, 5));
	for (const { lines } of earlier)
		for (const line of (lines as SageRecord[] | undefined) ?? []) take(line, amountOf(line));
	const lines = ((order.lines as SageRecord[] | undefined) ?? []).flatMap((line) => {
		const field = isCharge(line) ? 'selling_unit_price' : 'despatch_receipt_quantity';
		const whole = Number(line[field] ?? 0);
		const back = Math.min(whole, taken.get(contentOf(line)) ?? 0);
		if (back <= 0) return [line];
		take(line, -back);
		const left = round(whole - back, 5);
		return isCharge(line) && left === 0 ? [] : [{ ...line, [field]: left }];
	});
	return { ...order, lines };
}

/** What a line of a return takes back: goods by their quantity, a charge by its price, all of it where it names none. */
function amountOf(line: SageRecord): number {
	if (!isCharge(line)) return Number(line.line_quantity ?? 0);
	return Number(line.selling_unit_price ?? Infinity);
}

/** What tells what a line sells from what others do. Free text has an empty code. */
function contentOf(line: SageRecord): string {
	const { line_type: type, code, description } = line;
	const isText = type === LINE_TYPES.freeText || !code;
	const kind = isCharge(line) ? 'charge' : 'goods';
	return `${kind} ${String((isText ? description : code) ?? '')}`;
}

function isCharge({ line_type: type }: SageRecord): boolean {
	return type === LINE_TYPES.charge;
}
