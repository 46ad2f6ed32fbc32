/**
 * Rows that Sage has and does not show, or not yet. Whether it does so is unknown (archived orders: api.md n): each has
 * a switch.
 */
import type { Clock, Company, Row, Withheld, Withholds } from '../world.mts';
import { numberOf, textOf } from './foundation/read.mts';
import { settings } from './foundation/records.mts';

/** Field of a row that says from when on it shows; readers never see the field. */
export const SHOWS_FROM = 'shows_from';

export const withheld: Withheld = {
	sop_orders: archived,
	sop_returns: archived,
	sales_posted_transactions: deferred,
	purchase_posted_transactions: (company, clock) =>
		either(deferred(company, clock), waiting(company)),
	bank_posted_transactions: deferred,
	nominal_transaction_enquiry_views: deferred,
};

const FINISHED = ['EnumDocumentStatusComplete', 'EnumDocumentStatusCancelled'];

/** Sage archives documents that are finished, up to a date that its settings tell. */
function archived(company: Company): Withholds | undefined {
	if (company.behaviour.archivedOrders !== 'gone') return undefined;
	const upTo = textOf(settings(company, 'sop_settings').orders_returns_last_archived_up_to);
	return (row) =>
		FINISHED.includes(textOf(row.document_status)) && textOf(row.document_date) <= upTo;
}

function deferred({ behaviour }: Company, clock: Clock): Withholds | undefined {
	return behaviour.posting === 'deferred'
		? (row) => numberOf(row[SHOWS_FROM]) > clock.now()
		: undefined;
}

function waiting({ behaviour }: Company): Withholds | undefined {
	return behaviour.waitingPostings === 'unlisted'
		? (row) => row.authorisation === false
		: undefined;
}

function either(one?: Withholds, other?: Withholds): Withholds | undefined {
	if (!one || !other) return one ?? other;
	return (row: Row) => one(row) || other(row);
}
