/** Characters that nobody sees in what tells one record from another: no second record is made of one. */
import type { IDataObject } from 'n8n-workflow';

import { fastClock } from '../support/fastClock';
import { byKey, productLine, SalesWorld } from '../support/salesWorld';
import { pushShopOrders } from '../support/shopWorld';

const usualClock = fastClock(20);
afterAll(() => usualClock());

let world: SalesWorld;
beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => await world.reset());

const written = async () =>
	(await world.sage.admin.log()).calls.filter(({ method }) => method !== 'GET');
const run = async (parameters: IDataObject, items: IDataObject[] = [{}]) =>
	await world.run(parameters, { items, onError: 'continueRegularOutput' });
const departments = {
	resource: 'record',
	recordType: { __rl: true, mode: 'list', value: 'departments' },
	input: 'json',
	bodyJson: '={{ { code: $json.key, name: "One" } }}',
};

const KEYED: Array<[string, IDataObject]> = [
	['customer', { operation: 'upsert', reference: '={{ $json.key }}', name: 'A' }],
	['customer', { operation: 'create', reference: '={{ $json.key }}', name: 'A' }],
	['supplier', { operation: 'upsert', reference: '={{ $json.key }}', name: 'A' }],
	[
		'product',
		{ operation: 'upsert', code: '={{ $json.key }}', name: 'A', product_group_id: 'TOOLS' },
	],
	['warehouse', { operation: 'upsert', name: '={{ $json.key }}' }],
	['record', { ...departments, operation: 'upsert' }],
	['record', { ...departments, operation: 'create' }],
	[
		'record',
		{
			...departments,
			operation: 'create',
			bodyJson: '{ "code": "UC1", "name": "One" }',
			lookFirst: { field: 'code', value: '={{ $json.key }}' },
		},
	],
];

it.each(KEYED)('a key of a %s (%#)', async (resource, form) => {
	const { json } = await run({ resource, ...form }, [{ key: 'UC1\u200b' }, { key: 'U\u00a0C1' }]);
	expect(json[0].error).toContain('a character that nobody sees: U+200B after 3 characters');
	expect(json[1].error).toContain('a character that nobody sees: U+00A0 after 1 characters');
	for (const { message } of json) expect(message).toContain('Remove it');
	expect(await written()).toEqual([]);
});

it('a letter with an accent is one letter, however it is written', async () => {
	const upsert = async (reference: string) =>
		(await run({ resource: 'customer', operation: 'upsert', reference, name: 'Café' })).json[0];
	expect(await upsert('CAF\u00c9')).toMatchObject({ outcome: 'created', reference: 'CAF\u00c9' });
	expect(await upsert('cafe\u0301')).toMatchObject({ outcome: 'unchanged' });
});

it('a name whose accents are written as two characters is found again', async () => {
	const upsert = async () =>
		(await run({ resource: 'warehouse', operation: 'upsert', name: 'Caf\u0065\u0301' })).json[0];
	expect(await upsert()).toMatchObject({ outcome: 'created' });
	expect(await upsert()).toMatchObject({ outcome: 'unchanged' });
	const named = (await world.sage.admin.rows('warehouses')).filter(({ name }) =>
		String(name).normalize('NFC').startsWith('Caf\u00e9'),
	);
	expect(named).toHaveLength(1);
});

it.each(['Soci\u00e9t\u00e9\u00a0: Nord', 'Toys \u{1f468}\u200d\u{1f469}\u200d\u{1f467}'])(
	'a name that a record is matched by is words: %s',
	async (name) => {
		const { json } = await run(
			{
				resource: 'record',
				operation: 'upsert',
				recordType: { __rl: true, mode: 'list', value: 'departments' },
				input: 'json',
				matchField: 'name',
				bodyJson: '={{ { code: "W1", name: $json.name } }}',
			},
			[{ name }],
		);
		expect(String(json[0].error ?? '')).not.toContain('nobody sees');
	},
);

describe('a buyer', () => {
	const push = async (key: string, details: IDataObject) => {
		const { json } = await run({
			resource: 'salesOrder',
			operation: 'create',
			customerFrom: 'match',
			customerDetails: { name: 'Ann Lee', ...details },
			orderKey: key,
			linesInput: 'json',
			linesJson: '[{"code": "TOOLS001", "quantity": 1}]',
		});
		return json[0];
	};
	it('is the same with such a character in the e-mail address, which is told', async () => {
		const first = await push('UC-1', { email: 'ann@unseen.example' });
		const second = await push('UC-2', { email: 'ann@\u200bunseen.example' });
		expect(second.customer_id).toBe(first.customer_id);
		expect(String(second.notes)).toContain('Email had characters that nobody sees');
	});
	it.each(['reference', 'vat_number'])('is refused with one in the %s', async (name) => {
		const { error } = await push('UC-3', { [name]: 'GB1\u200b' });
		expect(error).toContain('a character that nobody sees: U+200B after 3 characters');
		expect(await written()).toEqual([]);
	});
});

it("the VAT number of a shop's buyer is taken without such a character, which is told", async () => {
	const order = {
		number: 'UC-9',
		status: 'processing',
		currency: 'GBP',
		billing: { first_name: 'Ann', last_name: 'Lee', email: 'ann@vat.example' },
		meta_data: [{ key: '_billing_vat_number', value: 'GB123\u00a04567\u00a089' }],
		line_items: [
			{
				id: 1,
				sku: 'TOOLS001',
				name: 'Hammer',
				quantity: 1,
				total: '20.00',
				total_tax: '4.00',
				taxes: [{ id: 1, total: '4' }],
			},
		],
		tax_lines: [{ rate_id: 1, rate_percent: 20 }],
		total: '24.00',
	};
	const { json } = await pushShopOrders(world, 'woocommerce', [order], { customerFrom: 'match' });
	expect(json[0]).toMatchObject({ outcome: 'created' });
	expect(String(json[0].notes)).toContain('VAT Number had characters that nobody sees');
});

describe('a consignment number', () => {
	it.each([
		['a character that nobody sees', 'PP1\u200b', /nobody sees: U\+200B after 3 characters/],
		['lost digits', 12345678901234567000, /Consignment Number.* is no consignment number/],
		['several values', ['PP1', 'PP2'], /Consignment Number.* is not text/],
	])('with %s is refused, and nothing is despatched', async (_what, number, message) => {
		const [product] = await world.goods();
		await world.order('UC-4', [productLine(product)]);
		await world.sage.admin.clearLog();
		const { json } = await run(
			{
				resource: 'despatch',
				operation: 'confirm',
				order: byKey('UC-4'),
				consignmentNumber: '={{ $json.number }}',
			},
			[{ number }],
		);
		expect(json[0].error).toMatch(message);
		expect(await written()).toEqual([]);
	});
});

it.each([
	['Pieces', { pieces: -5 }],
	['Weight', { weight: '-0.5' }],
])('a despatch has no %s below 0', async (label, despatch) => {
	const [product] = await world.goods();
	await world.order('UC-5', [productLine(product)]);
	await world.sage.admin.clearLog();
	const { json } = await run({
		resource: 'despatch',
		operation: 'confirm',
		order: byKey('UC-5'),
		despatch: despatch as unknown as IDataObject,
	});
	expect(json[0].error).toMatch(new RegExp(`^${label}: .* is below 0`));
	expect(await written()).toEqual([]);
});
