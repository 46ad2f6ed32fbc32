/** The forms that are photographed, filled in as a shop would. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.mts';
import { connected } from '../n8n/templates.mts';
import type { StoredCredential, Workflow } from '../n8n/cli.mts';

export const NODE = 'Sage 200';
export const NODE_ID = 'sage';
const ACTION_NODE = 'n8n-nodes-sage200.sage200';

export interface Form {
	/** Of the workflow and of the picture. */
	name: string;
	/** The node for actions unless it is said. */
	type?: string;
	parameters: Record<string, unknown>;
	/** What is scrolled to, once the node has run. */
	down?: string;
	/** How the output is shown. */
	output?: 'table' | 'json' | 'schema';
}

const SHOP_ORDER = readFileSync(join(root, 'docs', 'shop-order.example.json'), 'utf8');

const by = (mode: string, value: string) => ({ __rl: true, mode, value });

export const FORMS: Form[] = [
	{
		name: 'node-sales-order',
		parameters: {
			resource: 'salesOrder',
			operation: 'create',
			customer: by('reference', 'ABB001'),
			orderKey: 'WEB-1002',
			lines: {
				line: [
					{ type: 'standard', code: by('name', 'TOOLS001'), quantity: '2', unitPrice: '' },
					{ type: 'comment', description: 'Leave at the gate' },
				],
			},
			deliveryAddress: {
				postal_name: 'Ann Lee',
				address_1: '1 High Street',
				city: 'Leeds',
				postcode: 'LS1 1AA',
			},
		},
		output: 'table',
	},
	{
		name: 'form-sales-order-boxes',
		parameters: {
			resource: 'salesOrder',
			operation: 'create',
			customer: by('reference', 'ABB001'),
			orderKey: 'WEB-1004',
			lines: {
				line: [
					{
						type: 'standard',
						code: by('name', 'TOOLS001'),
						quantity: '2',
						more: { taxRate: '20' },
					},
				],
			},
			deliveryAddress: { postal_name: 'Ann Lee', postcode: 'LS1 1AA', country: 'GB' },
			prices: { paymentMethod: by('name', 'Stripe'), totalShop: '79.46' },
		},
		down: 'Options',
		output: 'table',
	},
	{
		name: 'form-shop-order',
		parameters: {
			resource: 'salesOrder',
			operation: 'createFromShopOrder',
			shop: 'anyShop',
			shopOrder: SHOP_ORDER,
			shopPrefix: 'WEB-',
			customer: by('reference', 'ABB001'),
			shopRules: { deliveryCharge: by('name', 'Carriage') },
		},
		output: 'table',
	},
	{
		name: 'form-record-create',
		parameters: { resource: 'record', operation: 'create' },
		output: 'schema',
	},
	{
		name: 'form-price-enquiry',
		parameters: {
			resource: 'price',
			operation: 'enquire',
			customer: by('reference', 'ABB001'),
			products: 'TOOLS001, PAINT001, FIXING001',
			quantity: 10,
		},
		output: 'table',
	},
	{
		name: 'form-stock-levels',
		parameters: {
			resource: 'stock',
			operation: 'getLevels',
			products: 'TOOLS001, PAINT001',
			returnAll: true,
		},
		output: 'table',
	},
	{
		name: 'form-ledger-invoice',
		parameters: {
			resource: 'salesLedger',
			operation: 'postInvoice',
			customer: by('reference', 'ABB001'),
			documentKey: 'WEB-1001',
			document_goods_value: '120.00',
			additionalFields: { transaction_date: '={{ $now }}', document_tax_value: 24 },
		},
		output: 'schema',
	},
	{
		name: 'form-despatch-confirm',
		parameters: {
			resource: 'despatch',
			operation: 'confirm',
			order: by('customer_document_no', 'WEB-#1001'),
			consignmentNumber: 'PP-204518',
			despatch: { courier: by('name', 'Pennine Parcels') },
		},
		output: 'schema',
	},
	{
		name: 'error-from-sage',
		parameters: {
			resource: 'salesLedger',
			operation: 'postInvoice',
			customer: by('reference', 'ABB001'),
			documentKey: 'WEB-0007',
			document_goods_value: '120.00',
			additionalFields: { transaction_date: '2019-05-24T00:00:00' },
		},
	},
	{
		name: 'error-all-at-once',
		parameters: {
			resource: 'salesOrder',
			operation: 'create',
			customer: by('reference', 'ABB001'),
			orderKey: 'WEB-1003',
			linesInput: 'json',
			linesJson:
				'[\n  { "code": "TOOLS001", "quantity": 2 },\n  { "code": "TOOLS9", "quantity": 1 },\n  { "code": "PAINT001", "quantity": 0 }\n]',
		},
	},
];

/** A workflow that holds one form. */
export function workflowOf(
	{ name, type = ACTION_NODE, parameters }: Form,
	credential: StoredCredential,
): Workflow {
	const start = {
		id: 'start',
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const node = {
		id: NODE_ID,
		name: NODE,
		type,
		typeVersion: 1,
		position: [240, 0],
		parameters,
	};
	return {
		id: name,
		name,
		nodes: [start, connected(node, credential)],
		connections: { Start: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1', timezone: 'Europe/London' },
		active: false,
	};
}
