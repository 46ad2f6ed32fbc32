/** What captured replies of the real API show beyond its schemas (api.md n): which fields come when. */

const ORDER = [
	'customer.main_address',
	'customer.default_tax_code',
	'customer.country_code',
	'customer.currency',
	'customer.alerts',
	'currency',
	// Left out of itself while the order goes to the invoice address.
	'delivery_address.tax_code',
	'delivery_address.country_code.tax_mask',
	'lines',
	'memos',
	'payment_method',
	'payment_status',
	'profitability',
	'available_document_discount',
].join();

/** Expandable fields that captured writes reply with, by operation. */
const WRITE_EXPANDS: Record<string, string> = {
	'POST sop_order': ORDER,
	'PUT sop_order': ORDER,
	'POST product': 'warehouse_holdings',
};

/** No reply of these was captured: they are taken to be like orders, with all that they have. */
const LIKE_ORDERS: ReadonlySet<string> = new Set(['sop_quote', 'sop_return', 'pop_order']);

/** What a write of a record replies with, as an $expand: nothing for most; everything for documents without a capture. */
export function writeExpands(schema: string, method: string): string | 'everything' {
	return LIKE_ORDERS.has(schema) ? 'everything' : (WRITE_EXPANDS[`${method} ${schema}`] ?? '');
}

/** Expands that name no field of the reply: a lock, sums and states that Sage works out on request, ids of other records. */
export const CUSTOM_EXPANDS: ReadonlySet<string> = new Set([
	'is_to_lock',
	'available_document_discount',
	'payment_status',
	'status',
	'nominal_codes',
	'units',
	'sop_status',
	'pop_status',
]);

const NOMINAL = ['nominal_codes'];
const LOCK = ['is_to_lock'];
const DISCOUNT = ['available_document_discount'];

/** Plain fields and the expands with any of which they come; the schemas' descriptions name them. */
const NAMED: Record<string, Record<string, string[]>> = {
	product: {
		stock_nominal_code_id: NOMINAL,
		revenue_nominal_code_id: NOMINAL,
		accrual_nominal_code_id: NOMINAL,
		issue_nominal_code_id: NOMINAL,
		base_unit_id: ['units', 'base_unit'],
		stock_unit_id: ['units', 'stock_unit'],
		has_alternative_products: ['sop_status'],
		has_cross_sell_products: ['sop_status'],
		has_preferred_supplier: ['sop_status'],
	},
	// Absent from captures too; taken to be like a product's.
	product_group: {
		stock_nominal_code_id: NOMINAL,
		revenue_nominal_code_id: NOMINAL,
		accrual_nominal_code_id: NOMINAL,
		issue_nominal_code_id: NOMINAL,
		base_unit_id: ['units', 'base_unit'],
		stock_unit_id: ['units', 'stock_unit'],
	},
	sop_order: { lock_id: LOCK, available_document_discount_percent: DISCOUNT },
	sop_quote: { lock_id: LOCK, available_document_discount_percent: DISCOUNT },
	sop_return: { lock_id: LOCK, available_document_discount_percent: DISCOUNT },
	pop_order: { lock_id: LOCK },
	pop_order_line: { has_linked_order_lines: ['pop_status'], has_requisition_lines: ['pop_status'] },
};

/** The expands with any of which a plain field comes; undefined for one that always comes. */
export function expandsOf(schema: string, field: string): string[] | undefined {
	return NAMED[schema]?.[field];
}

/** Foreign ids that are absent where they are not set; all others are 0. */
const ABSENT_IDS: Record<string, RegExp> = {
	sop_order_line: lineIds(),
	sop_quote_line: lineIds(),
	sop_return_line: lineIds(),
	pop_order_line: lineIds(),
};

/** Free text lines have no product and no warehouse; a line in the stock unit names no unit. */
function lineIds(): RegExp {
	return /^(product|warehouse|(selling|buying|pricing)_unit)_id$/;
}

/** Whether an unset id of a schema is absent from captures. */
export function isAbsentId(schema: string, field: string): boolean {
	return ABSENT_IDS[schema]?.test(field) === true;
}

/** Fields that no capture shows although the schemas have them: they only tell Sage what to do, or stay unknown. */
const HIDDEN_FIELDS =
	/^(customer_delivery_address_id|use_header_(requested|promised)_date|mark_as_preferred|is_head_office_with_branches|remove_link_to_sop_order_line|cancel_requisition_lines)$/;

const HIDDEN_FIELDS_OF: Record<string, RegExp> = {
	customer: /^default_nominal_code_id$/,
	supplier: /^default_nominal_code_id$/,
};

/** Whether a field never comes in a reply. */
export function isUntold(schema: string, field: string): boolean {
	return HIDDEN_FIELDS.test(field) || HIDDEN_FIELDS_OF[schema]?.test(field) === true;
}

/** Instructions that are told where they were given: the kind of payment of an order that is paid. */
export const TOLD_IF_GIVEN: ReadonlySet<string> = new Set(['payment_type']);
