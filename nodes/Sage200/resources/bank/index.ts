/** Bank: accounts and what was posted to them, payments, receipts and transfers. */
import { get } from '../../core/operations/get';
import { getMany } from '../../core/operations/getMany';
import { listing } from '../../core/operations/listing';
import { defineSubject } from '../../core/operations/subject';
import { defineResource } from '../../core/resource';

import { bankEntry } from './entries';
import { bankIdentity } from './identity';
import { bankTransfer } from './transfer';

const subject = defineSubject({
	singular: 'Bank Account',
	plural: 'Bank Accounts',
	resource: 'banks',
	schema: 'bank',
	identity: bankIdentity,
	simple: [
		'id',
		'code',
		'description',
		'bank_name',
		'balance',
		'balance_in_base',
		'statement_balance',
		'statement_date',
		'bank_account_nominal_reference',
		'date_time_updated',
	],
});

/** The cash book. */
export const bank = defineResource({
	value: 'bank',
	name: 'Bank',
	listed: 'banks',
	identity: bankIdentity,
	operations: [
		get(subject),
		getMany(subject),
		listing({
			value: 'getTransactions',
			name: 'Get Transactions',
			action: 'Get many bank transactions',
			description: 'Read what was posted to bank accounts',
			listed: 'bank_posted_transactions',
			simple: [
				'id',
				'urn',
				'bank_id',
				'bank_transaction_type',
				'reference',
				'second_reference',
				'transaction_date',
				'cheque_value',
				'entry_description',
			],
			named: [{ field: 'bank_id', resource: 'banks', shown: { bank_code: 'code' } }],
		}),
		bankEntry('payment'),
		bankEntry('receipt'),
		bankTransfer,
	],
});
