/** Templates that begin with the trigger: what happens in Sage reaches shop, CRM and person, once. */
import type { IDataObject } from 'n8n-workflow';

import creditControl from '../../workflows/credit-control.json';
import customersToCrm from '../../workflows/customers-to-crm.json';
import despatchToMagento from '../../workflows/despatch-to-magento.json';
import despatchToShopify from '../../workflows/despatch-to-shopify.json';
import despatchToWooCommerce from '../../workflows/despatch-to-woocommerce.json';
import priceToShop from '../../workflows/price-to-shop.json';
import { loginTo } from '../support/login';
import { play, type Template } from '../support/played';
import { PollingNode } from '../support/pollingNode';
import { byKey, productLine, SalesWorld } from '../support/salesWorld';
import type { StoredCredential } from '../support/engine';

let world: SalesWorld;
let login: StoredCredential;

beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => {
	await world.reset();
	login = await loginTo(world.sage);
});

const template = (json: unknown) => json as Template;

/** The template's own trigger, active. */
async function activated(json: unknown): Promise<PollingNode> {
	const { parameters } = template(json).nodes.find(({ id }) => id === 'trigger')!;
	return new PollingNode(login, parameters as IDataObject);
}

async function pass(): Promise<void> {
	await world.sage.admin.advanceClock(60_000);
}

describe('a despatch', () => {
	/** An order of two of one product and four of another, despatched. */
	async function despatched(key: string, json: unknown): Promise<PollingNode> {
		const [first, second] = await world.goods();
		await world.order(key, [productLine(first, 2), productLine(second, 4)]);
		const node = await activated(json);
		expect(await node.poll()).toEqual([]);
		await pass();
		const { error } = await world.run({
			resource: 'despatch',
			operation: 'confirm',
			order: byKey(key),
		});
		expect(error).toBeUndefined();
		return node;
	}

	async function tracked(): Promise<void> {
		await pass();
		const receipts = await world.sage.admin.rows('sop_despatch_receipts');
		const { id } = receipts[receipts.length - 1];
		await world.sage.admin.changeRow('sop_despatch_receipts', Number(id), {
			consignment_no: 'PARCEL-1',
		});
	}

	const codes = async () => (await world.goods()).slice(0, 2).map(({ code }) => String(code));

	describe('in Shopify', () => {
		const FULFIL = 'Fulfil';
		/** A shop that has one order and keeps its metafields. */
		async function shop() {
			const [first, second] = await codes();
			const kept: Record<string, string> = {};
			const node = (id: string, sku: string, remainingQuantity: number) => ({
				id,
				sku,
				remainingQuantity,
			});
			return {
				'Look for the order': ({ jsonBody }: IDataObject) => {
					const { variables } = jsonBody as { variables: { name: string; despatch: string } };
					const name = variables.name.slice('name:"'.length, -1);
					if (name !== '#2001') return { data: { orders: { nodes: [] } } };
					const value = kept[variables.despatch];
					const lineItems = {
						nodes: [node('a', first, 2), node('b', second, 1), node('c', second, 5)],
					};
					const order = {
						id: 'order-1',
						name,
						metafield: value === undefined ? null : { value },
						fulfillmentOrders: { nodes: [{ id: 'fo-1', lineItems }] },
					};
					return { data: { orders: { nodes: [{ id: 'order-0', name: '#20' }, order] } } };
				},
				[FULFIL]: () => ({ data: { result: { fulfillment: { id: 'f-1' }, userErrors: [] } } }),
				'Bring tracking up to date': () => ({
					data: { result: { fulfillment: { id: 'f-1' }, userErrors: [] } },
				}),
				'Keep which it became': ({ jsonBody }: IDataObject) => {
					const { variables } = jsonBody as {
						variables: { metafields: Array<{ key: string; value: string }> };
					};
					for (const { key, value } of variables.metafields) kept[key] = value;
					return { data: { result: { userErrors: [] } } };
				},
			};
		}
		const through = async (items: IDataObject[], answers: Awaited<ReturnType<typeof shop>>) =>
			await play(template(despatchToShopify), login, { items, from: 'Order despatched', answers });

		it('is fulfilled, once; tracking that comes later is added to the same fulfilment', async () => {
			const node = await despatched('WEB-#2001', despatchToShopify);
			const items = await node.poll();
			const answers = await shop();
			const { sent, error } = await through(items, answers);
			expect(error).toBeUndefined();
			expect(sent.map((each) => each.node)).toEqual([
				'Look for the order',
				FULFIL,
				'Keep which it became',
			]);
			expect(sent[1].parameters.jsonBody).toMatchObject({
				variables: {
					fulfillment: {
						lineItemsByFulfillmentOrder: [
							{
								fulfillmentOrderId: 'fo-1',
								fulfillmentOrderLineItems: [
									{ id: 'a', quantity: 2 },
									{ id: 'b', quantity: 1 },
									{ id: 'c', quantity: 3 },
								],
							},
						],
						notifyCustomer: true,
					},
				},
			});
			await tracked();
			const later = await through(await node.poll(), answers);
			expect(later.sent.map((each) => each.node)).toEqual([
				'Look for the order',
				'Bring tracking up to date',
				'Keep which it became',
			]);
			expect(later.sent[1].parameters.jsonBody).toMatchObject({
				variables: { id: 'f-1', tracking: { number: 'PARCEL-1' } },
			});
		});

		it('that the shop refuses, or has no order of, tells a person', async () => {
			const node = await despatched('WEB-#2001', despatchToShopify);
			const items = await node.poll();
			const answers = await shop();
			const refusing = {
				...answers,
				[FULFIL]: () => ({ data: { result: { userErrors: [{ message: 'No such line' }] } } }),
			};
			const refused = await through(items, refusing as never);
			expect(refused.error?.message).toMatch(/Despatch .* of WEB-#2001: No such line/);
			const unknown = await through(
				items.map((item) => ({ ...item, order_key: 'WEB-#9' })),
				answers,
			);
			expect(unknown.error?.message).toMatch('the shop has no such order');
		});

		it('of another shop goes no further', async () => {
			const node = await despatched('WOO-2001', despatchToShopify);
			expect((await through(await node.poll(), await shop())).sent).toEqual([]);
		});
	});

	it('in WooCommerce completes the order and is told to the buyer, once', async () => {
		const node = await despatched('WOO-727', despatchToWooCommerce);
		const items = await node.poll();
		const order = { id: 727, status: 'processing', meta_data: [] as IDataObject[] };
		const answers = {
			'Look for the order': () => order,
			'Complete the order': ({ jsonBody }: IDataObject) => {
				const { status, meta_data } = jsonBody as typeof order;
				Object.assign(order, { status, meta_data });
				return order;
			},
		};
		const through = async (events: IDataObject[]) =>
			await play(template(despatchToWooCommerce), login, {
				items: events,
				from: 'Order despatched',
				answers,
				settings: { shopUrl: 'https://shop.test' },
			});
		const { sent, error } = await through(items);
		expect(error).toBeUndefined();
		expect(sent.map(({ parameters }) => [parameters.method, parameters.url])).toEqual([
			['GET', 'https://shop.test/wp-json/wc/v3/orders/727'],
			['PUT', 'https://shop.test/wp-json/wc/v3/orders/727'],
			['POST', 'https://shop.test/wp-json/wc/v3/orders/727/notes'],
		]);
		expect(order.status).toBe('completed');
		expect(sent[2].parameters.jsonBody).toMatchObject({
			note: expect.stringMatching(/^Your order is on its way:\n2 × .+\n4 × /),
			customer_note: true,
		});
		expect((await through(items)).sent).toHaveLength(1);
		await tracked();
		const later = await through(await node.poll());
		expect((later.sent[2].parameters.jsonBody as IDataObject).note).toMatch(/PARCEL-1/);
	});

	it('in Magento is shipped by the lines that are open, once; tracking is added later', async () => {
		const node = await despatched('MAG-000000012', despatchToMagento);
		const items = await node.poll();
		const [first, second] = await codes();
		const shipments: IDataObject[] = [];
		const answers = {
			'Look for the order': () => ({
				items: [
					{
						entity_id: 12,
						items: [
							{ item_id: 21, sku: first, qty_ordered: 2, qty_shipped: 0, qty_canceled: 0 },
							{ item_id: 22, sku: first, qty_ordered: 2, parent_item_id: 21 },
							{ item_id: 23, sku: second, qty_ordered: 5, qty_shipped: 1, qty_canceled: 2 },
							{ item_id: 24, sku: second, qty_ordered: 5 },
						],
					},
				],
			}),
			'Shipments of the order': () => ({ items: shipments }),
			Ship: ({ jsonBody }: IDataObject) => {
				shipments.push({ entity_id: 5, order_id: 12, ...(jsonBody as IDataObject) });
				return {};
			},
		};
		const through = async (events: IDataObject[]) =>
			await play(template(despatchToMagento), login, {
				items: events,
				from: 'Order despatched',
				answers,
				settings: { shopUrl: 'https://shop.test' },
			});
		const { sent, error } = await through(items);
		expect(error).toBeUndefined();
		expect(sent[2].parameters).toMatchObject({
			url: 'https://shop.test/rest/V1/order/12/ship',
			jsonBody: {
				items: [
					{ order_item_id: 21, qty: 2 },
					{ order_item_id: 23, qty: 2 },
					{ order_item_id: 24, qty: 2 },
				],
				notify: true,
				tracks: [{ title: 'Despatch note', track_number: items[0].despatch_no }],
			},
		});
		expect((await through(items)).sent).toHaveLength(2);
		await tracked();
		const later = await through(await node.poll());
		expect(later.sent[2].parameters).toMatchObject({
			url: 'https://shop.test/rest/V1/shipment/track',
			jsonBody: { entity: { order_id: 12, parent_id: 5, track_number: 'PARCEL-1' } },
		});
	});
});

describe('prices', () => {
	it('go to the shop a hundred at a time, first all, then what changed', async () => {
		const node = await activated(priceToShop);
		const all = await node.poll();
		const through = async (items: IDataObject[]) =>
			await play(template(priceToShop), login, {
				items,
				from: 'Price changed',
				settings: { shopUrl: 'https://shop.test/prices' },
			});
		const many = Array.from({ length: 5 }, () => all).flat();
		const { sent, error } = await through(many);
		expect(error).toBeUndefined();
		const sizes = sent.map(
			({ parameters }) => (parameters.jsonBody as { changes: unknown[] }).changes.length,
		);
		expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
		expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(many.length);
		const [row] = await world.sage.admin.rows('product_prices', {
			id: String(all[0].product_price_id),
		});
		await pass();
		await world.sage.admin.changeRow('product_prices', Number(row.id), { price: 12.34 });
		await pass();
		expect((await through(await node.poll())).sent).toMatchObject([
			{
				parameters: {
					url: 'https://shop.test/prices',
					jsonBody: { changes: [{ kind: 'price', sku: all[0].product_code, price: 12.34 }] },
				},
			},
		]);
	});
});

describe('customers of several companies', () => {
	async function changed(): Promise<IDataObject[]> {
		const node = await activated(customersToCrm);
		expect(await node.poll()).toEqual([]);
		await pass();
		const { now } = await world.sage.admin.clock();
		await world.sage.admin.bulk({ resource: 'customers', count: 120, stamp: now });
		await pass();
		return await node.poll();
	}
	const through = async (items: IDataObject[], answer: IDataObject = {}) =>
		await play(template(customersToCrm), login, {
			items,
			from: 'Customer created or updated',
			answers: { 'Make or update in HubSpot': () => answer },
			settings: { keyProperty: 'sage_key' },
		});

	it('are made or updated in the CRM by a key that tells the companies apart', async () => {
		const items = await changed();
		expect(items).toHaveLength(120);
		const twin = { ...items[0], company_id: 'another', name: 'Twin' };
		const newer = { ...items[0], name: 'Newer' };
		const { sent, error } = await through([...items, twin, newer]);
		expect(error).toBeUndefined();
		const inputs = sent.flatMap(
			({ parameters }) => (parameters.jsonBody as { inputs: IDataObject[] }).inputs,
		);
		expect(sent).toHaveLength(2);
		expect(inputs[0]).toMatchObject({
			id: `${items[0].site_id}/${items[0].company_id}/${items[0].id}`,
			idProperty: 'sage_key',
			properties: { name: items[0].name, description: expect.stringContaining(': ') },
		});
		expect(inputs.map(({ properties }) => (properties as IDataObject).name)).toEqual(
			expect.arrayContaining(['Twin', 'Newer']),
		);
	});

	it('that the CRM refuses tell a person', async () => {
		const { error } = await through(await changed(), { numErrors: 1, errors: [{ message: 'No' }] });
		expect(error?.message).toMatch(/refused 1 customers.*No/);
	});
});

describe('an order on hold', () => {
	const held = async (): Promise<IDataObject> => {
		const [goods] = await world.goods();
		const node = await activated(creditControl);
		const order = await world.order('C-1', [productLine(goods)]);
		await node.poll();
		await pass();
		await world.sage.admin.changeRow('sop_orders', Number(order.id), {
			document_status: 'EnumDocumentStatusOnHold',
		});
		await pass();
		const [item, ...others] = await node.poll();
		expect(others).toEqual([]);
		return item;
	};
	const asked = async (item: IDataObject, approved: boolean) =>
		await play(template(creditControl), login, {
			items: [item],
			from: 'One order',
			answers: { 'Ask a person': () => ({ data: { approved } }) },
		});
	const status = async () =>
		(await world.sage.admin.rows('sop_orders', { customer_document_no: 'C-1' }))[0].document_status;

	it('gets an execution of its own', async () => {
		const item = await held();
		const { sent } = await play(template(creditControl), login, {
			items: [item, { ...item, event: { ...(item.event as IDataObject), began: [] } }, item],
			from: 'Order put on hold',
		});
		expect(sent.map(({ node }) => node)).toEqual(['Ask about this order', 'Ask about this order']);
		expect(sent[0].parameters).toMatchObject({
			workflowId: { value: '1' },
			options: { waitForSubWorkflow: false },
		});
	});

	it('is released where a person approves', async () => {
		const item = await held();
		const { sent, error } = await asked(item, true);
		expect(error).toBeUndefined();
		expect(sent[0].parameters).toMatchObject({
			subject: expect.stringMatching(/^Order .* is on hold$/),
			message: expect.stringContaining('C-1'),
		});
		expect(await status()).toBe('EnumDocumentStatusLive');
		// The same event once more: it is no longer on hold, so nobody is asked.
		expect((await asked(item, true)).sent).toEqual([]);
	});

	it('stays on hold where a person declines', async () => {
		expect((await asked(await held(), false)).error).toBeUndefined();
		expect(await status()).toBe('EnumDocumentStatusOnHold');
	});
});

it('no template needs a Code node, and each names its settings', () => {
	const all = [
		creditControl,
		customersToCrm,
		despatchToMagento,
		despatchToShopify,
		despatchToWooCommerce,
		priceToShop,
	];
	for (const { nodes } of all) {
		expect(nodes.map(({ type }) => type)).not.toContain('n8n-nodes-base.code');
		expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
		expect(JSON.stringify(nodes)).toContain('"CHANGE ME: ');
	}
});
