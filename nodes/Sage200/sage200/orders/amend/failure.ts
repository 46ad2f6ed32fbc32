/** An update that did not come about as a whole: what of it is in Sage, and what is not. */
import type { SageRecord } from '../../protocol/api';
import type { SageFailure } from '../../protocol/failures';

import type { Applied } from './applied';
import type { Step } from './steps';

/** A change of the order whose answer got lost may still arrive, so nothing else was sent. */
export class AmendmentInDoubt extends Error {
	readonly remedy: string;
	readonly details: SageRecord;

	/** @param until moment (ms) up to which the earlier change may still arrive */
	constructor(order: SageRecord, until: number) {
		const number = String(order.document_no);
		super(
			`It is in doubt whether an earlier change of order ${number} will still arrive in Sage 200`,
		);
		this.name = 'AmendmentInDoubt';
		const seconds = Math.max(1, Math.ceil((until - Date.now()) / 1000));
		this.remedy = `Nothing was sent now. In ${seconds} seconds it may be pushed once more: the order is read first, and only what is missing then is sent.`;
		this.details = {
			orderId: order.id,
			document_no: order.document_no,
			outcome: 'inDoubt',
			inDoubt: true,
		};
	}
}

/** One step as the item's output names it. */
export type ReportedStep = Pick<Step, 'action' | 'lineId' | 'code'> & { line: string };

export class AmendmentFailed extends Error {
	readonly remedy: string;
	/** Facts for the item's output. */
	readonly details: SageRecord;

	/**
	 * @param seen what was found when the order was read again; undefined when it could not be read
	 * @param released whether the lock on the order was given back
	 */
	constructor(
		order: SageRecord,
		steps: Step[],
		failure: SageFailure,
		seen: Applied | undefined,
		released: boolean,
	) {
		super(messageOf(order, steps, failure, seen));
		this.name = 'AmendmentFailed';
		this.remedy = [
			failure.inDoubt
				? 'The change may still arrive. While that is in doubt the order is not changed again; afterwards the same push sends only what is missing.'
				: 'Mend what Sage 200 names and run the item again: only what is still missing is sent.',
			...(released
				? []
				: ['The lock on the order could not be given back: it ends when Sage 200 lets it expire.']),
		].join(' ');
		const [failed] = seen?.notApplied ?? [];
		this.details = {
			orderId: order.id,
			document_no: order.document_no,
			outcome: seen === undefined || failure.inDoubt ? 'inDoubt' : 'failed',
			...(failure.inDoubt ? { inDoubt: true } : {}),
			applied: (seen?.applied ?? []).map(reportedStep),
			notApplied: (seen?.notApplied ?? steps).map(reportedStep),
			// Sage stops at the first line that fails and reports that one.
			...(failed && !failure.inDoubt
				? {
						failed: {
							...reportedStep(failed),
							message: failure.facts.sageMessage ?? failure.message,
						},
					}
				: {}),
			lockReleased: released,
			...(failure.facts.status === undefined ? {} : { statusCode: failure.facts.status }),
		};
	}
}

/** A step as the item's output names it. */
export function reportedStep({ action, label, lineId, code }: Step): ReportedStep {
	return {
		action,
		line: label,
		...(lineId === undefined ? {} : { lineId }),
		...(code === undefined ? {} : { code }),
	};
}

function messageOf(
	{ document_no: number }: SageRecord,
	steps: Step[],
	failure: SageFailure,
	seen: Applied | undefined,
): string {
	const order = `order ${String(number)}`;
	if (!seen)
		return `It is unknown what was changed on ${order}, for it could not be read again: ${failure.message}`;
	const done =
		seen.applied.length === 0
			? failure.inDoubt
				? `It is in doubt whether ${order} was changed`
				: `Nothing was changed on ${order}`
			: `${seen.applied.length} of ${steps.length} changes were made on ${order}`;
	const missing = seen.notApplied.map((step) => `${step.label} (${step.action})`).join(', ');
	return `${done}; ${failure.inDoubt ? 'not seen yet' : 'not made'}: ${missing}. ${failure.message}`;
}
