/** Goods of an order went out and its services did not, or the other way round: Sage confirms them in two calls. */
import type { SageRecord } from '../protocol/api';

import { numberOf, type Despatch } from './despatch';
import { DespatchInDoubt } from './doubt';
import type { DespatchedLine } from './lines';

export class IncompleteDespatch extends Error {
	readonly remedy: string;
	readonly details: SageRecord;

	constructor(
		despatch: Despatch,
		despatched: DespatchedLine[],
		notDespatched: DespatchedLine[],
		cause: Error,
	) {
		const { order } = despatch;
		super(
			`Only some lines of order ${String(order.document_no)} were despatched: ${cause.message}`,
		);
		this.name = 'IncompleteDespatch';
		const usual =
			numberOf(despatch) === undefined
				? 'Despatch only what notDespatched names: without a Consignment Number the rest might go out twice.'
				: 'Push it again with the same consignment number: only what is missing is sent.';
		const isInDoubt = cause instanceof DespatchInDoubt;
		this.remedy = isInDoubt ? cause.remedy : usual;
		this.details = {
			orderId: order.id,
			document_no: order.document_no,
			outcome: 'incomplete',
			...(isInDoubt ? { inDoubt: true } : {}),
			despatched,
			notDespatched,
		};
	}
}
