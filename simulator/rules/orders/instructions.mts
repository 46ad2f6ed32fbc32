/**
 * Fields that tell Sage what to do with a document or line. They are obeyed and never stored.
 * Fields: the schema; no captured reply shows one: api.md n.
 */
export const INSTRUCTIONS = [
	'is_editing',
	'is_to_sequence_lines',
	'override_on_hold',
	'recalculate_prices',
	'apply_available_document_discount_percent',
	'suppress_warnings',
	'customer_delivery_address_id',
	'create_cancelled_line',
	'remove_link_to_sop_order_line',
	'is_to_split_line',
	'is_to_delete',
	'use_header_requested_date',
	'use_header_promised_date',
	'cancel_requisition_lines',
];
