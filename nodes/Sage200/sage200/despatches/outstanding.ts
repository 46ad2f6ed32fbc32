/** What of an order is still to be despatched. */
import { meantLines, type RequestedLine } from '../lines/requestedLines';
import type { SageRecord } from '../protocol/api';

import { heldBy } from './consignments';
import type { Despatch } from './despatch';
import { missingFrom, type Missing } from './missing';
import { lineOf, linesOf } from './plan';
import { GOODS, SERVICES, intentOf, type Intent } from './ready';

/** What is left of a despatch that was asked for. */
export interface Pending extends Omit<Missing, 'requested'> {
	/** undefined: all that is ready. */
	requested?: RequestedLine[];
	/** What is confirmed in a call of its own each. */
	intents: Intent[];
	notes: string[];
}

/** What the consignment does not hold yet. */
export function pendingOf(despatch: Despatch): Pending {
	const { order, requested, known, tracking } = despatch;
	if (requested !== undefined) {
		const missing = missingFrom(order, heldBy(order, known), requested);
		return {
			...missing,
			intents: intentsOf({ ...despatch, requested: missing.requested }),
			notes: [],
		};
	}
	// What has become ready since the consignment left is not in its parcels: it is told and not despatched.
	const intents = intentsOf(despatch).filter(
		(intent) =>
			!known.some((row) => intentOf(lineOf(order, row.sop_order_line_id) ?? {}) === intent),
	);
	const outstanding = known.length === 0 ? [] : outstandingOn(order);
	const notes = outstanding.map(
		(line) =>
			`Line ${String(line.line_number)} (${String(line.code)}) has goods outstanding that consignment "${String(tracking.consignment_no)}" does not hold. Name the line to despatch them under the same number.`,
	);
	return { intents, differs: [], notes };
}

/** Goods and services are confirmed in a call each. */
function intentsOf({ order, requested, services }: Despatch): Intent[] {
	const lines =
		requested === undefined
			? linesOf(order)
			: requested.flatMap((row) => meantLines(row, linesOf(order)));
	const intents = new Set(lines.map(intentOf));
	return [GOODS, SERVICES].filter(
		(intent) => intents.has(intent) && (intent === GOODS || services || requested !== undefined),
	);
}

/** Lines that can be despatched and are not despatched in full. */
function outstandingOn(order: SageRecord): SageRecord[] {
	return movableOf(order).filter((line) => !isDone(line));
}

/** Nothing is outstanding on any line that can be despatched at all. */
export function isDespatched(order: SageRecord): boolean {
	return movableOf(order).length > 0 && outstandingOn(order).length === 0;
}

function movableOf(order: SageRecord): SageRecord[] {
	return linesOf(order).filter(
		({ line_type: type }) => type === 'EnumLineTypeStandard' || type === 'EnumLineTypeFreeText',
	);
}

function isDone(line: SageRecord): boolean {
	return Number(line.despatch_receipt_quantity ?? 0) >= Number(line.line_quantity ?? 0);
}
