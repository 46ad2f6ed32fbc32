/**
 * Stock levels of bins, warehouses and products, kept in step:
 * free stock = in stock − allocated. Every movement stamps the holding (the feed of levels, api.md §h: inferred, so a
 * switch can leave the stamp), never the product.
 */
import type { Body, Company, Row } from '../../world.mts';
import { decimal, fine, sum, type Decimal } from '../foundation/money.mts';
import { referred } from '../foundation/records.mts';

export interface Movement {
	inStock?: Decimal;
	/** Change of the quantity that sales orders have allocated. */
	allocated?: Decimal;
}

/** Moves stock of a bin and of all that contains it. */
export function moveStock(company: Company, bin: Row, movement: Movement): void {
	company.table('bin_holdings').change(bin.id, moved(bin, movement));
	const holding = referred(
		company,
		'warehouse_holdings',
		bin.warehouse_holding_id,
		'warehouse holding',
	);
	const holdings = company.table('warehouse_holdings');
	const levelsNow = moved(holding, movement);
	if (company.behaviour.holdingStamps === 'moved') holdings.change(holding.id, levelsNow);
	else holdings.write(holding.id, levelsNow);
	refreshFreeStock(company, holding.product_id);
}

/** Changes the quantity on purchase orders of a holding. */
export function moveOnOrder(company: Company, holding: Row, quantity: Decimal): void {
	const onOrder = decimal(holding.quantity_on_order).plus(quantity);
	company.table('warehouse_holdings').change(holding.id, { quantity_on_order: fine(onOrder) });
}

/** A product's holding in a warehouse. */
export function holdingIn(
	company: Company,
	productId: unknown,
	warehouseId: unknown,
): Row | undefined {
	return company
		.table('warehouse_holdings')
		.where('product_id', productId)
		.find((holding) => holding.warehouse_id === warehouseId);
}

/** Bins of a holding in the order Sage takes from them. */
export function binsOf(company: Company, holdingId: unknown): Row[] {
	const bins = company.table('bin_holdings').where('warehouse_holding_id', holdingId);
	return [...bins].sort(
		(one, other) => Number(one.allocation_priority) - Number(other.allocation_priority),
	);
}

/** Sets a product's free stock to what its holdings have; the product's own stamp stays. */
function refreshFreeStock(company: Company, productId: unknown): void {
	const product = referred(company, 'products', productId, 'product');
	const holdings = company.table('warehouse_holdings').where('product_id', productId);
	product.free_stock_quantity = fine(sum(holdings, 'free_stock_available'));
}

/** Level fields of a holding or bin that follow from stock, allocations and reservation. */
export function levels(row: Body, inStock: Decimal, allocatedSop: Decimal): Body {
	const allocated = allocatedSop
		.plus(decimal(row.quantity_allocated_stock))
		.plus(decimal(row.quantity_allocated_bom));
	const reserved = decimal(row.quantity_reserved);
	const free = inStock.minus(allocated);
	return {
		confirmed_qty_in_stock: fine(inStock.minus(decimal(row.unconfirmed_qty_in_stock))),
		quantity_in_stock: fine(inStock),
		quantity_in_stock_less_reserved: fine(inStock.minus(reserved)),
		quantity_allocated_sop: fine(allocatedSop),
		quantity_allocated: fine(allocated),
		free_stock_available: fine(free),
		free_stock_available_less_reserved: fine(free.minus(reserved)),
	};
}

function moved(row: Row, { inStock = decimal(0), allocated = decimal(0) }: Movement): Body {
	return levels(
		row,
		decimal(row.quantity_in_stock).plus(inStock),
		decimal(row.quantity_allocated_sop).plus(allocated),
	);
}
