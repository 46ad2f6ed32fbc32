/** Sales Ledger: postings of customers, their allocation, and what customers owe. */
import { listing } from '../core/operations/listing';
import { defineResource } from '../core/resource';

import { customerIdentity } from './customer';
import { ageing } from './shared/ledger/aged';
import { allocating } from './shared/ledger/allocate';
import { posting, type Ledger } from './shared/ledger/postings';

const ledger: Ledger = {
	name: 'sales',
	party: customerIdentity,
	partyField: 'customer_id',
	key: {
		placeholder: 'e.g. WEB-10001',
		description:
			'Your own number of the document. It is looked up in the ledger first, so that what is posted twice is there once.',
	},
};

export const salesLedger = defineResource({
	value: 'salesLedger',
	name: 'Sales Ledger',
	listed: 'sales_posted_transactions',
	operations: [
		allocating(customerIdentity),
		posting(ledger, 'creditNote'),
		posting(ledger, 'invoice'),
		posting(ledger, 'payment'),
		posting(ledger, 'receipt'),
		listing({
			value: 'getAll',
			name: 'Get Many',
			action: 'Get many sales ledger transactions',
			description: 'Read the posted transactions of customers',
			listed: 'sales_posted_transactions',
			simple: [
				'id',
				'urn',
				'customer_id',
				'trader_transaction_type',
				'reference',
				'second_reference',
				'transaction_date',
				'due_date',
				'document_gross_value',
				'document_outstanding_value',
			],
		}),
		listing({
			value: 'getAgedDebt',
			name: 'Get Aged Debt',
			action: 'Get aged debt of customers',
			description: 'Read what customers owe, by age',
			listed: 'sales_aged_debtor_summary_views',
			own: ageing,
			simple: [
				'customer_id',
				'base_past',
				'base_current',
				'base_period_1',
				'base_period_2',
				'base_period_3',
				'base_period_4',
				'base_future',
			],
			named: [
				{
					field: 'customer_id',
					resource: 'customers',
					shown: { customer_reference: 'reference', customer_name: 'name' },
				},
			],
		}),
	],
});
