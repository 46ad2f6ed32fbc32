/** What the writes of a sales order give. */
import { recordFields, WRITTEN, type Gives } from '../../core/gives';

export const ORDER_GIVEN: Gives = {
	...WRITTEN,
	...recordFields('sop_order', [
		'customer_document_no',
		'document_no',
		'total_gross_value',
		'total_net_value',
		'id',
		'document_date',
		'document_status',
		'customer_id',
	]),
};
