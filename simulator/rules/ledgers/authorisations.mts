/**
 * Purchase invoices that wait for authorisation; an update authorises.
 * Fields: the schema, where `oplock` is a text of 20. What it holds, and how a stale one or an invoice that does not wait
 * is refused, is unknown, the simulator's choice.
 */
import { SageRefusal, type Body, type Call, type Row } from '../../world.mts';
import { pick } from '../foundation/fields.mts';
import { addressed, bodyOf } from '../foundation/records.mts';

const POSTED = 'purchase_posted_transactions';
const SHOWN = [
	'id',
	'reference',
	'second_reference',
	'transaction_date',
	'supplier_id',
	'nominal_analysis_items',
];

/** Rule of `GET /purchase_authorisations/{Id}`. */
export function readAuthorisation(call: Call): Body {
	return shown(waiting(call));
}

/** Rule of `PUT /purchase_authorisations/{Id}`. `oplock` tells whether someone else was faster. */
export function authorise(call: Call): Body {
	const row = waiting(call);
	const { oplock, ...body } = bodyOf(call);
	if (oplock !== undefined && oplock !== String(row.date_time_updated).slice(0, 20)) {
		throw new SageRefusal('The transaction has been changed by another user.');
	}
	const fields = pick(body, ['reference', 'second_reference', 'nominal_analysis_items']);
	return shown(call.company.table(POSTED).change(row.id, { ...fields, authorisation: true }));
}

function waiting(call: Call): Row {
	const row = addressed(call, POSTED);
	if (row.authorisation !== false)
		throw new SageRefusal(`The transaction ${row.id} does not wait for authorisation.`, 404);
	return row;
}

function shown(row: Row): Body {
	return { ...pick(row, SHOWN), oplock: String(row.date_time_updated).slice(0, 20) };
}
