/** What a person gives is what Sage gets, or the node says why not: money, tax and who is meant. */
import type { IDataObject } from 'n8n-workflow';

import { fastClock } from '../support/fastClock';
import { SalesWorld } from '../support/salesWorld';

// What waits for Sage to settle waits for nothing here: the simulator shows at once what it holds.
const usualClock = fastClock(20);
afterAll(() => usualClock());

type Json = IDataObject & { error?: string };

let world: SalesWorld;
let reference: string;
let codes: string[];
beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => {
	await world.reset();
	const customers = await world.sage.admin.rows('customers');
	const [open] = customers.filter(
		(row) =>
			row.on_hold !== true &&
			row.account_status_type === 'AccountStatusActive' &&
			row.use_tax_code_as_default !== true,
	);
	reference = String(open.reference);
	codes = (await world.goods()).map(({ code }) => String(code));
});

async function push(items: IDataObject[], more: IDataObject = {}): Promise<Json[]> {
	const { json } = await world.run(
		{
			resource: 'salesOrder',
			operation: 'create',
			customer: { __rl: true, mode: 'reference', value: reference },
			orderKey: '={{ $json.key }}',
			linesInput: 'json',
			linesJson: '={{ JSON.stringify($json.lines) }}',
			additionalFields: { override_on_hold: true },
			simplify: false,
			...more,
			options: { retries: 0, ...(more.options as object) },
		},
		{ items, onError: 'continueRegularOutput' },
	);
	return json as Json[];
}

const line = (more: object = {}) => [{ code: codes[0], quantity: 1, unitPrice: 100, ...more }];
const buyer = (details: IDataObject, more: IDataObject = {}) => ({
	customerFrom: 'match',
	customerDetails: details,
	...more,
});
const reset = async (setting: IDataObject) => {
	const [settings] = await world.sage.admin.rows('sop_settings');
	await world.sage.admin.changeRow('sop_settings', Number(settings.id), setting);
};

describe('currency', () => {
	it("of a new account is the order's, and later orders of the account are held to it", async () => {
		const klaus = buyer({ name: 'Klaus Neu', email: 'klaus@example.de' });
		const [order] = await push([{ key: 'EUR-1', lines: line() }], {
			...klaus,
			prices: { currency: 'EUR' },
		});
		const [euro] = (await world.sage.admin.rows('currencies')).filter(
			({ is_euro_currency: isEuro }) => isEuro === true,
		);
		const [account] = await world.sage.admin.rows('customers', { name: 'Klaus Neu' });
		expect(order.error).toBeUndefined();
		expect(account.currency_id).toBe(euro.id);
		const [again] = await push([{ key: 'EUR-2', lines: line() }], {
			...klaus,
			prices: { currency: 'GBP' },
		});
		expect(again.error).toMatch(/GBP.* trades in EUR/);
	});
	describe('of an account whose currency has no ISO code in Sage', () => {
		const withoutCode = async () => {
			const currencies = await world.sage.admin.rows('currencies');
			const own = currencies.find(({ is_base_currency: isBase }) => isBase === true)!;
			const [account] = await world.sage.admin.rows('customers', { reference });
			await world.sage.admin.changeRow('customers', account.id, { currency_id: own.id });
			await world.sage.admin.changeRow('currencies', own.id, { currency_iso_code_id: 0 });
		};
		it('is told where both may be the same', async () => {
			await withoutCode();
			const [order] = await push([{ key: 'ISO-1', lines: line() }], {
				prices: { currency: 'GBP' },
			});
			expect(order.error).toBeUndefined();
			expect(String(order.notes)).toMatch(/has no ISO code .* GBP were taken to be in it/);
		});
		it('is refused where Sage has the currency of the prices by itself', async () => {
			await withoutCode();
			const [order] = await push([{ key: 'ISO-2', lines: line() }], {
				prices: { currency: 'EUR' },
			});
			expect(order.error).toMatch(/EUR, but customer .* trades in a currency that has no ISO code/);
		});
	});
	it('that Sage does not have is refused before an account is made', async () => {
		const [order] = await push([{ key: 'XAU-1', lines: line() }], {
			...buyer({ name: 'Midas', email: 'midas@example.com' }),
			prices: { currency: 'XAU' },
		});
		expect(order.error).toMatch(/needs XAU/);
		expect(await world.sage.admin.rows('customers', { name: 'Midas' })).toEqual([]);
	});
});

describe('prices', () => {
	it.each([
		[false, false, 100],
		[false, true, 120],
		[true, true, 100],
		[true, false, 83.33333],
	])('shop with tax: %p, site with tax: %p', async (shop, site, price) => {
		await reset({ are_prices_tax_inclusive: site });
		await world.sage.admin.setBehaviour({ writeReplies: 'captured' });
		const [order] = await push([{ key: 'P', lines: line({ taxRate: 20 }) }], {
			prices: { taxInclusive: shop },
		});
		const [sent] = order.lines as IDataObject[];
		expect(sent.selling_unit_price).toBeCloseTo(price, 1);
		expect(order.total_gross_value).toBe(shop ? 100 : 120);
	});
});

describe('prices of Sage', () => {
	it.each([
		[true, false, 5],
		[false, true, 7.2],
		[true, true, 6],
		[false, false, 6],
	])(
		'leave free text and shipping to the shop: shop with tax %p, site with tax %p',
		async (shop, site, price) => {
			await reset({ are_prices_tax_inclusive: site });
			const [order] = await push(
				[{ key: 'S', lines: [{ code: codes[0], quantity: 1, unitPrice: 1 }] }],
				{
					prices: { use: 'sage', taxInclusive: shop },
					shipping: { unitPrice: '6.00', taxRate: '20' },
				},
			);
			const [goods, shipping] = order.lines as IDataObject[];
			expect(goods.selling_unit_price).not.toBe(1);
			expect(shipping.selling_unit_price).toBe(price);
		},
	);
	it('leave an unknown product that is entered as free text to the shop', async () => {
		const [order] = await push(
			[{ key: 'U', lines: line({ code: 'NONE', unitPrice: 6, taxRate: 20 }) }],
			{
				prices: { use: 'sage', taxInclusive: true },
				lineOptions: { unknownProduct: 'freeText' },
			},
		);
		expect((order.lines as IDataObject[])[0].selling_unit_price).toBe(5);
	});
});

it('tells how the prices of a quote were taken where the site keeps prices with tax', async () => {
	await reset({ are_prices_tax_inclusive: true });
	const { json } = await world.run({
		resource: 'salesQuote',
		operation: 'create',
		customer: { __rl: true, mode: 'reference', value: reference },
		documentKey: 'Q-2',
		linesInput: 'json',
		linesJson: JSON.stringify([{ code: codes[0], quantity: 1, price: 100 }]),
	});
	expect(String(json[0].notes)).toMatch(/^The site keeps prices with tax/);
});

describe('Other Fields', () => {
	it.each([
		[{ customer_id: 5 }, '"customer_id" is said by Customer'],
		[{ lines: [{ code: 'A' }] }, '"lines" is said by Order Lines'],
	])('of an order say nothing that has a place of its own: %j', async (others, told) => {
		const [order] = await push([{ key: 'O', lines: line() }], {
			otherFields: JSON.stringify(others),
		});
		expect(order.error).toContain(told);
	});
	it.each([
		['customer_id', 'Customer'],
		['customer_document_no', 'Quote Key'],
		['lines', 'Quote Lines'],
	])('of a quote neither: %s', async (name, place) => {
		const { json } = await world.run(
			{
				resource: 'salesQuote',
				operation: 'create',
				customer: { __rl: true, mode: 'reference', value: reference },
				documentKey: 'Q-1',
				linesInput: 'json',
				linesJson: JSON.stringify([{ code: codes[0], quantity: 1 }]),
				otherFields: JSON.stringify({ [name]: 'x' }),
			},
			{ onError: 'continueRegularOutput' },
		);
		expect(json[0].error).toContain(`"${name}" is said by ${place}`);
	});
	it.each([
		[
			'of an order, another day',
			{ spare_text_1: 'A', document_date: '2024-05-24' },
			{ spare_text_1: 'A', document_date: '2024-05-25' },
			'"document_date" is said by Document Date',
		],
		[
			'of an order, another postcode',
			{},
			{ delivery_address: { city: 'Leeds', postcode: 'LS2' } },
			'"delivery_address.postcode" is said by Postcode',
		],
		['of an order, its key', {}, { customer_document_no: 'X' }, 'Key Field: the order key goes to'],
		[
			'of an order, another analysis code',
			{ analysisCodes: { codes: [{ name: 'Sales Channel', value: 'Web' }] } },
			{ analysis_code_1: 'Shop' },
			'Analysis Code 1 is given twice, as "Web" and "Shop"',
		],
	])('do not win over the form: %s', async (_, header: IDataObject, others, told) => {
		const [order] = await push([{ key: 'TWICE', lines: line() }], {
			deliveryAddress: { postcode: 'LS1' },
			additionalFields: { override_on_hold: true, ...header },
			otherFields: JSON.stringify(others),
		});
		expect(order.error).toContain(told);
	});
	it('may say the same as the form, and what the form leaves empty, in nested records too', async () => {
		const [order] = await push([{ key: 'SAME', lines: line() }], {
			deliveryAddress: { postcode: 'LS1', contact: '' },
			additionalFields: { override_on_hold: true, document_date: '2024-05-24', spare_text_1: '' },
			otherFields: JSON.stringify({
				document_date: '2024-05-24T00:00:00',
				spare_text_1: 'Gift',
				delivery_address: { postcode: 'LS1', contact: 'Jo' },
			}),
			options: { allowArchived: true },
		});
		expect(order.error).toBeUndefined();
		expect(order).toMatchObject({ spare_text_1: 'Gift', outcome: 'created' });
	});
	it.each([
		[{ document_goods_value: 5 }, '"document_goods_value" is said by Document Goods Value'],
		[{ document_tax_value: '24.01' }, '"document_tax_value" is said by Document Tax Value'],
		[{ document_goods_value: '120.00', document_tax_value: 24 }, undefined],
	])('of a posting: %j', async (others, told) => {
		const { json } = await world.run(
			{
				resource: 'salesLedger',
				operation: 'postInvoice',
				customer: { __rl: true, mode: 'reference', value: reference },
				documentKey: 'OF-1',
				document_goods_value: '120',
				additionalFields: { document_tax_value: 24 },
				otherFields: JSON.stringify(others),
			},
			{ onError: 'continueRegularOutput' },
		);
		expect(json[0].error).toEqual(told && expect.stringContaining(told));
	});
	it.each([
		['create', { reference: 'TWICE1', name: 'North', additionalFields: { credit_limit: 5 } }],
		['update', { additionalFields: { credit_limit: 5 } }],
		['upsert', { reference: 'TWICE1', name: 'North', additionalFields: { credit_limit: 5 } }],
	])('of a customer neither: %s', async (operation, form) => {
		const { json } = await world.run(
			{
				resource: 'customer',
				operation,
				customer: { __rl: true, mode: 'reference', value: reference },
				...form,
				otherFields: '{"credit_limit": 6}',
			},
			{ onError: 'continueRegularOutput' },
		);
		expect(json[0].error).toContain('"credit_limit" is said by Credit Limit');
	});
	it('of a new account neither', async () => {
		const [order] = await push(
			[{ key: 'ACC', lines: line() }],
			buyer({ name: 'North', email: 'n@example.com', fields: '{"name": "South"}' }),
		);
		expect(order.error).toContain('"name" is said by Name');
	});
	it('that Sage sets itself are told, and are no change', async () => {
		const { json } = await world.run({
			resource: 'customer',
			operation: 'update',
			customer: { __rl: true, mode: 'reference', value: reference },
			otherFields: '{"balance": 1234.5, "date_time_updated": "2024-01-01T00:00:00Z"}',
		});
		expect(json[0]).toMatchObject({
			outcome: 'unchanged',
			notes: ['Not sent, for Sage 200 sets it itself: Balance, Date Time Updated'],
		});
	});
});

it('keeps the contacts of a new account that are given as they are, after the buyer', async () => {
	await push(
		[{ key: 'CO-1', lines: line() }],
		buyer({
			name: 'Contacts Ltd',
			email: 'buyer@example.com',
			fields: '{"contacts": [{"first_name": "Ann", "last_name": "Own"}]}',
		}),
	);
	const [{ contacts }] = await world.sage.admin.rows('customers', { name: 'Contacts Ltd' });
	expect((contacts as IDataObject[]).map(({ last_name: last }) => last)).toEqual([
		'Contacts Ltd',
		'Own',
	]);
});

it('tells of a code that free text cannot have', async () => {
	const wrap = { type: 'freeText', code: 'WRAP', description: 'Wrap', quantity: 1, unitPrice: 2 };
	const [order] = await push([{ key: 'FT-1', lines: [...line(), wrap] }]);
	expect(order.error).toBeUndefined();
	expect(String(order.notes)).toContain('keeps no code for such a line, so "WRAP" was left out');
});

describe('who is meant', () => {
	it('is never told by a name alone', async () => {
		const [one, other] = await push(
			[
				{ key: 'JS-1', email: 'john@leeds.example', lines: line() },
				{ key: 'JS-2', email: 'js@cornwall.example', lines: line() },
			],
			buyer({ name: 'John Smith', email: '={{ $json.email }}' }),
		);
		expect(one.customer_id).not.toBe(other.customer_id);
	});
	it.each([
		['e-mail address', { email: 'other@example.com' }],
		['VAT number', { vat_number: 'GB999999999' }],
	])('is another where the name is the same and the %s is not', async (_, other: IDataObject) => {
		const first = { name: 'John Smith', email: 'john@leeds.example', vat_number: 'GB111111111' };
		const byName = { customerMatch: { matchBy: ['name'] } };
		const [made] = await push([{ key: 'N-1', lines: line() }], buyer(first, byName));
		const [second] = await push(
			[{ key: 'N-2', lines: line() }],
			buyer({ ...first, ...other }, byName),
		);
		expect(second.customer_id).not.toBe(made.customer_id);
		expect(String(second.notes)).toMatch(/has the name, but other details/);
		const [same] = await push([{ key: 'N-3', lines: line() }], buyer({ name: first.name }, byName));
		// Two accounts have the name now.
		expect(same.error).toMatch(/names 2 records/);
	});
	it('is another too where both orders come in one run', async () => {
		const [one, other, again] = await push(
			[
				{ key: 'R-1', email: 'john@leeds.example', lines: line() },
				{ key: 'R-2', email: 'js@cornwall.example', lines: line() },
				{ key: 'R-3', email: 'john@leeds.example', lines: line() },
			],
			buyer(
				{ name: 'John Smith', email: '={{ $json.email }}' },
				{ customerMatch: { matchBy: ['name'] } },
			),
		);
		expect(one.customer_id).not.toBe(other.customer_id);
		expect(again.customer_id).toBe(one.customer_id);
	});
	it('by name is told on the item', async () => {
		const byName = { customerMatch: { matchBy: ['name'] } };
		await push([{ key: 'W-1', lines: line() }], buyer({ name: 'Only One' }, byName));
		const [second] = await push(
			[{ key: 'W-2', lines: line() }],
			buyer({ name: 'Only One' }, byName),
		);
		expect(String(second.notes)).toMatch(/Matched by name only/);
	});
	it('is found by a long name as Sage stores it, and what was cut is told', async () => {
		const name = `${'The Very Long Named International Trading Company of the North '.repeat(2)}Ltd`;
		const byName = (details: IDataObject) => ({
			...buyer({ name, ...details }, { customerMatch: { matchBy: ['name'] } }),
			options: { overlongText: 'cut' },
		});
		const [unknown] = await push([{ key: 'L-0', lines: line() }], byName({}));
		expect(unknown.error).toMatch(/^Name is \d+ characters long and would be cut/);
		const cut = byName({ email: 'north@example.com' });
		const [one] = await push([{ key: 'L-1', lines: line() }], cut);
		const [two] = await push([{ key: 'L-2', lines: line() }], cut);
		expect(one.error).toBeUndefined();
		expect(two.customer_id).toBe(one.customer_id);
		expect(String(one.notes)).toMatch(/Name was cut from \d+ to 60 characters/);
	});
	it('is never told by a cut reference', async () => {
		const rows = await push(
			[
				{ key: 'C-1', ref: 'WEBBUYER1', lines: line() },
				{ key: 'C-2', ref: 'WEBBUYER2', lines: line() },
			],
			{
				...buyer({ reference: '={{ $json.ref }}', name: 'A' }),
				options: { overlongText: 'cut' },
			},
		);
		for (const { error } of rows) expect(error).toMatch(/Reference is 9 characters long/);
	});
	it('has no stored address before there is an account', async () => {
		const [order] = await push([{ key: 'A-1', lines: line() }], {
			...buyer({ name: 'New Co', email: 'n@example.com' }),
			deliveryAddress: { stored_name: 'Depot' },
		});
		expect(order.error).toMatch(/new account has no stored address "Depot"/);
	});
});

describe('a number that is a code and an ID', () => {
	const update = async (id: unknown): Promise<Json> => {
		const { json } = await world.run(
			{
				resource: 'customer',
				operation: 'update',
				customer: { __rl: true, mode: 'reference', value: reference },
				otherFields: JSON.stringify({ default_tax_code_id: id }),
				simplify: false,
			},
			{ items: [{}], onError: 'continueRegularOutput' },
		);
		return json[0] as Json;
	};
	it('is refused where it names two records, unless it says which', async () => {
		const rows = await world.sage.admin.rows('tax_codes');
		const [standard] = rows.filter(({ code }) => code === 1);
		const [reduced] = rows.filter(({ code }) => code === 5);
		expect((await update('1')).default_tax_code_id).toBe(standard.id);
		expect((await update(reduced.id)).default_tax_code_id).toBe(reduced.id);
		await world.sage.admin.insertRow('tax_codes', {
			...standard,
			id: undefined,
			code: Number(reduced.id),
			name: 'Clash',
		});
		expect((await update(reduced.id)).error).toMatch(/the ID of another/);
		expect((await update(`id:${String(reduced.id)}`)).default_tax_code_id).toBe(reduced.id);
		const [clash] = await world.sage.admin.rows('tax_codes', { name: 'Clash' });
		expect((await update(`code:${String(reduced.id)}`)).default_tax_code_id).toBe(clash.id);
	});
});

it('finds a country by code or name, keeps one that Sage has not got as text, and refuses what is none', async () => {
	const address = {
		postal_name: 'Ann',
		country: '={{ $json.name }}',
		country_iso: '={{ $json.iso }}',
	};
	const placed = await push(
		[
			{ key: 'C-1', name: 'Germany', iso: '', lines: line({ taxRate: 20 }) },
			{ key: 'C-2', name: '', iso: 'de', lines: line({ taxRate: 20 }) },
			{ key: 'C-3', name: '', iso: 'IN', lines: line({ taxRate: 20 }) },
			{ key: 'C-4', name: '', iso: 'XX', lines: line({ taxRate: 20 }) },
		],
		{ deliveryAddress: address },
	);
	const [byName, byCode, unknown, none] = placed;
	const at = async ({ id }: IDataObject) =>
		(await world.sage.admin.rows('sop_orders', { id: String(id) }))[0]
			.delivery_address as IDataObject;
	const { country_code_id: germany } = await at(byName);
	expect(germany).toBeGreaterThan(0);
	expect((await at(byCode)).country_code_id).toBe(germany);
	expect((await at(unknown)).country).toBe('India');
	expect(String(unknown.notes)).toContain('no country "IN"');
	expect(none.error).toMatch(/Country: "XX" is no country/);
});

it('says that Sage numbered an order itself', async () => {
	const [order] = await push([{ key: 'NO-1', lines: line() }], {
		additionalFields: { override_on_hold: true, document_no: 'MINE-1' },
	});
	expect(order.error).toBeUndefined();
	expect(String(order.notes)).toMatch(/numbered the document .* ignored MINE-1/);
});

it.each(['={{ "" }}', '={{ null }}', '={{ "  " }}', '={{ $json.none }}'])(
	'asks for the value of a posting that an expression leaves empty: %s',
	async (value) => {
		await world.sage.admin.clearLog();
		const { json } = await world.run(
			{
				resource: 'salesLedger',
				operation: 'postInvoice',
				customer: { __rl: true, mode: 'reference', value: reference },
				documentKey: 'P-1',
				document_goods_value: value,
			},
			{ onError: 'continueRegularOutput' },
		);
		expect(json[0].error).toBe('Document Goods Value is empty');
		const { calls } = await world.sage.admin.log();
		expect(calls.filter(({ method }) => method === 'POST')).toEqual([]);
	},
);

describe('a stored address of a quote', () => {
	const quote = { __rl: true, mode: 'customer_document_no', value: 'Q-A' };
	const update = async (additionalFields: IDataObject) =>
		(await world.run({ resource: 'salesQuote', operation: 'update', quote, additionalFields }))
			.json[0];
	const stored = async () => {
		const [found] = await world.sage.admin.rows('sop_quotes', { customer_document_no: 'Q-A' });
		return found.delivery_address as IDataObject;
	};
	it('is copied once, beside whatever else is the same, and never over one that was edited', async () => {
		const [usual] = await world.sage.admin.rows('customer_delivery_addresses');
		const address = await world.sage.admin.insertRow('customer_delivery_addresses', {
			...usual,
			id: undefined,
			is_default: false,
			description: 'Depot',
			address_1: 'Gate 4',
			postcode: 'LS1 4AA',
		});
		const { id, customer_id: owner } = address;
		const [customer] = await world.sage.admin.rows('customers', { id: Number(owner) });
		await world.run({
			resource: 'salesQuote',
			operation: 'create',
			customer: { __rl: true, mode: 'id', value: String(customer.id) },
			documentKey: 'Q-A',
			linesInput: 'json',
			linesJson: JSON.stringify([{ code: codes[0], quantity: 1 }]),
		});
		const change = { customer_delivery_address_id: id, order_priority: 'A' };
		expect((await update({ order_priority: 'A' })).outcome).toBe('updated');
		expect((await update(change)).outcome).toBe('updated');
		expect(await stored()).toMatchObject({ postcode: address.postcode });
		expect((await update(change)).outcome).toBe('unchanged');
		expect((await update({ customer_delivery_address_id: id })).outcome).toBe('unchanged');
		const [row] = await world.sage.admin.rows('sop_quotes', { customer_document_no: 'Q-A' });
		await world.sage.admin.changeRow('sop_quotes', row.id, {
			delivery_address: { ...(await stored()), address_1: 'Edited in Sage' },
		});
		const edited = await update(change);
		expect(edited.outcome).toBe('unchanged');
		expect(String(edited.notes)).toMatch(/none of the stored ones/);
		expect(await stored()).toMatchObject({ address_1: 'Edited in Sage' });
	});
});

it('refuses texts made of numbers that have lost digits', async () => {
	const [byKey, byCode, good] = await push([
		{ key: 1e21, lines: line() },
		{ key: 'LD-1', lines: line({ code: 12345678901234567000 }) },
		{ key: 10021, lines: line() },
	]);
	expect(byKey.error).toMatch(/^Order Key: "1e\+21" is no key/);
	expect(byCode.error).toMatch(/Code: "12345678901234567000" is a number that has lost digits/);
	expect(good.customer_document_no).toBe('10021');
	const { json } = await world.run(
		{
			resource: 'customer',
			operation: 'upsert',
			reference: '={{ 1e21 }}',
			name: 'A',
			otherFields: '={{ { vat_number: 1e-7 } }}',
		},
		{ onError: 'continueRegularOutput' },
	);
	expect(json[0].error).toMatch(/Reference: .* lost digits; VAT Number: .* lost digits/i);
});

it('keeps the names that records are known by whole, also where words may be cut', async () => {
	const { json } = await world.run(
		{
			resource: 'record',
			operation: 'create',
			recordType: { __rl: true, mode: 'name', value: 'warehouses' },
			input: 'json',
			bodyJson: JSON.stringify({ name: 'North '.repeat(40) }),
			options: { overlongText: 'cut' },
		},
		{ onError: 'continueRegularOutput' },
	);
	expect(json[0].error).toMatch(/^Name is \d+ characters long/);
});

it("does not give a record another one's ID", async () => {
	const { json } = await world.run(
		{
			resource: 'customer',
			operation: 'update',
			customer: { __rl: true, mode: 'reference', value: reference },
			otherFields: '{"id": 5, "name": "X"}',
		},
		{ onError: 'continueRegularOutput' },
	);
	expect(json[0].error).toMatch(/^ID: 5 is another record than \d+/);
});

it.each([
	['postInvoice', { document_goods_value: '120', document_tax_value: 24 }, 144],
	['postReceipt', { bank_id: 'CURRENT', cheque_value: '120' }, 120],
])(
	'a posting says what it comes to first, created or there already: %s',
	async (operation, form, total) => {
		const { document_tax_value, ...top } = form as IDataObject;
		for (const outcome of ['created', 'existing']) {
			const { json, error } = await world.run({
				resource: 'salesLedger',
				operation,
				customer: { __rl: true, mode: 'reference', value: reference },
				documentKey: `TOTAL-${operation}`,
				...top,
				additionalFields: document_tax_value === undefined ? {} : { document_tax_value },
			});
			expect(error).toBeUndefined();
			expect(json[0]).toMatchObject({ outcome, document_gross_value: total });
			expect(Object.keys(json[0]).slice(0, 4)).toEqual([
				'outcome',
				'reference',
				'urn',
				'document_gross_value',
			]);
		}
	},
);

describe('the ID of a new record', () => {
	const told = 'Not sent, for Sage 200 sets it itself: ID';
	const sent = async () =>
		(await world.sage.admin.log()).calls.filter(({ method }) => method === 'POST');
	const otherFields = '{"id": 5}';
	it.each([
		['customer', 'create', { reference: 'IDNEW1', name: 'North', otherFields }],
		['customer', 'upsert', { reference: 'IDNEW2', name: 'North', otherFields }],
		[
			'record',
			'create',
			{
				recordType: { __rl: true, mode: 'name', value: 'couriers' },
				input: 'json',
				bodyJson: '{"id": 5, "name": "Van"}',
			},
		],
	])('is told and not sent: %s %s', async (resource, operation, form: IDataObject) => {
		await world.sage.admin.clearLog();
		const { json, error } = await world.run({
			resource,
			operation,
			customer: { __rl: true, mode: 'reference', value: reference },
			...form,
		});
		expect(error).toBeUndefined();
		expect([...((json[0].notes ?? json[0].remarks) as string[])]).toContain(told);
		expect(await sent()).toHaveLength(1);
		expect(json[0].id).not.toBe(5);
	});
	it('is told of an order too', async () => {
		const [order] = await push([{ key: 'ID-2', lines: line() }], { otherFields });
		expect(order.notes).toContain(told);
		expect(order.id).not.toBe(5);
	});
	it('is nothing to match on where there is no such record', async () => {
		await world.sage.admin.clearLog();
		const { error } = await world.run({
			resource: 'record',
			operation: 'upsert',
			recordType: { __rl: true, mode: 'name', value: 'couriers' },
			input: 'json',
			bodyJson: '{"id": 987654, "name": "Van"}',
			matchField: 'id',
		});
		expect(error?.message).toBe('ID: Sage 200 has no record 987654');
		expect(await sent()).toEqual([]);
	});
});

it.each(['[', '{"a":'])('refuses JSON that is nested too deep in words: %s', async (opening) => {
	const deep = 5000;
	const closing = opening === '[' ? ']' : '}';
	const text = `${opening.repeat(deep)}1${closing.repeat(deep)}`;
	const [order] = await push([{ key: 'DEEP', lines: line() }], { linesJson: text });
	expect(order.error).toBe('Order Lines is nested too deep to be sent');
	const [other] = await push([{ key: 'DEEP', lines: line() }], {
		otherFields: `{"spare_text_1": ${text}}`,
	});
	expect(other.error).toBe('Other Fields (JSON) is nested too deep to be sent');
});

describe('goods that are free', () => {
	it.each([
		['a discount of 100 %', { discountPercent: 100 }, {}],
		["100 % off Sage's own price", { discountPercent: '100', unitPrice: '' }, {}],
		['a discount of the whole price', { discountValue: 100 }, {}],
		['an order discount of 100 %', {}, { discount: '100', discountKind: 'percent' }],
		['an order discount of all the goods', {}, { discount: '100' }],
	])('have a price of 0 in Sage: %s', async (_, more: IDataObject, prices) => {
		const [order] = await push([{ key: 'FREE', lines: line(more) }], { prices });
		expect(order.error).toBeUndefined();
		expect((order.lines as IDataObject[])[0]).toMatchObject({
			selling_unit_price: 0,
			unit_discount_percent: 0,
		});
		expect(order.total_gross_value).toBe(0);
		expect(String(order.notes)).toMatch(/Line 1: all of its price is taken off/);
	});
	it('are no more than free', async () => {
		const [order] = await push([{ key: 'F-2', lines: line({ discountPercent: 100.5 }) }]);
		expect(order.error).toMatch(/Discount Percent: "100.5" is not between 0 and 100/);
	});
	it('are told where only Sage knows the prices', async () => {
		const [order] = await push([{ key: 'F-3', lines: line() }], {
			prices: { use: 'sage', discount: '100', discountKind: 'percent' },
		});
		expect(order.error).toMatch(/^Order Discount: cannot be an amount, or all of them/);
	});
	it('can be made so later', async () => {
		await push([{ key: 'F-4', lines: line({ discountValue: 5 }) }]);
		const change = async () =>
			await world.run({
				resource: 'salesOrder',
				operation: 'update',
				order: { __rl: true, mode: 'customer_document_no', value: 'F-4' },
				linesMode: 'some',
				linesInput: 'json',
				linesJson: JSON.stringify([{ code: codes[0], discountPercent: 100 }]),
			});
		const { json, error } = await change();
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ outcome: 'updated', total_gross_value: 0 });
		expect((await change()).json[0].outcome).toBe('unchanged');
	});
});
