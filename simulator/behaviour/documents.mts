/** Orders, returns and quotes. The first value of each switch is the default; every switch says what it rests on. */
export const DOCUMENT_SWITCHES = {
	/** Lines sent to `sop_orders_new` and its like are left unread, as the schema takes the account only (api.md n), or priced. */
	previewLines: ['ignored', 'priced'],
	/** A document number given where Sage numbers by itself: the schema says that a POST ignores it (api.md n). */
	givenDocumentNumbers: ['ignored', 'refused'],
	/**
	 * What is multiplied with the quantity: the discounted unit price as it is, or rounded to the two decimals that
	 * the schema gives it. Unknown (api.md n).
	 */
	unitPriceRounding: ['exact', 'rounded'],
	/** Lines with a quantity or price below zero: unknown (api.md n). */
	negativeLines: ['refused', 'taken'],
	/** Whether every site takes free text lines over the API is inferred only (api.md n). */
	freeTextLines: ['taken', 'refused'],
	/**
	 * Whether finished orders up to `sop_settings.orders_returns_last_archived_up_to` have left `/sop_orders`.
	 * Unknown (api.md n).
	 */
	archivedOrders: ['kept', 'gone'],
	/** Whether an order that goes to the invoice address has a delivery address: captures show none (api.md n). */
	invoiceAddresses: ['leftOut', 'told'],
	/** Whether a line sold in the product's stock unit names that unit: captures show no id (api.md n). */
	stockUnitIds: ['leftOut', 'told'],
	/**
	 * `GET /sop_confirm_despatch` locks the goods lines that it returns until they are despatched (the schema's text says
	 * so; the effect is inferred, api.md j 6).
	 */
	despatchLocks: ['taken', 'none'],
	/** Whether a change of lines alone moves the order's own date_time_updated: it may not (api.md h). */
	lineStamps: ['moved', 'kept'],
	/** Whether a despatch moves the order's own date_time_updated. Unknown (api.md h). */
	despatchStamps: ['moved', 'kept'],
} as const;
