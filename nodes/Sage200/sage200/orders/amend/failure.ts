/** An update that did not come about as a whole: what of it is in Sage, and what is not. */
import type { SageRecord } from '../../protocol/api';
import type { SageFailure } from '../../protocol/failures';

import type { Applied } from './applied';
import type { Step } from './steps';

/** One step as the item's output names it. */
export type ToldStep = Pick<Step, 'action' | 'lineId' | 'code'> & { line: string };

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
				? 'Run the item again: the order is read first, and only what is still missing is sent.'
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
			applied: (seen?.applied ?? []).map(toldStep),
			notApplied: (seen?.notApplied ?? steps).map(toldStep),
			// Sage stops at the first line that fails and reports that one.
			...(failed && !failure.inDoubt
				? { failed: { ...toldStep(failed), message: failure.facts.sageMessage ?? failure.message } }
				: {}),
			lockReleased: released,
			...(failure.facts.status === undefined ? {} : { statusCode: failure.facts.status }),
		};
	}
}

/** A step as the item's output names it. */
export function toldStep({ action, label, lineId, code }: Step): ToldStep {
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
			? `Nothing was changed on ${order}`
			: `${seen.applied.length} of ${steps.length} changes were made on ${order}`;
	const missing = seen.notApplied.map((step) => `${step.label} (${step.action})`).join(', ');
	return `${done}; not made: ${missing}. ${failure.message}`;
}
