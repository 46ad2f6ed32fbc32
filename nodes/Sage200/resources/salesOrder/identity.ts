/** How a person names a sales order. */
import { defineIdentity } from '../../core/identity';
import { keyPlaceOf } from '../../core/push/keyPlace';

/** How a person names a sales order. Its key is looked for where the item keeps keys. */
export const orderIdentity = defineIdentity({
	resource: 'sop_orders',
	parameter: 'order',
	label: 'Sales Order',
	keys: [
		{ field: 'document_no', label: 'Number', placeholder: 'e.g. 0000000007' },
		{
			field: 'customer_document_no',
			label: 'Key',
			placeholder: 'e.g. WEB-10001',
			placeOf: (item) => keyPlaceOf(item, 'sop_order'),
		},
	],
	shown: ['document_no', 'customer_document_no'],
});
