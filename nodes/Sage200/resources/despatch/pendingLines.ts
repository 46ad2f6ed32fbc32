/**
 * Lines that wait to be despatched. Sage's own list of them locks the goods lines that it returns (api.md j.6), so they
 * are read from the view of order lines, by the orders of the list that locks nothing.
 */
import { recordFields, type Gives } from '../../core/gives';
import type { Item } from '../../core/item';
import type { SageRecord } from '../../sage200/protocol/api';
import { normalKey } from '../../sage200/lookups/lookups';

/** What a packer needs of a line: the view's names under those of the despatch. */
const SHOWN: Record<string, string> = {
	sop_order_return_id: 'sop_order_id',
	id: 'sop_order_line_id',
	document_no: 'sop_order_document_no',
	customer_reference: 'customer_reference',
	customer_name: 'customer_name',
	item_code: 'product_code',
	item_name: 'product_name',
	warehouse_name: 'warehouse_name',
	allocated_quantity: 'sop_order_line_allocated_quantity',
};

const VIEW = 'sop_order_line_view';

/** What Simplify leaves of a line. */
export const PENDING_GIVEN: Gives = {
	...Object.fromEntries(
		Object.entries(SHOWN).map(([name, from]) => [name, recordFields(VIEW, [from])[from]]),
	),
	outstanding_quantity: 'number',
};

/**
 * The lines of these orders of which something is still to go, in one look-up for all of them.
 * @param warehouseId only what goes from there; anything where it is undefined
 */
export async function pendingLines(
	item: Item,
	orders: SageRecord[],
	warehouseId: number | undefined,
): Promise<SageRecord[]> {
	const ids = orders.map(({ id }) => String(id));
	const view = { resource: `${VIEW}s`, field: 'sop_order_id' };
	const found = await item.company.lookups.byKeys(view, ids);
	return ids
		.flatMap((id) => found.get(normalKey(id)) ?? [])
		.filter(({ warehouse_id: id }) => warehouseId === undefined || Number(id) === warehouseId)
		.map((line) => ({ ...line, outstanding_quantity: outstanding(line) }))
		.filter(({ outstanding_quantity: left }) => left > 0);
}

/** At most ten flat fields. */
export function simplified(line: SageRecord): SageRecord {
	const shown = Object.entries(SHOWN).map(([name, from]) => [name, line[from]] as const);
	return { ...Object.fromEntries(shown), outstanding_quantity: line.outstanding_quantity };
}

/** In the unit of the line; quantities have five decimals (api.md g). */
function outstanding(line: SageRecord): number {
	const { sop_order_line_quantity: all, sop_order_line_despatch_receipt_quantity: gone } = line;
	return Number((Number(all ?? 0) - Number(gone ?? 0)).toFixed(5));
}
