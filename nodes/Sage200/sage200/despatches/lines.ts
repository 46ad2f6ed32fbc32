/** Despatched lines as the item's output names them. */
import type { SageRecord } from '../protocol/api';

import { lineOf } from './plan';
import type { DespatchPart } from './portions';
import { sellingUnits, stockUnits } from './units';

export interface DespatchedLine {
	id: unknown;
	line_number: unknown;
	code: unknown;
	/** In selling units. */
	quantity: number;
	/** In stock units. */
	stock_quantity: number;
}

/** Lines that were sent. */
export function linesSent(order: SageRecord, parts: DespatchPart[]): DespatchedLine[] {
	return parts.map(({ item, quantity }) => {
		const line = lineOf(order, item.id);
		return {
			id: item.id,
			line_number: line?.line_number,
			code: line?.code ?? item.item_code,
			quantity: sellingUnits(item, quantity),
			stock_quantity: quantity,
		};
	});
}

/** Lines of the despatch view, whose quantity is in the line's own units. */
export function linesSeen(order: SageRecord, rows: SageRecord[]): DespatchedLine[] {
	return rows.map((row) => {
		const line = lineOf(order, row.sop_order_line_id) ?? {};
		const quantity = Number(row.sop_despatch_line_quantity ?? 0);
		return {
			id: row.sop_order_line_id,
			line_number: line.line_number,
			code: line.code ?? row.product_code,
			quantity,
			stock_quantity: stockUnits(line, quantity),
		};
	});
}
