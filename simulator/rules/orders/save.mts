/** Stores an entered document. Rules work on a copy, so that a table's indexes and its hidden commits see every change. */
import type { Behaviour } from '../../behaviour/index.mts';
import type { Row } from '../../world.mts';
import { recountOrders } from './credit.mts';
import { storeAddress } from './delivery-address.mts';
import type { Entry } from './kind.mts';
import { refresh } from './refresh.mts';

/** What of a document a call changes. */
export type Change = 'header' | 'lines' | 'despatch';

/** Whether a change moves the document's own date_time_updated; lines and despatches may leave it (api.md h). */
const MOVES_STAMP: Record<Change, (behaviour: Readonly<Behaviour>) => boolean> = {
	header: () => true,
	lines: ({ lineStamps }) => lineStamps === 'moved',
	despatch: ({ despatchStamps }) => despatchStamps === 'moved',
};

/** Works out what follows from the entered fields and stores the document. */
export function saveDocument(entry: Entry, change: Change): Row {
	const { kind, call, document } = entry;
	const { company } = call;
	refresh(company, kind, document);
	storeAddress(entry);
	const table = company.table(kind.resource);
	const { date_time_updated: _stamp, ...fields } = structuredClone(document);
	const row = MOVES_STAMP[change](company.behaviour)
		? table.change(Number(document.id), fields)
		: table.write(Number(document.id), fields);
	recountOrders(entry);
	return row;
}
