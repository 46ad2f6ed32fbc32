/** The order that a quote becomes. */
import type { SageRecord } from '../../protocol/api';
import type { Problem } from '../../protocol/failures';

import { copiedHeader, copiedLine } from './copy';

/** Quotes that nobody means to order from any more (api.md §j). */
const CLOSED: Record<string, string> = {
	EnumDocumentStatusLost: 'lost',
	EnumDocumentStatusComplete: 'complete',
	EnumDocumentStatusCancelled: 'cancelled',
};

/** The body of an order with a quote's content. */
export function orderFromQuote(
	quote: SageRecord,
	prices: boolean,
	problems: Problem[],
): SageRecord {
	const closed = CLOSED[String(quote.document_status)];
	const add = (message: string, remedy: string) =>
		problems.push({ field: 'Quote', message: `${String(quote.document_no)} ${message}`, remedy });
	if (closed) add(`is ${closed}`, 'Set it live in Sage 200 to order from it.');
	if (quote.customer_type === 'EnumCustomerTypeProspect')
		add('is for a prospect', 'Make the prospect a customer in Sage 200 first.');
	const lines = (quote.lines as SageRecord[] | undefined) ?? [];
	if (lines.length === 0) add('has no lines', 'An order needs at least one line.');
	return {
		...copiedHeader(quote, { schema: 'sop_order', prices }),
		lines: lines.map((line) => copiedLine(line, { schema: 'sop_order_line', prices })),
	};
}
