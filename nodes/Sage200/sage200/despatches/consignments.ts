/** Despatches that a consignment number stands for: it is what tells a repeated push from a further part despatch. */
import type { SageApi, SageRecord } from '../protocol/api';
import { Lookups, normalKey } from '../lookups/lookups';

/** Despatch lines with one of the consignment numbers, by number; read anew every time. */
export async function findConsignments(
	api: SageApi,
	numbers: string[],
): Promise<Map<string, SageRecord[]>> {
	return await new Lookups(api).byKeys(
		{ resource: 'sop_order_despatch_line_views', field: 'sop_despatch_consignment_no' },
		numbers,
	);
}

/** The despatch lines of an order under a consignment number. */
export function despatchedUnder(
	found: Map<string, SageRecord[]>,
	number: string,
	order: SageRecord,
): SageRecord[] {
	return (found.get(normalKey(number)) ?? []).filter((row) => row.sop_order_id === order.id);
}
