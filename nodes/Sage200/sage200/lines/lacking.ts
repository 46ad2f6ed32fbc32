/** Numbers that Sage drops from lines of a kind: what is given of them would be lost. */
import type { Problem } from '../protocol/failures';
import { shown } from '../values/shown';
import { isUnset } from '../values/unset';

export type LineNumber = 'quantity' | 'unitPrice' | 'discountPercent' | 'discountValue';

/** By the kind of line; kinds that are not named take all. */
export type Lacking = Readonly<Record<string, readonly LineNumber[]>>;

const ALL: readonly LineNumber[] = ['quantity', 'unitPrice', 'discountPercent', 'discountValue'];

/** Lines of sales documents (Sage's schemas of order and quote lines). */
export const SALES_LACKING: Lacking = {
	charge: ['quantity', 'discountPercent', 'discountValue'],
	comment: ALL,
};

/** Lines of purchase orders, whose schema restricts comments alone. */
export const PURCHASE_LACKING: Lacking = { comment: ALL };

interface GivenLine {
	kind: string;
	/** The numbers as they are given. */
	valueOf(name: LineNumber): unknown;
	/** How the line calls them. */
	fieldOf(name: LineNumber): string;
}

/** Adds what would be lost to the problems. */
export function refuseLacking(line: GivenLine, lacking: Lacking, problems: Problem[]): void {
	for (const name of lacking[line.kind] ?? []) {
		const value = line.valueOf(name);
		// Forms give every line a quantity of 1.
		const nothing = name === 'quantity' ? 1 : 0;
		if (isUnset(value) || Number(value) === nothing) continue;
		problems.push({
			field: line.fieldOf(name),
			message: `${shown(value)} would be lost: Sage 200 keeps none for a ${line.kind} line`,
			remedy: 'Leave it out, or give the line another type.',
		});
	}
}
