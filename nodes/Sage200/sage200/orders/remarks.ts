/** What a person should know of an order that was found rather than made. */
import type { SageRecord } from '../protocol/api';

/** Whether somebody cancelled an order in Sage, which keeps it with its key. */
export function isCancelled({ document_status }: SageRecord): boolean {
	return document_status === 'EnumDocumentStatusCancelled';
}

/** What a person has to know of a document that carries the key: whether another is to be pushed is not for a program to say. */
export function stateRemarks(record: SageRecord): string[] {
	if (isCancelled(record)) return ['It was cancelled in Sage 200'];
	return record.is_draft === true ? ['It is a draft in Sage 200 that was never confirmed'] : [];
}

/** Sage numbers documents itself where the site is set up so, and ignores the number that was sent (api.md §n). */
export function numberRemarks(sent: SageRecord, { document_no: numbered }: SageRecord): string[] {
	const { document_no: wanted } = sent;
	if (wanted === undefined || numbered === undefined || wanted === numbered) return [];
	return [`Sage 200 numbered the document ${String(numbered)} and ignored ${String(wanted)}`];
}
