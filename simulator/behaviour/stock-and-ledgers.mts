/** Stock and ledgers. The first value of each switch is the default; every switch says what it rests on. */
export const STOCK_SWITCHES = {
	/** Whether `product_transaction_views` shows transfers between bins of one warehouse. Unknown (api.md n). */
	binTransfers: ['shown', 'hidden'],
	/** Whether a movement of stock moves the date_time_updated of `warehouse_holdings`: inferred (api.md h). */
	holdingStamps: ['moved', 'kept'],
} as const;

export const LEDGER_SWITCHES = {
	/**
	 * Postings that wait for authorisation stand among the posted transactions, or only once they are authorised.
	 * Unknown.
	 */
	waitingPostings: ['listed', 'unlisted'],
	/** A posting is there at once, or only after `deferredPostingSeconds`, as with deferred posting. Unknown. */
	posting: ['immediate', 'deferred'],
	/** Whether `bank_posted_transactions` shows payments below 0. Unknown. */
	bankPayments: ['negative', 'positive'],
	/** Whether both halves of a bank transfer have one number. Unknown. */
	transferUrns: ['shared', 'separate'],
} as const;
