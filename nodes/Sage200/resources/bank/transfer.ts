/** Moves money from one bank account to another, once. */
import type { Identity } from '../../core/identity';
import { keyProperty } from '../../core/push/form';
import { createOnce } from '../../core/push/keyedDocuments';
import { invalid } from '../../sage200/protocol/failures';
import { bankEntriesOf, otherEntry } from '../../sage200/push/bankEntries';
import { POSTING_KEY } from '../../sage200/push/postings';
import { bankIdentity } from './identity';

const TO: Identity = { ...bankIdentity, parameter: 'toBank', label: 'To Bank Account' };

const PARTY = 'bank_from_id';

export const bankTransfer = createOnce({
	value: 'transfer',
	name: 'Transfer',
	singular: 'Bank Transfer',
	description:
		'Move money between bank accounts once: a transfer of the reference that is there already is returned',
	schema: 'bank_transfer',
	party: { ...bankIdentity, parameter: 'fromBank', label: 'From Bank Account' },
	partyField: PARTY,
	named: [TO],
	key: keyProperty(
		'Reference',
		'e.g. MOVE-1001',
		'Your own number of it. It is looked up in the account that pays first, so that what is pushed twice is there once.',
	),
	keyField: POSTING_KEY,
	required: ['payment_value'],
	amounts: ['payment_value'],
	fields: [
		'transaction_date',
		'second_reference',
		'narrative',
		'receipt_value',
		'exchange_rate',
		'payment_to_base_exchange_rate',
		'receipt_to_base_exchange_rate',
		'commission_value',
		'commission_code',
		'commission_payer',
	],
	drafts: false,
	keyedByParty: true,
	total: 'cheque_value',
	arrange(values, { party, named: [to] }) {
		if (!to) throw invalid(TO.label, 'is empty', 'Choose the account that is paid.');
		if (to.id === party.id)
			throw invalid(TO.label, 'is the account that pays', 'Choose another one.');
		return { ...values, bank_to_id: to.id };
	},
	kind: (api) =>
		bankEntriesOf(api, { kind: 'bank transfer', resource: 'bank_transfer', partyField: PARTY }),
	otherContent: (found, body) => otherEntry(found, body, Number(body.payment_value)),
	told: ['transaction_date', 'second_reference'],
});
