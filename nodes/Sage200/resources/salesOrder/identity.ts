import type { Identity } from '../../core/identity';

/** How a person names a sales order. */
export const orderIdentity: Identity = {
	resource: 'sop_orders',
	parameter: 'order',
	label: 'Sales Order',
	keys: [
		{ field: 'document_no', label: 'By Order Number', placeholder: 'e.g. 0000000123' },
		{ field: 'customer_document_no', label: 'By Order Key', placeholder: 'e.g. WEB-10001' },
	],
	shown: ['document_no', 'customer_document_no'],
};
