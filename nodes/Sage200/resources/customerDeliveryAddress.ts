/** Customer Delivery Address: the places that a customer's goods go to. */
import { defineIdentity } from '../core/identity';
import { create } from '../core/operations/create';
import { get } from '../core/operations/get';
import { getMany } from '../core/operations/getMany';
import { remove } from '../core/operations/remove';
import { update } from '../core/operations/update';
import { defineSubject } from '../core/operations/subject';
import { defineResource } from '../core/resource';

import { customerIdentity } from './customer';

const identity = defineIdentity({
	resource: 'customer_delivery_addresses',
	parameter: 'deliveryAddress',
	label: 'Delivery Address',
	keys: [{ field: 'description', label: 'Description', placeholder: 'e.g. Warehouse' }],
	shown: ['description', 'postal_name', 'postcode'],
});

const subject = defineSubject({
	singular: 'Customer Delivery Address',
	plural: 'Customer Delivery Addresses',
	resource: 'customer_delivery_addresses',
	schema: 'customer_delivery_address',
	identity,
	owner: { identity: customerIdentity, field: 'customer_id' },
	required: ['description', 'tax_code_id'],
	fields: [
		'is_default',
		'postal_name',
		'address_1',
		'address_2',
		'address_3',
		'address_4',
		'city',
		'county',
		'postcode',
		'address_country_code_id',
		'contact',
		'telephone',
		'fax',
		'email',
		'tax_number',
		'tax_code_id',
		'country_code_id',
	],
	simple: [
		'id',
		'customer_id',
		'description',
		'postal_name',
		'address_1',
		'city',
		'postcode',
		'contact',
		'is_default',
		'date_time_updated',
	],
});

/** The places where a customer's goods go. */
export const customerDeliveryAddress = defineResource({
	value: 'customerDeliveryAddress',
	name: 'Customer Delivery Address',
	listed: 'customer_delivery_addresses',
	identity,
	operations: [create(subject), remove(subject), get(subject), getMany(subject), update(subject)],
});
