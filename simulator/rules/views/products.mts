/**
 * Views and lookups of products, their places and prices. Fields, with ids of enums in the place of their texts: the
 * schema.
 */
import type { Body, Company, Projections, Row } from '../../world.mts';
import { sum } from '../foundation/money.mts';
import { numberOf, rowsOf, textOf } from '../foundation/read.mts';
import { enumId, first, optional } from '../foundation/records.mts';
import { PRODUCT_PRICES, stockUnitPrice } from '../pricing/sales-price.mts';
import { productType } from '../stock/product-kinds.mts';
import { currencyPart } from './parts.mts';
import { assembled, view } from './view.mts';

const KEYS = { id: 'id', code: 'code', name: 'name' };
const HOLDING_KEYS = {
	product_id: 'product_id',
	warehouse_id: 'warehouse_id',
	warehouse_holding_id: 'id',
};

export const productViews: Projections = {
	lookup_products: view('products', KEYS, lookup),
	product_views: view('products', KEYS, (row, company) => [wide(row, company)]),
	product_warehouse_views: view('warehouse_holdings', HOLDING_KEYS, (row, company) => [
		{
			product_id: row.product_id,
			warehouse_holding_id: row.id,
			warehouse_id: row.warehouse_id,
			warehouse_name: row.warehouse_name,
			use_for_sales_trading:
				optional(company, 'warehouses', row.warehouse_id)?.use_for_sales_trading === true,
			free_stock_quantity: row.free_stock_available,
		},
	]),
	product_warehouse_bin_views: view(
		'bin_holdings',
		{ product_id: 'product_id', bin_holding_id: 'id' },
		(row, company) => {
			const holding = optional(company, 'warehouse_holdings', row.warehouse_holding_id);
			return [
				{
					product_id: row.product_id,
					warehouse_id: holding?.warehouse_id,
					warehouse_name: holding?.warehouse_name,
					bin_holding_id: row.id,
					bin_holding_name: row.name,
				},
			];
		},
	),
	product_price_views: view(
		PRODUCT_PRICES,
		{ product_id: 'product_id', product_price_id: 'id', price_band_id: 'price_band_id' },
		price,
	),
	lookup_product_groups: view('product_groups', { id: 'id', code: 'code' }, (row, company) => [
		{
			id: row.id,
			code: row.code,
			description: row.description,
			product_type_id: enumId(company, 'product_types', row.product_type),
		},
	]),
	lookup_stock_item_units: view('products', { stock_item_id: 'id' }, (row, company) =>
		rowsOf(row.units).map((unit) => ({
			id: unit.id,
			name: textOf(optional(company, 'units', unit.unit_id)?.name),
			stock_item_id: row.id,
			unit_id: unit.unit_id,
		})),
	),
};

function lookup(row: Row, company: Company): Body[] {
	const group = optional(company, 'product_groups', row.product_group_id);
	return [
		{
			...row,
			product_status_id: enumId(company, 'product_status_types', row.product_status_type),
			bom_item_type_id: enumId(company, 'bom_item_types', row.bom_item_type),
			traceable_type_id: enumId(company, 'traceable_types', row.traceable_type),
			this_is_the_sop_product_group: group?.this_is_the_sop_product_group === true,
			product_type_id: enumId(company, 'product_types', productType(company, row)),
		},
	];
}

function wide(row: Row, company: Company): Body {
	const group = optional(company, 'product_groups', row.product_group_id);
	const holdings = company.table('warehouse_holdings').where('product_id', row.id);
	const total = (field: string) => sum(holdings, field).toNumber();
	const stockUnit = optional(company, 'units', row.stock_unit_id);
	const standard = stockUnitPrice(company, { id: 0 }, row).toNumber();
	return assembled('product_view', {
		'': {
			...row,
			status_type: row.product_status_type,
			status_type_id: enumId(company, 'product_status_types', row.product_status_type),
			bom_item_type_id: enumId(company, 'bom_item_types', row.bom_item_type),
			traceable_type_id: enumId(company, 'traceable_types', row.traceable_type),
			fulfilment_method_type_id: enumId(
				company,
				'fulfilment_method_types',
				row.fulfilment_method_type,
			),
			fulfilment_sequence_type_id: enumId(
				company,
				'fulfilment_sequence_types',
				row.fulfilment_sequence_type,
			),
			stock_multiple_of_base_unit: stockUnit?.multiple_of_base_unit,
			stock_unit_name: stockUnit?.name,
			base_unit_name: optional(company, 'units', row.base_unit_id)?.name,
			use_description_on_docs: row.use_description_on_documents,
			inactive_date: row.inactivation_date,
			price: standard,
			selling_price: standard,
			this_is_the_standard_band: true,
			quantity_reserved: total('quantity_reserved'),
			confirmed_quantity_in_stock: total('confirmed_qty_in_stock'),
			unconfirmed_quantity_in_stock: total('unconfirmed_qty_in_stock'),
			actual_quantity: total('quantity_in_stock'),
			quantity_allocated_stock: total('quantity_allocated_stock'),
			quantity_allocated_sop: total('quantity_allocated_sop'),
			quantity_allocated_bom: total('quantity_allocated_bom'),
			quantity_on_pop_order: total('quantity_on_order'),
			reorder_level: total('reorder_level'),
		},
		product_group_: {
			...group,
			product_type_id: enumId(company, 'product_types', group?.product_type),
			costing_method_type: group?.costing_method,
			costing_method_type_id: enumId(company, 'costing_method_types', group?.costing_method),
		},
	});
}

function price(row: Row, company: Company): Body[] {
	const product = optional(company, 'products', row.product_id);
	const band = optional(company, 'price_bands', row.price_band_id);
	if (!product || !band) return [];
	const unit = optional(company, 'units', product.stock_unit_id);
	const isStandard = row.use_standard === true;
	const standardBand = first(company.table('price_bands').where('is_standard_band', true));
	const shown = isStandard
		? stockUnitPrice(company, { id: 0, price_band_id: standardBand?.id }, product).toNumber()
		: numberOf(row.price);
	return [
		assembled('product_price_view', {
			'': row,
			product_price_: { id: row.id, use_standard: isStandard, price: shown },
			product_: { ...product, stock_unit_name: unit?.name },
			price_band_: band,
			currency_: currencyPart(company, band.currency_id),
		}),
	];
}
