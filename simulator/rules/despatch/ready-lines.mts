/**
 * What can be despatched now: goods that are allocated, and services or free text of which some is outstanding.
 * The two intents: api.md j 6. That orders on hold and drafts are not listed is inferred.
 */
import { SageRefusal, type Body, type Call, type Row } from '../../world.mts';
import { decimal } from '../foundation/money.mts';
import { numberOf, rowsOf } from '../foundation/read.mts';
import { isMoved } from '../orders/statuses.mts';

export const GOODS = 'ConfirmOnDespatch';
export const SERVICES = 'Confirm';

/** Orders that are neither drafts nor held, with the lines of an intent that can go. */
export function* despatchable(call: Call, intent: string): Iterable<{ order: Row; lines: Body[] }> {
	for (const order of call.company.table('sop_orders').all()) {
		const lines = isOpen(order) ? readyLines(order, intent) : [];
		if (lines.length > 0) yield { order, lines };
	}
}

/** Lines of an order that can go. */
function readyLines(order: Row, intent: string): Body[] {
	return rowsOf(order.lines).filter(
		(line) =>
			isMoved(line) &&
			line.confirmation_intent_type === intent &&
			decimal(line.available_for_despatch).gt(0),
	);
}

/** Whether an order may be despatched at all. */
export function isOpen(order: Row): boolean {
	return order.is_draft !== true && order.document_status === 'EnumDocumentStatusLive';
}

/**
 * The line with an id, with its order.
 * @throws SageRefusal
 */
export function orderLine(call: Call, id: unknown): { order: Row; line: Body } {
	for (const order of call.company.table('sop_orders').all()) {
		const line = rowsOf(order.lines).find((each) => each.id === numberOf(id));
		if (line) return { order, line };
	}
	throw new SageRefusal(`There is no sales order line with the Id ${String(id)}.`);
}
