/** A despatch whose answer got lost: it may be in Sage, or may still arrive there. */
import type { SageRecord } from '../protocol/api';
import type { SageFailure } from '../protocol/failures';
import { inWords } from '../protocol/waits';

import { numberOf, type Despatch } from './despatch';

export class DespatchInDoubt extends Error {
	readonly remedy: string;
	readonly details: SageRecord;

	/**
	 * @param despatch its consignment number may be missing
	 * @param cause what the post was answered with; undefined when an earlier post is in doubt and nothing was sent now
	 */
	constructor(despatch: Despatch, cause?: SageFailure) {
		const { order, doubtSeconds } = despatch;
		const number = numberOf(despatch);
		const document = `order ${String(order.document_no)}`;
		const what = number === undefined ? document : `${document} under consignment "${number}"`;
		super(
			cause
				? `It is in doubt whether the despatch of ${what} reached Sage 200: ${cause.message}`
				: `It is in doubt whether an earlier despatch of ${what} reached Sage 200. Nothing was sent now`,
		);
		this.name = 'DespatchInDoubt';
		this.remedy =
			number === undefined
				? 'Sage 200 may have applied it (POST /sop_confirm_despatch): look at the despatches of the order before you despatch it again. With a Consignment Number a repeated push would be recognised.'
				: `Push it again ${inWords(doubtSeconds)} with consignment "${number}": what has arrived by then is not despatched again, and nothing is sent while it is in doubt.`;
		this.details = {
			orderId: order.id,
			document_no: order.document_no,
			...(number === undefined ? {} : { consignment_no: number }),
			outcome: 'inDoubt',
			inDoubt: true,
		};
	}
}
