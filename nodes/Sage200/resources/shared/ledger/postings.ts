/** The postings of a trading ledger: invoices, credit notes, receipts, payments, each with a key of its own. */
import { findResource } from '../../../catalog';
import type { Identity } from '../../../core/identity';
import type { Operation } from '../../../core/resource';
import type { SageRecord } from '../../../sage200/protocol/api';
import {
	otherAmounts,
	POSTING_KEY,
	postingsOf,
	type PostedAmounts,
	type TransactionList,
} from '../../../sage200/push/postings';
import { createOnce } from '../../../core/push/keyedDocuments';
import { keyProperty } from '../../../core/push/form';

export interface Ledger {
	/** `sales` or `purchase`, as Sage's paths begin. */
	name: 'sales' | 'purchase';
	party: Identity;
	partyField: string;
	key: { placeholder: string; description: string };
}

/** Kinds of posting: the path's ending, and how the types of other postings are called. */
const KINDS = {
	invoice: {
		ending: 'invoices',
		name: 'Post Invoice',
		singular: 'Invoice',
		others: /credit|receipt|payment/i,
	},
	creditNote: {
		ending: 'credit_notes',
		name: 'Post Credit Note',
		singular: 'Credit Note',
		others: /invoice|receipt|payment/i,
	},
	receipt: {
		ending: 'receipts',
		name: 'Post Receipt',
		singular: 'Receipt',
		others: /invoice|credit/i,
	},
	payment: {
		ending: 'payments',
		name: 'Post Payment',
		singular: 'Payment',
		others: /invoice|credit/i,
	},
};

const DOCUMENT_FIELDS = [
	'transaction_date',
	'document_tax_value',
	'second_reference',
	'exchange_rate',
	'document_discount_value',
	'document_tax_discount_value',
	'discount_percent',
	'discount_days',
	'settled_immediately',
	'tax_analysis_items',
	'nominal_analysis_items',
];
const BANK_FIELDS = [
	'transaction_date',
	'second_reference',
	'exchange_rate',
	'bank_exchange_rate',
	'cheque_exchange_rate',
	'cheque_currency_id',
	'settlement_discount_value',
	'nominal_analysis_items',
];

/**
 * Where a posting may be seen: posted, in the wider view, or archived. Invoices that wait for authorisation are among the
 * posted ones (Sage's schema: authorisation moves their value to another nominal account).
 */
function listsOf({ name }: Ledger): TransactionList[] {
	const wider: TransactionList = {
		resource: `${name}_transaction_views`,
		typeField: 'transaction_type',
		optional: true,
	};
	const archived: TransactionList = {
		resource: `${name}_historical_transactions`,
		typeField: 'trader_transaction_type',
		optional: true,
	};
	const posted: TransactionList = {
		resource: `${name}_posted_transactions`,
		typeField: 'trader_transaction_type',
		optional: false,
	};
	return [posted, wider, ...(findResource(archived.resource) ? [archived] : [])];
}

/** Sage works the tax out where no tax value is given, so that the total is not known. */
function documentAmounts(body: SageRecord): PostedAmounts {
	const { document_goods_value: goods, document_tax_value: tax } = body;
	return { goods: amountOf(goods), tax: amountOf(tax) };
}

/** Fields that give what a cheque comes to in the account. */
const ACCOUNT_VALUES = ['customer_cheque_value', 'supplier_cheque_value'];

/**
 * A cheque comes to the value that is given for the account, else to its own. At a rate it is multiplied or divided by it,
 * which is not known (api.md); in another currency without a rate it comes to what Sage makes of it.
 */
function bankAmounts(body: SageRecord): PostedAmounts {
	const given = ACCOUNT_VALUES.map((name) => body[name]).find((value) => value !== undefined);
	if (given !== undefined) return { gross: [Number(given)] };
	const { cheque_value: cheque, cheque_exchange_rate: rate, cheque_currency_id: currency } = body;
	const value = amountOf(cheque);
	if (value === undefined || (currency && !rate)) return {};
	const factor = Number(rate ?? 1);
	return { gross: [value, value * factor, value / factor] };
}

function amountOf(value: unknown): number | undefined {
	return value === undefined ? undefined : Number(value);
}

/** Sage calls a receipt on the sales side what is a payment on the purchase side, and the other way round. */
function othersOf(ledger: Ledger, kind: keyof typeof KINDS): RegExp {
	if (kind === 'receipt')
		return new RegExp(`${KINDS.receipt.others.source}|${ledger.name}Payment`, 'i');
	return kind === 'payment'
		? new RegExp(`${KINDS.payment.others.source}|${ledger.name}Receipt`, 'i')
		: KINDS[kind].others;
}

/** The operation that posts one kind of transaction to a ledger, once for each reference. */
export function posting(ledger: Ledger, kind: keyof typeof KINDS): Operation {
	const { ending, name, singular } = KINDS[kind];
	const throughBank = kind === 'receipt' || kind === 'payment';
	const amountsOf = throughBank ? bankAmounts : documentAmounts;
	const thing = `${ledger.name} ${singular.toLowerCase()}`;
	return createOnce({
		value: `post${kind.charAt(0).toUpperCase()}${kind.slice(1)}`,
		name,
		singular: `${ledger.name === 'sales' ? 'Sales' : 'Purchase'} ${singular}`,
		description: `Post a ${thing} once: when its reference is in the ledger already, that posting is returned`,
		schema: `${ledger.name}_${ending.replace(/s$/, '')}`,
		party: ledger.party,
		partyField: ledger.partyField,
		key: keyProperty('Reference', ledger.key.placeholder, ledger.key.description),
		keyField: POSTING_KEY,
		required: throughBank ? ['bank_id', 'cheque_value'] : ['document_goods_value'],
		// An invoice may be of tax alone, as customs and couriers write them.
		amounts: throughBank ? ['cheque_value'] : ['document_goods_value', 'document_tax_value'],
		fields: throughBank
			? BANK_FIELDS
			: kind === 'invoice'
				? ['due_date', ...DOCUMENT_FIELDS]
				: DOCUMENT_FIELDS,
		drafts: false,
		// Suppliers number their invoices themselves, and customers their payments: a number is one's own in each account.
		keyedByParty: true,
		total: throughBank ? 'document_gross_value' : 'document_goods_value',
		kind: (api) =>
			postingsOf(api, {
				kind: thing,
				resource: `${ledger.name}_${ending}`,
				ledger: listsOf(ledger),
				others: othersOf(ledger, kind),
				partyField: ledger.partyField,
				amountsOf,
			}),
		otherContent(found, body, { name: posted }) {
			const other = otherAmounts(found, amountsOf(body));
			return (
				other && `${posted} ${String(found.urn)} of ${other} carries it, which is another amount`
			);
		},
	});
}
