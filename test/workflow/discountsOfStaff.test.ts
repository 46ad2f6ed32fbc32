import type { IDataObject } from 'n8n-workflow';

import { fastClock } from '../support/fastClock';
import { byKey, SalesWorld } from '../support/salesWorld';
import { pushShopOrders, WEB_ACCOUNT } from '../support/shopWorld';

const usualClock = fastClock(20);
afterAll(() => usualClock());

let world: SalesWorld;
beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => {
	await world.reset();
	await world.sage.admin.setBehaviour({ freeTextLines: 'taken', writeReplies: 'captured' });
});

const customer = { __rl: true, mode: 'reference', value: WEB_ACCOUNT };

it('Update It keeps a discount that staff gave in Sage and the push says nothing of', async () => {
	const push = async (more: IDataObject = {}) =>
		await world.run({
			resource: 'salesOrder',
			operation: 'create',
			customer,
			orderKey: 'U-1',
			linesInput: 'json',
			linesJson: JSON.stringify([{ code: 'TOOLS001', quantity: 1, unitPrice: 20 }]),
			simplify: false,
			options: { retries: 0 },
			...more,
		});
	expect((await push()).json[0]).toMatchObject({ total_net_value: 20 });
	const [order] = await world.sage.admin.rows('sop_orders', { customer_document_no: 'U-1' });
	await world.send('PUT', `/sop_orders/${String(order.id)}`, { document_discount_percent: 10 });
	const again = await push({ ifExists: 'update', protection: { ifExists: 'update' } });
	expect(again.error).toBeUndefined();
	expect(again.json[0]).toMatchObject({ document_discount_percent: 10, total_net_value: 18 });
});

const shopOrder = (left: number) => ({
	id: 77,
	name: '#77',
	currency: 'GBP',
	taxes_included: true,
	financial_status: left === 2 ? 'paid' : 'partially_refunded',
	line_items: [
		{
			id: 1,
			sku: 'TOOLS001',
			title: 'Hammer',
			quantity: 2,
			current_quantity: left,
			price: '24.00',
			tax_lines: [{ rate: 0.2, price: '8.00' }],
		},
	],
	total_price: '48.00',
	current_total_price: (24 * left).toFixed(2),
	total_tax: '8.00',
	current_total_tax: (4 * left).toFixed(2),
});

const REFUND = {
	id: 501,
	order_id: 77,
	refund_line_items: [
		{
			quantity: 1,
			restock_type: 'no_restock',
			subtotal: '24.00',
			total_tax: '4.00',
			line_item: {
				sku: 'TOOLS001',
				title: 'Hammer',
				quantity: 2,
				fulfillment_status: null,
				tax_lines: [{ rate: 0.2, price: '8.00' }],
			},
		},
	],
	transactions: [{ kind: 'refund', status: 'success', amount: '24.00' }],
};

const refund = async (record: object) =>
	await world.run({
		resource: 'salesReturn',
		operation: 'createFromShopRefund',
		shop: 'shopify',
		shopRefund: JSON.stringify(record),
		refundedOrder: '#77',
		shopPrefix: 'T-',
		options: { retries: 0 },
		simplify: false,
	});

it('goods that were taken off the order before they were sent are not credited beside', async () => {
	await pushShopOrders(world, 'shopify', [shopOrder(2)]);
	const { json } = await pushShopOrders(world, 'shopify', [shopOrder(1)], {
		protection: { ifExists: 'update', lookAgainSeconds: 0 },
		ifExists: 'update',
	});
	// The order is less by what was refunded: 24.00 is all that the buyer owes, and has paid.
	expect(json[0]).toMatchObject({ outcome: 'updated', total_gross_value: 24 });
	const { error, json: credited } = await refund(REFUND);
	expect(credited?.[0]?.total_gross_value).toBeUndefined();
	expect(error?.message).toMatch(/despatched/);
});

it('goods of a product whose stock Shopify does not track come back', async () => {
	await pushShopOrders(world, 'shopify', [shopOrder(2)]);
	await world.run({ resource: 'despatch', operation: 'confirm', order: byKey('T-#77') });
	const [row] = REFUND.refund_line_items;
	const { error, json } = await refund({
		...REFUND,
		refund_line_items: [
			{
				...row,
				line_item: {
					...row.line_item,
					fulfillment_status: 'fulfilled',
					variant_inventory_management: null,
				},
			},
		],
	});
	expect(error).toBeUndefined();
	expect(json[0].lines).toMatchObject([{ line_type: 'EnumLineTypeStandard', line_quantity: 1 }]);
});
