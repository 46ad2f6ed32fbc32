/** Sales Quote: pushed once for each key. */
import type { RowField } from '../sage200/lookups/lookups';
import { duplicate } from '../core/operations/duplicate';
import { defineIdentity } from '../core/identity';
import { get } from '../core/operations/get';
import { getMany } from '../core/operations/getMany';
import { SALES_CHARGE_CODES } from '../core/form/namedPicker';
import { remove } from '../core/operations/remove';
import { update } from '../core/operations/update';
import { defineSubject } from '../core/operations/subject';
import { defineResource } from '../core/resource';
import { SALES_LACKING } from '../sage200/lines/lacking';
import { COPIED_ADDRESS } from '../sage200/orders/amend/steps';
import { withStoredAddress } from '../sage200/orders/amend/storedAddress';
import { readSitePrices } from '../sage200/orders/create/siteSettings';
import type { SageRecord } from '../sage200/protocol/api';
import { documentsOf } from '../sage200/push/salesDocuments';
import { isUnset } from '../sage200/values/unset';

import { customerIdentity } from './customer';
import { createOnce, type Arranged } from '../core/push/keyedDocuments';
import { keyProperty } from '../core/push/form';

const identity = defineIdentity({
	resource: 'sop_quotes',
	parameter: 'quote',
	label: 'Sales Quote',
	keys: [
		{ field: 'document_no', label: 'Number', placeholder: 'e.g. 0000000001' },
		{ field: 'customer_document_no', label: 'Key', placeholder: 'e.g. Q-1001' },
	],
	shown: ['document_no', 'customer_document_no'],
});

const FIELDS: Array<RowField<'sop_quotes'>> = [
	'quotation_expiry_date',
	'document_date',
	'requested_delivery_date',
	'promised_delivery_date',
	'order_priority',
	'use_invoice_address',
	'customer_delivery_address_id',
	'document_discount_percent',
	'settlement_discount_days',
	'settlement_discount_percent',
	'exchange_rate',
	'analysis_code_1',
	'analysis_code_2',
	'analysis_code_3',
	'analysis_code_4',
	'analysis_code_5',
];

const subject = defineSubject({
	singular: 'Sales Quote',
	plural: 'Sales Quotes',
	resource: 'sop_quotes',
	schema: 'sop_quote',
	identity,
	fields: [...FIELDS, 'document_status', 'lines'],
	// As in an order: the copy is made where the quote does not have the address yet, and never over one that was edited.
	settling: {
		expand: (body) => (body[COPIED_ADDRESS] === undefined ? [] : ['delivery_address']),
		async settle(item, record, body) {
			const { header, notes } = await withStoredAddress(item.company.lookups, record, body);
			notes.forEach((note) => item.remarks.add(note));
			const { [COPIED_ADDRESS]: address, ...compared } = header;
			return { compared, sent: address === undefined ? {} : { [COPIED_ADDRESS]: address } };
		},
	},
	simple: [
		'id',
		'document_no',
		'document_date',
		'document_status',
		'customer_id',
		'customer_document_no',
		'quotation_expiry_date',
		'total_net_value',
		'total_gross_value',
		'date_time_updated',
	],
});

const PRICE = 'selling_unit_price';

/** A quote's prices go as they are given: whether they contain tax is not asked for. */
async function tellPrices(values: SageRecord, { item }: Arranged): Promise<SageRecord> {
	const lines = (values.lines as SageRecord[] | undefined) ?? [];
	if (!lines.some((line) => !isUnset(line[PRICE]))) return values;
	const { includeTax, notes, problems } = await readSitePrices(item.company.lookups);
	[...notes, ...problems.map(({ message }) => message)].forEach((note) => item.remarks.add(note));
	if (includeTax)
		item.remarks.add('The site keeps prices with tax: those of the quote were taken to contain it');
	return values;
}

export const salesQuote = defineResource({
	value: 'salesQuote',
	name: 'Sales Quote',
	listed: 'sop_quotes',
	identity,
	operations: [
		createOnce({
			value: 'create',
			name: 'Create',
			singular: 'Sales Quote',
			description: 'Push a quote once: when its key is in Sage 200 already, that quote is returned',
			schema: 'sop_quote',
			party: customerIdentity,
			partyField: 'customer_id',
			key: keyProperty(
				'Quote Key',
				'e.g. Q-1001',
				'Your own number of the quote, kept as the customer document number. It is looked up first, so that a quote pushed twice is there once.',
			),
			keyField: 'customer_document_no',
			fields: [...FIELDS, 'document_no'],
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
				label: 'Quote Lines',
				priceField: PRICE,
				lacking: SALES_LACKING,
				charges: SALES_CHARGE_CODES,
			},
			arrange: tellPrices,
			// Sage wants to know whether it is for an account or a prospect; a quote for a customer is for an account.
			defaults: { customer_type: 'EnumCustomerTypeCredit' },
			drafts: true,
			kind: (api) =>
				documentsOf(api, {
					name: 'sales quote',
					resource: 'sop_quotes',
					keyField: 'customer_document_no',
					partyField: 'customer_id',
				}),
		}),
		remove(subject),
		duplicate(subject, 'sop_quotes_duplicate', 'sop_quote_duplicate_flags'),
		get(subject),
		getMany(subject),
		update(subject),
	],
});
