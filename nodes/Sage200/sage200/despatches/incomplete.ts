/** Goods of an order went out and its services did not, or the other way round: Sage confirms them in two calls. */
import type { SageRecord } from '../protocol/api';

import type { DespatchedLine } from './lines';

export class IncompleteDespatch extends Error {
	readonly remedy = 'Push it again with the same consignment number: only what is missing is sent.';
	readonly details: SageRecord;

	constructor(
		order: SageRecord,
		despatched: DespatchedLine[],
		notDespatched: DespatchedLine[],
		cause: Error,
	) {
		super(
			`Only some lines of order ${String(order.document_no)} were despatched: ${cause.message}`,
		);
		this.name = 'IncompleteDespatch';
		this.details = {
			orderId: order.id,
			document_no: order.document_no,
			outcome: 'incomplete',
			despatched,
			notDespatched,
		};
	}
}
