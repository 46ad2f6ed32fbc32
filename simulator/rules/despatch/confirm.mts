/**
 * Confirms the despatch of lines of one order: all lines are checked before any stock moves.
 * Body, stock units and the two intents: api.md j 6. Unknown, so the simulator's choice: that no line moves when one is
 * refused, which bins are emptied first, numbers of receipts, and the words of refusals.
 */
import { SageRefusal, type Body, type Call, type Row } from '../../world.mts';
import { childId } from '../foundation/child-ids.mts';
import { today } from '../foundation/dates.mts';
import { decimal, Decimal, fine } from '../foundation/money.mts';
import { numberOf, rowsOf, textOf } from '../foundation/read.mts';
import { bodyOf, checkReference, referred, settings } from '../foundation/records.mts';
import {
	ALLOCATIONS,
	allocationsOf,
	binOf,
	openQuantity,
	takesStock,
} from '../orders/allocation.mts';
import { resumeEntry } from '../orders/header.mts';
import { SALES_ORDER } from '../orders/kinds.mts';
import { releaseDespatchLocks } from '../orders/locks.mts';
import { saveDocument } from '../orders/save.mts';
import { lineUnits } from '../orders/units.mts';
import { moveStock } from '../stock/levels.mts';
import { recordIssue } from '../stock/transactions.mts';
import { GOODS, isOpen } from './ready-lines.mts';
import { takeTraceable } from './traceable.mts';

interface DespatchItem {
	line: Body;
	/** In stock units. */
	quantity: Decimal;
	sent: Body;
}

/** Rule of `POST /sop_confirm_despatch`. */
export function confirmDespatch(call: Call): Body {
	const body = bodyOf(call);
	const order = structuredClone(
		referred(call.company, 'sop_orders', body.sop_order_return_id, 'sales order'),
	);
	if (!isOpen(order))
		throw new SageRefusal(
			`The sales order ${textOf(order.document_no)} is not ready for despatch.`,
		);
	const tracking = trackingOf(call, order, body);
	const items = rowsOf(body.items).map((sent) =>
		checkedItem(order, sent, textOf(body.confirmation_intent_type) || GOODS),
	);
	if (items.length === 0) throw new SageRefusal('There is nothing to despatch.');
	for (const item of items) despatchLine(call, item);
	for (const { line, quantity } of items) {
		line.despatch_receipt_quantity = fine(
			decimal(line.despatch_receipt_quantity).plus(lineUnits(line, quantity)),
		);
	}
	releaseDespatchLocks(call, rowsOf(order.lines));
	const row = saveDocument(resumeEntry(SALES_ORDER, call, order), 'despatch');
	const date = textOf(body.despatch_receipt_date) || today(call.clock);
	recordReceipt(call, row, items, date, tracking);
	return { ...body, despatch_receipt_date: date };
}

function checkedItem(order: Row, sent: Body, intent: string): DespatchItem {
	const line = rowsOf(order.lines).find((each) => each.id === sent.id);
	if (!line)
		throw new SageRefusal(
			`The line ${String(sent.id)} does not belong to the sales order ${textOf(order.document_no)}.`,
		);
	const quantity = decimal(sent.quantity);
	if (quantity.lte(0)) throw new SageRefusal('The quantity to despatch must be greater than zero.');
	if (line.confirmation_intent_type !== intent) {
		throw new SageRefusal(`Line ${String(line.line_number)} is not confirmed with '${intent}'.`);
	}
	if (quantity.gt(decimal(line.stock_unit_available_for_despatch))) {
		throw new SageRefusal(
			`Line ${String(line.line_number)}: the quantity is more than what is available for despatch.`,
		);
	}
	return { line, quantity, sent };
}

/** Takes the goods of a line from the bins that they are allocated in, from named bins first. */
function despatchLine(call: Call, { line, quantity, sent }: DespatchItem): void {
	const { company } = call;
	if (!takesStock(company, line)) return;
	takeTraceable(company, line, rowsOf(sent.traceable_adjustment_items), quantity);
	const leaves = settings(company, 'sop_settings').update_stock_on_despatch !== false;
	const named = rowsOf(sent.bin_items).map((bin) => bin.id);
	const place = (allocation: Row) => (named.includes(allocation.bin_holding_id) ? 0 : 1);
	let left = quantity;
	for (const allocation of allocationsOf(company, line).sort(
		(one, other) => place(one) - place(other),
	)) {
		const part = Decimal.min(left, openQuantity(allocation));
		if (part.lte(0)) continue;
		const despatched = fine(decimal(allocation.despatched).plus(part));
		company.table(ALLOCATIONS).change(allocation.id, { despatched });
		if (leaves)
			moveStock(company, binOf(company, allocation), {
				inStock: part.neg(),
				allocated: part.neg(),
			});
		left = left.minus(part);
	}
	if (leaves) recordIssue(call, line, quantity);
}

/** Tracking is for one order here, though the field is a list. */
function trackingOf(call: Call, order: Row, body: Body): Body {
	const sent = rowsOf(body.tracking_items).find(
		({ sop_order_return_id: id }) => id === undefined || id === 0 || id === order.id,
	);
	checkReference(call.company, 'couriers', sent?.courier_id, 'courier');
	checkReference(call.company, 'sop_incoterms', sent?.sop_incoterm_id, 'incoterm');
	checkReference(call.company, 'sop_export_reasons', sent?.sop_export_reason_id, 'export reason');
	return sent ?? {};
}

/** One despatch receipt a confirmation; the despatch views are read from it. */
function recordReceipt(
	call: Call,
	order: Row,
	items: DespatchItem[],
	date: string,
	tracking: Body,
): void {
	call.company.table('sop_despatch_receipts').insert({
		despatch_no: String(call.company.next('despatch numbers')).padStart(10, '0'),
		despatched_by: textOf(call.user.name).slice(0, 20),
		despatch_date: date,
		courier_id: numberOf(tracking.courier_id),
		sop_incoterm_id: numberOf(tracking.sop_incoterm_id),
		sop_export_reason_id: numberOf(tracking.sop_export_reason_id),
		consignment_no: textOf(tracking.consignment_no),
		weight: numberOf(tracking.weight),
		pieces: numberOf(tracking.pieces),
		notes: textOf(tracking.notes),
		sop_order_id: order.id,
		despatched_lines: items.map(({ line, quantity }) => ({
			id: childId(call.company),
			sop_order_line_id: line.id,
			quantity: fine(lineUnits(line, quantity)),
		})),
	});
}
