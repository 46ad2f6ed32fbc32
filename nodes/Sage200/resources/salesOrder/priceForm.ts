/** Money: whose prices, discounts, shipping, payment, and the total that should come out. */
import type { INodeProperties } from 'n8n-workflow';

const PRICES: INodeProperties = {
	displayName: 'Prices',
	name: 'prices',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Currency',
			name: 'currency',
			type: 'string',
			default: '',
			placeholder: 'e.g. GBP',
			description:
				"ISO code of the shop's currency. An order for a customer that trades in another is refused.",
		},
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
			displayName: 'Tolerance (Pence)',
			name: 'tolerancePence',
			type: 'number',
			default: 1,
			validateType: 'number',
			typeOptions: { minValue: 0 },
			description: 'When prices are compared: how much the price of a unit may differ',
		},
		{
			displayName: 'Use',
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
	],
};

const SHIPPING: INodeProperties = {
	displayName: 'Shipping',
	name: 'shipping',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Amount',
			name: 'unitPrice',
			type: 'string',
			default: '',
			placeholder: 'e.g. 4.95',
			description: 'Added as a charge line; nothing is added for 0',
		},
		{
			displayName: 'Charge Code',
			name: 'code',
			type: 'string',
			default: '',
			placeholder: 'e.g. Carriage',
			description: 'Code or name of an additional charge of sales orders',
		},
		{ displayName: 'Description', name: 'description', type: 'string', default: 'Shipping' },
		{
			displayName: 'Tax Code',
			name: 'taxCode',
			type: 'string',
			default: '',
			description: 'Code, name or ID. Leave empty for the default.',
		},
		{
			displayName: 'Tax Rate',
			name: 'taxRate',
			type: 'string',
			default: '',
			placeholder: 'e.g. 20',
			description: 'Instead of a tax code: the rate in percent',
		},
	],
};

const PAYMENT: INodeProperties = {
	displayName: 'Payment',
	name: 'payment',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Invoice Immediately',
			name: 'invoiceImmediately',
			type: 'boolean',
			default: false,
			validateType: 'boolean',
			description: 'Whether the payment is invoiced at once',
		},
		{
			displayName: 'Method',
			name: 'method',
			type: 'string',
			default: '',
			placeholder: 'e.g. BACS',
			description: 'Name or ID of a payment method of sales orders',
		},
		{
			displayName: 'Part Payment',
			name: 'part',
			type: 'string',
			default: '',
			placeholder: 'e.g. 25.00',
			description: 'Leave empty when all was paid',
		},
		{
			displayName: 'Reference',
			name: 'reference',
			type: 'string',
			default: '',
			description: 'At most 20 characters',
		},
	],
};

const TOTAL: INodeProperties = {
	displayName: 'Total',
	name: 'total',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'If It Differs',
			name: 'ifDiffers',
			type: 'options',
			default: 'tell',
			options: [
				{
					name: 'Fail',
					value: 'fail',
					description: 'The order is in Sage 200 all the same, and the error names it',
				},
				{ name: 'Tell on the Item', value: 'tell' },
			],
		},
		{
			displayName: 'Tolerance (Pence)',
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
	],
};

export const MONEY: INodeProperties[] = [PAYMENT, PRICES, SHIPPING, TOTAL];
