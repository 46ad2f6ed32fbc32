/** What a product is follows from its group: stock is counted, labour and miscellaneous items are not (api.md §k 10). */
import type { Company, Row } from '../../world.mts';
import { textOf } from '../foundation/read.mts';
import { optional } from '../foundation/records.mts';

/** The product's type: `EnumStockItemTypeStock`, `…ServiceLabour`, `…Miscellaneous`. */
export function productType(company: Company, product: Row): string {
	return textOf(optional(company, 'product_groups', product.product_group_id)?.product_type);
}

/** Whether levels are kept for a product. */
export function isCounted(company: Company, product: Row | undefined): boolean {
	return product !== undefined && productType(company, product) === 'EnumStockItemTypeStock';
}
