/** Notes on a document. Fields: the schema, which says that Sage records who made one. */
import type { Body } from '../../world.mts';
import { rowsOf, textOf } from '../foundation/read.mts';
import { applyChildren } from '../children/apply.mts';
import type { Entry } from './kind.mts';

/** Adds, changes and removes the notes that were sent. */
export function applyMemos(entry: Entry, body: Body): void {
	if (!Array.isArray(body.memos)) return;
	const { call, document } = entry;
	document.memos = applyChildren(call, rowsOf(document.memos), rowsOf(body.memos), {
		sop_order_return_id: document.id,
		is_active: true,
		created_by: textOf(call.user.name),
	});
}
