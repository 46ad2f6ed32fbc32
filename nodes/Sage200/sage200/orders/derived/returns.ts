/** The return of an order's lines: the same body as an order's, with positive quantities. */
import type { SageRecord } from '../../protocol/api';
import { meantLines, nameOf, type RequestedLine } from '../../lines/requestedLines';
import type { Problem } from '../../protocol/failures';
import { round } from '../../values/numbers';

import { copiedHeader, copiedLine, isCounted } from './copy';

export interface ReturnRules {
	/** Credits at the prices of the order; otherwise Sage works them out anew. */
	prices: boolean;
	/** Takes charge lines (carriage and the like) back too when all of the order is returned. */
	charges: boolean;
}

interface Returned {
	line: SageRecord;
	quantity: number;
}

/**
 * The body of a return.
 * @param requested lines and quantities in selling units; undefined for all that was despatched
 */
export function returnOf(
	order: SageRecord,
	requested: RequestedLine[] | undefined,
	{ prices, charges }: ReturnRules,
	problems: Problem[],
): SageRecord {
	const lines = (order.lines as SageRecord[] | undefined) ?? [];
	const returned =
		requested === undefined ? all(lines, charges) : named(lines, requested, problems);
	if (returned.length === 0 && problems.length === 0) {
		problems.push({
			field: 'Sales Order',
			message: `nothing of ${String(order.document_no)} was despatched and not returned yet`,
			remedy: 'Only what was despatched, and has not come back before, can be returned.',
		});
	}
	return {
		...copiedHeader(order, { schema: 'sop_return', prices }),
		lines: returned.map(({ line, quantity }) => {
			const content = copiedLine(line, {
				schema: 'sop_return_line',
				prices,
			});
			return isCounted(line) ? { ...content, line_quantity: quantity } : content;
		}),
	};
}

function all(lines: SageRecord[], charges: boolean): Returned[] {
	return lines
		.filter((line) =>
			isCounted(line) ? despatched(line) > 0 : charges && line.line_type === 'EnumLineTypeCharge',
		)
		.map((line) => ({ line, quantity: despatched(line) }));
}

/** Several lines of one product give back what they have, first line first. */
function named(lines: SageRecord[], requested: RequestedLine[], problems: Problem[]): Returned[] {
	const left = new Map(lines.map((line) => [line, isCounted(line) ? despatched(line) : 1]));
	return requested.flatMap((row) => {
		let wanted = row.quantity ?? Infinity;
		const returned = meantLines(row, lines).flatMap((line) => {
			const available = left.get(line) ?? 0;
			const quantity = Math.min(wanted, available);
			left.set(line, round(available - quantity, 5));
			wanted = wanted === Infinity ? wanted : round(wanted - quantity, 5);
			return quantity > 0 ? [{ line, quantity }] : [];
		});
		const given = round(
			returned.reduce((sum, { quantity }) => sum + quantity, 0),
			5,
		);
		if (returned.length === 0 || (wanted !== Infinity && wanted > 0)) {
			const asked = row.quantity === undefined ? 'nothing' : `only ${given} of ${row.quantity}`;
			problems.push({
				field: `${row.label}: Quantity`,
				message: `${asked} of the ${nameOf(row)} was despatched and not returned yet`,
				remedy: 'Only what was despatched, and has not come back before, can be returned.',
			});
		}
		return returned;
	});
}

function despatched(line: SageRecord): number {
	return Number(line.despatch_receipt_quantity ?? 0);
}
