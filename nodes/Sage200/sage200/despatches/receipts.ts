/** A consignment that was booked twice: two workers that despatched it at the same moment knew nothing of each other. */
import type { SageRecord } from '../protocol/api';
import { round } from '../values/numbers';

import { heldBy } from './consignments';
import type { DespatchPart } from './portions';

/** One of Sage's despatch receipts under a consignment number. */
export interface Receipt {
	id: unknown;
	document_no: unknown;
	date: unknown;
	user_name: unknown;
	lines: Array<{ code: unknown; quantity: unknown }>;
}

export class DespatchedTwice extends Error {
	readonly remedy =
		'Two workers despatched it at the same moment, or a lost answer arrived late. Keep one of the receipts and reverse the other in Sage 200.';
	readonly details: SageRecord;

	constructor(order: SageRecord, number: string, receipts: Receipt[]) {
		const numbers = receipts.map(({ document_no }) => String(document_no)).join(' and ');
		super(
			`Consignment "${number}" of order ${String(order.document_no)} was despatched more than once: receipts ${numbers}`,
		);
		this.name = 'DespatchedTwice';
		this.details = {
			orderId: order.id,
			document_no: order.document_no,
			consignment_no: number,
			outcome: 'despatchedTwice',
			receipts,
		};
	}
}

/**
 * True when the consignment holds more of a line than what it held before and what was sent since.
 * @param seen despatch lines that the order has under the number now
 */
export function holdsMore(
	order: SageRecord,
	before: SageRecord[],
	sent: DespatchPart[],
	seen: SageRecord[],
): boolean {
	const expected = heldBy(order, before);
	for (const { item, quantity } of sent) {
		const id = Number(item.id);
		expected.set(id, round((expected.get(id) ?? 0) + quantity, 5));
	}
	const now = heldBy(order, seen);
	return sent.some(({ item }) => {
		const id = Number(item.id);
		return round((now.get(id) ?? 0) - (expected.get(id) ?? 0), 5) > 0;
	});
}

/** The receipts that despatch lines belong to. */
export function receiptsOf(rows: SageRecord[]): Receipt[] {
	const receipts = new Map<unknown, Receipt>();
	for (const row of rows) {
		const id = row.sop_despatch_id;
		const receipt = receipts.get(id) ?? {
			id,
			document_no: row.sop_despatch_document_no,
			date: row.sop_despatch_date,
			user_name: row.sop_despatch_user_name,
			lines: [],
		};
		receipt.lines.push({
			code: row.sop_order_line_item_code,
			quantity: row.sop_despatch_line_quantity,
		});
		receipts.set(id, receipt);
	}
	return [...receipts.values()];
}
