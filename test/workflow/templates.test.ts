/** Orders as shops send them, through the templates: the right lines, and to the penny what the buyer paid. */
import type { IDataObject } from 'n8n-workflow';

import shopifySample from '../../workflows/samples/shopify-order.json';
import shopify from '../../workflows/shop-order-to-sage.json';
import refunds from '../../workflows/shop-refund-to-sage.json';
import magento from '../../workflows/magento-order-to-sage.json';
import bigcommerce from '../../workflows/bigcommerce-order-to-sage.json';
import csv from '../../workflows/csv-orders-to-sage.json';
import health from '../../workflows/token-health-chat.json';
import woocommerce from '../../workflows/woocommerce-order-to-sage.json';
import bigcommerceOrder from '../fixtures/bigcommerce/order.json';
import magentoOrder from '../fixtures/magento/order.json';
import allFree from '../fixtures/shopify/all-free.json';
import companyExport from '../fixtures/shopify/b2b-export.json';
import discounts from '../fixtures/shopify/discounts-tax-added.json';
import edited from '../fixtures/shopify/edited-and-refunded.json';
import gifts from '../fixtures/shopify/gift-card-tip-and-gift.json';
import euro from '../fixtures/shopify/paid-in-euro.json';
import pos from '../fixtures/shopify/pos-no-customer.json';
import wooOrder from '../fixtures/woocommerce/order.json';
import { fastClock } from '../support/fastClock';
import { runNode, type StoredCredential } from '../support/engine';
import { loginTo } from '../support/login';
import type { Template } from '../support/played';
import { shippedTemplates } from '../support/shippedTemplates.js';
import { startSimulator, type Simulator } from '../support/simulator';
import { signatureOf } from '../support/signature.js';
import { pushThrough, runTemplate, Surroundings } from '../support/templates';

// What waits for Sage to settle waits for nothing here: the simulator shows at once what it holds.
const usualClock = fastClock(20);
afterAll(() => usualClock());

jest.setTimeout(60_000);

/**
 * Posts that may be repeated: questions, values that are set to what they are, levels and prices. A person may be told
 * twice in a chat.
 */
const SAFE_AGAIN = /query: 'query |metafieldsSet|batch\/upsert|changes: |\{ text: /;
/** As n8n draws nodes. */
const NODE_SIZE = 96;

let sage: Simulator;
let login: StoredCredential;

beforeAll(async () => {
	sage = await startSimulator('--customers', '30', '--products', '60');
	await sage.admin.setBehaviour({ freeTextLines: 'taken' });
	login = await loginTo(sage);
});
afterAll(async () => await sage.stop());

/** What the order is in Sage, and its lines as a person reads them: code or text, quantity, price, discount, tax. */
const push = async (
	order: object,
	template: unknown = shopify,
): Promise<{ pushed: IDataObject; lines: unknown[][] }> => {
	const { json, errorItems } = await pushThrough(template as Template, login, order);
	expect(errorItems.map(({ json: told }) => told)).toEqual([]);
	const [row] = await sage.admin.rows('sop_orders', { id: String(json[0].id) });
	const lines = (row.lines as IDataObject[]).map((line) =>
		line.line_type === 'EnumLineTypeComment'
			? [line.description]
			: [
					line.code ?? line.description,
					line.line_quantity,
					line.selling_unit_price,
					line.unit_discount_value ?? 0,
					line.line_tax_value,
				],
	);
	return { pushed: json[0], lines };
};

describe('an order of Shopify costs in Sage what the buyer paid:', () => {
	it.each([
		[
			'the sample of the demo',
			shopifySample,
			[
				['TOOLS001', 2, 20, 2, 7.2],
				['PAINT001', 3, 5, 0, 3],
				['Gift wrap', 1, 3.5, 0, 0.7],
				['Carriage', 1, 5, 0, 1],
				['Please leave with a neighbour'],
			],
		],
		['a sale at the till, of no customer', pos, [['TOOLS001', 1, 20, 0, 4]]],
		[
			'a gift card, a tip and a gift',
			gifts,
			[
				['Gift card £25', 1, 25, 0, 0],
				['Tip', 1, 2.5, 0, 0],
				['PAINT001', 2, 5, 0, 2],
				['Free sticker 🎁', 1, 0, 0, 0],
				['Carriage', 1, 5, 0, 1],
			],
		],
		[
			'discounts on lines, order and delivery, tax added',
			discounts,
			[
				['TOOLS001', 3, 20, 2, 10.8],
				['PAINT001', 2, 5, 0.5, 1.8],
				['Carriage', 1, 0, 0, 0],
				['Carriage', 1, 4, 0, 0.8],
			],
		],
		[
			'what was taken out again before it was sent',
			edited,
			[
				['TOOLS001', 3, 20, 2, 10.8],
				['Carriage', 1, 5, 0, 1],
			],
		],
		[
			'paid in another currency',
			euro,
			[
				['TOOLS001', 1, 20, 0, 4],
				['PAINT001', 7, 4.99, 0.12, 6.82],
				['Carriage', 1, 5, 0, 1],
			],
		],
		[
			'nothing at all',
			allFree,
			[
				['TOOLS001', 3, 0, 0, 0],
				['Carriage', 1, 0, 0, 0],
			],
		],
	])('%s', async (_kind, order, expected) => {
		const { pushed, lines } = await push(order);
		expect(lines).toEqual(expected);
		const paid = 'current_total_price' in order ? order.current_total_price : order.total_price;
		expect(pushed).toMatchObject({
			outcome: 'created',
			customer_document_no: `WEB-${order.name}`,
			totals: { shop: Number(paid), difference: 0 },
		});
	});
});

it('takes an export of a company: no tax, its order number and its note as comments, its address as far as it fits', async () => {
	const { pushed, lines } = await push(companyExport);
	expect(pushed).toMatchObject({ totals: { shop: 210, difference: 0 } });
	expect(lines.slice(2)).toEqual([['Purchase order PO-77/45 & co'], [companyExport.note]]);
	const { json } = await runNode(login, {
		resource: 'salesOrder',
		operation: 'get',
		order: { __rl: true, mode: 'id', value: String(pushed.id) },
		simplify: false,
		read: { expand: ['delivery_address'] },
	});
	expect(json[0].delivery_address).toMatchObject({
		postal_name: companyExport.shipping_address.company.slice(0, 60),
		address_1: "12, rue de l'Église",
		country: 'Luxembourg',
		telephone_number: companyExport.phone,
	});
});

it('refuses an order in a currency that the account does not trade in', async () => {
	const { errorItems } = await pushThrough(shopify as unknown as Template, login, {
		...pos,
		name: '#2099',
		currency: 'EUR',
	});
	expect(errorItems[0].json.error).toMatch(/EUR/);
	expect(await sage.admin.rows('sop_orders', { customer_document_no: 'WEB-#2099' })).toEqual([]);
});

describe('an order of WooCommerce', () => {
	it('has its discounts, fees and taxes, and costs in Sage what the buyer paid', async () => {
		const { pushed, lines } = await push(wooOrder, woocommerce);
		expect(lines).toEqual([
			['TOOLS001', 2, 20, 2.55, 6.98],
			['PAINT001', 3, 8.33, 0.25, 4.85],
			// The credit is shared over the rates; the book's part makes up for what rounding costs the others.
			['Colour book', 1, 5, 0.16, 0],
			['Carriage', 1, 5, 0, 1],
			['Gift wrap', 1, 3.5, 0, 0.7],
			['Please leave with a neighbour'],
		]);
		expect(pushed).toMatchObject({
			outcome: 'created',
			customer_document_no: 'WOO-727',
			totals: { shop: 86.01, sage: 86.01, within_tolerance: true },
		});
		expect((await push(wooOrder, woocommerce)).pushed).toMatchObject({
			id: pushed.id,
			outcome: 'existing',
		});
	});

	it('is skipped as long as it is not paid', async () => {
		const { json } = await pushThrough(woocommerce as unknown as Template, login, {
			...wooOrder,
			number: '728',
			status: 'pending',
		});
		expect(json).toEqual([
			{
				outcome: 'skipped',
				key: 'WOO-728',
				reason: 'The order awaits payment in the shop (pending)',
			},
		]);
		expect(await sage.admin.rows('sop_orders', { customer_document_no: 'WOO-728' })).toEqual([]);
	});

	it('that is none, being the test call that WooCommerce makes, goes no further', async () => {
		expect(
			await pushThrough(woocommerce as unknown as Template, login, { webhook_id: '12' }),
		).toMatchObject({ items: [], errorItems: [] });
	});
});

describe('an order of Magento', () => {
	it('lists a configurable product once, leaves out what was cancelled, and costs in Sage what the shop booked', async () => {
		const { pushed, lines } = await push(magentoOrder, magento);
		expect(lines).toEqual([
			['TOOLS001', 2, 20, 2, 7.2],
			['PAINT001', 3, 4.99, 0, 2.99],
			['Carriage', 1, 5, 0, 1],
			['Please leave with a neighbour'],
		]);
		expect(pushed).toMatchObject({
			outcome: 'created',
			customer_document_no: 'MAG-000000012',
			document_date: '2026-11-20T00:00:00Z',
			totals: { shop: magentoOrder.base_grand_total, difference: 0 },
		});
	});

	it('is skipped before it is paid', async () => {
		const { json } = await pushThrough(magento as unknown as Template, login, {
			...magentoOrder,
			increment_id: '000000013',
			state: 'pending_payment',
		});
		expect(json).toMatchObject([{ outcome: 'skipped' }]);
	});
});

it('an order of BigCommerce has its discounts and wrapping, and costs in Sage what the buyer owed', async () => {
	const { pushed, lines } = await push(bigcommerceOrder, bigcommerce);
	expect(lines).toEqual([
		['TOOLS001', 2, 20, 2, 7.2],
		['PAINT001', 4, 5, 0.5, 3.6],
		['Carriage', 1, 5, 0, 1],
		['Gift wrapping', 1, 2.5, 0, 0.5],
		['Ring twice'],
	]);
	expect(pushed).toMatchObject({ totals: { shop: 73.8, difference: 0, tax: { difference: 0 } } });
});

it('a refund of Shopify is credited once, against the order that its number is read of', async () => {
	await push({ ...pos, id: 77, name: '#77' });
	const refund = {
		id: 501,
		order_id: 77,
		refund_line_items: [],
		order_adjustments: [{ amount: '-4.00', tax_amount: '0.00', reason: 'Late' }],
		transactions: [{ kind: 'refund', status: 'success', amount: '4.00' }],
	};
	const through = async () =>
		(await pushThrough(refunds as unknown as Template, login, refund)).json[0];
	const first = await through();
	expect(first).toMatchObject({ outcome: 'created', customer_document_no: 'WEB-R501' });
	expect(await through()).toMatchObject({ outcome: 'existing', id: first.id });
});

describe('a person is told where Sage 200 has it cancelled:', () => {
	const cancelled = async (template: unknown, body: object, resource: string, id: unknown) => {
		await sage.admin.changeRow(resource, Number(id), {
			document_status: 'EnumDocumentStatusCancelled',
		});
		const through = runTemplate(
			template as Template,
			login,
			(template as Template).nodes.find(({ type }) => type.endsWith('.webhook'))!.name,
			[{ headers: {}, body }],
		);
		await expect(through).rejects.toMatchObject({
			message: expect.stringMatching(/^(Order|Return) .+: It was cancelled in Sage 200/) as string,
		});
	};

	it.each([
		['Shopify', shopify, { ...pos, name: '#78' }],
		['WooCommerce', woocommerce, { ...wooOrder, number: '778' }],
		['Magento', magento, { ...magentoOrder, increment_id: '000000778' }],
		['BigCommerce', bigcommerce, { ...bigcommerceOrder, id: 778 }],
	])('an order of %s', async (_shop, template, order) => {
		const { pushed } = await push(order, template);
		expect(pushed.outcome).toBe('created');
		await cancelled(template, order, 'sop_orders', pushed.id);
	});

	it('a refund', async () => {
		await push({ ...pos, id: 79, name: '#79' });
		const refund = {
			id: 502,
			order_id: 79,
			refund_line_items: [],
			order_adjustments: [{ amount: '-4.00', tax_amount: '0.00', reason: 'Late' }],
			transactions: [{ kind: 'refund', status: 'success', amount: '4.00' }],
		};
		const { json } = await pushThrough(refunds as unknown as Template, login, refund);
		await cancelled(refunds, refund, 'sop_returns', json[0].id);
	});
});

describe('a person is told which order Sage 200 refused, why, and what to do:', () => {
	it.each([
		['Shopify', shopify, { ...pos, name: '#901' }, '#901'],
		['WooCommerce', woocommerce, { ...wooOrder, number: '901' }, '901'],
		['Magento', magento, { ...magentoOrder, increment_id: '000000901' }, '000000901'],
		['BigCommerce', bigcommerce, { ...bigcommerceOrder, id: 901 }, '901'],
	])('an order of %s', async (_shop, template, body, number) => {
		const surroundings = new Surroundings();
		const through = runTemplate(
			template as unknown as Template,
			login,
			'Order from the shop',
			[{ headers: {}, body }],
			{ settings: { webAccount: 'NOBODY' }, surroundings },
		);
		await expect(through).rejects.toMatchObject({
			message: expect.stringMatching(
				new RegExp(`^Order ${number}: .*"NOBODY"\\. .*Nothing was sent to Sage 200`),
			) as string,
		});
		expect(surroundings.answered).toMatchObject([{ message: expect.stringContaining('NOBODY') }]);
	});

	it('one of a list that was read from Magento', async () => {
		const good = { ...magentoOrder, increment_id: '000000902' };
		const bad = { ...magentoOrder, increment_id: '000000903', base_grand_total: 1 };
		const through = runTemplate(magento as unknown as Template, login, 'Order from the shop', [
			{ items: [good, bad] },
		]);
		await expect(through).rejects.toMatchObject({
			message: expect.stringMatching(/^Order 000000903: /) as string,
		});
		expect(
			await sage.admin.rows('sop_orders', { customer_document_no: 'MAG-000000902' }),
		).toHaveLength(1);
	});

	it('a refund of Shopify, by the number of its order', async () => {
		const refund = { id: 503, order_id: 904, refund_line_items: [{ quantity: 1 }] };
		const through = runTemplate(refunds as unknown as Template, login, 'Refund from the shop', [
			{ headers: {}, body: refund },
		]);
		await expect(through).rejects.toMatchObject({
			message: expect.stringMatching(/^Refund of order #904: /) as string,
		});
	});
});

describe('a CSV file of orders', () => {
	const header = {
		customer: 'ZEN001',
		date: '2026-11-20',
		name: 'Ann & Co',
		city: 'York',
		country: 'GB',
	};
	const row = (order: string, sku: string, more: object = header) => ({
		order,
		sku,
		quantity: '2',
		price: '5',
		...more,
	});
	const upload = async (rows: object[], what = 'Push the orders') =>
		await pushThrough(csv as unknown as Template, login, { 'What to do': what, rows });

	it('becomes an order for each number, once; the page tells it, and what was refused', async () => {
		const rows = [
			row('31', 'TOOLS001'),
			row('32', 'NO-SUCH-SKU'),
			row('31', 'PAINT001', { customer: '', city: '' }),
			row('33', 'TOOLS001', {}),
		];
		const { json, errorItems, page } = await upload(rows);
		expect(json).toMatchObject([
			{ outcome: 'created', customer_document_no: 'CSV-31', total_net_value: 20 },
			{ outcome: 'included', key: 'CSV-31' },
		]);
		expect(errorItems.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 3 }]);
		const [order] = await sage.admin.rows('sop_orders', { id: String(json[0].id) });
		const [gb] = await sage.admin.rows('country_codes', { code: 'GB' });
		expect(order.delivery_address).toMatchObject({ country_code_id: gb.id });
		expect(page).toMatch(/^✓ CSV-31 · created · \d+ · 24\n✗ .*NO-SUCH-SKU.*\n✗ Customer is empty/);
		const again = await upload(rows.slice(0, 3));
		expect(again.page).toMatch(/^✓ CSV-31 · existing · /);
	});

	it('is only checked where a person asks for it', async () => {
		const { page } = await upload([row('34', 'TOOLS001')], 'Only check them');
		expect(page).toBe('✓ CSV-34 · preview · 12');
		expect(await sage.admin.rows('sop_orders', { customer_document_no: 'CSV-34' })).toEqual([]);
	});

	it('whose rows contradict each other is refused, with both values', async () => {
		const { json, page } = await upload([
			row('35', 'TOOLS001'),
			row('35', 'PAINT001', { ...header, city: 'Leeds' }),
		]);
		expect(json).toEqual([]);
		expect(page).toMatch(/^✗ Delivery: City is "Leeds" in item 2 and "York" in item 1/);
	});

	it('that was changed since is told to differ', async () => {
		await upload([row('36', 'TOOLS001')]);
		const { page } = await upload([row('36', 'TOOLS001'), row('36', 'PAINT001')]);
		expect(page).toMatch(
			/^≠ CSV-36 · existing · .*Line 2 \(item 2\) \(2 × PAINT001\) is not in Sage 200/,
		);
	});
});

describe('a webhook of a shop that signs', () => {
	const secret = 'a-secret-of-the-shop';
	it.each([
		['Shopify', shopify, 'x-shopify-hmac-sha256', { ...pos, name: '#2100' }],
		['WooCommerce', woocommerce, 'x-wc-webhook-signature', { ...wooOrder, number: '729' }],
	])(
		'%s: goes no further where the signature is another',
		async (_shop, template, header, body) => {
			const through = async (headers: object) =>
				await pushThrough(template as unknown as Template, login, body, {
					headers,
					settings: { webhookSecret: secret },
				});
			expect(await through({})).toMatchObject({ items: [], errorItems: [] });
			expect(await through({ [header]: signatureOf(body, 'another') })).toMatchObject({
				items: [],
			});
			const { json } = await through({ [header]: signatureOf(body, secret) });
			expect(json).toMatchObject([{ outcome: 'created' }]);
		},
	);
});

describe('the end of the login is told with what to do:', () => {
	const credential = 'Sage 200 account';
	it.each([
		[
			'soon',
			{ event: { type: 'login.ending' }, credential, days_left: 4, ends_at: '2026-11-30' },
			/The login of the credential "Sage 200 account" ends in 4 days \(2026-11-30\)\.\n.*press Switch account/,
		],
		[
			'has come',
			{
				event: { type: 'login.lost' },
				credential,
				reason: 'The credential "Sage 200 account" needs to be reconnected',
			},
			/The login of the credential "Sage 200 account" has ended: .*\nThe credential "Sage 200 account" needs to be reconnected\.\n.*press Switch account/,
		],
	])('%s', async (_when, event, text) => {
		const surroundings = new Surroundings();
		await runTemplate(health as unknown as Template, login, 'Login ending or ended', [event], {
			surroundings,
		});
		expect(surroundings.posted).toMatchObject([{ body: { text: expect.stringMatching(text) } }]);
	});
});

describe.each(shippedTemplates())('the template $file', ({ text, nodes, answers }) => {
	it('names no two nodes alike, which n8n does not import', () => {
		expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
	});

	it('answers a shop with 200 only where an outcome is there: n8n may pass on the input of a node that failed', () => {
		for (const { parameters } of answers)
			expect(parameters.options?.responseCode).toContain('$json.outcome === undefined ? 500');
	});

	it('does not let n8n send again what must not be sent twice: the answer to it may have been lost', () => {
		const again = nodes
			.filter(({ type, retryOnFail }) => type.endsWith('.httpRequest') && retryOnFail === true)
			.filter(({ parameters }) => (parameters.method ?? 'GET') === 'POST')
			.filter(({ parameters }) => !SAFE_AGAIN.test(JSON.stringify(parameters)));
		expect(again.map(({ name }) => name)).toEqual([]);
	});

	it('names no column "error" where n8n tries a node again: it takes such a row for a failure', () => {
		const columns = nodes
			.filter(({ type, retryOnFail }) => type.endsWith('.dataTable') && retryOnFail === true)
			.filter(({ parameters }) => parameters.resource === 'row')
			.map(({ parameters }) => JSON.stringify(parameters.columns ?? {}));
		expect(columns.filter((each) => each.includes('"error"'))).toEqual([]);
	});

	it('has no note under a node', () => {
		const isNote = ({ type }: (typeof nodes)[number]) => type === 'n8n-nodes-base.stickyNote';
		const hidden = nodes.filter(isNote).flatMap(({ name, position: [x, y], parameters }) => {
			const { width = 240, height = 160 } = parameters;
			return nodes
				.filter((node) => !isNote(node))
				.filter(
					({ position: [left, top] }) =>
						left < x + width && left + NODE_SIZE > x && top < y + height && top + NODE_SIZE > y,
				)
				.map((node) => `${name} under ${node.name}`);
		});
		expect(hidden).toEqual([]);
	});

	it('needs no Code node', () => {
		expect(nodes.map(({ type }) => type)).not.toContain('n8n-nodes-base.code');
	});

	it('keeps nothing in static data, which workers of queue mode do not read', () => {
		expect(text).not.toMatch(/staticData/i);
	});
});
