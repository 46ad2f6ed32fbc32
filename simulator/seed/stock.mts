/** What lies in the warehouses: holdings, bins, batches and serial numbers. */
import { levels } from '../rules/stock/levels.mts';
import { Decimal } from '../rules/foundation/money.mts';
import type { Body, Company, Row } from '../world.mts';
import type { Dice } from './dice.mts';

const LEVELS = { reorder_level: 20, minimum_level: 10, maximum_level: 500 };
const NO_LEVELS = { reorder_level: 0, minimum_level: 0, maximum_level: 0 };

/** Puts a product of a stock group into warehouses and bins, with batches or serial numbers where its group has them. */
export function seedGoods(company: Company, dice: Dice, product: Row): void {
	let free = 0;
	for (const warehouse of company.table('warehouses').all()) {
		if (warehouse.name === 'COUNTER' && product.id % 2 === 0) continue;
		const bins = (warehouse.name === 'HOME' ? ['A1', 'B1'] : ['Unspecified']).map((name) => ({
			name,
			quantity: quantityFor(product, dice),
		}));
		seedHolding(company, product, warehouse, LEVELS, bins);
		free += total(bins);
	}
	product.free_stock_quantity = free;
}

/** Labour needs a place as well, though nothing is counted there. */
export function seedLabour(company: Company, product: Row): void {
	const home = company.table('warehouses').where('name', 'HOME')[0];
	seedHolding(company, product, home, NO_LEVELS, [{ name: 'Unspecified', quantity: 0 }]);
	product.free_stock_quantity = 0;
}

interface Bin {
	name: string;
	quantity: number;
}

function seedHolding(
	company: Company,
	product: Row,
	warehouse: Row,
	levelsSet: typeof LEVELS,
	bins: Bin[],
): void {
	const holding = company.table('warehouse_holdings').insert({
		...stocked(total(bins)),
		warehouse_id: warehouse.id,
		warehouse_name: warehouse.name,
		product_id: product.id,
		...levelsSet,
		quantity_on_order: 0,
	});
	bins.forEach(({ name, quantity }, place) => {
		const bin = company.table('bin_holdings').insert({
			...stocked(quantity),
			warehouse_holding_id: holding.id,
			product_id: product.id,
			name,
			allocation_priority: place + 1,
		});
		seedTraceable(company, product, bin, quantity);
	});
}

function total(bins: Bin[]): number {
	return bins.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Machines are few, each with a number of its own. */
function quantityFor(product: Row, dice: Dice): number {
	return product.traceable_type === 'EnumTraceableTypeSerial'
		? 2 + dice.roll(5)
		: 20 + dice.roll(180);
}

function stocked(quantity: number): Body {
	const row: Body = {
		quantity_reserved: 0,
		unconfirmed_qty_in_stock: 0,
		quantity_allocated_stock: 0,
		quantity_allocated_bom: 0,
	};
	return { ...row, ...levels(row, new Decimal(quantity), new Decimal(0)) };
}

/** Two batches a bin, or a number for every piece. */
function seedTraceable(company: Company, product: Row, bin: Row, quantity: number): void {
	if (product.traceable_type === 'EnumTraceableTypeBatch') {
		const half = Math.floor(quantity / 2);
		seedItem(company, product, bin, `B${bin.id}-1`, half);
		seedItem(company, product, bin, `B${bin.id}-2`, quantity - half);
	}
	if (product.traceable_type === 'EnumTraceableTypeSerial') {
		for (let piece = 1; piece <= quantity; piece += 1) {
			seedItem(company, product, bin, `SN${bin.id}-${String(piece).padStart(4, '0')}`, 1);
		}
	}
}

function seedItem(
	company: Company,
	product: Row,
	bin: Row,
	identification_no: string,
	quantity: number,
): void {
	company.table('traceable_items').insert({
		product_id: product.id,
		warehouse_holding_id: bin.warehouse_holding_id,
		bin_holding_id: bin.id,
		identification_no,
		quantity,
		available_quantity: quantity,
		allocated_quantity: 0,
	});
}
