/** Refunds of shops as they are, pushed through n8n's engine into the simulated Sage 200. */
import type { IDataObject } from 'n8n-workflow';

import { fastClock } from '../support/fastClock';
import { byKey, SalesWorld } from '../support/salesWorld';
import { pushShopOrders } from '../support/shopWorld';

// What waits for Sage to settle waits for nothing here: the simulator shows at once what it holds.
const usualClock = fastClock(20);
afterAll(() => usualClock());

let world: SalesWorld;

beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => {
	await world.reset();
	await world.sage.admin.setBehaviour({ freeTextLines: 'taken' });
});

const VAT = [{ rate: 0.2, price: '0.01' }];

/** Three hammers at 9.99 and delivery of 6.00, with tax. */
const ORDER = {
	id: 77,
	name: '#77',
	currency: 'GBP',
	taxes_included: true,
	financial_status: 'paid',
	line_items: [
		{
			sku: 'TOOLS001',
			title: 'Hammer',
			quantity: 3,
			price: '9.99',
			tax_lines: [{ rate: 0.2, price: '5.00' }],
		},
	],
	shipping_lines: [{ title: 'Post', price: '6.00', tax_lines: [{ rate: 0.2, price: '1.00' }] }],
	total_price: '35.97',
	total_tax: '6.00',
};

const refund = (more: object = {}) => ({
	id: 501,
	order_id: 77,
	created_at: '2026-11-24T10:00:00Z',
	refund_line_items: [
		{
			quantity: 2,
			subtotal: '19.98',
			total_tax: '3.33',
			line_item: { sku: 'TOOLS001', title: 'Hammer', tax_lines: VAT },
		},
	],
	order_adjustments: [{ kind: 'shipping_refund', amount: '-5.00', tax_amount: '-1.00' }],
	transactions: [{ kind: 'refund', status: 'success', amount: '25.98' }],
	...more,
});

const credit = async (body: object, more: IDataObject = {}) =>
	await world.run(
		{
			resource: 'salesReturn',
			operation: 'createFromShopRefund',
			shop: 'shopify',
			shopRefund: '={{ $json }}',
			refundedOrder: '#77',
			shopPrefix: 'T-',
			refundRules: { deliveryCharge: 'Carriage' },
			options: { retries: 0 },
			protection: { lookAgainSeconds: 0 },
			simplify: false,
			...more,
		},
		{ items: [{ body } as unknown as IDataObject], onError: 'continueRegularOutput' },
	);

async function sold({ despatched = true } = {}): Promise<void> {
	const { json } = await pushShopOrders(world, 'shopify', [ORDER]);
	expect(json[0]).toMatchObject({ outcome: 'created', total_gross_value: 35.97 });
	if (!despatched) return;
	const { error } = await world.run({
		resource: 'despatch',
		operation: 'confirm',
		order: byKey('T-#77'),
	});
	if (error) throw error;
}

it('credits goods and delivery to the penny, once for each refund', async () => {
	await sold();
	const { json } = await credit(refund());
	expect(json[0]).toMatchObject({
		outcome: 'created',
		customer_document_no: 'T-R501',
		total_gross_value: 25.98,
	});
	const lines = await world.lines('T-R501', 'sop_returns');
	expect(
		lines
			.filter(({ code }) => code === 'TOOLS001')
			.reduce((sum, line) => sum + line.line_quantity, 0),
	).toBe(2);
	expect(lines.some(({ code }) => code === 'Carriage')).toBe(true);
	expect((await credit(refund())).json[0]).toMatchObject({ outcome: 'existing', id: json[0].id });
});

it('credits to the penny where the prices of the site contain tax', async () => {
	const [{ id }] = await world.sage.admin.rows('sop_settings');
	await world.sage.admin.changeRow('sop_settings', id, { are_prices_tax_inclusive: true });
	await sold();
	const { json } = await credit(refund());
	expect(json[0]).toMatchObject({ outcome: 'created', total_gross_value: 25.98 });
});

it('credits money that was given without goods as a line of its own', async () => {
	await sold({ despatched: false });
	const given = refund({
		refund_line_items: [],
		order_adjustments: [{ amount: '-4.00', tax_amount: '0.00', reason: 'Late' }],
		transactions: [{ kind: 'refund', status: 'success', amount: '4.00' }],
	});
	const { json } = await credit(given);
	expect(json[0]).toMatchObject({ outcome: 'created', total_gross_value: 4, total_tax_value: 0 });
	expect(await world.lines('T-R501', 'sop_returns')).toMatchObject([{ description: 'Late' }]);
});

it.each([
	['goods that were not despatched', refund(), {}, /was despatched/],
	['an order that Sage lacks', refund(), { refundedOrder: '#78' }, /no order with key "T-#78"/],
	['a refund that does not name its order', refund(), { refundedOrder: '' }, /shop's ID 77/],
	[
		'money that no line accounts for',
		refund({ transactions: [{ kind: 'refund', status: 'success', amount: '40.00' }] }),
		{},
		/14\.02 of it is on no line/,
	],
	['what is no refund', { hello: 1 }, {}, /"refund_line_items" and "order_id"/],
])('refuses %s', async (_what, body, more, reason) => {
	await sold({ despatched: false });
	const { json } = await credit(body, more);
	expect(String(json[0].error)).toMatch(reason);
	expect(await world.sage.admin.rows('sop_returns', { customer_document_no: 'T-R501' })).toEqual(
		[],
	);
});

it('names the option for a site that takes no free text lines', async () => {
	await sold({ despatched: true });
	await world.sage.admin.setBehaviour({ freeTextLines: 'refused' });
	const { json } = await credit(
		refund({
			order_adjustments: [{ kind: 'refund_discrepancy', amount: '-6.00', reason: 'Sorry' }],
		}),
	);
	expect(JSON.stringify(json[0])).toMatch(
		/free text lines \(Sorry\), choose Charges as Extras Are/,
	);
});

it.each([
	['goods came back, and no money moved', {}, 'created'],
	['nothing came back and nothing was given', { refund_line_items: [] }, 'skipped'],
])('%s', async (_what, more, outcome) => {
	await sold({ despatched: true });
	const { json } = await credit(refund({ order_adjustments: [], transactions: [], ...more }));
	expect(json[0]).toMatchObject({ outcome });
});

it('tells what was kept back of the goods, and refuses what no goods of its rate hold', async () => {
	await sold({ despatched: true });
	const kept = (amount: string, tax_amount: string, given: string) =>
		refund({
			order_adjustments: [{ kind: 'refund_discrepancy', amount, tax_amount, reason: 'Worn' }],
			transactions: [{ kind: 'refund', status: 'success', amount: given }],
		});
	const untaxed = await credit(kept('3.00', '0.00', '16.98'));
	expect(JSON.stringify(untaxed.json[0])).toMatch(/-3\.00.*credit this refund by hand/);
	const { json } = await credit(kept('2.50', '0.50', '16.98'));
	expect(json[0]).toMatchObject({ outcome: 'created', total_gross_value: 16.98 });
	expect((json[0].notes as string[]).join()).toMatch(/Worn: 3\.00 was kept back/);
});

it('says what to do about goods that were cancelled before they were sent', async () => {
	await sold({ despatched: false });
	const [line] = refund().refund_line_items;
	const { json } = await credit(
		refund({ refund_line_items: [{ ...line, restock_type: 'cancel' }] }),
	);
	expect(JSON.stringify(json[0])).toMatch(/cancelled it before it was sent: push the order again/);
});
