/** Templates that begin with the trigger: what happens in Sage reaches shop, CRM and person, once. */
import type { IDataObject } from 'n8n-workflow';

import creditControl from '../../workflows/credit-control.json';
import customersToCrm from '../../workflows/customers-to-crm.json';
import priceToShop from '../../workflows/price-to-shop.json';
import { loginTo } from '../support/login';
import { play, type Template } from '../support/played';
import { PollingNode } from '../support/pollingNode';
import { productLine, SalesWorld } from '../support/salesWorld';
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

	it('that the CRM refuses tell a person, all of them, and the others are brought', async () => {
		const { sent, error } = await through(await changed(), {
			numErrors: 1,
			errors: [{ message: 'No' }],
		});
		expect(sent).toHaveLength(2);
		expect(error?.message).toMatch(/refused 2 customers.*No.*No/);
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
	const all = [creditControl, customersToCrm, priceToShop];
	for (const { nodes } of all) {
		expect(nodes.map(({ type }) => type)).not.toContain('n8n-nodes-base.code');
		expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
		expect(JSON.stringify(nodes)).toContain('"CHANGE ME: ');
	}
});
