/**
 * What orders have under their consignment numbers. Sage has no key for a despatch but keeps its consignment number, so
 * a number and what it holds tell a repeated push from a further part despatch.
 */
import { Lookups } from '../lookups/lookups';
import type { SageApi, SageRecord } from '../protocol/api';
import { Finder } from '../push/finder';
import { round } from '../values/numbers';

import { lineOf } from './plan';
import { stockUnits } from './units';

/** Despatches of one company by consignment number, read anew every time; look-ups at the same moment share a call. */
export class Consignments {
	private readonly finder: Finder;

	constructor(api: SageApi) {
		this.finder = new Finder(
			async (numbers) =>
				await new Lookups(api).byKeys(
					{ resource: 'sop_order_despatch_line_views', field: 'sop_despatch_consignment_no' },
					numbers,
				),
		);
	}

	/** The despatch lines of every order under each of several numbers, by number, in one look-up. */
	async findAll(numbers: string[]): Promise<Map<string, SageRecord[]>> {
		return await this.finder.findAll(numbers);
	}

	/** The despatch lines of an order under a number. */
	async of(order: SageRecord, number: string): Promise<SageRecord[]> {
		return ofOrder(order, await this.finder.find(number));
	}
}

/** Those of the despatch lines that are of the order. */
export function ofOrder(order: SageRecord, rows: SageRecord[]): SageRecord[] {
	return rows.filter((row) => row.sop_order_id === order.id);
}

/** Stock units that despatch lines hold of each of the order's lines, by line ID. The view counts in the line's own units. */
export function heldBy(order: SageRecord, rows: SageRecord[]): Map<number, number> {
	const held = new Map<number, number>();
	for (const { sop_order_line_id: id, sop_despatch_line_quantity: quantity } of rows) {
		const line = Number(id);
		const units = stockUnits(lineOf(order, id) ?? {}, Number(quantity ?? 0));
		held.set(line, round((held.get(line) ?? 0) + units, 5));
	}
	return held;
}
