/** What a person should know of an order that was found rather than made. */
import type { SageRecord } from '../protocol/api';

/** Whatever its state, it carries the key: whether another is to be pushed is not for a program to say. */
export function remarksOn({ document_no, document_status, is_draft }: SageRecord): string[] {
	if (document_status === 'EnumDocumentStatusCancelled')
		return [`Order ${String(document_no)} was cancelled in Sage 200`];
	return is_draft === true ? ['The order is a draft in Sage 200: it was never confirmed'] : [];
}

/** Sage numbers documents itself where the site is set up so, and ignores the number that was sent (api.md §n). */
export function numberRemarks(sent: SageRecord, { document_no: numbered }: SageRecord): string[] {
	const { document_no: wanted } = sent;
	if (wanted === undefined || numbered === undefined || wanted === numbered) return [];
	return [`Sage 200 numbered the document ${String(numbered)} and ignored ${String(wanted)}`];
}
