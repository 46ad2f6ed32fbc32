/** Customer: accounts of the sales ledger. */
import { defineIdentity } from '../core/identity';
import { create } from '../core/operations/create';
import { get } from '../core/operations/get';
import { getMany } from '../core/operations/getMany';
import { remove } from '../core/operations/remove';
import { update } from '../core/operations/update';
import { upsert } from '../core/operations/upsert';
import { defineSubject } from '../core/operations/subject';
import { defineResource } from '../core/resource';

export const customerIdentity = defineIdentity({
	resource: 'customers',
	parameter: 'customer',
	label: 'Customer',
	keys: [{ field: 'reference', label: 'Account', placeholder: 'e.g. ABB001' }],
	shown: ['name', 'reference'],
});

const subject = defineSubject({
	singular: 'Customer',
	plural: 'Customers',
	resource: 'customers',
	schema: 'customer',
	identity: customerIdentity,
	required: ['reference', 'name'],
	placeholders: { name: 'e.g. Abbey Tools Ltd' },
	fields: [
		'account_status_type',
		'analysis_code_1',
		'analysis_code_2',
		'analysis_code_3',
		'contacts',
		'country_code_id',
		'credit_limit',
		'currency_id',
		'customer_discount_group_id',
		'default_nominal_code_reference',
		'default_tax_code_id',
		'early_settlement_discount_days',
		'early_settlement_discount_percent',
		'on_hold',
		'payment_terms_basis',
		'payment_terms_days',
		'price_band_id',
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

export const customer = defineResource({
	value: 'customer',
	name: 'Customer',
	listed: 'customers',
	identity: customerIdentity,
	operations: [
		create(subject),
		remove(subject),
		get(subject),
		getMany(subject),
		update(subject),
		upsert(subject),
	],
});
