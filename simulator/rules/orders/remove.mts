/**
 * Deletes a document that nothing has come of; a draft is discarded the same way.
 * That a delete discards a draft, and fails where the record is used: api.md g, partly inferred. What counts as used, and
 * the words of refusals, are unknown, the simulator's choice.
 */
import { SageRefusal, type Call } from '../../world.mts';
import { rowsOf, textOf } from '../foundation/read.mts';
import { addressed } from '../foundation/records.mts';
import { recountOrders } from './credit.mts';
import { resumeEntry } from './header.mts';
import type { DocumentKind } from './kind.mts';
import { withdrawLine } from './lines.mts';
import { checkDespatchLocks, checkLock } from './locks.mts';

/** Rule of `DELETE /sop_orders/{Id}` and its like. */
export function removeDocument(kind: DocumentKind, call: Call): void {
	const row = addressed(call, kind.resource);
	checkLock(call, kind.resource, row.id, undefined);
	checkDespatchLocks(call, rowsOf(row.lines));
	if (rowsOf(row.lines).some((line) => line.is_line_deletable === false)) {
		throw new SageRefusal(
			`The ${kind.name} ${textOf(row.document_no)} has been despatched, received or invoiced and cannot be deleted.`,
		);
	}
	const entry = resumeEntry(kind, call, row);
	for (const line of rowsOf(row.lines)) withdrawLine(entry, line);
	call.company.table(kind.resource).remove(row.id);
	recountOrders(entry);
}
