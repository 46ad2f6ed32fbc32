/** Orders of shops as they are, pushed through n8n's engine into the simulated Sage 200. */
import type { IDataObject } from 'n8n-workflow';

import { fastClock } from '../support/fastClock';
import { byKey, SalesWorld } from '../support/salesWorld';
import { shopCases } from '../support/shopCases';
import { expectOrder, pushShopOrders, WEB_ACCOUNT } from '../support/shopWorld';

// What waits for Sage to settle waits for nothing here: the simulator shows at once what it holds.
const usualClock = fastClock(20);
afterAll(() => usualClock());

let world: SalesWorld;

beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => {
	await world.reset();
	// Lines are read of the answers; sites that take no free text have a test of their own.
	await world.sage.admin.setBehaviour({ freeTextLines: 'taken', writeReplies: 'captured' });
});

const push = async (shop: string, items: object[], more: IDataObject = {}) =>
	await pushShopOrders(world, shop, items, more);

const CASES = shopCases();
const HOLD_WITH_NEGATIVE_LINES = [
	's22-refund-partial-amount',
	'w01-negative-fee-not-taxed',
	'w12-negative-line',
	'w17-voucher-over-goods',
];
it.each(
	CASES.filter(({ name }) => HOLD_WITH_NEGATIVE_LINES.includes(name)).map(
		(each) => [each.name, each] as const,
	),
)('%s holds where lines below 0 are taken', async (_name, { shop, items, expect: wanted }) => {
	await world.sage.admin.setBehaviour({ negativeLines: 'taken' });
	const { json } = await push(shop, items, { shopRules: { negativeLines: true } });
	expectOrder(json[0], wanted);
});

function caseOf(name: string) {
	return CASES.find((each) => each.name.startsWith(name))!;
}

describe('the key is looked for first', () => {
	const paid = () => caseOf('s19').items[0] as { body: IDataObject };
	const later = (changes: IDataObject) => ({ body: { ...paid().body, ...changes } });

	it.each([
		['cancelled', { cancelled_at: '2026-11-21T09:00:00Z' }, /was cancelled/],
		['refunded', { financial_status: 'refunded', current_total_price: '0.00' }, /refunded in full/],
	])(
		'an order that was pushed and then %s answers with it, and says so',
		async (_what, changes, reason) => {
			const first = await push('shopify', [paid()]);
			const { json } = await push('shopify', [later(changes)]);
			expect(json[0]).toMatchObject({ id: first.json[0].id, outcome: 'existing' });
			expect(String(json[0].differs)).toMatch(reason);
		},
	);

	it('an order that was edited since answers with both totals', async () => {
		await push('shopify', [paid()]);
		const [line] = paid().body.line_items as IDataObject[];
		const { json } = await push('shopify', [
			later({
				line_items: [{ ...line, quantity: 2, tax_lines: [{ rate: 0.2, price: '8.00' }] }],
				total_price: '48.00',
			}),
		]);
		expect(json[0]).toMatchObject({
			outcome: 'existing',
			totals: { shop: 48, sage: 24, difference: -24 },
		});
		expect(String(json[0].differs)).toMatch(/24\.00 in Sage 200 and 48\.00 in the shop/);
	});

	it('an order that cannot be read any more answers with the one that is there', async () => {
		const [first, again] = caseOf('w15').items;
		await push('woocommerce', [first]);
		const { json } = await push('woocommerce', [again]);
		expect(json[0]).toMatchObject({ outcome: 'existing', total_gross_value: 24 });
	});

	it('a shop whose prefix is another cannot be answered with an order of this one', async () => {
		const [one, other] = caseOf('s08').items;
		await push('shopify', [one], { shopPrefix: 'A-' });
		const { json } = await push('shopify', [other], { shopPrefix: 'B-' });
		expect(json[0]).toMatchObject({
			outcome: 'created',
			customer_document_no: 'B-#6001',
			total_gross_value: 60,
		});
	});

	it("the prefix is proposed from the shop's name", async () => {
		const { json } = await push('shopify', [paid()], {
			shopPrefix: '={{ $parameter.shop.slice(0, 3).toUpperCase() }}-',
		});
		expect(json[0].customer_document_no).toBe('SHO-#6019');
	});
});

describe('an order that was cancelled in the shop after it went to Sage', () => {
	const order = (changes: IDataObject = {}) => ({
		body: {
			name: '#9001',
			currency: 'GBP',
			taxes_included: true,
			financial_status: 'paid',
			total_price: '126.00',
			note: 'Ring twice',
			line_items: ['TOOLS001', 'PAINT001'].map((sku) => ({
				sku,
				title: sku,
				quantity: 5,
				price: '12.00',
				tax_lines: [{ rate: 0.2, price: '10.00' }],
			})),
			shipping_lines: [{ title: 'Post', price: '6.00', tax_lines: [{ rate: 0.2, price: '1.00' }] }],
			...changes,
		},
	});
	const cancelled = () => order({ cancelled_at: '2026-11-21T09:00:00Z' });
	const KEY = 'T-#9001';
	const cancel = async (more: IDataObject = {}) =>
		(await push('shopify', [cancelled()], { shopRules: { ifCancelled: 'cancel' }, ...more })).json;
	const despatch = async (quantity: number) => {
		const { error } = await world.run({
			resource: 'despatch',
			operation: 'confirm',
			order: byKey(KEY),
			despatchLines: 'named',
			linesInput: 'json',
			linesJson: JSON.stringify([{ code: 'TOOLS001', quantity }]),
		});
		expect(error).toBeUndefined();
	};
	const goods = async () =>
		(await world.lines(KEY))
			.filter(({ line_type }) => line_type !== 'EnumLineTypeComment')
			.map(({ code, line_quantity }) => [code, line_quantity]);

	it('is left as it is unless a person asks for more', async () => {
		await push('shopify', [order()]);
		const { json } = await push('shopify', [cancelled()]);
		expect(json[0]).toMatchObject({
			outcome: 'existing',
			differs: ['The order was cancelled in the shop (paid)'],
		});
		expect(await goods()).toHaveLength(3);
	});

	it('is cancelled in Sage, once, with a trace', async () => {
		const [{ id }] = (await push('shopify', [order()])).json;
		const [first] = await cancel();
		expect(first).toMatchObject({
			outcome: 'cancelled',
			id,
			reason: 'The order was cancelled in the shop (paid)',
			changes: [{ code: 'TOOLS001' }, { code: 'PAINT001' }, { action: 'cancel' }],
		});
		expect(first.differs).toBeUndefined();
		expect(await goods()).toEqual([]);
		const traces = async () =>
			await world.sage.admin.rows('sop_cancelled_lines', { sop_order_return_id: String(id) });
		expect((await traces()).slice(0, 2)).toMatchObject([
			{ item_code: 'TOOLS001', cancelled_quantity: 5 },
			{ item_code: 'PAINT001', cancelled_quantity: 5 },
		]);
		const made = (await traces()).length;
		const [again] = await cancel();
		expect(again).toMatchObject({ outcome: 'existing', id, changes: [] });
		expect(await traces()).toHaveLength(made);
		const [row] = await world.sage.admin.rows('sop_orders', { customer_document_no: KEY });
		expect(row.cancelled_status).toBe('EnumDocumentProcessStatusFull');
	});

	it('keeps what went out, and its charges, and tells so', async () => {
		await push('shopify', [order()]);
		await despatch(2);
		const told = [
			'The order was cancelled in the shop (paid)',
			'Line number 1: 2 × TOOLS001 has been despatched',
			expect.stringMatching(/^Line number 3: the charge .* stays, for goods have been despatched$/),
		];
		expect(await cancel()).toMatchObject([{ outcome: 'cancelled', differs: told }]);
		expect((await goods()).slice(0, 1)).toEqual([['TOOLS001', 2]]);
		expect(await goods()).toHaveLength(2);
		expect(await cancel()).toMatchObject([{ outcome: 'existing', differs: told, changes: [] }]);
	});

	it('is cancelled once though the answer is lost', async () => {
		const [{ id }] = (await push('shopify', [order()])).json;
		await world.sage.admin.setFaults([
			{ kind: 'dropAfterCommit', match: { method: 'PUT', path: '^/sop_orders' }, times: 1 },
		]);
		expect(await cancel()).toMatchObject([{ outcome: 'cancelled', id }]);
		await world.sage.admin.setFaults([]);
		expect(await goods()).toEqual([]);
		expect(await cancel()).toMatchObject([{ outcome: 'existing', changes: [] }]);
	});

	it('that Sage does not let be changed fails, with what was not done', async () => {
		await push('shopify', [order()]);
		await world.sage.admin.setFaults([
			{ kind: 'status', status: 400, match: { method: 'PUT', path: '^/sop_orders' } },
		]);
		const [{ error }] = await cancel();
		expect(String(error)).toMatch(/Nothing was changed on order/);
		await world.sage.admin.setFaults([]);
		expect(await goods()).toHaveLength(3);
	});

	it('that was cancelled in Sage as well is said to be so', async () => {
		const [{ id }] = (await push('shopify', [order()])).json;
		await world.sage.admin.changeRow('sop_orders', Number(id), {
			document_status: 'EnumDocumentStatusCancelled',
		});
		expect(await cancel()).toMatchObject([
			{ outcome: 'existing', notes: ['It is cancelled in Sage 200 as well'] },
		]);
	});

	it('is found also where an existing order is to be updated', async () => {
		await push('shopify', [order()]);
		expect(await cancel({ protection: { ifExists: 'update' } })).toMatchObject([
			{ outcome: 'cancelled' },
		]);
	});

	it('that never was in Sage is skipped; one that was refunded is told of', async () => {
		expect(await cancel()).toMatchObject([{ outcome: 'skipped' }]);
		await push('shopify', [order()]);
		const refunded = order({ financial_status: 'refunded' });
		const { json } = await push('shopify', [refunded], { shopRules: { ifCancelled: 'cancel' } });
		expect(json[0]).toMatchObject({ outcome: 'existing' });
		expect(await goods()).toHaveLength(3);
	});

	it('a dry run tells what would be cancelled, and cancels nothing', async () => {
		await push('shopify', [order()]);
		expect(await cancel({ dryRun: true })).toMatchObject([
			{
				outcome: 'skipped',
				warnings: expect.arrayContaining(['What is left of it in Sage 200 would be cancelled']),
				existing: { customer_document_no: KEY },
			},
		]);
		expect(await goods()).toHaveLength(3);
	});
});

it('a list of orders gives a row for each, whatever becomes of the others', async () => {
	const orders = ['s19', 's12', 's03b', 's16'].map(
		(name) => (caseOf(name).items[0] as { body: object }).body,
	);
	const { json } = await push('shopify', [{ body: { orders } }]);
	expect(json.map(({ outcome }) => outcome)).toEqual(['created', 'failed', 'skipped', 'created']);
	expect(String(json[1].error)).toMatch(/14\.975/);
	expect(String(json[1].message)).not.toBe('');
});

it('a list of which no order goes through fails', async () => {
	const orders = ['s19', 's16'].map((name) => (caseOf(name).items[0] as { body: object }).body);
	const match = { method: 'POST', path: '^/sop_orders' };
	await world.sage.admin.setFaults([{ kind: 'status', status: 400, match }]);
	const { json } = await push('shopify', [{ body: { orders } }]);
	await world.sage.admin.setFaults([]);
	expect(json).toHaveLength(1);
	expect(json[0].outcome).toBeUndefined();
	expect(json[0].error).toMatch(/400/);
});

it('what holds no order is refused, with what there is', async () => {
	const { json } = await push('shopify', [{ hello: 1 }, { orders: [] }]);
	expect(String(json[0].error)).toMatch(
		/needs "line_items" and "taxes_included", and there is hello/,
	);
	expect(json[1]).toMatchObject({ outcome: 'none' });
});

it.each([
	['a dry run', { dryRun: true }],
	['a preview', { operation: 'previewFromShopOrder' }],
])(
	'%s sends nothing and tells totals, what is skipped and what is refused',
	async (_what, mode) => {
		const orders = await world.sage.admin.rows('sop_orders');
		const items = ['s15', 's03b', 's12'].map((name) => caseOf(name).items[0]);
		const { json } = await push('shopify', items, mode);
		expect(json[0]).toMatchObject({
			outcome: 'preview',
			ok: true,
			key: 'T-#5057',
			totals: {
				shop: 27.6,
				sage: 27.6,
				difference: 0,
				within_tolerance: true,
				tax: { shop: 4.6, sage: 4.6, difference: 0 },
			},
		});
		expect(json[1]).toMatchObject({
			outcome: 'skipped',
			reason: 'The order was cancelled in the shop (inventory)',
			existing: null,
		});
		expect(json[2]).toMatchObject({ outcome: 'preview', ok: false });
		expect(String(json[2].error)).toMatch(/14\.975/);
		expect(await world.sage.admin.rows('sop_orders')).toHaveLength(orders.length);
	},
);

it('a total that Sage would miss is refused before anything is sent, side by side; a person may allow it', async () => {
	const single = {
		name: '#1',
		currency: 'GBP',
		taxes_included: true,
		financial_status: 'paid',
		line_items: [
			{
				sku: 'TOOLS001',
				title: 'Hammer',
				quantity: 1,
				price: '9.99',
				tax_lines: [{ rate: 0.2, price: '1.67' }],
			},
		],
		total_price: '9.99',
		total_tax: '1.67',
	};
	const refused = await push('shopify', [single], { shopRules: { roundingLine: false } });
	expect(String(refused.json[0].error)).toMatch(
		/gross 9\.99 in the shop, (9\.98|10\.00) in Sage 200.*Line 1 \(Hammer\)/,
	);
	const allowed = await push('shopify', [single], {
		shopRules: { roundingLine: false, allowedPence: 1 },
	});
	expect(allowed.json[0]).toMatchObject({ outcome: 'created' });
	expect(String(allowed.json[0].notes)).toMatch(/Sage 200 books/);
	const closed = await push('shopify', [{ ...single, name: '#2' }]);
	expect(closed.json[0]).toMatchObject({
		total_gross_value: 9.99,
		totals: { difference: 0, tax: { shop: 1.67, sage: 1.66 } },
	});
});

it('where the site takes no free text, extras and rounding are charges', async () => {
	await world.sage.admin.setBehaviour({ freeTextLines: 'refused' });
	const { json } = await push('woocommerce', caseOf('w08').items, {
		shopRules: { extras: 'charge' },
	});
	expectOrder(json[0], caseOf('w08').expect);
});

describe('addresses', () => {
	const delivery = ({ delivery_address }: IDataObject) => delivery_address as IDataObject;

	it('all street lines reach Sage; a line that is too long goes on in the next', async () => {
		const { json } = await push('magento', caseOf('m12').items);
		expect(delivery(json[0])).toMatchObject({
			address_1: 'Unit 5',
			address_2: 'Old Works',
			address_3: 'Canal Road',
		});
		const long = await push('shopify', caseOf('s10').items);
		const { address_1, address_2 } = delivery(long.json[0]);
		expect(`${String(address_1)} ${String(address_2)}`).toMatch(
			/^Flat 12, .* Entrance from Back Lane$/,
		);
		expect(String(long.json[0].notes)).toMatch(/Postal Name was cut to 60 characters/);
	});

	it('a country that Sage lacks stays as text, and is told', async () => {
		const { json } = await push('magento', caseOf('m22').items);
		expect(delivery(json[0])).toMatchObject({ country: 'Saudi Arabia' });
		expect(String(json[0].notes)).toMatch(/no country "SA"/);
	});
});

describe('rules', () => {
	const order = caseOf('s06').items;

	it('an account for a currency or a country goes before the one for all', async () => {
		const customers = await world.sage.admin.rows('customers');
		const other = customers.find(
			(row) =>
				row.reference !== WEB_ACCOUNT &&
				row.on_hold !== true &&
				row.account_status_type === 'AccountStatusActive' &&
				row.currency_id ===
					customers.find(({ reference }) => reference === WEB_ACCOUNT)!.currency_id,
		)!;
		const { json } = await push('shopify', order, {
			shopAccounts: { accounts: [{ country: 'FR', currency: '', customer: other.reference }] },
		});
		expect(json[0]).toMatchObject({ outcome: 'created', customer_id: other.id });
	});

	it('the buyer is matched, or gets an account', async () => {
		const { json } = await push(
			'shopify',
			caseOf('s19').items.map((item) => ({
				body: {
					...(item as { body: IDataObject }).body,
					email: 'new@example.com',
					customer: { first_name: 'Nora', last_name: 'New' },
				},
			})),
			{ customerFrom: 'match' },
		);
		expect(json[0]).toMatchObject({ outcome: 'created', account: { outcome: 'created' } });
	});

	it('amounts without tax go to the code that is named, unless the goods have one at 0 % themselves', async () => {
		const { json } = await push('woocommerce', caseOf('w08').items, {
			shopRules: { untaxedCode: '2' },
		});
		const codes = await world.sage.admin.rows('tax_codes');
		const exempt = codes.find(({ code }) => code === 2)!.id;
		const untaxed = (json[0].lines as IDataObject[]).filter(
			(line) =>
				line.line_type !== 'EnumLineTypeStandard' && line.line_type !== 'EnumLineTypeComment',
		);
		expect(untaxed.map(({ tax_code_id }) => tax_code_id)).toEqual(untaxed.map(() => exempt));
	});

	it('the code for amounts without tax is one of the list, a code or a name, and no other', async () => {
		const codes = await world.sage.admin.rows('tax_codes');
		const exempt = codes.find(({ code }) => code === 2)!;
		const booked = async (untaxedCode: object | string) => {
			await world.reset();
			const { json } = await push('woocommerce', caseOf('w08').items, {
				shopRules: { untaxedCode } as IDataObject,
			});
			return json[0];
		};
		const first = await booked('2');
		for (const given of [
			{ __rl: true, mode: 'list', value: `id:${exempt.id}` },
			{ __rl: true, mode: 'name', value: String(exempt.name) },
		]) {
			const { lines } = await booked(given);
			expect((lines as IDataObject[]).map(({ tax_code_id }) => tax_code_id)).toEqual(
				(first.lines as IDataObject[]).map(({ tax_code_id }) => tax_code_id),
			);
		}
		for (const given of ['nonesuch', '1'])
			expect((await booked(given)).error).toContain(
				`Tax Code Without Tax: Sage 200 has no tax code of 0 % "${given}"`,
			);
	});

	const methodTaken = async () =>
		(await world.sage.admin.rows('sop_payment_methods')).find(
			(row) => row.card_processing_method !== true,
		)!;

	it('payments of a gateway that has a method are entered', async () => {
		const method = await methodTaken();
		const paid = caseOf('s19').items.map((item) => ({
			body: {
				...(item as { body: IDataObject }).body,
				financial_status: 'paid',
				payment_gateway_names: ['stripe'],
			},
		}));
		const { json } = await push('shopify', paid, {
			shopPayments: { methods: [{ gateway: 'Stripe', method: method.name }] },
		});
		expect(json[0]).toMatchObject({
			outcome: 'created',
			payment_with_order: true,
			payment_method_id: method.id,
		});
	});

	it.each([
		['a part by gift card is not paid by card', { amount: 10 }, {}, 14, []],
		[
			'nobody knows the parts',
			{},
			{},
			undefined,
			[/much was paid by gift/, /much was paid by card/],
		],
		['what another method paid is told', { amount: 10 }, { amount: 14 }, 14, [/10\.00 by gift/]],
		[
			'no more is paid than is owed',
			{ amount: 0 },
			{ amount: 30 },
			24,
			[/30\.00 was paid by card/],
		],
	] as const)('%s', async (_what, gift, card, value, told) => {
		const method = await methodTaken();
		const order = {
			key: 'PAID',
			pricesIncludeTax: true,
			lines: [{ sku: 'TOOLS001', quantity: 2, unitPrice: 12, taxRate: 20 }],
			payments: [
				{ method: 'gift', ...gift },
				{ method: 'card', ...card },
			],
		};
		const { json } = await push('anyShop', [order], {
			shopPayments: { methods: [{ gateway: 'card', method: method.name }] },
		});
		expect(json[0]).toMatchObject({ outcome: 'created', payment_with_order: value !== undefined });
		if (value !== undefined) expect(json[0]).toMatchObject({ payment_value: value });
		for (const note of told) expect((json[0].notes as string[]).join('\n')).toMatch(note);
	});
});

it('tells the whole of a reference of a payment that is longer than Sage keeps', async () => {
	const [method] = (await world.sage.admin.rows('sop_payment_methods')).filter(
		(row) => row.card_processing_method !== true,
	);
	const reference = 'pi_3MtwBwLkdIwHu7ix28a3tqPa';
	const order = {
		key: 'LONG',
		lines: [
			{ sku: 'TOOLS001', quantity: 1, gross: 24, taxRate: 20 },
			{ kind: 'goodwill', description: 'Voucher', gross: -6, taxRate: 20 },
		],
		payments: [{ method: 'card', amount: 18, reference }],
	};
	const { json } = await push('anyShop', [order], {
		shopPayments: { methods: [{ gateway: 'card', method: method.name }] },
	});
	expect(json[0]).toMatchObject({ payment_reference: reference.slice(0, 20) });
	const notes = (json[0].notes as string[]).join('\n');
	expect(notes).toContain(`Payment Reference was cut to 20 characters: ${reference}`);
	expect(notes).toContain('Voucher: 6.00 was taken off the goods');
});

describe('a site that does not take every line', () => {
	const order = (line: object) => ({
		key: 'DOUBT',
		pricesIncludeTax: true,
		lines: [{ sku: 'TOOLS001', quantity: 1, unitPrice: 12, taxRate: 20 }, line],
	});
	const fee = { kind: 'fee', description: 'Packing', unitPrice: 6, taxRate: 20 };
	const details = async (line: object, shopRules: IDataObject) =>
		JSON.stringify((await push('anyShop', [order(line)], { shopRules })).json[0]);

	it.each([
		['refused', fee, {}, /free text lines \(Line 2 \(Packing\)\), choose Charges as Extras Are/],
		[
			'refused',
			{ ...fee, kind: 'goods', sku: 'NOSUCH' },
			{ unknownProduct: 'freeText' },
			/Line 2 \(Packing\).*and Fail as Unknown Product/,
		],
		['taken', { ...fee, unitPrice: -30 }, { negativeLines: true }, /turn off Negative Lines/],
	] as const)('free text %s: %j %j', async (freeTextLines, line, rules, remedy) => {
		await world.sage.admin.setBehaviour({ freeTextLines });
		expect(await details(line, rules)).toMatch(remedy);
	});

	it('a product that Sage lacks is called by its number and its name', async () => {
		await push('anyShop', [order({ ...fee, kind: 'goods', sku: 'NOSUCH' })], {
			shopRules: { unknownProduct: 'freeText' },
		});
		expect((await world.lines('T-DOUBT')).map(({ description }) => description)).toContain(
			'NOSUCH Packing',
		);
	});

	it('takes them as charges', async () => {
		await world.sage.admin.setBehaviour({ freeTextLines: 'refused' });
		expect(await details(fee, { extras: 'charge' })).toMatch(/"outcome":"created"/);
	});

	it('goods without an article number are told: no stock moves for them', async () => {
		expect(await details({ ...fee, kind: 'goods' }, {})).toMatch(
			/Line 2 \(Packing\) has no article number/,
		);
	});
});

it.each([false, true])(
	'what was edited is updated where prices contain tax: %s',
	async (inclusive) => {
		const [{ id }] = await world.sage.admin.rows('sop_settings');
		await world.sage.admin.changeRow('sop_settings', id, { are_prices_tax_inclusive: inclusive });
		const order = (quantity: number, gross: number) => ({
			key: 'EDIT',
			lines: [{ sku: 'TOOLS001', quantity, gross, taxRate: 20 }],
			totals: { gross },
		});
		const total = async (quantity: number, gross: number) => {
			const { json } = await push('anyShop', [order(quantity, gross)], {
				protection: { ifExists: 'update', lookAgainSeconds: 0 },
			});
			expect(json[0]).toMatchObject({ total_gross_value: gross });
			return json[0].outcome;
		};
		expect(await total(3, 29.97)).toBe('created');
		expect(await total(2, 19.98)).toBe('updated');
		expect(await total(2, 19.98)).toBe('existing');
	},
);

describe('rules fit whatever a shop calls a country', () => {
	const order = (country: string) => ({
		key: country,
		delivery: { street: ['1 Mill Lane'], country },
		lines: [{ sku: 'TOOLS001', unitPrice: 10, taxRate: 20 }],
	});
	it.each(['GB', 'UK', 'United Kingdom', 'XI'])('%s', async (country) => {
		const { json } = await push('anyShop', [order(country)], {
			shopRules: { shopAccounts: { accounts: [{ country: 'gb', customer: 'NOSUCH1' }] } },
		});
		expect(String(json[0].error)).toMatch(/no customer with reference "NOSUCH1"/);
	});
	it('and no other', async () => {
		const { json } = await push('anyShop', [order('Ireland')], {
			shopRules: { shopAccounts: { accounts: [{ country: 'GB', customer: 'NOSUCH1' }] } },
		});
		expect(json[0]).toMatchObject({ outcome: 'created' });
	});
});

const reconcile = async (orders: object[], shopPrefix = 'T-') =>
	await world.run(
		{
			resource: 'salesOrder',
			operation: 'reconcile',
			ordersInput: 'shop',
			shop: 'shopify',
			shopOrder: '={{ $json }}',
			shopPrefix,
		},
		{ items: [{ orders }] as unknown as IDataObject[] },
	);

it("reconciles a shop's orders as they are: what is missing, what differs, and what is in Sage though not for sale", async () => {
	const body = (name: string) => (caseOf(name).items[0] as { body: IDataObject }).body;
	const [sold, edited, lost, gone, cancelled] = ['s19', 's16', 's15', 's03b', 's24'].map(body);
	await push('shopify', [sold, edited, cancelled]);
	const orders = [
		sold,
		{ ...edited, total_price: '90.00', current_total_price: '90.00' },
		lost,
		gone,
		{ ...cancelled, cancelled_at: '2026-11-21T09:00:00Z' },
	];
	const { json } = await reconcile(orders);
	expect(json.map(({ result }) => result)).toEqual([
		'matched',
		expect.not.stringMatching(/matched/),
		'missing',
		'skipped',
		'not_for_sale',
	]);
});

it('reconciling tells what could not be read of an order, and asks for the prefix', async () => {
	const { body } = caseOf('s19').items[0] as { body: IDataObject };
	const [line] = body.line_items as IDataObject[];
	const torn = { ...body, name: '#1', line_items: [{ ...line, price: 'abc' }] };
	const { json } = await reconcile([body, torn]);
	expect(json[0].problems).toBeUndefined();
	expect(json[1]).toMatchObject({ result: 'missing' });
	expect(JSON.stringify(json[1].problems)).toMatch(/Line 1: price.*\\"abc\\" is not a number/);
	const { error } = await reconcile([body], '');
	expect(error?.message).toMatch(/Prefix of the Shop is empty/);
});
