/** A document whose body is known from the beginning. */
import type { SageRecord } from '../protocol/api';

import { fieldDifferences, lineDifferences, type ComparedLines } from './compare';
import type { Difference, PendingDocument } from './pending';

export interface ReadyFacts<Body extends object> {
	/** As stored in Sage, prefix and all. */
	key: string;
	/** How the form calls the key. */
	label: string;
	/** Account that the key is unique in; the whole company when left out. */
	account?: number;
	body: Body;
	/** Lines that a found document is compared with; undefined where it has none. */
	lines?: SageRecord[];
	compared: ComparedLines;
	/** Other fields in which a found document may differ. */
	told?: string[];
	/** Why a document that carries the key is somebody else's; undefined when it is this one. */
	foreignReason(found: SageRecord): string | undefined;
	/** Throws what keeps the document from being posted. */
	refuse?(): Promise<void>;
}

export class ReadyDocument<Body extends object = SageRecord> implements PendingDocument<Body> {
	constructor(private readonly facts: ReadyFacts<Body>) {}

	get key(): string {
		return this.facts.key;
	}

	get label(): string {
		return this.facts.label;
	}

	get account(): number | undefined {
		return this.facts.account;
	}

	get comparesLines(): boolean {
		return this.facts.lines !== undefined;
	}

	async complete(): Promise<Body> {
		await this.facts.refuse?.();
		return this.facts.body;
	}

	async foreignReason(found: SageRecord): Promise<string | undefined> {
		return this.facts.foreignReason(found);
	}

	differences(found: SageRecord): Difference[] {
		const { lines, compared, told = [], body } = this.facts;
		return [
			...fieldDifferences(body as SageRecord, found, told),
			...(lines ? lineDifferences(lines, linesOf(found), compared) : []),
		];
	}
}

/** Lines of a document that was read with them. */
export function linesOf({ lines }: SageRecord): SageRecord[] {
	return (lines as SageRecord[] | undefined) ?? [];
}
