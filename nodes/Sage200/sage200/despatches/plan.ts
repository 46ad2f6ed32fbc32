/** What is to leave of an order: requested spread over the lines that are ready. */
import type { SageRecord } from '../protocol/api';
import type { Problem } from '../protocol/failures';
import { round } from '../values/numbers';

import type { DespatchPart } from './portions';
import { sellingUnits, stockUnits } from './units';
import { meantLines, nameOf, type RequestedLine } from '../lines/requestedLines';

/**
 * The quantities to despatch of each line.
 * @param requested undefined for all that is ready
 * @param ready lines of Sage's despatch list, by line ID
 */
export function planDespatch(
	order: SageRecord,
	ready: Map<number, SageRecord>,
	requested: RequestedLine[] | undefined,
	problems: Problem[],
): DespatchPart[] {
	const left = new Map([...ready].map(([id, item]) => [id, availableOf(item)]));
	if (requested === undefined) {
		return [...ready].flatMap(([id, item]) =>
			partOf(
				item,
				`Line number ${String(lineOf(order, id)?.line_number ?? id)}`,
				availableOf(item),
			),
		);
	}
	return requested.flatMap((row) => {
		const lines = meantLines(row, linesOf(order));
		const items = lines
			.map(({ id }) => ready.get(Number(id)))
			.filter((item): item is SageRecord => item !== undefined);
		// The rest is counted in stock units, which all lines of a product share: in selling units it would be rounded (thirds of a case).
		let wanted = wantedStock(row, items[0] ?? lines[0]);
		const parts = items.flatMap((item) => {
			const available = left.get(Number(item.id)) ?? 0;
			const quantity = Math.min(available, wanted);
			left.set(Number(item.id), round(available - quantity, 5));
			wanted = wanted === Infinity ? wanted : round(wanted - quantity, 5);
			return partOf(item, row.label, quantity, row);
		});
		if (parts.length === 0 || (wanted !== Infinity && wanted > 0))
			problems.push(shortage(row, lines, parts));
		return parts;
	});
}

/** In stock units; without end for a row that gives no quantity. */
function wantedStock({ quantity }: RequestedLine, line: SageRecord): number {
	return quantity === undefined ? Infinity : stockUnits(line, quantity);
}

/** Lines of the order that requested can mean; those that the order does not have are problems. */
export function checkRequestedLines(
	requested: RequestedLine[],
	order: SageRecord,
	problems: Problem[],
): void {
	for (const row of requested) {
		if (meantLines(row, linesOf(order)).length > 0) continue;
		const known = linesOf(order)
			.map(({ code, line_number: number }) => `${String(number)} ${String(code ?? '')}`.trim())
			.join(', ');
		problems.push({
			field: row.label,
			message: `the order has no ${nameOf(row)}`,
			remedy: `Its lines are: ${known}.`,
		});
	}
}

function shortage(row: RequestedLine, lines: SageRecord[], parts: DespatchPart[]): Problem {
	const ready = round(
		parts.reduce((sum, { item, quantity }) => sum + sellingUnits(item, quantity), 0),
		5,
	);
	const open = round(
		lines.reduce(
			(sum, line) =>
				sum + Number(line.line_quantity ?? 0) - Number(line.despatch_receipt_quantity ?? 0),
			0,
		),
		5,
	);
	const asked = row.quantity === undefined ? '' : `${row.quantity} asked for, `;
	return {
		field: `${row.label}: Quantity`,
		message: `${asked}${ready} ready for despatch (${open} outstanding on the ${nameOf(row)})`,
		remedy:
			ready < open
				? 'What is outstanding but not ready has no stock allocated to it.'
				: 'The rest was despatched already.',
	};
}

function partOf(
	item: SageRecord,
	label: string,
	quantity: number,
	{ identified, bins }: Pick<RequestedLine, 'identified' | 'bins'> = { identified: [], bins: [] },
): DespatchPart[] {
	return quantity > 0 ? [{ item, label, quantity, identified, bins }] : [];
}

/** Stock units that can leave of a line of Sage's despatch list. */
function availableOf(item: SageRecord): number {
	return Number(item.available_quantity ?? item.quantity ?? 0);
}

/** The order's lines as it was read. */
export function linesOf(order: SageRecord): SageRecord[] {
	return (order.lines as SageRecord[] | undefined) ?? [];
}

/** One of the order's lines. */
export function lineOf(order: SageRecord, id: unknown): SageRecord | undefined {
	return linesOf(order).find((line) => line.id === id);
}
