/** Rules of postings, allocations, aged balances and dates, by operation (api.md g). */
import type { Call, Rules } from '../../world.mts';
import { agedDetails, agedSummary } from './aged.mts';
import { allocateTransactions } from './allocate.mts';
import { authorise, readAuthorisation } from './authorisations.mts';
import { postBank, transferBetweenBanks } from './banks.mts';
import { exchangeRate } from './exchange-rates.mts';
import {
	CREDIT_NOTE,
	INVOICE,
	PURCHASE_LEDGER,
	PURCHASE_PAYMENT,
	PURCHASE_RECEIPT,
	SALES_LEDGER,
	SALES_PAYMENT,
	SALES_RECEIPT,
	type Ledger,
	type PostingKind,
} from './ledger.mts';
import { post, previewPosting } from './post.mts';
import { validateDate } from './transaction-dates.mts';

const POSTINGS: Record<string, [Ledger, PostingKind]> = {
	sales_invoices: [SALES_LEDGER, INVOICE],
	sales_credit_notes: [SALES_LEDGER, CREDIT_NOTE],
	sales_receipts: [SALES_LEDGER, SALES_RECEIPT],
	sales_payments: [SALES_LEDGER, SALES_PAYMENT],
	purchase_invoices: [PURCHASE_LEDGER, INVOICE],
	purchase_credit_notes: [PURCHASE_LEDGER, CREDIT_NOTE],
	purchase_payments: [PURCHASE_LEDGER, PURCHASE_PAYMENT],
	purchase_receipts: [PURCHASE_LEDGER, PURCHASE_RECEIPT],
};

/** Postings, allocations, aged balances and dates. */
export const ledgerRules: Rules = {
	...Object.fromEntries(
		Object.entries(POSTINGS).flatMap(([resource, [ledger, kind]]) => [
			[`POST /${resource}`, (call: Call) => post(ledger, kind, call)],
			[`POST /${resource}_new`, (call: Call) => previewPosting(ledger, call)],
		]),
	),
	'POST /sales_allocations': (call) => allocateTransactions(SALES_LEDGER, call),
	'POST /purchase_allocations': (call) => allocateTransactions(PURCHASE_LEDGER, call),
	'POST /bank_receipt': (call) => postBank(call, 1),
	'POST /bank_payment': (call) => postBank(call, -1),
	'POST /bank_transfer': transferBetweenBanks,
	'POST /transaction_date_validation': validateDate,
	'POST /currency_exchange_rates': exchangeRate,
	'GET /sales_aged_debtor_detailed_views': (call) => agedDetails(SALES_LEDGER, call),
	'GET /sales_aged_debtor_summary_views': (call) => agedSummary(SALES_LEDGER, call),
	'GET /purchase_aged_creditor_detailed_views': (call) => agedDetails(PURCHASE_LEDGER, call),
	'GET /purchase_aged_creditor_summary_views': (call) => agedSummary(PURCHASE_LEDGER, call),
	'GET /purchase_authorisations/{Id}': readAuthorisation,
	'PUT /purchase_authorisations/{Id}': authorise,
};
