/** Product: what is sold and kept in stock. */
import { duplicate } from '../core/operations/duplicate';
import { defineIdentity } from '../core/identity';
import { create } from '../core/operations/create';
import { get } from '../core/operations/get';
import { getMany } from '../core/operations/getMany';
import { remove } from '../core/operations/remove';
import { update } from '../core/operations/update';
import { upsert } from '../core/operations/upsert';
import { defineSubject } from '../core/operations/subject';
import { defineResource } from '../core/resource';

export const productIdentity = defineIdentity({
	resource: 'products',
	parameter: 'product',
	label: 'Product',
	keys: [{ field: 'code', label: 'Code', placeholder: 'e.g. BOARD001' }],
	shown: ['name', 'code'],
});

const subject = defineSubject({
	singular: 'Product',
	plural: 'Products',
	resource: 'products',
	schema: 'product',
	identity: productIdentity,
	required: ['code', 'name', 'product_group_id'],
	placeholders: { name: 'e.g. Plywood sheet - Heavy duty' },
	fields: [
		'allow_sales_order',
		'analysis_code_1',
		'analysis_code_2',
		'analysis_code_3',
		'barcode',
		'commodity_code',
		'country_of_origin_id',
		'default_despatch_note_comment',
		'default_picking_list_comment',
		'description',
		'manufacturer',
		'part_number',
		'product_status_type',
		'standard_cost',
		'stock_unit_id',
		'suppliers',
		'tax_code_id',
		'use_description_on_documents',
		'warehouse_holdings',
		'weight',
	],
	firstRows: {
		warehouse: {
			list: 'warehouse_holdings',
			field: 'warehouse_id',
			note: 'Needed for a new product where stock is kept in several warehouses',
		},
	},
	simple: [
		'id',
		'code',
		'name',
		'barcode',
		'product_group_id',
		'tax_code_id',
		'free_stock_quantity',
		'product_status_type',
		'allow_sales_order',
		'date_time_updated',
	],
});

export const product = defineResource({
	value: 'product',
	name: 'Product',
	listed: 'products',
	identity: productIdentity,
	operations: [
		create(subject),
		remove(subject),
		duplicate(subject, 'products_duplicate', 'product_duplicate_flags'),
		get(subject),
		getMany(subject),
		update(subject),
		upsert(subject),
	],
});
