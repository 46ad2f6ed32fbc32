/** The order inbox: what the shop sends is stored and answered, then pushed until it is in Sage; nothing lost, nothing twice. */
import type { INodeType } from 'n8n-workflow';

import shopifySample from '../../workflows/samples/shopify-order.json';
import inbox from '../../workflows/order-inbox.json';
import pos from '../fixtures/shopify/pos-no-customer.json';
import { SAGE, types, type StoredCredential } from '../support/engine';
import { fastClock } from '../support/fastClock';
import { loginTo } from '../support/login';
import type { Template } from '../support/played';
import { startSimulator, type Simulator } from '../support/simulator';
import { signatureOf } from '../support/signature.js';
import { runTemplate, Surroundings } from '../support/templates';
import type { TableRow } from '../support/dataTables';

jest.setTimeout(60_000);

const TABLE = 'sage200-order-inbox';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SETTINGS = { webAccount: 'ZEN001', chatUrl: 'https://chat.example.com' };
const template = inbox as unknown as Template;

// What waits for Sage to settle waits for nothing here: the simulator shows at once what it holds.
let usualClock: () => void;
let sage: Simulator;
let login: StoredCredential;
let surroundings: Surroundings;

beforeAll(async () => {
	usualClock = fastClock(20);
	sage = await startSimulator('--customers', '30', '--products', '60');
	login = await loginTo(sage);
});
beforeEach(() => {
	surroundings = new Surroundings();
});
afterEach(async () => await sage.admin.setFaults([]));
afterAll(async () => {
	usualClock();
	await sage.stop();
});

const shopSends = async (
	order: object,
	{ headers = {}, settings = {} }: { headers?: object; settings?: Record<string, string> } = {},
) =>
	await runTemplate(template, login, 'Order from the shop', [{ headers, body: order }], {
		settings: { ...SETTINGS, ...settings },
		surroundings,
	});
const aMinutePasses = async (settings: Record<string, string | number> = {}) =>
	await runTemplate(template, login, 'Every minute', [{}], {
		settings: { ...SETTINGS, ...settings },
		surroundings,
	});
const numbered = (name: string, more: object = {}) => ({ ...pos, name, ...more });
const unknownProduct = (name: string) =>
	numbered(name, { line_items: [{ ...pos.line_items[0], sku: 'NO-SUCH-SKU' }] });
const rows = () => surroundings.tables.rows(TABLE);
const rowOf = (number: string) => rows().find((row) => row.number === number)!;
const inSage = async (number: string) =>
	await sage.admin.rows('sop_orders', { customer_document_no: `WEB-${number}` });
/** As if it had been stored so long ago. */
const olderBy = (row: TableRow, ms: number) => {
	row.createdAt = new Date(Date.parse(String(row.createdAt)) - ms).toISOString();
};

it('stores an order in a table that it makes itself, and answers', async () => {
	await shopSends(shopifySample);
	const [row] = rows();
	expect(row).toMatchObject({ number: shopifySample.name, status: 'waiting', document_no: null });
	expect(JSON.parse(String(row.shop_order))).toEqual(shopifySample);
	expect(surroundings.answered).toEqual([
		{ stored: true, row: row.id, number: shopifySample.name },
	]);
	expect(await inSage(shopifySample.name)).toEqual([]);
});

it('answers nothing, so that n8n answers 500, where the order could not be stored', async () => {
	surroundings.tables.make(TABLE, { colour: 'string' });
	await expect(shopSends(numbered('#1'))).rejects.toMatchObject({
		message: expect.stringContaining('unknown column') as string,
	});
	expect(surroundings.answered).toEqual([]);
});

it('stores nothing that another has signed', async () => {
	const secret = 'a-secret-of-the-shop';
	const settings = { webhookSecret: secret };
	const order = numbered('#2');
	await shopSends(order, { settings });
	expect(rows()).toEqual([]);
	expect(surroundings.answered).toEqual([{ message: "The signature is not the shop's" }]);
	const headers = { 'x-shopify-hmac-sha256': signatureOf(order, secret) };
	await shopSends(order, { settings, headers });
	expect(rows()).toHaveLength(1);
});

it('pushes what is stored, the oldest first, marks it with its number, and pushes it once', async () => {
	for (const name of ['#11', '#12', '#13', '#12']) await shopSends(numbered(name));
	await aMinutePasses();
	expect(rows().map(({ status }) => status)).toEqual(Array(4).fill('pushed'));
	const orders = await Promise.all(['#11', '#12', '#13'].map(inSage));
	expect(orders.map((each) => each.length)).toEqual([1, 1, 1]);
	const [first, second, third] = orders.map(([{ document_no }]) => document_no);
	expect(rows().map(({ document_no }) => document_no)).toEqual([first, second, third, second]);
	const ids = orders.map(([order]) => Number(order.id));
	expect(ids).toEqual([...ids].sort((one, other) => one - other));

	const outputs = await aMinutePasses();
	expect(outputs['Create the order']).toBeUndefined();
});

it('keeps what Sage refuses, with the reason, beside what it takes, and pushes it when that is mended', async () => {
	await shopSends(unknownProduct('#21'));
	await shopSends(numbered('#22'));
	await aMinutePasses();
	expect(rowOf('#21')).toMatchObject({ status: 'waiting', document_no: null });
	expect(rowOf('#21').error).toMatch(/NO-SUCH-SKU.*\. .*Nothing was sent to Sage 200/);
	expect(rowOf('#22')).toMatchObject({ status: 'pushed', error: '' });
	rowOf('#21').shop_order = JSON.stringify(numbered('#21'));
	await aMinutePasses();
	expect(rowOf('#21')).toMatchObject({ status: 'pushed', error: '' });
});

it('gives up on none while Sage is away, and pushes all when it is back', async () => {
	await sage.admin.setFaults([{ kind: 'status', status: 503 }]);
	for (const name of ['#31', '#32']) await shopSends(numbered(name));
	for (let minute = 0; minute < 2; minute++) {
		await aMinutePasses();
		expect(rows().map(({ status }) => status)).toEqual(['waiting', 'waiting']);
		expect(rows().every(({ error }) => /503/.test(String(error)))).toBe(true);
	}
	await sage.admin.setFaults([]);
	await aMinutePasses();
	expect(rows().map(({ status }) => status)).toEqual(['pushed', 'pushed']);
	expect([await inSage('#31'), await inSage('#32')].map((each) => each.length)).toEqual([1, 1]);
});

it('takes nothing for pushed that the node did not answer', async () => {
	await shopSends(numbered('#41'));
	const node = types[SAGE];
	types[SAGE] = {
		description: node.description,
		execute: async () => await Promise.reject(new Error('out of memory')),
	} as unknown as INodeType;
	await aMinutePasses();
	types[SAGE] = node;
	expect(rowOf('#41')).toMatchObject({ status: 'waiting', error: 'The node did not answer' });
});

it('leaves alone what another run has taken, until that run must be gone', async () => {
	await shopSends(numbered('#51'));
	rowOf('#51').due = new Date(Date.now() + 5 * MINUTE).toISOString();
	await aMinutePasses();
	expect(rowOf('#51').status).toBe('waiting');
	rowOf('#51').due = new Date(Date.now() - 1).toISOString();
	await aMinutePasses();
	expect(rowOf('#51').status).toBe('pushed');
});

it('pushes a new order though a hundred are refused before it', async () => {
	await shopSends(unknownProduct('#60'));
	const [refused] = rows();
	for (let more = 1; more < 100; more++)
		rows().push({ ...refused, id: 10_000 + more, number: `#60-${more}` });
	await aMinutePasses();
	await shopSends(numbered('#61'));
	await aMinutePasses();
	await aMinutePasses();
	expect(rowOf('#61').status).toBe('pushed');
});

it('says why an order is not for sale', async () => {
	await shopSends(numbered('#71', { financial_status: 'pending' }));
	await aMinutePasses();
	expect(rowOf('#71').status).toBe('skipped');
	expect(rowOf('#71').error).toMatch(/awaits payment/);
});

it('tells at once of an order that was cancelled in Sage 200', async () => {
	await shopSends(numbered('#82'));
	await aMinutePasses();
	const [order] = await inSage('#82');
	await sage.admin.changeRow('sop_orders', Number(order.id), {
		document_status: 'EnumDocumentStatusCancelled',
	});
	await shopSends(numbered('#82'));
	await aMinutePasses();
	expect(surroundings.posted.map(({ body }) => body.text)).toEqual([
		`Order #82 (${String(order.document_no)} in Sage 200) is not there as the shop has it: It was cancelled in Sage 200`,
	]);
});

it('tells at once of an order that was changed in the shop since', async () => {
	await shopSends(numbered('#81'));
	await aMinutePasses();
	const [line] = pos.line_items;
	await shopSends(
		numbered('#81', {
			line_items: [{ ...line, quantity: 2, current_quantity: 2 }],
			total_price: '48.00',
			current_total_price: '48.00',
			subtotal_price: '48.00',
			current_subtotal_price: '48.00',
			total_tax: '8.00',
			current_total_tax: '8.00',
		}),
	);
	await aMinutePasses();
	expect(surroundings.posted.map(({ body }) => body.text)).toEqual([
		expect.stringMatching(/^Order #81 \(\d+ in Sage 200\) is not there as the shop has it: /),
	]);
});

it('tells what differs by the next run where the chat was away, and once', async () => {
	await shopSends(numbered('#83'));
	await aMinutePasses();
	const [order] = await inSage('#83');
	await sage.admin.changeRow('sop_orders', Number(order.id), {
		document_status: 'EnumDocumentStatusCancelled',
	});
	await shopSends(numbered('#83'));
	surroundings.isAway = true;
	await expect(aMinutePasses()).rejects.toMatchObject({ message: 'The service is away' });
	expect(rows().map(({ status }) => status)).toEqual(['pushed', 'differs']);
	surroundings.isAway = false;
	for (let minute = 0; minute < 2; minute++) await aMinutePasses();
	expect(surroundings.posted.map(({ body }) => body.text)).toEqual([
		expect.stringMatching(/^Order #83 .*cancelled in Sage 200$/),
	]);
	expect(rows().map(({ status }) => status)).toEqual(['pushed', 'pushed']);
});

describe('what has waited for an hour', () => {
	const texts = () => surroundings.posted.map(({ body }) => String(body.text));

	it('is told in one message, once an hour at most', async () => {
		for (const name of ['#91', '#92']) {
			await shopSends(unknownProduct(name));
			olderBy(rowOf(name), 61 * MINUTE);
		}
		await shopSends(unknownProduct('#93'));
		await aMinutePasses();
		expect(texts()).toEqual([
			expect.stringMatching(
				/^Orders that are not in Sage 200 yet:\n#91, since .*NO-SUCH-SKU.*\n#92, since /,
			),
		]);
		expect(surroundings.posted[0].url).toBe(SETTINGS.chatUrl);

		olderBy(rowOf('#93'), 61 * MINUTE);
		await aMinutePasses();
		expect(texts()).toHaveLength(1);
		for (const row of rows().filter(({ told }) => told !== null))
			row.told = new Date(Date.now() - 61 * MINUTE).toISOString();
		await aMinutePasses();
		expect(texts()).toHaveLength(2);
		expect(texts()[1]).toMatch(/#93/);
	});

	it('is told by the next run where the chat was away; pushing goes on meanwhile', async () => {
		await shopSends(unknownProduct('#94'));
		olderBy(rowOf('#94'), 61 * MINUTE);
		await shopSends(numbered('#95'));
		surroundings.isAway = true;
		await expect(aMinutePasses()).rejects.toMatchObject({ message: 'The service is away' });
		expect(rowOf('#95').status).toBe('pushed');
		surroundings.isAway = false;
		await aMinutePasses();
		expect(texts()).toHaveLength(1);
	});
});

it('removes what was pushed seven days ago, and nothing that waits', async () => {
	await shopSends(numbered('#101'));
	await shopSends(unknownProduct('#102'));
	await shopSends(numbered('#103'));
	await aMinutePasses();
	for (const number of ['#101', '#102'])
		rowOf(number).updatedAt = new Date(Date.now() - 7 * DAY - MINUTE).toISOString();
	await aMinutePasses();
	expect(rows().map(({ number }) => number)).toEqual(['#102', '#103']);
});

it('pushes again what a person sets back to waiting: what is in Sage stays, what is gone is made anew', async () => {
	const setBack = (number: string) =>
		Object.assign(rowOf(number), { status: 'waiting', due: new Date(0).toISOString() });
	await shopSends(numbered('#111'));
	await aMinutePasses();
	const [made] = await inSage('#111');
	setBack('#111');
	await aMinutePasses();
	expect(await inSage('#111')).toMatchObject([{ id: made.id }]);
	await sage.admin.deleteRow('sop_orders', Number(made.id));
	setBack('#111');
	await aMinutePasses();
	expect(await inSage('#111')).toHaveLength(1);
	expect(rowOf('#111').status).toBe('pushed');
});

it('makes its table in two places with the same columns', () => {
	const [one, other] = template.nodes.filter(({ parameters }) => parameters.resource === 'table');
	expect(one.parameters).toEqual(other.parameters);
});
