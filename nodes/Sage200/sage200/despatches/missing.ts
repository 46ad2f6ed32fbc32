/** Compares a request with what is under its consignment number: what is missing, and what was not asked for. */
import { meantLines, type RequestedLine } from '../lines/requestedLines';
import type { SageRecord } from '../protocol/api';
import { round } from '../values/numbers';

import { lineOf, linesOf } from './plan';
import { sellingUnits, stockUnits } from './units';

/** A line of which the consignment holds another quantity than was asked for. In selling units. */
export interface ConsignmentDifference {
	line_number: unknown;
	code: unknown;
	asked: number;
	held: number;
}

export interface Missing {
	/** Rows of the request that are still to be despatched, with the quantity that is missing of each. */
	requested: RequestedLine[];
	differs: ConsignmentDifference[];
}

/**
 * Takes what the consignment holds off the request. A row without a quantity asks for all that can go of its lines: it
 * is done once the consignment holds any of them.
 * @param held stock units by line ID
 */
export function missingFrom(
	order: SageRecord,
	held: Map<number, number>,
	requested: RequestedLine[],
): Missing {
	const left = new Map(held);
	const asked = new Map<number, number>();
	const missing: RequestedLine[] = [];
	for (const row of requested) {
		const lines = meantLines(row, linesOf(order));
		let wanted = row.quantity === undefined ? Infinity : stockUnits(lines[0], row.quantity);
		let found = 0;
		for (const line of lines) {
			const id = Number(line.id);
			const part = Math.min(left.get(id) ?? 0, wanted);
			left.set(id, round((left.get(id) ?? 0) - part, 5));
			asked.set(id, round((asked.get(id) ?? 0) + part, 5));
			found = round(found + part, 5);
			wanted = wanted === Infinity ? wanted : round(wanted - part, 5);
		}
		if (row.quantity === undefined ? found === 0 : wanted > 0)
			missing.push(found === 0 ? row : { ...row, quantity: sellingUnits(lines[0], wanted) });
	}
	const more = [...left].filter(([, quantity]) => quantity > 0);
	return {
		requested: missing,
		differs: more.map(([id, quantity]) => {
			const line = lineOf(order, id) ?? {};
			const wanted = asked.get(id) ?? 0;
			return {
				line_number: line.line_number,
				code: line.code,
				asked: sellingUnits(line, wanted),
				held: sellingUnits(line, round(wanted + quantity, 5)),
			};
		}),
	};
}
