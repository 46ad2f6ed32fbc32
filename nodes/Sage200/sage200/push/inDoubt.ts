import type { SageFailure } from '../protocol/failures';

/** Nothing clear is known of a write: it may be in Sage or may still arrive. */
export class InDoubt extends Error {
	readonly remedy: string;
	readonly details: { key: string; outcome: 'inDoubt' };

	constructor(kind: string, key: string, cause?: SageFailure) {
		super(
			`It is in doubt whether the ${kind} with key "${key}" reached Sage 200${cause ? `: ${cause.message}` : ''}`,
		);
		this.name = 'InDoubt';
		this.remedy = `Push "${key}" again later: if it has arrived by then it is found, and it is never posted while in doubt.`;
		this.details = { key, outcome: 'inDoubt' };
	}
}
