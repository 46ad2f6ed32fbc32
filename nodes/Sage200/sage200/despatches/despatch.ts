/** A despatch of an order, as it is asked for. */
import type { RequestedLine } from '../lines/requestedLines';
import type { SageRecord } from '../protocol/api';

export interface Despatch {
	/** With its lines. */
	order: SageRecord;
	/** undefined: all that is ready. */
	requested?: RequestedLine[];
	/** Goes with "all that is ready": services too. */
	services: boolean;
	/** Day of the despatch; Sage's own when left out. */
	date?: string;
	/** Courier, consignment number and the like, as Sage takes them. */
	tracking: SageRecord;
	/** Despatch lines that the order had under the consignment number when it was looked up. */
	known: SageRecord[];
	lookAgainSeconds: number;
	doubtSeconds: number;
}

/** The consignment number; undefined when none was given. */
export function numberOf({ tracking }: Pick<Despatch, 'tracking'>): string | undefined {
	return tracking.consignment_no === undefined ? undefined : String(tracking.consignment_no);
}
