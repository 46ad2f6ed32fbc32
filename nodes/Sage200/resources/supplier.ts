/** Supplier: accounts of the purchase ledger. */
import { defineIdentity } from '../core/identity';
import { create } from '../core/operations/create';
import { get } from '../core/operations/get';
import { getMany } from '../core/operations/getMany';
import { remove } from '../core/operations/remove';
import { update } from '../core/operations/update';
import { upsert } from '../core/operations/upsert';
import { defineSubject } from '../core/operations/subject';
import { defineResource } from '../core/resource';

export const supplierIdentity = defineIdentity({
	resource: 'suppliers',
	parameter: 'supplier',
	label: 'Supplier',
	keys: [{ field: 'reference', label: 'Account', placeholder: 'e.g. BRI001' }],
	shown: ['name', 'reference'],
});

const subject = defineSubject({
	singular: 'Supplier',
	plural: 'Suppliers',
	resource: 'suppliers',
	schema: 'supplier',
	identity: supplierIdentity,
	required: ['reference', 'name'],
	placeholders: { name: 'e.g. Brightwell Tools' },
	fields: [
		'account_status_type',
		'analysis_code_1',
		'analysis_code_2',
		'analysis_code_3',
		'country_code_id',
		'credit_limit',
		'currency_id',
		'default_nominal_code_reference',
		'default_tax_code_id',
		'early_settlement_discount_days',
		'early_settlement_discount_percent',
		'on_hold',
		'payment_group_id',
		'payment_terms_basis',
		'payment_terms_days',
		'short_name',
		'status_reason',
		'telephone_area_code',
		'telephone_country_code',
		'telephone_subscriber_number',
		'vat_number',
		'website',
	],
	groups: {
		main_address: [
			'address_1',
			'address_2',
			'address_3',
			'address_4',
			'city',
			'county',
			'postcode',
			'address_country_code_id',
		],
	},
	simple: [
		'id',
		'reference',
		'name',
		'balance',
		'credit_limit',
		'on_hold',
		'account_status_type',
		'currency_id',
		'telephone_subscriber_number',
		'date_time_updated',
	],
});

export const supplier = defineResource({
	value: 'supplier',
	name: 'Supplier',
	listed: 'suppliers',
	identity: supplierIdentity,
	operations: [
		create(subject),
		remove(subject),
		get(subject),
		getMany(subject),
		update(subject),
		upsert(subject),
	],
});
