/** Money: whose prices, discounts, shipping, payment, and the total that should come out. */
import type { INodeProperties } from 'n8n-workflow';

import { box, group } from '../../core/form/box';
import { earlier } from '../../core/form/earlier';
import {
	CHARGES,
	CURRENCIES,
	namedPicker,
	PAYMENT_METHODS,
	TAX_CODES,
} from '../../core/form/namedPicker';

const PRICES: INodeProperties[] = [
	namedPicker(CURRENCIES, 'ISO Code', {
		displayName: 'Currency',
		name: 'currency',
		placeholder: 'e.g. GBP',
		description: "The shop's currency. An order for a customer that trades in another is refused.",
	}),
	{
		displayName: 'If a Price Differs',
		name: 'ifDiffers',
		type: 'options',
		default: 'fail',
		options: [
			{ name: 'Fail', value: 'fail' },
			{
				name: 'Take the Price of Sage 200',
				value: 'sage',
				description: 'And say so on the item',
			},
			{
				name: 'Take the Price of the Shop',
				value: 'shop',
				description: 'And say so on the item',
			},
		],
		description: 'When prices are compared: what to do beyond the tolerance',
	},
	{
		displayName: 'Order Discount',
		name: 'discount',
		type: 'string',
		default: '',
		placeholder: 'e.g. 5.00',
		description: 'Off the whole order. Spread over the lines to the penny.',
	},
	{
		displayName: 'Order Discount Is',
		name: 'discountKind',
		type: 'options',
		default: 'value',
		options: [
			{ name: 'A Percentage', value: 'percent' },
			{ name: 'An Amount', value: 'value' },
		],
	},
	{
		displayName: 'Prices Include Tax',
		name: 'taxInclusive',
		type: 'boolean',
		default: false,
		validateType: 'boolean',
		description:
			"Whether the shop's prices and discounts contain tax; it is taken out at the rate of each line's tax code",
	},
	{
		displayName: 'Price Tolerance (Pence)',
		name: 'tolerancePence',
		type: 'number',
		default: 1,
		validateType: 'number',
		typeOptions: { minValue: 0 },
		description: 'When prices are compared: how much the price of a unit may differ',
	},
	{
		displayName: 'Prices From',
		name: 'use',
		type: 'options',
		default: 'shop',
		options: [
			{
				name: 'Prices of Sage 200',
				value: 'sage',
				description: "The shop's prices of products are not sent",
			},
			{
				name: 'Prices of Sage 200, Compared',
				value: 'compare',
				description: "Checked against the shop's; costs a call for each new order",
			},
			{
				name: 'Prices of the Shop',
				value: 'shop',
				description: 'Where a line gives none, Sage 200 works it out',
			},
		],
		description: 'Whose prices the order has',
	},
];

const SHIPPING: INodeProperties[] = [
	{
		displayName: 'Shipping Amount',
		name: 'unitPrice',
		type: 'string',
		default: '',
		placeholder: 'e.g. 4.95',
		description: 'Added as a charge line; nothing is added for 0',
	},
	namedPicker(CHARGES, 'Code or Name', {
		displayName: 'Shipping Charge',
		name: 'code',
		placeholder: 'e.g. Carriage',
	}),
	{ displayName: 'Shipping Description', name: 'description', type: 'string', default: 'Shipping' },
	namedPicker(TAX_CODES, 'Code or Name', {
		displayName: 'Shipping Tax Code',
		name: 'taxCode',
		placeholder: 'e.g. 1',
		description: 'Leave empty for the default',
	}),
	{
		displayName: 'Shipping Tax Rate',
		name: 'taxRate',
		type: 'string',
		default: '',
		placeholder: 'e.g. 20',
		description: 'Instead of a tax code: the rate in percent',
	},
];

const PAYMENT: INodeProperties[] = [
	{
		displayName: 'Payment Is Invoiced Immediately',
		name: 'invoiceImmediately',
		type: 'boolean',
		default: false,
		validateType: 'boolean',
		description: 'Whether the payment is invoiced at once',
	},
	namedPicker(PAYMENT_METHODS, 'Name', {
		displayName: 'Payment Method',
		name: 'method',
		placeholder: 'e.g. Stripe',
	}),
	{
		displayName: 'Part Payment',
		name: 'part',
		type: 'string',
		default: '',
		placeholder: 'e.g. 25.00',
		description: 'Leave empty when all was paid',
	},
	{
		displayName: 'Payment Reference',
		name: 'reference',
		type: 'string',
		default: '',
		description: 'At most 20 characters',
	},
];

const TOTAL: INodeProperties[] = [
	{
		displayName: 'If the Total Differs',
		name: 'ifDiffers',
		type: 'options',
		default: 'tell',
		options: [
			{
				name: 'Fail',
				value: 'fail',
				description: 'The order is in Sage 200 all the same, and the error names it',
			},
			{
				name: 'Continue with a Note',
				value: 'tell',
				description: 'The item says by how much the totals differ',
			},
		],
	},
	{
		displayName: 'Total Tolerance (Pence)',
		name: 'tolerancePence',
		type: 'number',
		default: 2,
		validateType: 'number',
		typeOptions: { minValue: 0 },
	},
	{
		displayName: 'Total of the Shop',
		name: 'shop',
		type: 'string',
		default: '',
		placeholder: 'e.g. 54.95',
		description:
			'What the buyer paid, with tax and shipping. Compared with the total of the order in Sage 200.',
	},
];

/** The box of money. */
export const PRICES_BOX = 'prices';

export const MONEY: INodeProperties[] = [
	box('Prices and Payment', PRICES_BOX, [
		...PRICES,
		...group('shipping', SHIPPING),
		...group('payment', PAYMENT),
		...group('total', TOTAL),
	]),
	earlier('Payment', 'payment'),
	earlier('Shipping', 'shipping'),
	earlier('Total', 'total'),
];
