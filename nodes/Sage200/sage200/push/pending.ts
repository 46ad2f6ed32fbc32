/** A document that is to be in Sage once. */
import type { SageRecord } from '../protocol/api';

/** Stands for a line that one side has not got. */
export const MISSING = 'missing';

/** One thing in which the document in Sage is not what was pushed. */
export interface Difference {
	/** `Line 2: Quantity` */
	field: string;
	pushed: unknown;
	sage: unknown;
}

export interface PendingDocument<Body extends object = SageRecord> {
	/** As stored in Sage, prefix and all. */
	readonly key: string;
	/** How the form calls the key. */
	readonly label: string;
	/** Account that the key is unique in; the whole company when left out. */
	readonly account?: number;
	/**
	 * The body to post. Called just before the post and only if nothing carries the key; of a kind that nobody can remove
	 * also afterwards.
	 * @throws whatever keeps the document from being posted; then nothing of it was sent
	 */
	complete(): Promise<Body>;
	/** Why a document that carries the key is somebody else's; undefined when it is this one. */
	foreignReason(found: SageRecord): Promise<string | undefined>;
	/** How a document that carries the key differs from this one. */
	differences(found: SageRecord): Difference[];
	/** Whether `differences` compares lines, so that a document has to be read with them. */
	readonly comparesLines: boolean;
}

/**
 * Whose a document is.
 * @returns why it is another account's, or undefined
 */
export function otherAccount(
	found: SageRecord,
	{ name, partyField, numberField }: { name: string; partyField: string; numberField: string },
	party: unknown,
): string | undefined {
	return found[partyField] === party
		? undefined
		: `${name} ${String(found[numberField])} of another account carries it`;
}
