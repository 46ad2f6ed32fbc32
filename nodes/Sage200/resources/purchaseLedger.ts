/** Purchase Ledger: postings of suppliers, and what is owed to them. */
import { listing } from '../core/operations/listing';
import { defineResource } from '../core/resource';

import { ageing } from './shared/ledger/aged';
import { posting, type Ledger } from './shared/ledger/postings';
import { supplierIdentity } from './supplier';

const ledger: Ledger = {
	name: 'purchase',
	party: supplierIdentity,
	partyField: 'supplier_id',
	key: {
		placeholder: "e.g. the supplier's invoice number",
		description:
			"The supplier's number of the document. It is looked up in the supplier's account first, so that what is posted twice is there once.",
	},
};

export const purchaseLedger = defineResource({
	value: 'purchaseLedger',
	name: 'Purchase Ledger',
	listed: 'purchase_posted_transactions',
	operations: [
		posting(ledger, 'creditNote'),
		posting(ledger, 'invoice'),
		posting(ledger, 'payment'),
		posting(ledger, 'receipt'),
		listing({
			value: 'getAll',
			name: 'Get Many',
			action: 'Get many purchase ledger transactions',
			description: 'Read the posted transactions of suppliers',
			listed: 'purchase_posted_transactions',
			simple: [
				'id',
				'urn',
				'supplier_id',
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
			value: 'getAgedCredit',
			name: 'Get Aged Credit',
			action: 'Get aged credit of suppliers',
			description: 'Read what is owed to suppliers, by age',
			listed: 'purchase_aged_creditor_summary_views',
			own: ageing,
			simple: [
				'supplier_id',
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
					field: 'supplier_id',
					resource: 'suppliers',
					shown: { supplier_reference: 'reference', supplier_name: 'name' },
				},
			],
		}),
	],
});
