/**
 * Works out everything of a document that follows from what was entered: quantities, statuses, totals.
 * Fields: the schema. How they follow is inferred from captured orders (api.md j).
 */
import { decimal, Decimal, fine } from '../foundation/money.mts';
import { isSet, numberOf, rowsOf } from '../foundation/read.mts';
import type { Body, Company } from '../../world.mts';
import { allocatedTo, takesStock } from './allocation.mts';
import type { DocumentKind } from './kind.mts';
import { documentStatus, isMoved, lineStatus } from './statuses.mts';
import { total } from './totals.mts';
import { lineUnits, stockUnits } from './units.mts';
import { holdingIn } from '../stock/levels.mts';

/** Brings the worked-out fields of a document and its lines up to date. */
export function refresh(company: Company, kind: DocumentKind, document: Body): void {
	const lines = rowsOf(document.lines);
	for (const line of lines) {
		refreshQuantities(company, kind, line);
		refreshStatuses(kind, line);
	}
	total(company, kind, document);
	document[kind.stock === 'announces' ? 'receipt_return_status' : 'despatch_receipt_status'] =
		documentStatus(lines, kind.line.done);
	document.invoice_credit_status = documentStatus(lines, 'invoice_credit_quantity');
	document.cancelled_status = cancelledStatus(document.cancelled_status, lines);
}

/** An order of which nothing is left was cancelled as a whole; that it is said so is inferred (api.md §j). */
function cancelledStatus(status: unknown, lines: Body[]): unknown {
	if (!isSet(status)) return 'EnumDocumentProcessStatusNone';
	const left = lines.some((line) => decimal(line.line_quantity).gt(0));
	if (status === 'EnumDocumentProcessStatusNone' || left) return status;
	return 'EnumDocumentProcessStatusFull';
}

function refreshQuantities(company: Company, kind: DocumentKind, line: Body): void {
	const done = decimal(line[kind.line.done]);
	line[kind.line.done] = fine(done);
	line.invoice_credit_quantity ??= 0;
	line.posted_invoice_credit_quantity ??= 0;
	line.stock_unit_line_quantity = fine(stockUnits(line, decimal(line.line_quantity)));
	line[`stock_unit_${kind.line.done}`] = fine(stockUnits(line, done));
	if (kind.stock === 'announces') {
		line.stock_unit_on_order_quantity = fine(
			stockUnits(line, decimal(line.line_quantity).minus(done)),
		);
	}
	if (kind.stock === 'allocates') refreshAllocation(company, line, done);
}

/** `allocated_quantity` counts what is allocated now and what has gone out already. */
function refreshAllocation(company: Company, line: Body, done: Decimal): void {
	const allocated = numberOf(line.id) === 0 ? decimal(0) : allocatedTo(company, line);
	const open = lineUnits(line, allocated);
	line.allocated_quantity = fine(open.plus(takesStock(company, line) ? done : 0));
	line.stock_unit_allocated_quantity = fine(stockUnits(line, decimal(line.allocated_quantity)));
	line.stock_unit_to_allocate_quantity = fine(stockUnits(line, decimal(line.to_allocate_quantity)));
	const available = takesStock(company, line) ? open : decimal(line.line_quantity).minus(done);
	line.available_for_despatch = isMoved(line) ? fine(Decimal.max(0, available)) : 0;
	line.stock_unit_available_for_despatch = fine(
		stockUnits(line, decimal(line.available_for_despatch)),
	);
	const holding = holdingIn(company, line.product_id, line.warehouse_id);
	line.stock_unit_available_quantity = numberOf(holding?.free_stock_available);
}

function refreshStatuses(kind: DocumentKind, line: Body): void {
	const quantity = decimal(line.line_quantity);
	const done = decimal(line[kind.line.done]);
	const invoiced = decimal(line.invoice_credit_quantity);
	if (kind.stock === 'allocates')
		line.allocation_status = lineStatus(decimal(line.allocated_quantity), quantity);
	line[kind.line.doneStatus] = lineStatus(done, quantity);
	line.invoice_credit_status = lineStatus(invoiced, quantity);
	line.is_complete =
		isMoved(line) && quantity.gt(0) && done.gte(quantity) && invoiced.gte(quantity);
	line.is_line_deletable = done.lte(0) && invoiced.lte(0);
}
