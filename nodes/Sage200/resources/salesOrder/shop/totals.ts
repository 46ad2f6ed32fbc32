/** Gross and tax as Sage has them, or would have them, beside the shop's. */
import { Decimal } from '../../../sage200/values/decimal';
import type { SageRecord } from '../../../sage200/protocol/api';
import type { ShopOrder } from '../../../sage200/shops/order';
import { money } from '../../../sage200/shops/totals';

/**
 * The row with both totals.
 * @param sage what has Sage's totals, where the row itself has not
 */
export function withTotals(
	row: SageRecord,
	{ totals }: ShopOrder,
	sage: SageRecord = row,
): SageRecord {
	const booked = Decimal.read(sage.total_tax_value) ?? Decimal.ZERO;
	const tax = {
		shop: totals.tax.rounded(2).toNumber(),
		sage: booked.toNumber(),
		difference: booked.minus(totals.tax).rounded(2).toNumber(),
	};
	const told = row.totals as { difference: number; within_tolerance: boolean } | undefined;
	const differs = told && !told.within_tolerance ? [totalDiffers(sage, totals.gross)] : [];
	return {
		...row,
		totals: { ...told, tax },
		...(differs.length > 0 ? { differs: [...((row.differs as unknown[]) ?? []), ...differs] } : {}),
	};
}

function totalDiffers(sage: SageRecord, gross: Decimal): string {
	const booked = Decimal.read(sage.total_gross_value) ?? Decimal.ZERO;
	return `The total is ${money(booked)} in Sage 200 and ${money(gross)} in the shop`;
}
