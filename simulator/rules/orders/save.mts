/** Stores an entered document. Rules work on a copy, so that a table's indexes and its hidden commits see every change. */
import type { Row } from '../../world.mts';
import { recountOrders } from './credit.mts';
import type { Entry } from './kind.mts';
import { refresh } from './refresh.mts';

/** Works out what follows from the entered fields and stores the document. */
export function saveDocument(entry: Entry): Row {
	const { kind, call, document } = entry;
	refresh(call.company, kind, document);
	const row = call.company
		.table(kind.resource)
		.change(Number(document.id), structuredClone(document));
	recountOrders(entry);
	return row;
}
