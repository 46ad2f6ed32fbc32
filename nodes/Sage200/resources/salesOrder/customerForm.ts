/** Who an order is for: a customer that Sage 200 has, or one that is matched by its details and made if need be. */
import type { INodeProperties } from 'n8n-workflow';

import { fieldOf } from '../../catalog';
import { box } from '../../core/form/box';
import { earlier } from '../../core/form/earlier';
import { fieldProperty } from '../../core/form/fields';
import { COUNTRIES, namedPicker } from '../../core/form/namedPicker';
import { picker } from '../../core/form/picker';
import { customerIdentity } from '../customer';

const CHOSEN = { show: { customerFrom: ['choose'] } };
const MATCHED = { show: { customerFrom: ['match'] } };

const CUSTOMER_FROM: INodeProperties = {
	displayName: 'Customer Is',
	name: 'customerFrom',
	type: 'options',
	default: 'choose',
	options: [
		{ name: 'Chosen or Named', value: 'choose', description: 'A customer that Sage 200 has' },
		{
			name: 'Matched by Details, or Created',
			value: 'match',
			description: 'Found by what the shop knows of the buyer; a new account is made if none fits',
		},
	],
};

/** E-mail addresses belong to contacts, so `email` is a way to look rather than a field of the customer. */
const CUSTOMER = picker(
	{
		...customerIdentity,
		keys: [
			...customerIdentity.keys,
			{ field: 'email', label: 'Email', placeholder: 'e.g. ann@example.com' },
			{ field: 'name', label: 'Name', placeholder: 'e.g. Abbey Tools Ltd' },
			{ field: 'vat_number', label: 'VAT Number', placeholder: 'e.g. GB123456789' },
		],
	},
	// The node requires it, not n8n, which would ask for it as well where an expression chooses Matched by Details.
	{ required: undefined, displayOptions: CHOSEN, description: 'The customer to order for' },
);

/** The box of all that is known of a buyer. */
export const DETAILS_BOX = 'customerDetails';

export const DETAILS: INodeProperties[] = [
	{
		displayName: 'Account Fields (JSON)',
		name: 'fields',
		type: 'json',
		default: '{}',
		description:
			'Any other field of the account by its name in the Sage 200 API, such as {"credit_limit": 500}',
	},
	{ displayName: 'Contact First Name', name: 'firstName', type: 'string', default: '' },
	{ displayName: 'Contact Last Name', name: 'lastName', type: 'string', default: '' },
	{
		displayName: 'Email',
		name: 'email',
		type: 'string',
		placeholder: 'name@email.com',
		default: '',
	},
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		description: 'Name of the account: the company, or the person',
	},
	{
		displayName: 'Reference',
		name: 'reference',
		type: 'string',
		default: '',
		description: 'Account reference, if the shop knows it',
	},
	{ displayName: 'Telephone', name: 'telephone', type: 'string', default: '' },
	{ displayName: 'VAT Number', name: 'vat_number', type: 'string', default: '' },
];

/** Address of a new account. Without one it gets the delivery address of the order. */
export const ACCOUNT_ADDRESS: INodeProperties[] = [
	...['address_1', 'address_2', 'address_3', 'address_4', 'city', 'county', 'postcode']
		.map((name) => fieldProperty(fieldOf('customer.main_address', name)))
		.map((field) => ({ ...field, displayName: `Account ${field.displayName}` })),
	namedPicker(COUNTRIES, 'Code or Name', {
		displayName: 'Account Country',
		name: 'address_country_code_id',
		placeholder: 'e.g. GB',
	}),
];

export const CUSTOMER_MATCH: INodeProperties[] = [
	{
		displayName: 'If None Matches',
		name: 'ifNone',
		type: 'options',
		default: 'create',
		options: [
			{ name: 'Create an Account', value: 'create' },
			{ name: 'Fail', value: 'fail' },
		],
	},
	{
		displayName: 'Keep Delivery Address',
		name: 'keepAddress',
		type: 'boolean',
		default: true,
		validateType: 'boolean',
		description: 'Whether a new account gets the delivery address of the order as one of its own',
	},
	{
		displayName: 'Match By',
		name: 'matchBy',
		type: 'multiOptions',
		default: ['reference', 'email', 'vat_number'],
		options: [
			{ name: 'Email of a Contact', value: 'email' },
			{ name: 'Name', value: 'name' },
			{ name: 'Reference', value: 'reference' },
			{ name: 'VAT Number', value: 'vat_number' },
		],
		description:
			'Tried in the order in which they are chosen; details that are empty are passed over. By Name, an account is taken only if no other detail speaks against it, for two persons may have the same name.',
	},
	{
		displayName: 'Overwrite in Sage 200',
		name: 'overwrite',
		type: 'multiOptions',
		default: [],
		options: [
			{ name: 'Account Fields', value: 'fields' },
			{ name: 'Address', value: 'address' },
			{ name: 'Name', value: 'name' },
			{ name: 'Telephone', value: 'telephone' },
			{ name: 'VAT Number', value: 'vat_number' },
		],
		description:
			'What the shop may change in an account that matches. Nothing else of it is ever touched.',
	},
	{
		displayName: 'Reference Mask',
		name: 'mask',
		type: 'string',
		default: 'AAANNN',
		description:
			'How references of new accounts are made: A is a letter of the name, N a digit. Leave empty if Sage 200 numbers accounts itself.',
	},
];

/** What is known of the buyer, the address of a new account, and how an account is matched. */
const MATCHING = box(
	'Customer Details',
	DETAILS_BOX,
	[...DETAILS, ...ACCOUNT_ADDRESS, ...CUSTOMER_MATCH],
	{
		displayOptions: MATCHED,
	},
);

export const ORDER_CUSTOMER: INodeProperties[] = [
	CUSTOMER_FROM,
	CUSTOMER,
	MATCHING,
	{ ...earlier('Customer Address', 'customerAddress'), displayOptions: MATCHED },
	{ ...earlier('Customer Match', 'customerMatch'), displayOptions: MATCHED },
];
