/** Templates run with one click: a sample is pinned to what begins them, and goes through as far as the shop. */
import type { IDataObject } from 'n8n-workflow';

import customersToCrm from '../../workflows/customers-to-crm.json';
import despatchToMagento from '../../workflows/despatch-to-magento.json';
import despatchToShopify from '../../workflows/despatch-to-shopify.json';
import despatchToWooCommerce from '../../workflows/despatch-to-woocommerce.json';
import bigcommerce from '../../workflows/bigcommerce-order-to-sage.json';
import healthByChat from '../../workflows/token-health-chat.json';
import healthByEmail from '../../workflows/token-health-email.json';
import inbox from '../../workflows/order-inbox.json';
import magento from '../../workflows/magento-order-to-sage.json';
import priceToShop from '../../workflows/price-to-shop.json';
import refunds from '../../workflows/shop-refund-to-sage.json';
import shopify from '../../workflows/shop-order-to-sage.json';
import stockToShop from '../../workflows/stock-to-shop.json';
import woocommerce from '../../workflows/woocommerce-order-to-sage.json';
import { DataTables } from '../support/dataTables';
import { fastClock } from '../support/fastClock';
import type { StoredCredential } from '../support/engine';
import { loginTo } from '../support/login';
import { play, type Template } from '../support/played';
import { shippedTemplates } from '../support/shippedTemplates.js';
import { startSimulator, type Simulator } from '../support/simulator';
import { pushThrough, runTemplate, Surroundings } from '../support/templates';

interface Pinned {
	json: IDataObject;
}

const usualClock = fastClock(20);
afterAll(() => usualClock());

jest.setTimeout(60_000);

let sage: Simulator;
let login: StoredCredential;

beforeAll(async () => {
	sage = await startSimulator('--customers', '30', '--products', '60');
	await sage.admin.setBehaviour({ freeTextLines: 'taken' });
	login = await loginTo(sage);
});
afterAll(async () => await sage.stop());

const template = (json: unknown) => json as Template;

/** What is pinned to the one node that begins a template. */
function sampleOf({ pinData }: { pinData: object }): IDataObject[] {
	const [items] = Object.values(pinData) as Pinned[][];
	return items.map(({ json }) => json);
}

const bodyOf = (json: { pinData: object }) => sampleOf(json)[0].body as IDataObject;

const BEGINNINGS = ['n8n-nodes-base.webhook', 'n8n-nodes-sage200.sage200Trigger'];
/**
 * It reads the order that an event names from Sage 200, so that only an event of the site itself goes through: the
 * trigger gives one when it is tried in the editor.
 */
const READS_ITS_ORDER = 'credit-control.json';

describe.each(shippedTemplates().filter(({ file }) => file !== READS_ITS_ORDER))(
	'the template $file',
	({ nodes, pinData }) => {
		it('has a sample pinned to each webhook and trigger', () => {
			const beginnings = nodes.filter(({ type }) => BEGINNINGS.includes(type));
			expect(Object.keys(pinData).sort()).toEqual(beginnings.map(({ name }) => name).sort());
		});

		it('has the bytes of the sample where a signature is made of them', () => {
			const signed = nodes.filter(({ parameters }) => parameters.options?.rawBody === true);
			for (const { name } of signed)
				for (const { json, binary } of pinData[name])
					expect(JSON.parse(Buffer.from(binary!.data.data, 'base64').toString())).toEqual(
						json.body,
					);
		});

		it('says CHANGE ME where a setting is of the one who uses it', () => {
			const settings = nodes.flatMap(({ parameters }) => {
				const { assignments = [] } = (parameters.assignments ?? {}) as {
					assignments?: Array<{ name: string; value: unknown }>;
				};
				return assignments.filter(({ name }) =>
					/^(webAccount|shopUrl|chatUrl|from|to)$/.test(name),
				);
			});
			for (const { value } of settings) expect(value).toMatch(/^CHANGE ME/);
		});
	},
);

describe('the pinned order goes to Sage 200:', () => {
	it.each([
		['Shopify', shopify, 'WEB-#SAMPLE-1'],
		['WooCommerce', woocommerce, 'WOO-SAMPLE-1'],
		['Magento', magento, 'MAG-SAMPLE-1'],
		['BigCommerce', bigcommerce, 'BIG-SAMPLE-1'],
	])('%s', async (_shop, json, key) => {
		const pushed = await pushThrough(template(json), login, bodyOf(json));
		expect(pushed.errorItems).toEqual([]);
		expect(pushed.json).toMatchObject([{ outcome: 'created', customer_document_no: key }]);
	});
});

it('the pinned refund is credited', async () => {
	await pushThrough(template(shopify), login, { ...bodyOf(shopify), name: '#1' });
	const { json, errorItems } = await pushThrough(template(refunds), login, bodyOf(refunds));
	expect(errorItems).toEqual([]);
	expect(json).toMatchObject([{ outcome: 'created' }]);
});

it('the pinned order is stored in the inbox', async () => {
	const surroundings = new Surroundings();
	await runTemplate(template(inbox), login, 'Order from the shop', sampleOf(inbox), {
		surroundings,
	});
	expect(surroundings.answered).toMatchObject([{ stored: true, number: '#SAMPLE-1' }]);
});

it.each(Object.entries(stockToShop.pinData))(
	'what is pinned to %s is kept for the shop',
	async (start, items) => {
		const surroundings = new Surroundings();
		const json = (items as unknown as Pinned[]).map((item) => item.json);
		await runTemplate(template(stockToShop), login, start, json, { surroundings });
		await runTemplate(template(stockToShop), login, 'Every minute', [{}], { surroundings });
		expect(surroundings.posted).toMatchObject([{ body: { changes: [{ sku: 'SAMPLE-1' }] } }]);
	},
);

describe('the pinned event goes out:', () => {
	const sentBy = async (json: { pinData: object }, answers = {}) => {
		const [from] = Object.keys(json.pinData);
		return await play(template(json), login, { items: sampleOf(json), from, answers });
	};

	it('a price', async () => {
		const { sent, error } = await sentBy(priceToShop);
		expect(error).toBeUndefined();
		expect(sent[0].parameters.jsonBody).toMatchObject({ changes: [{ sku: 'SAMPLE-1' }] });
	});

	it('a customer', async () => {
		const { sent, error } = await sentBy(customersToCrm);
		expect(error).toBeUndefined();
		expect(sent[0].parameters.jsonBody).toMatchObject({
			inputs: [{ properties: { name: 'Sample Customer', city: 'Leeds' } }],
		});
	});

	it.each([
		['the chat', healthByChat, 'jsonBody.text'],
		['an e-mail', healthByEmail, 'text'],
	])('the end of the login, to %s', async (_where, json, field) => {
		const [sample] = sampleOf(json);
		const [from] = Object.keys(json.pinData);
		const told = async (changes: object) => {
			const items = [{ ...sample, ...changes }];
			const { sent, error } = await play(template(json), login, { items, from });
			expect(error).toBeUndefined();
			return sent[0].parameters;
		};
		const saying = (text: RegExp) => expect.stringMatching(text) as string;
		expect(await told({})).toHaveProperty(field, saying(/ends in 9 days \(2026-11-29\)/));
		expect(await told({ days_left: 1 })).toHaveProperty(field, saying(/ends in 1 day \(/));
		expect(await told({ event: { type: 'login.lost' }, reason: 'It is gone' })).toHaveProperty(
			field,
			saying(/"Sage 200 account" has ended: [^]*It is gone\.\n.*press Switch account/),
		);
	});

	it.each([
		['Shopify', despatchToShopify, { data: { orders: { nodes: [] } } }],
		['Magento', despatchToMagento, { items: [] }],
		['WooCommerce', despatchToWooCommerce, undefined],
	])('a despatch, of which %s says that there is no such order', async (_shop, json, answer) => {
		const answers = {
			'Look for the order': () => {
				if (answer) return answer as IDataObject;
				throw new Error('the shop has no such order');
			},
		};
		const settings = { tellAfterMinutes: 0 };
		const tables = new DataTables();
		const through = async (from: string, items: IDataObject[]) =>
			await play(template(json), login, { items, from, answers, settings, tables });
		expect((await through('Order despatched', sampleOf(json))).error).toBeUndefined();
		const { sent, error } = await through('Every minute', [{}]);
		expect(new Set(sent.map(({ node }) => node))).toEqual(new Set(['Look for the order']));
		expect(error?.message).toMatch(
			/Despatch SAMPLE-1 of \w+-SAMPLE-1: .*the shop has no such order/,
		);
	});
});

it.each([
	'order-inbox.json',
	'stock-to-shop.json',
	'despatch-to-shopify.json',
	'despatch-to-magento.json',
	'despatch-to-woocommerce.json',
])('%s tells that a sample that was tried stays in its table', (name) => {
	const { nodes } = shippedTemplates().find(({ file }) => file === name)!;
	expect(JSON.stringify(nodes)).toMatch(
		/stays in the data table: delete its rows? before you publish/,
	);
});
