/** What becomes of an order in Sage that was cancelled in the shop: what has not gone out yet is cancelled. */
import type { SageRecord } from '../../protocol/api';

import type { WantedOrder } from './steps';

/**
 * The order without what can still be cancelled. Once anything has gone out its charges stay, for a person to judge;
 * comments are nothing that could be cancelled.
 */
export function withoutTheRest(order: SageRecord): WantedOrder {
	const lines = linesOf(order).filter((line) => staysWhole(line, linesOf(order)));
	return {
		header: {},
		lines: lines.map((line) => ({ label: labelOf(line), id: Number(line.id), values: {} })),
		complete: true,
		removal: 'cancel',
	};
}

/** What stays of an order whose rest is cancelled, in words for a person. */
export function leftOf(order: SageRecord): string[] {
	const lines = linesOf(order);
	return lines.flatMap((line) => {
		const name = String(line.code || line.description);
		const despatched = despatchedOf(line);
		if (despatched > 0) return [`${labelOf(line)}: ${despatched} × ${name} has been despatched`];
		if (isComment(line) || isGone(line) || !staysWhole(line, lines)) return [];
		return line.is_line_deletable === false
			? [`${labelOf(line)}: Sage 200 does not let ${name} be removed`]
			: [`${labelOf(line)}: the charge ${name} stays, for goods have been despatched`];
	});
}

function staysWhole(line: SageRecord, all: SageRecord[]): boolean {
	if (despatchedOf(line) > 0) return false;
	if (isComment(line) || isGone(line) || line.is_line_deletable === false) return true;
	return isCharge(line) && all.some((each) => despatchedOf(each) > 0);
}

/** Where Sage keeps a line that was cancelled, it has no quantity any more. */
function isGone(line: SageRecord): boolean {
	return !isCharge(line) && Number(line.line_quantity ?? 0) === 0;
}

function linesOf({ lines }: SageRecord): SageRecord[] {
	return (lines as SageRecord[] | undefined) ?? [];
}

function despatchedOf({ despatch_receipt_quantity: despatched }: SageRecord): number {
	return Number(despatched ?? 0);
}

function isCharge({ line_type: type }: SageRecord): boolean {
	return type === 'EnumLineTypeCharge';
}

function isComment({ line_type: type }: SageRecord): boolean {
	return type === 'EnumLineTypeComment';
}

function labelOf({ line_number: number }: SageRecord): string {
	return `Line number ${String(number)}`;
}
