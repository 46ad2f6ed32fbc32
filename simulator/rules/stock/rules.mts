/** Rules of products, holdings, transfers and stocktakes, by operation. */
import type { Expansions, Rules } from '../../world.mts';
import { numberOf } from '../foundation/read.mts';
import { decimal, fine, sum } from '../foundation/money.mts';
import { figures } from './figures.mts';
import {
	changeBin,
	changeHolding,
	createBin,
	createHolding,
	removeBin,
	removeHolding,
} from './holdings.mts';
import { changeProduct, createProduct, duplicateProduct, removeProduct } from './products.mts';
import { searchProducts } from './search.mts';
import {
	completeStocktake,
	countableItems,
	createStocktake,
	enterCount,
	readStocktake,
} from './stocktakes.mts';
import {
	adjustableItems,
	amendItems,
	itemBalances,
	itemLocations,
	transferableItems,
} from './traceable-items.mts';
import { transferStock } from './transfers.mts';

export const stockRules: Rules = {
	'POST /products': createProduct,
	'PUT /products/{Id}': changeProduct,
	'DELETE /products/{Id}': removeProduct,
	'POST /products_duplicate': duplicateProduct,
	'POST /product_search': searchProducts,
	'GET /product_sales_figures/{Id}': (call) => figures(call, 'sop_orders', 'sold'),
	'GET /product_purchase_figures/{Id}': (call) => figures(call, 'pop_orders', 'bought'),
	'POST /warehouse_holdings': createHolding,
	'PUT /warehouse_holdings/{Id}': changeHolding,
	'DELETE /warehouse_holdings/{Id}': removeHolding,
	'POST /bin_holdings': createBin,
	'PUT /bin_holdings/{Id}': changeBin,
	'DELETE /bin_holdings/{Id}': removeBin,
	'GET /products/{productId}/warehouses': ({ company, ids }) =>
		company
			.table('warehouse_holdings')
			.where('product_id', ids.productId)
			.map(({ warehouse_id }) => company.table('warehouses').find(numberOf(warehouse_id))),
	'POST /stock_transfers': transferStock,
	'POST /stock_transfer_traceable_items': transferableItems,
	'POST /stocktake_new_items': countableItems,
	'POST /stocktake_amend_items': countableItems,
	'POST /stocktakes': createStocktake,
	'POST /stocktake_enter_values': readStocktake,
	'POST /stocktake_view_adjustments': readStocktake,
	'POST /stocktake_approve_complete': completeStocktake,
	'PUT /stocktake_count_sheet_items/{Id}': enterCount,
	'POST /traceable_items_assign_traceable_items': adjustableItems,
	'POST /traceable_items_amend_traceable_items': adjustableItems,
	'POST /traceable_items_assign': amendItems,
	'POST /traceable_items_amend': amendItems,
	'GET /warehouse_holdings/{warehouseHoldingId}/traceable_item_balances': itemBalances,
	'GET /traceable_items/{traceableItemId}/traceable_item_locations': itemLocations,
};

/** Fields of products and stocktakes that other tables hold. */
export const stockExpansions: Expansions = {
	'product.warehouse_holdings': (product, company) =>
		company.table('warehouse_holdings').where('product_id', product.id),
	'warehouse_holding.bin_holdings': (holding, company) =>
		company.table('bin_holdings').where('warehouse_holding_id', holding.id),
	'stocktake.stocktake_count_sheet_items': (stocktake, company) =>
		company.table('stocktake_count_sheet_items').where('stocktake_id', stocktake.id),
	'product.holding': (product, company) => {
		const holdings = company.table('warehouse_holdings').where('product_id', product.id);
		return {
			average_buying_price: numberOf(product.average_buying_price),
			quantity_in_stock: fine(sum(holdings, 'quantity_in_stock')),
			quantity_allocated: fine(sum(holdings, 'quantity_allocated')),
			quantity_on_order: fine(sum(holdings, 'quantity_on_order')),
			buying_prices: [],
		};
	},
	'product.status': (product, company) => {
		const holdings = company.table('warehouse_holdings').where('product_id', product.id);
		return {
			has_negative_stock_quantities: holdings.some((holding) =>
				decimal(holding.quantity_in_stock).lt(0),
			),
			has_movement_balances: !sum(holdings, 'quantity_in_stock').isZero(),
			has_traceable_items:
				company.table('traceable_items').where('product_id', product.id).length > 0,
		};
	},
};
