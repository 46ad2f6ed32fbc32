/** The form of a shop's refund. */
import type { INodeProperties } from 'n8n-workflow';

import { otherFields } from '../../../core/form/fields';
import { namedPicker, SALES_CHARGE_CODES, TAX_CODES } from '../../../core/form/namedPicker';
import { REFUND_PROTECTION } from '../../../core/push/protection';
import { SHOPS } from '../../../sage200/shops';
import { SHOP, SHOP_PREFIX } from '../../salesOrder/shop/form';

const refunding = SHOPS.filter(({ refunds }) => refunds !== undefined).map(({ value }) => value);

export const REFUND: INodeProperties = {
	displayName: 'Refund (JSON)',
	name: 'shopRefund',
	type: 'json',
	default: '={{ $json }}',
	description:
		'The refund as the shop sends it: a refund of Shopify or WooCommerce, or a credit memo of Magento',
};

export const ORDER_OF_REFUND: INodeProperties = {
	displayName: 'Order Number of the Shop',
	name: 'refundedOrder',
	type: 'string',
	default: '',
	placeholder: 'e.g. #1001',
	description:
		"Number of the order that was refunded, without the prefix. Shops' refunds carry their internal number only. Leave empty where the refund names its order.",
};

const RULES: INodeProperties = {
	displayName: 'Refund Rules',
	name: 'refundRules',
	type: 'collection',
	placeholder: 'Add Rule',
	default: {},
	options: [
		{
			displayName: 'Allow Difference (Pence)',
			name: 'allowedPence',
			type: 'number',
			default: 0,
			validateType: 'number',
			typeOptions: { minValue: 0 },
			description: "How much Sage 200's total may be off the shop's",
		},
		namedPicker(SALES_CHARGE_CODES, 'Code', {
			displayName: 'Charge for Delivery',
			name: 'deliveryCharge',
			placeholder: 'e.g. Carriage',
			description: 'Leave empty for a charge by its description',
		}),
		namedPicker(SALES_CHARGE_CODES, 'Code', {
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
			description: 'How money that was given without goods is credited',
		},
		{
			displayName: 'Money Of',
			name: 'moneyOf',
			type: 'options',
			default: 'shop',
			options: [
				{ name: 'The Buyer', value: 'buyer' },
				{ name: 'The Shop', value: 'shop' },
			],
			description: 'Whose amounts are taken where a shop has them in two currencies',
		},
		namedPicker(TAX_CODES, 'Code or Name', {
			displayName: 'Tax Code Without Tax',
			name: 'untaxedCode',
			placeholder: 'e.g. 2',
			description: 'For amounts without tax, where Sage 200 has several codes at 0 %',
		}),
	],
};

/** Shops that have refunds of their own. */
const REFUNDING_SHOP: INodeProperties = {
	...SHOP,
	options: (SHOP.options as Array<{ name: string; value: string }>).filter(({ value }) =>
		refunding.includes(value),
	),
	description: 'Whose refunds they are',
};

export const REFUND_FORM: INodeProperties[] = [
	REFUNDING_SHOP,
	REFUND,
	ORDER_OF_REFUND,
	SHOP_PREFIX,
	RULES,
	otherFields,
	REFUND_PROTECTION,
];
