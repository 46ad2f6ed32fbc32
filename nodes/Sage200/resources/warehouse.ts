/** Warehouse: the places that stock is kept in. */
import { defineIdentity } from '../core/identity';
import { create } from '../core/operations/create';
import { get } from '../core/operations/get';
import { getMany } from '../core/operations/getMany';
import { remove } from '../core/operations/remove';
import { update } from '../core/operations/update';
import { upsert } from '../core/operations/upsert';
import { defineSubject } from '../core/operations/subject';
import { defineResource } from '../core/resource';

export const warehouseIdentity = defineIdentity({
	resource: 'warehouses',
	parameter: 'warehouse',
	label: 'Warehouse',
	keys: [{ field: 'name', label: 'Name', placeholder: 'e.g. HOME' }],
	shown: ['name', 'description'],
});

const subject = defineSubject({
	singular: 'Warehouse',
	plural: 'Warehouses',
	resource: 'warehouses',
	schema: 'warehouse',
	identity: warehouseIdentity,
	required: ['name'],
	fields: [
		'description',
		'use_for_sales_trading',
		'postal_name',
		'address_1',
		'address_2',
		'address_3',
		'address_4',
		'city',
		'county',
		'postcode',
		'country_code_id',
		'contact',
		'telephone_number',
		'email',
		'website',
	],
	simple: [
		'id',
		'name',
		'description',
		'warehouse_type',
		'use_for_sales_trading',
		'city',
		'postcode',
		'contact',
		'telephone_number',
		'date_time_updated',
	],
});

export const warehouse = defineResource({
	value: 'warehouse',
	name: 'Warehouse',
	listed: 'warehouses',
	identity: warehouseIdentity,
	operations: [
		create(subject),
		remove(subject),
		get(subject),
		getMany(subject),
		update(subject),
		upsert(subject),
	],
});
