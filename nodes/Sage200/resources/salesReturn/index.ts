/** Sales Return: pushed once for each key, from an order's lines or a shop's refund. */
import { defineIdentity } from '../../core/identity';
import { get } from '../../core/operations/get';
import { getMany } from '../../core/operations/getMany';
import { remove } from '../../core/operations/remove';
import { defineSubject } from '../../core/operations/subject';
import { keyPlaceOf, withKeyPlace } from '../../core/push/keyPlace';
import { defineResource } from '../../core/resource';

import { createReturn } from './create';
import { createFromShopRefund } from './shop/create';

const identity = defineIdentity({
	resource: 'sop_returns',
	parameter: 'salesReturn',
	label: 'Sales Return',
	keys: [
		{ field: 'document_no', label: 'Number', placeholder: 'e.g. 0000000007' },
		{
			field: 'customer_document_no',
			label: 'Key',
			placeholder: 'e.g. RMA-501',
			placeOf: (item) => keyPlaceOf(item, 'sop_return'),
		},
	],
	shown: ['document_no', 'customer_document_no'],
});

const subject = defineSubject({
	singular: 'Sales Return',
	plural: 'Sales Returns',
	resource: 'sop_returns',
	schema: 'sop_return',
	identity,
	simple: [
		'id',
		'document_no',
		'document_date',
		'document_status',
		'customer_id',
		'customer_document_no',
		'total_net_value',
		'total_gross_value',
		'date_time_updated',
	],
});

export const salesReturn = defineResource({
	value: 'salesReturn',
	name: 'Sales Return',
	listed: 'sop_returns',
	identity,
	operations: [
		createFromShopRefund,
		createReturn,
		withKeyPlace(get(subject)),
		getMany(subject),
		withKeyPlace(remove(subject)),
	],
});
