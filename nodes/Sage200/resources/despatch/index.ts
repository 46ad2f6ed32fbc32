/** Despatch: confirms despatches, reads them, and reads what can be despatched. */
import { defineIdentity } from '../../core/identity';
import { getMany } from '../../core/operations/getMany';
import { defineSubject } from '../../core/operations/subject';
import { defineResource } from '../../core/resource';

import { confirmOperation } from './confirm';
import { getPending } from './pending';

const identity = defineIdentity({
	resource: 'sop_despatch_receipts',
	parameter: 'despatchReceipt',
	label: 'Despatch',
	keys: [{ field: 'despatch_no', label: 'Number', placeholder: 'e.g. 0000000031' }],
	shown: ['despatch_no', 'consignment_no'],
});

/** Despatches are read line by line: that view alone carries the order key, the tracking address and a change stamp. */
const subject = defineSubject({
	singular: 'Despatch Line',
	plural: 'Despatch Lines',
	resource: 'sop_order_despatch_line_views',
	schema: 'sop_order_despatch_line_view',
	identity,
	simple: [
		'sop_despatch_document_no',
		'sop_despatch_date',
		'sop_order_document_no',
		'sop_order_customer_document_no',
		'customer_reference',
		'product_code',
		'sop_despatch_line_quantity',
		'sop_despatch_courier_name',
		'sop_despatch_consignment_no',
		'sys_courier_tracking_url',
	],
});

export const despatch = defineResource({
	value: 'despatch',
	name: 'Despatch',
	listed: 'sop_order_despatch_line_views',
	operations: [confirmOperation, getMany(subject), getPending],
});
