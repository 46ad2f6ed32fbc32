/** Nominal Ledger: accounts, what was posted to them, and the three statements. */
import { get } from '../../core/operations/get';
import { getMany } from '../../core/operations/getMany';
import { listing } from '../../core/operations/listing';
import { defineSubject } from '../../core/operations/subject';
import { defineResource } from '../../core/resource';
import { balanceSheet, profitAndLoss, trialBalance } from '../../sage200/nominal/reports';

import { nominalIdentity } from './identity';
import { nominalReport, PARTS } from './reports';

const subject = defineSubject({
	singular: 'Nominal Code',
	plural: 'Nominal Codes',
	resource: 'nominal_codes',
	schema: 'nominal_code',
	identity: nominalIdentity,
	simple: [
		'id',
		'reference',
		'cost_centre_code',
		'department_code',
		'name',
		'nominal_account_type',
		'account_status_type',
		'balance_year_to_date',
		'brought_forward_balance',
		'date_time_updated',
	],
});

export const nominalLedger = defineResource({
	value: 'nominalLedger',
	name: 'Nominal Ledger',
	listed: 'nominal_codes',
	identity: nominalIdentity,
	operations: [
		get(subject),
		getMany(subject),
		nominalReport({
			value: 'getBalanceSheet',
			name: 'Get Balance Sheet',
			description: 'Read assets and liabilities with the profit so far, by account or category',
			report: balanceSheet,
		}),
		nominalReport({
			value: 'getProfitAndLoss',
			name: 'Get Profit and Loss',
			description: 'Read income and expenses, by account or category',
			report: profitAndLoss,
			properties: [PARTS],
		}),
		listing({
			value: 'getTransactions',
			name: 'Get Transactions',
			action: 'Get many nominal transactions',
			description: 'Read what was posted to nominal accounts',
			listed: 'nominal_transaction_enquiry_views',
			simple: [
				'id',
				'urn',
				'nominal_code_id',
				'transaction_date',
				'reference',
				'narrative',
				'debit',
				'credit',
			],
			named: [
				{
					field: 'nominal_code_id',
					resource: 'nominal_codes',
					shown: { nominal_reference: 'reference', nominal_name: 'name' },
				},
			],
		}),
		nominalReport({
			value: 'getTrialBalance',
			name: 'Get Trial Balance',
			description: 'Read the balances of all accounts, which come out even',
			report: trialBalance,
		}),
	],
});
