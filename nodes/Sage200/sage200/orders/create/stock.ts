/** Stock that an order needs: what is free, and what one batch can give. */
import type { SageApi, SageRecord } from '../../protocol/api';
import type { Problem } from '../../protocol/failures';
import type { Lookups, RowField } from '../../lookups/lookups';
import { round } from '../../values/numbers';

/** A line of a product, in selling units, which are stock units unless the site sells in others. */
export interface StockLine {
	label: string;
	product: SageRecord;
	quantity: number;
	warehouseId?: number;
}

const HOLDING_FIELDS: Array<RowField<'warehouse_holdings'>> = [
	'id',
	'product_id',
	'warehouse_id',
	'warehouse_name',
	'free_stock_available_less_reserved',
];

export class Stock {
	private readonly largest = new Map<unknown, Promise<number>>();

	constructor(
		private readonly api: SageApi,
		private readonly lookups: Lookups,
	) {}

	/** Lines that ask for more than is free. Products without holdings (services) always suffice. */
	async shortages(lines: StockLine[]): Promise<string[]> {
		const holdings = await this.holdingsOf(lines.map(({ product }) => product));
		const wanted = new Map<string, number>();
		return lines.flatMap(({ label, product, quantity, warehouseId }) => {
			const rows = (holdings.get(String(product.id)) ?? []).filter(
				(row) => warehouseId === undefined || row.warehouse_id === warehouseId,
			);
			if (rows.length === 0) return [];
			const place = `${String(product.id)}|${warehouseId ?? ''}`;
			const asked = (wanted.get(place) ?? 0) + quantity;
			wanted.set(place, asked);
			const free = round(
				rows.reduce((sum, row) => sum + Number(row.free_stock_available_less_reserved ?? 0), 0),
				5,
			);
			return asked > free
				? [`${label}: ${asked} of ${String(product.code)} asked for, ${free} free`]
				: [];
		});
	}

	/** An item that is sold from a single batch cannot be ordered beyond the largest (api.md §k 7). */
	async checkBatches(lines: StockLine[], problems: Problem[]): Promise<void> {
		const single = lines.filter(({ product }) => product.sale_from_single_batch === true);
		if (single.length === 0) return;
		const holdings = await this.holdingsOf(single.map(({ product }) => product));
		for (const { label, product, quantity } of single) {
			const largest = await this.largestBatch(product.id, holdings.get(String(product.id)) ?? []);
			if (quantity <= largest) continue;
			problems.push({
				field: `${label}: Quantity`,
				message: `${quantity} of ${String(product.code)} is more than a single batch holds (${largest})`,
				remedy: 'Split the line so that each part fits into a batch.',
			});
		}
	}

	private async holdingsOf(products: SageRecord[]): Promise<Map<string, SageRecord[]>> {
		return await this.lookups.byKeys(
			{ resource: 'warehouse_holdings', field: 'product_id', select: HOLDING_FIELDS },
			products.map(({ id }) => String(id)),
		);
	}

	private async largestBatch(productId: unknown, holdings: SageRecord[]): Promise<number> {
		let largest = this.largest.get(productId);
		if (!largest) this.largest.set(productId, (largest = this.readLargest(holdings)));
		return await largest;
	}

	/** A batch may lie in several bins. */
	private async readLargest(holdings: SageRecord[]): Promise<number> {
		const balances = await Promise.all(
			holdings.map(
				async ({ id }) =>
					await this.api.list({
						path: `/warehouse_holdings/${String(id)}/traceable_item_balances`,
					}),
			),
		);
		const free = new Map<unknown, number>();
		for (const { traceable_item_id: batch, quantity, allocated_quantity } of balances.flat()) {
			free.set(
				batch,
				(free.get(batch) ?? 0) + Number(quantity ?? 0) - Number(allocated_quantity ?? 0),
			);
		}
		return Math.max(0, ...free.values());
	}
}
