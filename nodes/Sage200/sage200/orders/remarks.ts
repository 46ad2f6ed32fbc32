/** What a person should know of an order that was found rather than made. */
import type { SageRecord } from '../protocol/api';

/** Whether somebody cancelled an order in Sage, which keeps it with its key. */
export function isCancelled({ document_status }: SageRecord): boolean {
	return document_status === 'EnumDocumentStatusCancelled';
}

/** Whatever its state, it carries the key: whether another is to be pushed is not for a program to say. */
export function remarksOn(order: SageRecord): string[] {
	if (isCancelled(order)) return [`Order ${String(order.document_no)} was cancelled in Sage 200`];
	return order.is_draft === true
		? ['The order is a draft in Sage 200: it was never confirmed']
		: [];
}

/** Sage numbers documents itself where the site is set up so, and ignores the number that was sent (api.md §n). */
export function numberRemarks(sent: SageRecord, { document_no: numbered }: SageRecord): string[] {
	const { document_no: wanted } = sent;
	if (wanted === undefined || numbered === undefined || wanted === numbered) return [];
	return [`Sage 200 numbered the document ${String(numbered)} and ignored ${String(wanted)}`];
}
