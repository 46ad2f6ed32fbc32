/** Templates that tell shops of despatches: each once, whatever is lost on the way, and a person of what a shop refuses. */
import type { IDataObject } from 'n8n-workflow';

import despatchToMagento from '../../workflows/despatch-to-magento.json';
import despatchToShopify from '../../workflows/despatch-to-shopify.json';
import despatchToWooCommerce from '../../workflows/despatch-to-woocommerce.json';
import { DataTables } from '../support/dataTables';
import { fastClock } from '../support/fastClock';
import { loginTo } from '../support/login';
import { play, type Sent, type Template } from '../support/played';
import { PollingNode } from '../support/pollingNode';
import { byKey, productLine, SalesWorld } from '../support/salesWorld';
import type { StoredCredential } from '../support/engine';

jest.setTimeout(60_000);

type Answers = Record<string, (parameters: IDataObject) => IDataObject>;
type Lines = Array<{ sku: string; quantity: number }>;

/** A shop with one order, which keeps what it is told. */
interface Shop {
	template: Template;
	table: string;
	key: string;
	answers: Answers;
	/** Nodes that change something. */
	writes: string[];
	/** What the buyer and the shop were told in the end. */
	effects(): unknown;
}

const URL = 'https://shop.test';
const usualClock = fastClock(20);

let world: SalesWorld;
let login: StoredCredential;
/** Two products, of which two and four are ordered. */
let codes: string[];

beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => {
	await world.close();
	usualClock();
});
beforeEach(async () => {
	await world.reset();
	login = await loginTo(world.sage);
	codes = (await world.goods()).slice(0, 2).map(({ code }) => String(code));
});

const asked = <Variables>({ jsonBody }: IDataObject) =>
	(jsonBody as { variables: Variables }).variables;

function shopify(): Shop {
	const [first, second] = codes;
	const open = [
		{ id: 'a', sku: first, remainingQuantity: 2 },
		{ id: 'b', sku: second, remainingQuantity: 1 },
		{ id: 'c', sku: second, remainingQuantity: 5 },
	];
	const made: Array<{ id: string; number?: string; lines: Lines }> = [];
	const kept: Record<string, string> = {};
	const taken = (id: string) => ({ data: { result: { fulfillment: { id }, userErrors: [] } } });
	return {
		template: despatchToShopify as unknown as Template,
		table: 'sage200-despatches-shopify',
		key: 'WEB-#2001',
		writes: ['Fulfil', 'Bring tracking up to date', 'Keep which it became'],
		answers: {
			'Look for the order': (parameters) => {
				const name = asked<{ name: string }>(parameters).name.slice('name:"'.length, -1);
				const nodes = name === '#2001' ? [{ id: 'order-1', name }] : [];
				return { data: { orders: { nodes: [{ id: 'order-0', name: '#20' }, ...nodes] } } };
			},
			'What the order has': () => ({
				data: {
					order: {
						id: 'order-1',
						metafields: { nodes: Object.entries(kept).map(([key, value]) => ({ key, value })) },
						fulfillments: made.map(({ id, number, lines }) => ({
							id,
							status: 'SUCCESS',
							trackingInfo: number ? [{ number }] : [],
							fulfillmentLineItems: {
								nodes: lines.map(({ sku, quantity }) => ({ quantity, lineItem: { sku } })),
							},
						})),
						fulfillmentOrders: {
							nodes: [{ id: 'fo-1', lineItems: { nodes: open.map((line) => ({ ...line })) } }],
						},
					},
				},
			}),
			Fulfil: (parameters) => {
				const { fulfillment } = asked<{
					fulfillment: {
						lineItemsByFulfillmentOrder: Array<{
							fulfillmentOrderLineItems: Array<{ id: string; quantity: number }>;
						}>;
						trackingInfo: { number?: string };
					};
				}>(parameters);
				const lines = fulfillment.lineItemsByFulfillmentOrder
					.flatMap((each) => each.fulfillmentOrderLineItems)
					.map(({ id, quantity }) => {
						const line = open.find((each) => each.id === id)!;
						line.remainingQuantity -= quantity;
						return { sku: line.sku, quantity };
					});
				made.push({ id: `f-${made.length}`, number: fulfillment.trackingInfo.number, lines });
				return taken(made[made.length - 1].id);
			},
			'Bring tracking up to date': (parameters) => {
				const { id, tracking } = asked<{ id: string; tracking: { number: string } }>(parameters);
				made.find((each) => each.id === id)!.number = tracking.number;
				return taken(id);
			},
			'Keep which it became': (parameters) => {
				const { metafields } = asked<{ metafields: Array<{ key: string; value: string }> }>(
					parameters,
				);
				for (const { key, value } of metafields) kept[key] = value;
				return { data: { result: { userErrors: [] } } };
			},
		},
		effects: () => ({ made, kept, open }),
	};
}

function woocommerce(): Shop {
	const order = { id: 727, status: 'processing', meta_data: [] as IDataObject[] };
	const notes: IDataObject[] = [];
	return {
		template: despatchToWooCommerce as unknown as Template,
		table: 'sage200-despatches-woocommerce',
		key: 'WOO-727',
		writes: ['Tell the buyer', 'Complete the order'],
		answers: {
			'Look for the order': ({ url }) => {
				if (!String(url).endsWith('/orders/727')) throw new Error('No such order');
				return { ...order };
			},
			'Notes of the order': () => ({ body: [...notes] }),
			'Tell the buyer': ({ jsonBody }) => {
				notes.push(jsonBody as IDataObject);
				return {};
			},
			'Complete the order': ({ jsonBody }) => {
				const { status = order.status, meta_data = [] } = jsonBody as Partial<typeof order>;
				// Of each key it keeps one value.
				const others = order.meta_data.filter(({ key }) =>
					meta_data.every((each) => each.key !== key),
				);
				Object.assign(order, { status, meta_data: [...others, ...meta_data] });
				return order;
			},
		},
		effects: () => ({ order, notes }),
	};
}

function magento(): Shop {
	const [first, second] = codes;
	const items = [
		{ item_id: 21, sku: first, qty_ordered: 2, qty_shipped: 0, qty_canceled: 0 },
		{ item_id: 22, sku: first, qty_ordered: 2, parent_item_id: 21 },
		{ item_id: 23, sku: second, qty_ordered: 5, qty_shipped: 1, qty_canceled: 2 },
		{ item_id: 24, sku: second, qty_ordered: 5 },
	];
	const shipments: Array<{ entity_id: number; order_id: number; tracks: unknown[] }> = [];
	return {
		template: despatchToMagento as unknown as Template,
		table: 'sage200-despatches-magento',
		key: 'MAG-000000012',
		writes: ['Ship', 'Add the tracking'],
		answers: {
			'Look for the order': ({ queryParameters }) => {
				const [, { value }] = (queryParameters as { parameters: Array<{ value: string }> })
					.parameters;
				return { items: value === '000000012' ? [{ entity_id: 12, items }] : [] };
			},
			'Shipments of the order': () => ({
				items: shipments.map((each) => ({ ...each, tracks: [...each.tracks] })) as never,
			}),
			Ship: ({ jsonBody }) => {
				const body = jsonBody as { tracks: unknown[] };
				shipments.push({ entity_id: shipments.length + 1, order_id: 12, ...body });
				return {};
			},
			'Add the tracking': ({ jsonBody }) => {
				const { entity } = jsonBody as { entity: { parent_id: number } };
				shipments.find(({ entity_id }) => entity_id === entity.parent_id)!.tracks.push(entity);
				return {};
			},
		},
		effects: () => ({ shipments }),
	};
}

/** A template with the table that it keeps despatches in. */
class Played {
	private readonly tables = new DataTables();
	readonly sent: Sent[] = [];

	constructor(
		readonly shop: Shop,
		private readonly answers: Answers = shop.answers,
	) {}

	rows() {
		return this.tables.rows(this.shop.table);
	}

	async keep(items: IDataObject[]): Promise<void> {
		const { error } = await this.run('Order despatched', items);
		expect(error).toBeUndefined();
	}

	/** What is due is told, also what was to be tried again later. */
	async aMinutePasses(): Promise<Error | undefined> {
		for (const row of this.rows()) row.due = new Date(0).toISOString();
		const { sent, error } = await this.run('Every minute', [{}]);
		this.sent.push(...sent);
		return error;
	}

	private async run(from: string, items: IDataObject[]) {
		const settings = { shopUrl: URL, tellAfterMinutes: 0 };
		const { shop, answers, tables } = this;
		return await play(shop.template, login, { items, from, answers, settings, tables });
	}
}

/** The trigger of a template, active while an order of two of one product and four of another is despatched. */
async function despatched({ template, key }: Shop): Promise<PollingNode> {
	const [first, second] = await world.goods();
	await world.order(key, [productLine(first, 2), productLine(second, 4)]);
	const { parameters } = template.nodes.find(({ id }) => id === 'trigger')!;
	const node = new PollingNode(login, parameters as IDataObject);
	expect(await node.poll()).toEqual([]);
	await world.sage.admin.advanceClock(60_000);
	const confirm = { resource: 'despatch', operation: 'confirm', order: byKey(key) };
	expect((await world.run(confirm)).error).toBeUndefined();
	return node;
}

/** What the trigger gives once Sage has the tracking of the last despatch. */
async function tracked(node: PollingNode): Promise<IDataObject[]> {
	await world.sage.admin.advanceClock(60_000);
	const receipts = await world.sage.admin.rows('sop_despatch_receipts');
	const { id } = receipts[receipts.length - 1];
	const consignment_no = 'PARCEL-1';
	await world.sage.admin.changeRow('sop_despatch_receipts', Number(id), { consignment_no });
	return await node.poll();
}

const SHOPS = [
	['Shopify', shopify],
	['WooCommerce', woocommerce],
	['Magento', magento],
] as const;

describe.each(SHOPS)('a despatch reaches %s', (_name, open) => {
	it('once, also where the event comes again', async () => {
		const played = new Played(open());
		const node = await despatched(played.shop);
		const events = await node.poll();
		for (let time = 0; time < 2; time++) {
			await played.keep(events);
			expect(await played.aMinutePasses()).toBeUndefined();
			expect(played.rows()).toEqual([]);
		}
		const later = await tracked(node);
		const before = JSON.stringify(played.shop.effects());
		await played.keep(later);
		expect(await played.aMinutePasses()).toBeUndefined();
		const after = JSON.stringify(played.shop.effects());
		expect(before).not.toContain('PARCEL-1');
		expect(after.split('PARCEL-1')).toHaveLength(2);
		await played.keep([...events, ...later]);
		await played.aMinutePasses();
		expect(JSON.stringify(played.shop.effects())).toBe(after);
	});

	it('once, whatever is lost on the way there or back', async () => {
		const whole = new Played(open());
		const node = await despatched(whole.shop);
		const events = [await node.poll(), await tracked(node)];
		for (const each of events) {
			await whole.keep(each);
			await whole.aMinutePasses();
		}
		for (const lost of whole.shop.writes) {
			for (const applied of [true, false]) {
				const shop = open();
				let hasFailed = false;
				const played = new Played(shop, {
					...shop.answers,
					[lost]: (parameters) => {
						const answer = hasFailed || applied ? shop.answers[lost](parameters) : {};
						if (hasFailed) return answer;
						hasFailed = true;
						throw new Error('socket hang up');
					},
				});
				for (const each of events) {
					await played.keep(each);
					for (let time = 0; time < 2; time++) await played.aMinutePasses();
					expect(played.rows()).toEqual([]);
				}
				expect(hasFailed).toBe(true);
				expect(shop.effects()).toEqual(whole.shop.effects());
			}
		}
	});

	it('also beside others that it refuses, of which a person is told once an hour, with all their names', async () => {
		const played = new Played(open());
		const node = await despatched(played.shop);
		const [event] = await node.poll();
		const unknown = (despatch_no: string) => ({
			...event,
			despatch_no,
			order_key: `${played.shop.key}9`,
			event: { ...(event.event as IDataObject), id: despatch_no },
		});
		await played.keep([unknown('D-1'), event, unknown('D-2')]);
		const error = await played.aMinutePasses();
		expect(error?.message).toMatch(/did not take:\nDespatch D-1 of .+: .+\nDespatch D-2 of .+: .+/);
		expect(played.rows().map(({ despatch_no }) => despatch_no)).toEqual(['D-1', 'D-2']);
		expect(await played.aMinutePasses()).toBeUndefined();
		for (const row of played.rows()) row.tell = new Date(0).toISOString();
		expect((await played.aMinutePasses())?.message).toMatch(/D-1.*\n.*D-2/);
	});

	it('unless it is of another shop', async () => {
		const played = new Played(open());
		const node = await despatched({ ...played.shop, key: 'POS-1' });
		await played.keep(await node.poll());
		expect(played.rows()).toEqual([]);
	});
});

it('Shopify fulfils the lines that are open, and refuses where none is', async () => {
	const played = new Played(shopify());
	const node = await despatched(played.shop);
	const events = await node.poll();
	await played.keep(events);
	await played.aMinutePasses();
	const [fulfil] = played.sent.filter(({ node }) => node === 'Fulfil');
	expect(fulfil.parameters.jsonBody).toMatchObject({
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
	const [event] = events;
	const lines = [{ code: 'NO-SUCH-SKU', quantity: 1 }];
	await played.keep([{ ...event, despatch_id: 99, lines, event: { id: 'other' } }]);
	expect((await played.aMinutePasses())?.message).toMatch('none of its lines is open in the shop');
});

it('what Shopify says of a metafield that it does not keep is told', async () => {
	const shop = shopify();
	const played = new Played(shop, {
		...shop.answers,
		'Keep which it became': () => ({ data: { result: { userErrors: [{ message: 'Too many' }] } } }),
	});
	await played.keep(await (await despatched(shop)).poll());
	expect((await played.aMinutePasses())?.message).toMatch(/WEB-#2001: Too many/);
});

it('WooCommerce completes the order and tells the buyer', async () => {
	const played = new Played(woocommerce());
	const node = await despatched(played.shop);
	await played.keep(await node.poll());
	await played.aMinutePasses();
	expect(played.sent.map(({ parameters }) => [parameters.method, parameters.url])).toEqual([
		['GET', `${URL}/wp-json/wc/v3/orders/727`],
		['GET', `${URL}/wp-json/wc/v3/orders/727/notes`],
		['POST', `${URL}/wp-json/wc/v3/orders/727/notes`],
		['PUT', `${URL}/wp-json/wc/v3/orders/727`],
	]);
	expect(played.sent[2].parameters.jsonBody).toMatchObject({
		note: expect.stringMatching(/^Your order is on its way:\n2 × .+\n4 × /),
		customer_note: true,
	});
	expect(played.sent[3].parameters.jsonBody).toMatchObject({ status: 'completed' });
});

it('Magento ships the lines that are open, and nothing where none is: no lines would be all', async () => {
	const played = new Played(magento());
	const node = await despatched(played.shop);
	const [event] = await node.poll();
	await played.keep([event]);
	await played.aMinutePasses();
	const [ship] = played.sent.filter(({ node }) => node === 'Ship');
	expect(ship.parameters).toMatchObject({
		url: `${URL}/rest/V1/order/12/ship`,
		jsonBody: {
			items: [
				{ order_item_id: 21, qty: 2 },
				{ order_item_id: 23, qty: 2 },
				{ order_item_id: 24, qty: 2 },
			],
			notify: true,
			tracks: [{ title: 'Despatch note', track_number: event.despatch_no }],
		},
	});
	const lines = [{ code: 'NO-SUCH-SKU', quantity: 1 }];
	await played.keep([{ ...event, despatch_no: 'D-9', lines, event: { id: 'other' } }]);
	expect((await played.aMinutePasses())?.message).toMatch('none of its lines is open in the shop');
	expect(played.sent.filter(({ node }) => node === 'Ship')).toHaveLength(1);
});
