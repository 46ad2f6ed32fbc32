/** The shop's total beside Sage's. */
import type { SageRecord } from '../protocol/api';
import { round } from '../values/numbers';

export interface Totals {
	shop: number;
	sage: number;
	/** Sage's minus the shop's. */
	difference: number;
	within_tolerance: boolean;
}

/** Compares what the customer paid in the shop with the order's total, tax and all. */
export function compareTotals(shop: number, order: SageRecord, tolerancePence: number): Totals {
	const sage = Number(order.total_gross_value ?? 0);
	const difference = round(sage - shop, 2);
	return {
		shop,
		sage,
		difference,
		within_tolerance: Math.abs(round(difference * 100, 0)) <= tolerancePence,
	};
}

/** The order is in Sage, but at another total than the shop's. Names the order, for it is there. */
export class TotalsDiffer extends Error {
	readonly remedy =
		'The order is in Sage 200. Correct or delete it there: pushed again, it is found by its key.';
	readonly details: { id: unknown; document_no: unknown; outcome: string; totals: Totals };

	constructor({ id, document_no }: SageRecord, outcome: string, totals: Totals) {
		const { sage, shop, difference } = totals;
		super(
			`Order ${String(document_no)} is in Sage 200 with a total of ${sage}; the shop's is ${shop} (difference ${difference})`,
		);
		this.name = 'TotalsDiffer';
		this.details = { id, document_no, outcome, totals };
	}
}
