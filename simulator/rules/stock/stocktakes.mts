/**
 * Stocktakes: created, values entered on count sheets, approved and completed; only completing moves stock.
 * Endpoints and fields: the schema. Which step each POST takes, and that each bin has a sheet, is inferred from their names;
 * the statuses' texts are unknown, the simulator's choice.
 */
import { SageRefusal, type Body, type Call, type Row } from '../../world.mts';
import { pick, writable } from '../foundation/fields.mts';
import { decimal } from '../foundation/money.mts';
import { numberOf, rowsOf, textOf } from '../foundation/read.mts';
import { addressed, bodyOf, optional, referred } from '../foundation/records.mts';
import { moveStock } from './levels.mts';
import { isCounted } from './product-kinds.mts';
import { record } from './transactions.mts';

const STOCKTAKES = 'stocktakes';
const SHEETS = 'stocktake_count_sheet_items';

/** Rule of `POST /stocktake_new_items` and `…_amend_items`: what could be counted in the warehouse. */
export function countableItems(call: Call): Body {
	const body = bodyOf(call);
	const warehouse = referred(call.company, 'warehouses', body.warehouse_id, 'warehouse');
	return { ...body, warehouse_name: warehouse.name, stocktake_items: itemsIn(call, warehouse.id) };
}

/** Rule of `POST /stocktakes`. */
export function createStocktake(call: Call): Row {
	const body = bodyOf(call);
	const warehouse = referred(call.company, 'warehouses', body.warehouse_id, 'warehouse');
	const row = call.company.table(STOCKTAKES).insert({
		stocktake_date: call.clock.stamp(),
		stocktake_type: 'EnumStocktakeTypeStockItem',
		...writable('stocktake', body),
		warehouse_name: warehouse.name,
		stocktake_status: 'EnumStocktakeStatusCreated',
		stocktake_items: [],
		failed_stocktake_items: [],
	});
	const chosen = rowsOf(body.stocktake_items).filter((item) => item.is_selected === true);
	const count = body.pre_fill_actual_with_expected === true ? asExpected : notCounted;
	for (const item of chosen) addSheets(call, row, item, count);
	return row;
}

/** Rule of `PUT /stocktake_count_sheet_items/{Id}`. */
export function enterCount(call: Call): Row {
	const sheet = addressed(call, SHEETS);
	const fields = pick(bodyOf(call), ['actual_quantity_in_stock', 'discrepancy_narrative']);
	return call.company.table(SHEETS).change(sheet.id, { ...fields, actual_quantity_entered: true });
}

/** Rule of `POST /stocktake_enter_values` and `…_view_adjustments`; `advance_status` moves it on. */
export function readStocktake(call: Call): Row {
	const row = stocktakeOf(call);
	const advances =
		bodyOf(call).advance_status === true && row.stocktake_status === 'EnumStocktakeStatusCreated';
	return advances
		? call.company
				.table(STOCKTAKES)
				.change(row.id, { stocktake_status: 'EnumStocktakeStatusInProgress' })
		: row;
}

/** Rule of `POST /stocktake_approve_complete`: the counted quantities become the stock. */
export function completeStocktake(call: Call): Row {
	const row = stocktakeOf(call);
	if (row.stocktake_status === 'EnumStocktakeStatusComplete')
		throw new SageRefusal('The stocktake is complete already.');
	for (const sheet of call.company.table(SHEETS).where('stocktake_id', row.id)) adjust(call, sheet);
	return call.company
		.table(STOCKTAKES)
		.change(row.id, { stocktake_status: 'EnumStocktakeStatusComplete' });
}

function stocktakeOf(call: Call): Row {
	const { id, stocktake_id } = bodyOf(call);
	return referred(call.company, STOCKTAKES, stocktake_id ?? id, 'stocktake');
}

function adjust(call: Call, sheet: Row): void {
	if (sheet.actual_quantity_entered !== true) return;
	const bin = optional(call.company, 'bin_holdings', sheet.bin_item_id);
	if (!bin) return;
	const difference = decimal(sheet.actual_quantity_in_stock).minus(decimal(bin.quantity_in_stock));
	if (difference.isZero()) return;
	const holding = referred(
		call.company,
		'warehouse_holdings',
		bin.warehouse_holding_id,
		'warehouse holding',
	);
	moveStock(call.company, bin, { inStock: difference });
	record(call, {
		productId: bin.product_id,
		warehouseId: holding.warehouse_id,
		bin,
		quantity: difference,
		type: 'Stocktake',
	});
}

function asExpected(bin: Row): Body {
	return { actual_quantity_in_stock: bin.quantity_in_stock, actual_quantity_entered: true };
}

function notCounted(): Body {
	return { actual_quantity_in_stock: 0, actual_quantity_entered: false };
}

/** @param count what is entered on the sheet of a bin at first */
function addSheets(call: Call, stocktake: Row, item: Body, count: (bin: Row) => Body): void {
	const holding = referred(
		call.company,
		'warehouse_holdings',
		item.warehouse_holding_id,
		'warehouse holding',
	);
	const product = referred(call.company, 'products', holding.product_id, 'product');
	for (const bin of call.company.table('bin_holdings').where('warehouse_holding_id', holding.id)) {
		call.company.table(SHEETS).insert({
			stocktake_id: stocktake.id,
			bin_item_id: bin.id,
			bin_name: bin.name,
			item_code: product.code,
			item_name: product.name,
			traceable_type: product.traceable_type,
			average_buying_price: product.average_buying_price,
			recorded_quantity_in_stock: bin.quantity_in_stock,
			quantity_allocated: bin.quantity_allocated,
			...count(bin),
		});
	}
}

function itemsIn({ company }: Call, warehouseId: number): Body[] {
	return company
		.table('warehouse_holdings')
		.where('warehouse_id', warehouseId)
		.flatMap((holding) => {
			const product = optional(company, 'products', holding.product_id);
			if (!product || !isCounted(company, product)) return [];
			return [
				{
					stocktake_item_id: holding.id,
					warehouse_holding_id: holding.id,
					item_code: product.code,
					item_name: product.name,
					traceable_type: product.traceable_type,
					product_group_id: product.product_group_id,
					product_group_code: textOf(
						optional(company, 'product_groups', product.product_group_id)?.code,
					),
					quantity_in_stock: numberOf(holding.quantity_in_stock),
					average_buying_price: product.average_buying_price,
					is_selected: false,
				},
			];
		});
}
