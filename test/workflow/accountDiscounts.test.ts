/** What an account takes off by itself comes off the prices that Sage works out, and off no price that is given. */
import type { IDataObject } from 'n8n-workflow';

import { fastClock } from '../support/fastClock';
import { byKey, SalesWorld } from '../support/salesWorld';
import { pushShopOrders, WEB_ACCOUNT } from '../support/shopWorld';

// What waits for Sage to settle waits for nothing here: the simulator shows at once what it holds.
const usualClock = fastClock(20);
afterAll(() => usualClock());

let world: SalesWorld;

beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => {
	await world.reset();
	await world.sage.admin.setBehaviour({ freeTextLines: 'taken', writeReplies: 'captured' });
	const [{ id }] = await world.sage.admin.rows('customers', { reference: WEB_ACCOUNT });
	await world.sage.admin.changeRow('customers', id, {
		invoice_line_discount_percent: 10,
		invoice_discount_percent: 5,
	});
});

const customer = { __rl: true, mode: 'reference', value: WEB_ACCOUNT };
const GOODS = { code: 'TOOLS001', quantity: 1, unitPrice: 20 };

const create = async (lines: object[], more: IDataObject = {}, resource = 'salesOrder') => {
	const { json, error } = await world.run({
		resource,
		operation: 'create',
		customer,
		...(resource === 'salesOrder' ? { orderKey: 'A-1' } : { documentKey: 'A-1' }),
		linesInput: 'json',
		linesJson: JSON.stringify(lines),
		simplify: false,
		options: { retries: 0 },
		...more,
	});
	if (error) throw error;
	return json[0];
};

const SHOP_ORDER = {
	id: 77,
	name: '#77',
	currency: 'GBP',
	taxes_included: true,
	financial_status: 'paid',
	line_items: [
		{
			sku: 'TOOLS001',
			title: 'Hammer',
			quantity: 1,
			price: '24.00',
			tax_lines: [{ rate: 0.2, price: '4.00' }],
		},
	],
	total_price: '24.00',
	total_tax: '4.00',
};

it("a shop's order comes to what the shop charged, and its refund to what was given back", async () => {
	const { json } = await pushShopOrders(world, 'shopify', [SHOP_ORDER]);
	expect(json[0]).toMatchObject({ outcome: 'created', total_gross_value: 24 });
	await world.run({ resource: 'despatch', operation: 'confirm', order: byKey('T-#77') });
	const parameters = {
		resource: 'salesReturn',
		operation: 'createFromShopRefund',
		shop: 'shopify',
		shopRefund: JSON.stringify({
			id: 501,
			order_id: 77,
			refund_line_items: [
				{
					quantity: 1,
					subtotal: '24.00',
					total_tax: '4.00',
					line_item: {
						sku: 'TOOLS001',
						title: 'Hammer',
						tax_lines: [{ rate: 0.2, price: '4.00' }],
					},
				},
			],
			transactions: [{ kind: 'refund', status: 'success', amount: '24.00' }],
		}),
		refundedOrder: '#77',
		shopPrefix: 'T-',
		options: { retries: 0 },
		simplify: false,
	};
	const other = JSON.stringify({ document_discount_percent: 10 });
	const refused = await world.run({ ...parameters, otherFields: other });
	expect(refused.error?.message).toMatch(/Document Discount Percent/);
	const credited = await world.run(parameters);
	expect(credited.error).toBeUndefined();
	expect(credited.json[0]).toMatchObject({ outcome: 'created', total_gross_value: 24 });
});

it("lines with prices keep them; what Sage prices itself has the account's discounts", async () => {
	const order = await create([GOODS]);
	expect(order).toMatchObject({ total_net_value: 20, document_discount_percent: 0 });
	const [other] = await world.goods(({ code }) => code === 'PAINT001');
	const mixed = await create([GOODS, { code: other.code, quantity: 1 }], { orderKey: 'A-2' });
	expect(mixed.lines).toMatchObject([
		{ unit_discount_percent: 0, selling_unit_price: 20 },
		{ unit_discount_percent: 10 },
	]);
	expect(mixed.document_discount_percent).toBe(5);
});

it('a discount that is given is the one there is', async () => {
	const order = await create([{ ...GOODS, discountPercent: 25 }], {
		additionalFields: { document_discount_percent: 20 },
	});
	expect(order).toMatchObject({ total_net_value: 12, document_discount_percent: 20 });
	const without = await create([{ ...GOODS, unitPrice: undefined }], {
		orderKey: 'A-2',
		prices: { use: 'sage' },
	});
	expect(without).toMatchObject({
		document_discount_percent: 5,
		lines: [{ unit_discount_percent: 10 }],
	});
});

it('what the account may take off is left to Sage where it is asked for', async () => {
	const order = await create([GOODS], {
		otherFields: JSON.stringify({ apply_available_document_discount_percent: true }),
	});
	expect(order).toMatchObject({ document_discount_percent: 5, total_net_value: 19 });
});

describe('a discount beside the amounts of a shop is refused', () => {
	const APPLY = JSON.stringify({ apply_available_document_discount_percent: true });
	it.each([
		[{ additionalFields: { document_discount_percent: 10 } }, /Document Discount Percent.*10/],
		[{ otherFields: APPLY }, /Apply Available Document Discount Percent.*true/],
		[
			{ shopRules: { lineFields: '{"unit_discount_percent": 10}' } },
			/"unit_discount_percent" is said by the order of the shop/,
		],
	])('of an order: %j', async (more, message) => {
		const { json } = await pushShopOrders(world, 'shopify', [SHOP_ORDER], more as IDataObject);
		expect(String(json[0].error)).toMatch(message);
	});

	it('of an order, unless it is none', async () => {
		const more = { additionalFields: { document_discount_percent: 0 } };
		const { json } = await pushShopOrders(world, 'shopify', [SHOP_ORDER], more);
		expect(json[0]).toMatchObject({ outcome: 'created', total_gross_value: 24 });
	});
});

it('a line of a quote keeps the price that is given', async () => {
	const quote = await create([GOODS], {}, 'salesQuote');
	expect(quote).toMatchObject({ lines: [{ unit_discount_percent: 0, selling_unit_price: 20 }] });
});

it('a line that is added keeps its price; one that is there keeps its discount', async () => {
	await create([{ ...GOODS, discountPercent: 25 }]);
	const { json, error } = await world.run({
		resource: 'salesOrder',
		operation: 'update',
		order: byKey('A-1'),
		linesMode: 'some',
		linesInput: 'json',
		linesJson: JSON.stringify([
			{ code: 'TOOLS001', unitPrice: 40 },
			{ code: 'PAINT001', quantity: 1, unitPrice: 10 },
		]),
		simplify: false,
	});
	expect(error).toBeUndefined();
	expect(json[0].lines).toMatchObject([
		{ selling_unit_price: 40, unit_discount_percent: 25 },
		{ selling_unit_price: 10, unit_discount_percent: 0 },
	]);
});

describe('a copy at the prices of its document', () => {
	const amounts = async (key: string, resource: string) =>
		(await world.lines(key, resource)).map((line) => [
			line.code,
			line.line_quantity,
			line.line_total_value,
		]);

	it('is worth what the document is: what is free, and what has no discount, stays so', async () => {
		const [{ id: customerId }] = await world.sage.admin.rows('customers', {
			reference: WEB_ACCOUNT,
		});
		const [hammer] = await world.goods(({ code }) => code === 'TOOLS001');
		const [paint] = await world.goods(({ code }) => code === 'PAINT001');
		const goods = (product: { id: number; code?: unknown }, more: object) => ({
			line_type: 'EnumLineTypeStandard',
			product_id: product.id,
			code: product.code,
			line_quantity: 1,
			...more,
		});
		const quote = await world.send('POST', '/sop_quotes', {
			customer_id: customerId,
			customer_type: 'EnumCustomerTypeCredit',
			customer_document_no: 'Q-1',
			document_discount_percent: 0,
			settlement_discount_percent: 0,
			lines: [
				goods(hammer, { selling_unit_price: 20, unit_discount_percent: 0 }),
				goods(paint, { selling_unit_price: 0, unit_discount_percent: 0 }),
				goods(paint, { line_quantity: 3, selling_unit_price: 7, unit_discount_value: 1.23456 }),
				{ line_type: 'EnumLineTypeCharge', code: 'Carriage', selling_unit_price: 0 },
			],
		});
		const { error } = await world.run({
			resource: 'salesOrder',
			operation: 'createFromQuote',
			quote: { __rl: true, mode: 'document_no', value: quote.document_no },
			orderKey: 'O-1',
			additionalFields: { override_on_hold: true },
		});
		expect(error).toBeUndefined();
		const [order] = await world.sage.admin.rows('sop_orders', { customer_document_no: 'O-1' });
		expect(order).toMatchObject({
			document_discount_percent: 0,
			total_net_value: quote.total_net_value,
		});
		expect(await amounts('O-1', 'sop_orders')).toEqual(await amounts('Q-1', 'sop_quotes'));

		await world.run({ resource: 'despatch', operation: 'confirm', order: byKey('O-1') });
		const returned = await world.run({
			resource: 'salesReturn',
			operation: 'create',
			order: byKey('O-1'),
			returnKey: 'R-1',
			returnLines: 'all',
		});
		expect(returned.error).toBeUndefined();
		const [credit] = await world.sage.admin.rows('sop_returns', { customer_document_no: 'R-1' });
		expect(credit.total_net_value).toBe(order.total_net_value);
	});

	it('of an order with a discount on all of it is credited less that discount', async () => {
		await create([GOODS], { additionalFields: { document_discount_percent: 20 } });
		await world.run({ resource: 'despatch', operation: 'confirm', order: byKey('A-1') });
		const { json, error } = await world.run({
			resource: 'salesReturn',
			operation: 'create',
			order: byKey('A-1'),
			returnKey: 'R-1',
			returnLines: 'all',
			simplify: false,
		});
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ document_discount_percent: 20, total_net_value: 16 });
	});
});
