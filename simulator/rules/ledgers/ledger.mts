/**
 * The two trading ledgers: what is posted to them, and how each is called.
 * Transactions can be posted, and are not read back by the path that posts them: api.md k 9.
 */

export interface Ledger {
	name: 'sales' | 'purchase';
	ledgerType: string;
	trader: {
		resource: 'customers' | 'suppliers';
		key: 'customer_id' | 'supplier_id';
		name: 'customer' | 'supplier';
	};
	posted: 'sales_posted_transactions' | 'purchase_posted_transactions';
	/** Field with the value in the account's own currency of a bank transaction. */
	accountValue: string;
}

export const SALES_LEDGER: Ledger = {
	name: 'sales',
	ledgerType: 'LedgerSales',
	trader: { resource: 'customers', key: 'customer_id', name: 'customer' },
	posted: 'sales_posted_transactions',
	accountValue: 'customer_cheque_value',
};

export const PURCHASE_LEDGER: Ledger = {
	name: 'purchase',
	ledgerType: 'LedgerPurchase',
	trader: { resource: 'suppliers', key: 'supplier_id', name: 'supplier' },
	posted: 'purchase_posted_transactions',
	accountValue: 'supplier_cheque_value',
};

/** What a posting does to the account: an invoice adds to its balance, money and credit take from it. */
export interface PostingKind {
	type: string;
	sign: 1 | -1;
	/** Money comes through a bank; invoices and credit notes carry tax. */
	through: 'bank' | 'document';
	/** What the bank sees: 1 for money in. */
	bankSign?: 1 | -1;
}

export const INVOICE: PostingKind = {
	type: 'TradingAccountEntryTypeInvoice',
	sign: 1,
	through: 'document',
};
export const CREDIT_NOTE: PostingKind = {
	type: 'TradingAccountEntryTypeCreditNote',
	sign: -1,
	through: 'document',
};

const SETTLES = 'TradingAccountEntryTypePurchasePaymentSalesReceipt';
const REFUNDS = 'TradingAccountEntryTypePurchaseReceiptSalesPayment';

export const SALES_RECEIPT: PostingKind = { type: SETTLES, sign: -1, through: 'bank', bankSign: 1 };
export const SALES_PAYMENT: PostingKind = { type: REFUNDS, sign: 1, through: 'bank', bankSign: -1 };
export const PURCHASE_PAYMENT: PostingKind = {
	type: SETTLES,
	sign: -1,
	through: 'bank',
	bankSign: -1,
};
export const PURCHASE_RECEIPT: PostingKind = {
	type: REFUNDS,
	sign: 1,
	through: 'bank',
	bankSign: 1,
};
