/** Purchase Order: pushed once for each key. */
import { duplicate } from '../core/operations/duplicate';
import { defineIdentity } from '../core/identity';
import { get } from '../core/operations/get';
import { getMany } from '../core/operations/getMany';
import { PURCHASE_CHARGE_CODES } from '../core/form/namedPicker';
import { remove } from '../core/operations/remove';
import { update } from '../core/operations/update';
import { defineSubject } from '../core/operations/subject';
import { defineResource } from '../core/resource';
import { PURCHASE_LACKING } from '../sage200/lines/lacking';
import { documentsOf } from '../sage200/push/salesDocuments';

import { createOnce } from '../core/push/keyedDocuments';
import { keyProperty } from '../core/push/form';
import { supplierIdentity } from './supplier';

const identity = defineIdentity({
	resource: 'pop_orders',
	parameter: 'purchaseOrder',
	label: 'Purchase Order',
	keys: [
		{ field: 'document_no', label: 'Number', placeholder: 'e.g. 0000000001' },
		{ field: 'supplier_document_no', label: 'Key', placeholder: 'e.g. REPLENISH-17' },
	],
	shown: ['document_no', 'supplier_document_no'],
});

const subject = defineSubject({
	singular: 'Purchase Order',
	plural: 'Purchase Orders',
	resource: 'pop_orders',
	schema: 'pop_order',
	identity,
	fields: [
		'document_date',
		'requested_delivery_date',
		'supplier_document_no',
		'document_discount_percent',
		'settlement_discount_days',
		'settlement_discount_percent',
		'exchange_rate',
		'analysis_code_1',
		'analysis_code_2',
		'analysis_code_3',
		'analysis_code_4',
		'analysis_code_5',
		'lines',
	],
	simple: [
		'id',
		'document_no',
		'document_date',
		'document_status',
		'supplier_id',
		'supplier_document_no',
		'total_net_value',
		'total_gross_value',
		'receipt_return_status',
		'date_time_updated',
	],
});

export const purchaseOrder = defineResource({
	value: 'purchaseOrder',
	name: 'Purchase Order',
	listed: 'pop_orders',
	identity,
	operations: [
		createOnce({
			value: 'create',
			name: 'Create',
			singular: 'Purchase Order',
			description:
				'Push a purchase order once: when its key is in Sage 200 already, that order is returned',
			schema: 'pop_order',
			party: supplierIdentity,
			partyField: 'supplier_id',
			key: keyProperty(
				'Order Key',
				'e.g. REPLENISH-17',
				"Your own number of the order, kept as the supplier's document number. It is looked up first, so that an order pushed twice is there once.",
			),
			keyField: 'supplier_document_no',
			fields: [
				'document_date',
				'requested_delivery_date',
				'document_no',
				'document_discount_percent',
				'settlement_discount_days',
				'settlement_discount_percent',
				'exchange_rate',
				'analysis_code_1',
				'analysis_code_2',
				'analysis_code_3',
				'analysis_code_4',
				'analysis_code_5',
			],
			groups: {
				delivery_address: [
					'postal_name',
					'contact',
					'address_1',
					'address_2',
					'address_3',
					'address_4',
					'city',
					'county',
					'postcode',
					'country_code_id',
					'telephone_number',
					'email_address',
				],
			},
			lines: {
				label: 'Order Lines',
				priceField: 'unit_buying_price',
				lacking: PURCHASE_LACKING,
				charges: PURCHASE_CHARGE_CODES,
			},
			drafts: true,
			kind: (api) =>
				documentsOf(api, {
					name: 'purchase order',
					resource: 'pop_orders',
					keyField: 'supplier_document_no',
					partyField: 'supplier_id',
				}),
		}),
		remove(subject),
		duplicate(subject, 'pop_orders_duplicate', 'pop_order_duplicate_flags'),
		get(subject),
		getMany(subject),
		update(subject),
	],
});
