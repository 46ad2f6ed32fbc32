import type { SageRecord } from '../protocol/api';
import type { SageFailure } from '../protocol/failures';
import { inWords } from '../protocol/waits';

/** Nothing clear is known of a write: it may be in Sage or may still arrive. */
export class InDoubt extends Error {
	readonly remedy: string;
	readonly details: SageRecord;

	/** @param doubtSeconds how long it may still arrive */
	constructor(kind: string, key: string, doubtSeconds: number, cause?: SageFailure) {
		super(
			`It is in doubt whether the ${kind} with key "${key}" reached Sage 200${cause ? `: ${cause.message}` : ''}`,
		);
		this.name = 'InDoubt';
		this.remedy = `Push "${key}" again ${inWords(doubtSeconds)}: if it has arrived by then it is found, and it is never posted while in doubt.`;
		this.details = { key, outcome: 'inDoubt', inDoubt: true };
	}
}
