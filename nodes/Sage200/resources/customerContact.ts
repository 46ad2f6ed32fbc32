/** Customer Contact: the people of a customer, and how they are reached. */
import { defineIdentity } from '../core/identity';
import { create } from '../core/operations/create';
import { get } from '../core/operations/get';
import { getMany } from '../core/operations/getMany';
import { remove } from '../core/operations/remove';
import { update } from '../core/operations/update';
import { defineSubject } from '../core/operations/subject';
import { defineResource } from '../core/resource';

import { customerIdentity } from './customer';

const identity = defineIdentity({
	resource: 'customer_contacts',
	parameter: 'contact',
	label: 'Contact',
	keys: [
		{ field: 'name', label: 'Name', placeholder: 'e.g. Ann Lee' },
		{ field: 'default_email', label: 'Email', placeholder: 'e.g. ann@example.com' },
	],
	shown: ['name', 'default_email'],
});

const subject = defineSubject({
	singular: 'Customer Contact',
	plural: 'Customer Contacts',
	resource: 'customer_contacts',
	schema: 'customer_contact',
	identity,
	owner: { identity: customerIdentity },
	fields: [
		'salutation_id',
		'first_name',
		'middle_name',
		'last_name',
		'is_default',
		'emails',
		'telephones',
		'mobiles',
		'websites',
	],
	firstRows: {
		email: { list: 'emails', field: 'email', placeholder: 'name@email.com' },
		mobile: { list: 'mobiles', field: 'subscriber_number', placeholder: 'e.g. 07700 900123' },
		telephone: {
			list: 'telephones',
			field: 'subscriber_number',
			placeholder: 'e.g. 0191 496 0000',
		},
	},
	simple: [
		'id',
		'customer_id',
		'name',
		'first_name',
		'last_name',
		'default_email',
		'default_telephone',
		'is_default',
		'date_time_updated',
	],
});

/** The people of a customer. */
export const customerContact = defineResource({
	value: 'customerContact',
	name: 'Customer Contact',
	listed: 'customer_contacts',
	identity,
	operations: [create(subject), remove(subject), get(subject), getMany(subject), update(subject)],
});
