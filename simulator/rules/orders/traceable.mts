/**
 * Batch and serial numbered goods: whole pieces for serials, one batch only where the item is sold from a single batch
 * (api.md k 7).
 */
import { SageRefusal, type Company, type Row } from '../../world.mts';
import { decimal, Decimal } from '../foundation/money.mts';

/** The quantity Sage books: serial numbered pieces are rounded (api.md §k 7). */
export function bookedQuantity(product: Row, quantity: number): number {
	return product.traceable_type === 'EnumTraceableTypeSerial' ? Math.round(quantity) : quantity;
}

/**
 * Refuses more of a single-batch item than its largest batch holds.
 * @throws SageRefusal
 */
export function checkSingleBatch(company: Company, product: Row, stockQuantity: Decimal): void {
	if (product.sale_from_single_batch !== true) return;
	const batches = company.table('traceable_items').where('product_id', product.id);
	const largest = Decimal.max(0, ...batches.map((batch) => decimal(batch.available_quantity)));
	if (stockQuantity.gt(largest)) {
		throw new SageRefusal(
			`The quantity of '${String(product.code)}' is more than a single batch holds (${largest.toString()}).`,
		);
	}
}
