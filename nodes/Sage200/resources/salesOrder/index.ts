/** Sales Order: pushed once for each key, from a form, a shop's order, a quote or another order. */
import { get } from '../../core/operations/get';
import { getMany } from '../../core/operations/getMany';
import { remove } from '../../core/operations/remove';
import { defineSubject } from '../../core/operations/subject';
import { defineResource } from '../../core/resource';
import { withKeyPlace } from '../../core/push/keyPlace';

import { changeOrderStatus } from './changeStatus';
import { createOrder } from './create';
import { createFromShopOrder } from './shop/create';
import { previewFromShopOrder } from './shop/preview';
import { confirmDraftOrder, discardDraftOrder } from './drafts';
import { duplicateOrder } from './duplicate';
import { createFromQuote } from './fromQuote';
import { orderIdentity } from './identity';
import { previewOrderOperation } from './preview';
import { reconcileOrders } from './reconcile';
import { updateOrder } from './update';

const subject = defineSubject({
	singular: 'Sales Order',
	plural: 'Sales Orders',
	resource: 'sop_orders',
	schema: 'sop_order',
	identity: orderIdentity,
	simple: [
		'id',
		'document_no',
		'document_date',
		'document_status',
		'customer_id',
		'customer_document_no',
		'total_net_value',
		'total_gross_value',
		'despatch_receipt_status',
		'date_time_updated',
	],
});

export const salesOrder = defineResource({
	value: 'salesOrder',
	name: 'Sales Order',
	listed: 'sop_orders',
	identity: orderIdentity,
	operations: [
		withKeyPlace(changeOrderStatus),
		withKeyPlace(confirmDraftOrder),
		createFromQuote,
		createFromShopOrder,
		createOrder,
		withKeyPlace(discardDraftOrder),
		duplicateOrder,
		withKeyPlace(get(subject)),
		getMany(subject),
		previewFromShopOrder,
		previewOrderOperation,
		reconcileOrders,
		withKeyPlace(remove(subject)),
		withKeyPlace(updateOrder),
	],
});
