/**
 * The four kinds of trade document.
 * Names: the schemas of orders, quotes and purchase orders. Sage publishes none of returns, which have an order's body
 * (one client; api.md m).
 */
import { purchasePrice } from '../pricing/purchase-price.mts';
import { salesPrice } from '../pricing/sales-price.mts';
import type { DocumentKind } from './kind.mts';

const SALES = {
	trader: { resource: 'customers', key: 'customer_id', name: 'customer' },
	charges: {
		resource: 'sop_additional_charges',
		net: 'subtotal_charge_net_value',
		tax: 'subtotal_charge_tax_value',
	},
	line: {
		price: 'selling_unit_price',
		unitId: 'selling_unit_id',
		unitDescription: 'selling_unit_description',
		done: 'despatch_receipt_quantity',
		doneStatus: 'despatch_receipt_status',
	},
	guardsPrices: true,
	price: salesPrice,
} as const;

const SALES_NUMBERING = {
	settings: 'sop_settings',
	automatic: 'auto_generate_order_return_numbers',
};

export const SALES_ORDER: DocumentKind = {
	...SALES,
	resource: 'sop_orders',
	schema: 'sop_order',
	name: 'sales order',
	lineParent: 'sop_order_id',
	numbering: { ...SALES_NUMBERING, series: 'sales order numbers' },
	stock: 'allocates',
	cancelled: { resource: 'sop_cancelled_lines', unit: 'selling_unit_description' },
	checksCredit: true,
	takesPayment: true,
	settableStatuses: [],
};

/** Since 2025 R1; the same body as an order, with positive quantities (HOTGLUE). */
export const SALES_RETURN: DocumentKind = {
	...SALES,
	resource: 'sop_returns',
	schema: 'sop_return',
	name: 'sales return',
	lineParent: 'sop_return_id',
	numbering: { ...SALES_NUMBERING, series: 'sales return numbers' },
	stock: 'none',
	checksCredit: false,
	takesPayment: false,
	settableStatuses: [],
};

export const SALES_QUOTE: DocumentKind = {
	...SALES,
	resource: 'sop_quotes',
	schema: 'sop_quote',
	name: 'sales quote',
	lineParent: 'sop_quote_id',
	numbering: { ...SALES_NUMBERING, series: 'sales quote numbers' },
	stock: 'none',
	checksCredit: false,
	takesPayment: false,
	settableStatuses: ['EnumDocumentStatusLive', 'EnumDocumentStatusLost'],
};

export const PURCHASE_ORDER: DocumentKind = {
	resource: 'pop_orders',
	schema: 'pop_order',
	name: 'purchase order',
	trader: { resource: 'suppliers', key: 'supplier_id', name: 'supplier' },
	lineParent: 'pop_order_id',
	numbering: {
		settings: 'pop_settings',
		automatic: 'auto_gen_order_return_nos',
		series: 'purchase order numbers',
	},
	charges: { resource: 'pop_additional_charges', net: 'subtotal_charges_net_value' },
	line: {
		price: 'unit_buying_price',
		unitId: 'buying_unit_id',
		unitDescription: 'buying_unit_description',
		done: 'receipt_return_quantity',
		doneStatus: 'receipt_return_status',
	},
	stock: 'announces',
	cancelled: { resource: 'pop_cancelled_lines', unit: 'buying_unit_description' },
	checksCredit: false,
	guardsPrices: false,
	takesPayment: false,
	price: purchasePrice,
	settableStatuses: [],
};

export const KINDS = [SALES_ORDER, SALES_RETURN, SALES_QUOTE, PURCHASE_ORDER];
