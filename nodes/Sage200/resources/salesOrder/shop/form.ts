/** The form of a shop's order: which shop, the order as it came, and the rules by which it becomes one of Sage's. */
import type { INodeProperties } from 'n8n-workflow';

import { alphabetically } from '../../../core/alphabet';
import { box } from '../../../core/form/box';
import { earlier } from '../../../core/form/earlier';
import {
	CHARGES,
	COUNTRIES,
	CURRENCIES,
	namedPicker,
	PAYMENT_METHODS,
	TAX_CODES,
	WAREHOUSES,
} from '../../../core/form/namedPicker';
import { KEY_PREFIX } from '../../../core/push/keyPlace';
import { ORDER_PROTECTION } from '../../../core/push/protection';
import { SHOPS } from '../../../sage200/shops';
import { ORDER_CUSTOMER } from '../customerForm';
import { NEW_ORDER_ADDRESS, NEW_ORDER_FIELDS } from '../form';

export const SHOP: INodeProperties = {
	displayName: 'Shop',
	name: 'shop',
	type: 'options',
	default: 'shopify',
	options: SHOPS.map(({ name, value }) => ({ name, value })).sort(
		alphabetically(({ name }) => name),
	),
	description: 'Whose orders they are. Any Shop takes the form that docs/shop-order.md describes.',
};

export const SHOP_ORDER: INodeProperties = {
	displayName: 'Order (JSON)',
	name: 'shopOrder',
	type: 'json',
	default: '={{ $json }}',
	description:
		'The order as the shop sends it: an item of a webhook, of a trigger or of an HTTP request, or a list of orders',
};

/** Two shops number their orders alike: the prefix is what sets them apart in Sage 200. */
export const SHOP_PREFIX: INodeProperties = {
	displayName: 'Key Prefix',
	name: 'shopPrefix',
	type: 'string',
	default: '={{ $parameter.shop.slice(0, 3).toUpperCase() }}-',
	placeholder: 'e.g. WEB-',
	description:
		"Put before the shop's own order numbers, so that two shops cannot share one. The key is looked up first: an order that is sent twice is there once.",
};

const COUNTRY_OF_ORDER = namedPicker(COUNTRIES, 'Code or Name', {
	displayName: 'Country',
	name: 'country',
	placeholder: 'e.g. FR',
	description: 'Where the order goes. Leave empty for all.',
});

const SHOP_ACCOUNTS: INodeProperties = {
	displayName: 'Other Accounts',
	name: 'shopAccounts',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Account',
	default: {},
	description: 'Customers for orders of some currencies or countries; the first that fits is taken',
	options: [
		{
			displayName: 'Account',
			name: 'accounts',
			values: [
				COUNTRY_OF_ORDER,
				namedPicker(CURRENCIES, 'ISO Code', {
					displayName: 'Currency',
					name: 'currency',
					placeholder: 'e.g. EUR',
					description: 'Leave empty for all',
				}),
				{
					displayName: 'Customer',
					name: 'customer',
					type: 'string',
					default: '',
					placeholder: 'e.g. WEBEUR',
					description: 'Account reference',
				},
			],
		},
	],
};

const SHOP_PAYMENTS: INodeProperties = {
	displayName: 'Payment Methods',
	name: 'shopPayments',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Method',
	default: {},
	description: 'Payments of other gateways are not entered',
	options: [
		{
			displayName: 'Method',
			name: 'methods',
			values: [
				{
					displayName: 'Gateway of the Shop',
					name: 'gateway',
					type: 'string',
					default: '',
					placeholder: 'e.g. shopify_payments',
				},
				namedPicker(PAYMENT_METHODS, 'Name', {
					displayName: 'Method in Sage 200',
					name: 'method',
					placeholder: 'e.g. Stripe',
				}),
			],
		},
	],
};

const SHOP_TAX_CODES: INodeProperties = {
	displayName: 'Tax Codes',
	name: 'shopTaxCodes',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Tax Code',
	default: {},
	description: 'For rates that are not to go to the usual tax code of that rate',
	options: [
		{
			displayName: 'Tax Code',
			name: 'codes',
			values: [
				namedPicker(TAX_CODES, 'Code or Name', {
					displayName: 'Code in Sage 200',
					name: 'code',
					placeholder: 'e.g. 1',
				}),
				COUNTRY_OF_ORDER,
				{
					displayName: 'Rate',
					name: 'rate',
					type: 'string',
					default: '',
					placeholder: 'e.g. 20',
					description: 'In percent',
				},
			],
		},
	],
};

const RULES: INodeProperties[] = [
	{
		displayName: 'Allow Difference (Pence)',
		name: 'allowedPence',
		type: 'number',
		default: 0,
		validateType: 'number',
		typeOptions: { minValue: 0 },
		description:
			"How much Sage 200's total may be off the shop's. An order that would be off by more is refused before anything is sent.",
	},
	namedPicker(CHARGES, 'Code or Name', {
		displayName: 'Charge for Delivery',
		name: 'deliveryCharge',
		placeholder: 'e.g. Carriage',
		description: 'Leave empty for a charge by its description',
	}),
	namedPicker(CHARGES, 'Code or Name', {
		displayName: 'Charge for Extras',
		name: 'extraCharge',
		description: 'Where Extras Are is Charges',
	}),
	{
		displayName: 'Extras Are',
		name: 'extras',
		type: 'options',
		default: 'freeText',
		options: [
			{ name: 'Charges', value: 'charge' },
			{ name: 'Free Text Lines', value: 'freeText' },
		],
		description:
			'How fees, tips, duties, gift cards and goods without an article number are booked',
	},
	{
		displayName: 'If Cancelled Since',
		name: 'ifCancelled',
		type: 'options',
		default: 'tell',
		options: [
			{
				name: 'Cancel What Is Left',
				value: 'cancel',
				description: 'Lines that have not been despatched, which leaves a trace in Sage 200',
			},
			{ name: 'Tell It', value: 'tell' },
		],
		description:
			'What to do with an order that is in Sage 200 and was cancelled in the shop afterwards',
	},
	{
		displayName: 'Line Fields (JSON)',
		name: 'lineFields',
		type: 'json',
		default: '{}',
		description:
			'Fields of every line by their names in the Sage 200 API, such as {"analysis_code_1": "Web"}',
	},
	{
		displayName: 'Money Of',
		name: 'moneyOf',
		type: 'options',
		default: 'shop',
		options: [
			{ name: 'The Buyer', value: 'buyer', description: 'The currency that was paid in' },
			{ name: 'The Shop', value: 'shop', description: "The shop's own currency" },
		],
		description: 'Whose amounts are taken where a shop has them in two currencies',
	},
	{
		displayName: 'Negative Lines',
		name: 'negativeLines',
		type: 'boolean',
		default: false,
		validateType: 'boolean',
		description:
			'Whether amounts below 0 are sent as lines. Whether a site takes them has to be tried; credits that fit into the goods of their rate become discounts without it.',
	},
	{
		displayName: 'Push When',
		name: 'pushWhen',
		type: 'options',
		default: 'paid',
		options: [
			{ name: 'Always', value: 'all', description: 'Awaiting payment, too' },
			{ name: 'Authorised or Paid', value: 'authorised' },
			{ name: 'Paid', value: 'paid' },
		],
		description:
			'Other orders are skipped, and so are cancelled ones, refunded ones, drafts and tests',
	},
	{
		displayName: 'Rounding Line',
		name: 'roundingLine',
		type: 'boolean',
		default: true,
		validateType: 'boolean',
		description:
			'Whether a line of a penny may close a total that rounding leaves out of reach, as for a single 9.99 with 20 % tax',
	},
	namedPicker(TAX_CODES, 'Code or Name', {
		displayName: 'Tax Code Without Tax',
		name: 'untaxedCode',
		placeholder: 'e.g. 2',
		description: 'For amounts without tax, where Sage 200 has several codes at 0 %',
	}),
	{
		displayName: 'Unit Prices in Sage 200',
		name: 'unitDecimals',
		type: 'options',
		default: 2,
		options: [
			{
				name: 'Five Decimals',
				value: 5,
				description: 'Only where the site is known to keep them',
			},
			{
				name: 'Two Decimals, Safe on Every Site',
				value: 2,
				description: 'A line is split by price where one price would miss',
			},
		],
	},
	{
		displayName: 'Unknown Product',
		name: 'unknownProduct',
		type: 'options',
		default: 'fail',
		options: [
			{ name: 'Enter as Free Text', value: 'freeText', description: 'And say so on the item' },
			{ name: 'Fail', value: 'fail' },
		],
		description: 'What to do with a line whose product Sage 200 does not have',
	},
	namedPicker(WAREHOUSES, 'Name', {
		displayName: 'Warehouse',
		name: 'warehouse',
		description: 'Leave empty for the one that Sage 200 chooses',
	}),
	{
		displayName: 'Write Notes',
		name: 'notes',
		type: 'boolean',
		default: true,
		validateType: 'boolean',
		description: "Whether the buyer's note and own order number become comment lines",
	},
	SHOP_ACCOUNTS,
	SHOP_PAYMENTS,
	SHOP_TAX_CODES,
];

/** The prefix of keys is a field of its own. */
export const SHOP_OPTIONS = ORDER_PROTECTION.filter((option) => option !== KEY_PREFIX);

/** The whole form: what the order is read by, whose it is, and by which rules it becomes one of Sage's. */
export const SHOP_ORDER_FORM: INodeProperties[] = [
	SHOP,
	SHOP_ORDER,
	SHOP_PREFIX,
	...ORDER_CUSTOMER,
	box('Shop Rules', 'shopRules', RULES, { placeholder: 'Add Rule' }),
	NEW_ORDER_ADDRESS,
	...NEW_ORDER_FIELDS,
	...[SHOP_ACCOUNTS, SHOP_PAYMENTS, SHOP_TAX_CODES].map(({ displayName, name }) =>
		earlier(displayName, name),
	),
];
