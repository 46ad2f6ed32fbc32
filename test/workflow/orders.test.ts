/** Orders pushed by the node on n8n's engine, against the simulator. */
import { fastClock } from '../support/fastClock';
import {
	credential,
	runNode,
	type NodeResult,
	type RunOptions,
	type StoredCredential,
} from '../support/engine';
import { startSimulator, type Simulator } from '../support/simulator';

// What waits for Sage to settle waits for nothing here: the simulator shows at once what it holds.
const usualClock = fastClock(20);
afterAll(() => usualClock());

jest.setTimeout(60_000);

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- rows of Sage are read field by field
type Json = Record<string, any>;

let sage: Simulator;
let stored: StoredCredential;

beforeAll(async () => {
	sage = await startSimulator('--customers', '30', '--products', '60');
});
afterAll(async () => await sage.stop());
beforeEach(async () => {
	await sage.admin.reset();
	const { apiUrl, identityUrl, clientId, clientSecret, siteId, companyId } = sage;
	const tokens = await sage.admin.mintTokens();
	stored = credential({
		apiUrl,
		identityUrl,
		clientId,
		clientSecret,
		siteId,
		companyId: String(companyId),
		oauthTokenData: { ...tokens },
	});
});

const BY_ITEM = {
	resource: 'salesOrder',
	operation: 'create',
	customer: { __rl: true, mode: 'reference', value: '={{ $json.customer }}' },
	orderKey: '={{ $json.key }}',
	linesInput: 'json',
	linesJson: '={{ $json.lines }}',
	options: { retries: 0 },
};

async function create(
	items: Json[],
	parameters: Json = {},
	options: RunOptions = {},
): Promise<NodeResult> {
	return await runNode(
		stored,
		{ ...BY_ITEM, ...parameters },
		{ items: items as never, ...options },
	);
}

async function preview(items: Json[], parameters: Json = {}): Promise<Json[]> {
	const { json, error } = await create(items, { operation: 'preview', ...parameters });
	expect(error).toBeUndefined();
	return json as Json[];
}

async function rows(resource: string): Promise<Json[]> {
	return (await sage.admin.rows(resource)) as Json[];
}

async function orders(...keys: string[]): Promise<Json[]> {
	return (await rows('sop_orders')).filter(({ customer_document_no }) =>
		keys.includes(customer_document_no),
	);
}

async function customer(index = 0): Promise<Json> {
	return (await rows('customers'))[index];
}

async function products(): Promise<Json[]> {
	return (await rows('products')).filter(
		(each) =>
			each.allow_sales_order !== false &&
			each.product_status_type === 'EnumStockItemStatusTypeActive' &&
			each.traceable_type === 'EnumTraceableTypeNone',
	);
}

async function writes(): Promise<string[]> {
	const { calls } = await sage.admin.log();
	return calls
		.filter(({ method, path }) => method !== 'GET' && !/_new$|enquiry$/.test(path))
		.map(({ method, path }) => `${method} ${path}`);
}

describe('human keys', () => {
	it('finds the customer by reference, name, e-mail, VAT number or ID', async () => {
		const one = await customer();
		const [{ email }] = one.contacts[0].emails;
		const [product] = await products();
		const lines = [{ code: product.code, quantity: 1 }];
		for (const [mode, value] of [
			['reference', one.reference],
			['name', one.name],
			['email', email],
			['vat_number', one.vat_number],
			['id', String(one.id)],
		]) {
			const { json, error } = await create([{ key: `BY-${mode}`, lines }], {
				customer: { __rl: true, mode, value },
			});
			expect([mode, error?.message, json[0]?.customer_id]).toEqual([mode, undefined, one.id]);
		}
	});

	it('names every customer that fits when several do', async () => {
		const [product] = await products();
		const { error } = await create([{ key: 'TWO', lines: [{ code: product.code, quantity: 1 }] }], {
			customer: { __rl: true, mode: 'name', value: 'Harper Hardware Ltd' },
		});
		expect(error?.message).toMatch(/Customer: "Harper Hardware Ltd" names 2 records: .+, .+/);
	});

	it('takes country by ISO code, payment method, warehouse and analysis codes by name, tax by rate', async () => {
		const one = await customer();
		const [product] = await products();
		const [method] = (await rows('sop_payment_methods')).filter(
			({ card_processing_method }) => card_processing_method !== true,
		);
		const [holding] = (await rows('warehouse_holdings')).filter(
			({ product_id }) => product_id === product.id,
		);
		const [warehouse] = (await rows('warehouses')).filter(({ id }) => id === holding.warehouse_id);
		const { json, error } = await create(
			[
				{
					key: 'NAMED',
					customer: one.reference,
					lines: [
						{
							code: product.code,
							quantity: 1,
							unitPrice: 10,
							taxRate: 20,
							warehouse: warehouse.name,
							analysisCodes: { 'Web line': 'L1' },
						},
					],
				},
			],
			{
				deliveryAddress: { postal_name: 'Ann Lee', country_iso: 'ie' },
				analysisCodes: { codes: [{ name: 'sales channel', value: 'Web' }] },
				payment: { method: method.name, part: '5', reference: 'P-1' },
				simplify: false,
			},
		);
		expect(error?.message).toBeUndefined();
		const [ireland] = (await rows('country_codes')).filter(({ code }) => code === 'IE');
		const [order] = await orders('NAMED');
		expect(json[0]).toMatchObject({
			analysis_code_1: 'Web',
			payment_with_order: true,
			payment_method_id: method.id,
			payment_value: 5,
		});
		expect(order.delivery_address.country_code_id).toBe(ireland.id);
		expect(order.lines[0]).toMatchObject({ warehouse_id: warehouse.id, analysis_code_1: 'L1' });
	});

	it('takes a delivery address of the customer by its name', async () => {
		const [address] = await rows('customer_delivery_addresses');
		const [one] = (await rows('customers')).filter(({ id }) => id === address.customer_id);
		const [product] = await products();
		const items = [
			{ key: 'STORED', customer: one.reference, lines: [{ code: product.code, quantity: 1 }] },
		];
		await create(items, { deliveryAddress: { stored_name: 'warehouse' } });
		expect((await orders('STORED'))[0].delivery_address).toMatchObject({
			postcode: address.postcode,
			address_1: address.address_1,
		});
		const { error } = await create([{ ...items[0], key: 'STORED-2' }], {
			deliveryAddress: { stored_name: 'Nowhere' },
		});
		expect(error?.message).toContain('has no delivery address "Nowhere"');
	});

	it.each([
		['freeText', 2, 'entered as free text'],
		['skip', 1, 'left out'],
	])('with an unknown product: %s', async (unknownProduct, count, note) => {
		await sage.admin.setBehaviour({ freeTextLines: 'taken' });
		const one = await customer();
		const [product] = await products();
		const lines = [
			{ code: product.code, quantity: 1 },
			{ code: 'NO-SUCH', quantity: 2, unitPrice: 3 },
		];
		const { json, error } = await create(
			[{ key: `UNKNOWN-${count}`, customer: one.reference, lines }],
			{
				lineOptions: { unknownProduct },
			},
		);
		expect(error?.message).toBeUndefined();
		expect(json[0].notes).toEqual([expect.stringContaining(note)]);
		expect((await orders(`UNKNOWN-${count}`))[0].lines).toHaveLength(count);
	});
});

describe('a batch', () => {
	it.each([
		['standard', 1.2],
		['strict', 2.2],
	])(
		'of 100 orders, 30 customers and 50 products costs in %s at most %d calls an order, in addresses under 2,000 characters',
		async (level, most) => {
			const customers = (await rows('customers')).filter(({ on_hold }) => on_hold !== true);
			const goods = (await products()).slice(0, 50);
			const items = Array.from({ length: 100 }, (_, at) => ({
				key: `BATCH-${level}-${at}`,
				customer: customers[at % customers.length].reference,
				lines: [0, 1, 2, 3].map((line) => ({
					code: goods[(at * 4 + line) % goods.length].code,
					quantity: 1 + line,
					unitPrice: 9.99,
					taxRate: 20,
					warehouse: undefined,
				})),
			}));
			await sage.admin.clearLog();
			const { json, error } = await create(items, {
				additionalFields: { override_on_hold: true },
				deliveryAddress: { postal_name: 'Ann Lee', country_iso: 'GB' },
				total: { shop: '400' },
				protection: { level, settleSeconds: 0 },
			});
			expect(error?.message).toBeUndefined();
			expect(json.every(({ outcome }) => outcome === 'created')).toBe(true);
			const { count, calls } = await sage.admin.log();
			expect(count / items.length).toBeLessThanOrEqual(most);
			const longest = Math.max(
				...calls.map(
					({ path, query }) =>
						`${sage.apiUrl}${path}?${new URLSearchParams(query).toString().replaceAll('+', '%20')}`
							.length,
				),
			);
			expect(longest).toBeLessThan(2000);
		},
	);
});

describe('a customer matched or created', () => {
	const MATCH = {
		customerFrom: 'match',
		customerDetails: {
			name: '={{ $json.name }}',
			email: '={{ $json.email }}',
			telephone: '0113 496 0000',
			firstName: 'Ann',
			lastName: 'Lee',
		},
	};

	it('creates one account for two orders of one new customer, with contact, e-mail and address', async () => {
		const [product] = await products();
		const buyer = {
			name: 'Northern Tools',
			email: 'ann@northern.example',
			lines: [{ code: product.code, quantity: 1 }],
		};
		const items = [
			{ ...buyer, key: 'N-1' },
			{ ...buyer, key: 'N-2' },
		];
		const { json, error } = await create(items, {
			...MATCH,
			deliveryAddress: {
				postal_name: 'Northern',
				address_1: '1 Quay St',
				postcode: 'NE1 1AA',
				country_iso: 'GB',
			},
		});
		expect(error?.message).toBeUndefined();
		expect(new Set(json.map(({ customer_id }) => customer_id)).size).toBe(1);
		expect(json.filter(({ account }) => account)).toEqual([
			expect.objectContaining({
				account: expect.objectContaining({ reference: 'NOR001', outcome: 'created' }),
			}),
		]);
		const [made] = (await rows('customers')).filter(({ reference }) => reference === 'NOR001');
		expect(made).toMatchObject({
			name: 'Northern Tools',
			main_address: { address_1: '1 Quay St', postcode: 'NE1 1AA' },
			contacts: [{ first_name: 'Ann', emails: [{ email: 'ann@northern.example' }] }],
		});
		expect(
			(await rows('customer_delivery_addresses')).filter(
				({ customer_id }) => customer_id === made.id,
			),
		).toEqual([expect.objectContaining({ postcode: 'NE1 1AA' })]);
		// The next order of the same buyer finds the account, and nothing of it is touched.
		const again = await create([{ ...buyer, key: 'N-3', name: 'Northern Tools Limited' }], MATCH);
		expect(again.json[0]).toMatchObject({ customer_id: made.id, outcome: 'created' });
		expect((await rows('customers')).find(({ id }) => id === made.id)).toMatchObject({
			name: 'Northern Tools',
		});
	});

	it('takes one buyer who comes under two names for one, by the e-mail address they share', async () => {
		const [product] = await products();
		const buyer = {
			email: 'sam@two-names.example',
			lines: [{ code: product.code, quantity: 1 }],
		};
		const { json } = await create(
			[
				{ ...buyer, key: 'S-1', name: 'Sam Two' },
				{ ...buyer, key: 'S-2', name: 'Samuel Two Names' },
			],
			MATCH,
		);
		expect(json.map(({ outcome }) => outcome)).toEqual(['created', 'created']);
		expect(new Set(json.map(({ customer_id }) => customer_id)).size).toBe(1);
	});

	it('two workers that make an account of one new buyer at the same moment come to one, and tell of the other', async () => {
		const [product] = await products();
		let worker!: typeof runNode;
		// Its registers are its own, as in another process.
		await jest.isolateModulesAsync(async () => {
			({ runNode: worker } = await import('../support/engine'));
		});
		const parameters = {
			...BY_ITEM,
			...MATCH,
			protection: { level: 'strict', settleSeconds: 20 },
		};
		const order = (key: string, name: string): Json => ({
			key,
			name,
			email: 'kim@two-workers.example',
			lines: [{ code: product.code, quantity: 1 }],
		});
		// Both look before either has posted.
		await sage.admin.setLatency({ ms: 300 });
		const both = await Promise.all([
			runNode(stored, parameters, { items: [order('K-1', 'Kim One')] as never }),
			worker(stored, parameters, { items: [order('K-2', 'Lee Two')] as never }),
		]);
		await sage.admin.setLatency({ ms: 0 });
		const told = both.flatMap(({ json, error }) => {
			expect(error?.message).toBeUndefined();
			return json as Json[];
		});
		expect(new Set(told.map(({ customer_id }) => customer_id)).size).toBe(1);
		expect(told.flatMap(({ notes }) => (notes ?? []) as string[]).join()).toContain(
			'was made of the same buyer at the same moment',
		);
		const kept = (await rows('customers')).filter(({ name }) =>
			/^(Kim One|Lee Two)$/.test(String(name)),
		);
		expect(kept).toHaveLength(1);
	});

	it('numbers many new accounts with one beginning in one batch, without one refused post', async () => {
		const [product] = await products();
		const items = Array.from({ length: 8 }, (_, at) => ({
			key: `Z-${at}`,
			name: `Zed ${at}`,
			email: `zed${at}@z.example`,
			lines: [{ code: product.code, quantity: 1 }],
		}));
		await sage.admin.clearLog();
		const { json } = await create(items, MATCH);
		expect(json.map(({ account }) => (account as Json).reference).sort()).toEqual(
			items.map((_, at) => `ZED00${at + 1}`),
		);
		const { calls } = await sage.admin.log();
		expect(
			calls.filter(({ method, path }) => method === 'POST' && path === '/customers'),
		).toHaveLength(8);
	});

	it("does not take another customer's order for the one of a buyer who has no account yet", async () => {
		const [product] = await products();
		const lines = [{ code: product.code, quantity: 1 }];
		await create([{ key: 'SAME-NO', customer: (await customer()).reference, lines }]);
		const guest = { key: 'SAME-NO', name: 'New Guest', email: 'new@guest.example', lines };
		const { error } = await create([guest], MATCH);
		expect(error?.message).toMatch(/"SAME-NO" is taken: sales order \S+ of another account/);
		expect(await orders('SAME-NO')).toHaveLength(1);
		// Under a key of its own the guest's order is made, and found again although the account was made by it.
		const own = { ...guest, key: 'OWN-NO' };
		expect((await create([own], MATCH)).json[0].outcome).toBe('created');
		expect((await create([own], MATCH)).json[0].outcome).toBe('existing');
	});

	it('overwrites only what is chosen', async () => {
		const [product] = await products();
		const one = await customer();
		const details = { reference: one.reference, name: 'Another Name', telephone: '0999' };
		const { json } = await create([{ key: 'OVER', lines: [{ code: product.code, quantity: 1 }] }], {
			customerFrom: 'match',
			customerDetails: details,
			customerMatch: { overwrite: ['telephone'] },
		});
		expect(json[0].account).toMatchObject({ outcome: 'updated' });
		expect((await rows('customers'))[0]).toMatchObject({
			name: one.name,
			telephone_subscriber_number: '0999',
		});
	});

	it('overwrites nothing when the order is refused for its prices', async () => {
		const [product] = await products();
		const one = await customer();
		const { error } = await create(
			[{ key: 'NO-TOUCH', lines: [{ code: product.code, quantity: 1, unitPrice: 0.01 }] }],
			{
				customerFrom: 'match',
				customerDetails: { reference: one.reference, telephone: '0777' },
				customerMatch: { overwrite: ['telephone'] },
				prices: { use: 'compare' },
			},
		);
		expect(error?.message).toContain('differs from');
		expect(await writes()).toEqual([]);
	});

	it('refuses an unmatched buyer where accounts must not be created', async () => {
		const [product] = await products();
		const { error } = await create(
			[
				{
					key: 'NOBODY',
					name: 'Nobody',
					email: 'no@body.example',
					lines: [{ code: product.code, quantity: 1 }],
				},
			],
			{ ...MATCH, customerMatch: { ifNone: 'fail', matchBy: ['email', 'name'] } },
		);
		expect(error?.message).toContain(
			'Sage 200 has no customer with e-mail address "no@body.example", name "Nobody"',
		);
		expect(await writes()).toEqual([]);
	});
});

describe('prices', () => {
	it('takes the tax out of shop prices, spreads the order discount to the penny, adds shipping, and compares the totals', async () => {
		const one = await customer();
		const [first, second] = await products();
		const lines = [
			{ code: first.code, quantity: 3, unitPrice: 12, taxRate: 20 },
			{ code: second.code, quantity: 1, unitPrice: 24, discountPercent: 50, taxRate: 20 },
		];
		const { json, error } = await create([{ key: 'GROSS', customer: one.reference, lines }], {
			prices: { taxInclusive: true, discount: '6' },
			shipping: { unitPrice: '6', taxRate: '20' },
			total: { shop: '48' },
		});
		expect(error?.message).toBeUndefined();
		expect(json[0]).toMatchObject({
			total_gross_value: 48,
			total_net_value: 40,
			totals: { shop: 48, sage: 48, difference: 0, within_tolerance: true },
		});
	});

	it('tells of another total, or fails without hiding the order', async () => {
		const one = await customer();
		const [product] = await products();
		const item = {
			customer: one.reference,
			lines: [{ code: product.code, quantity: 1, unitPrice: 10, taxRate: 20 }],
		};
		const told = await create([{ ...item, key: 'T-1' }], { total: { shop: '13' } });
		expect(told.json[0].totals).toEqual({
			shop: 13,
			sage: 12,
			difference: -1,
			within_tolerance: false,
		});
		const { items } = await create(
			[{ ...item, key: 'T-2' }],
			{ total: { shop: '13', ifDiffers: 'fail' } },
			{ onError: 'continueRegularOutput' },
		);
		const [order] = await orders('T-2');
		expect(items[0].json).toMatchObject({
			details: {
				id: order.id,
				document_no: order.document_no,
				totals: { within_tolerance: false },
			},
		});
		expect(items[0].json.error).toContain('is in Sage 200');
	});

	it("uses Sage's price, or compares with it", async () => {
		const one = await customer();
		const [product] = await products();
		const priced = async (key: string, prices: Json) =>
			await create(
				[
					{
						key,
						customer: one.reference,
						lines: [{ code: product.code, quantity: 1, unitPrice: 0.01 }],
					},
				],
				{ prices },
			);
		const own = await priced('P-1', { use: 'sage' });
		const price = Number(own.json[0].total_net_value);
		expect(price).toBeGreaterThan(1);
		const refused = await priced('P-2', { use: 'compare' });
		expect(refused.error?.message).toMatch(
			/Line 1: Unit Price: the shop's price 0.01 differs from Sage 200's/,
		);
		const warned = await priced('P-3', { use: 'compare', ifDiffers: 'sage' });
		expect(warned.json[0]).toMatchObject({
			total_net_value: price,
			notes: [expect.stringContaining("Sage 200's was taken")],
		});
		const forced = await priced('P-4', { use: 'compare', ifDiffers: 'shop' });
		expect(forced.json[0]).toMatchObject({ total_net_value: 0.01 });
		expect(
			(await orders('P-1', 'P-2', 'P-3', 'P-4')).map(
				({ customer_document_no }) => customer_document_no,
			),
		).toEqual(['P-1', 'P-3', 'P-4']);
	});
});

describe('if it exists', () => {
	it('answers the second item of one key with the order of the first', async () => {
		const one = await customer();
		const [product] = await products();
		const item = {
			key: 'SAME',
			customer: one.reference,
			lines: [{ code: product.code, quantity: 1 }],
		};
		const { json } = await create([item, item]);
		expect(json.map(({ outcome }) => outcome)).toEqual(['created', 'existing']);
		expect(json[0].id).toBe(json[1].id);
	});

	it('says so when it was cancelled, and confirms one that a cut-off push left a draft', async () => {
		const standard = { protection: { level: 'standard' } };
		const [product] = await products();
		const item = {
			key: 'FOUND',
			customer: (await customer()).reference,
			lines: [{ code: product.code, quantity: 1 }],
		};
		await create([item]);
		const [order] = await orders('FOUND');
		await sage.admin.changeRow('sop_orders', order.id, {
			document_status: 'EnumDocumentStatusCancelled',
		});
		expect((await create([item], standard)).json[0]).toMatchObject({
			outcome: 'existing',
			differs: ['It was cancelled in Sage 200'],
		});
		const { error } = await create([item], { protection: { ifExists: 'failIfDifferent' } });
		expect(error?.message).toMatch(/not what is pushed: It was cancelled in Sage 200/);
		expect((await preview([item]))[0].warnings).toEqual(
			expect.arrayContaining([expect.stringContaining('It was cancelled in Sage 200')]),
		);
		await sage.admin.changeRow('sop_orders', order.id, {
			document_status: 'EnumDocumentStatusLive',
			is_draft: true,
		});
		expect((await create([item], standard)).json[0]).toMatchObject({
			id: order.id,
			outcome: 'recovered',
			is_draft: false,
		});
		expect(await orders('FOUND')).toMatchObject([{ id: order.id, is_draft: false }]);
	});

	it('leaves an order a draft that is pushed as one, which is no difference', async () => {
		const [product] = await products();
		const item = {
			key: 'STAYS',
			customer: (await customer()).reference,
			lines: [{ code: product.code, quantity: 1 }],
		};
		const asDraft = {
			protection: { level: 'standard' },
			otherFields: JSON.stringify({ is_editing: true }),
		};
		expect((await create([item], asDraft)).json[0]).toMatchObject({ outcome: 'created' });
		const [again] = (await create([item], asDraft)).json;
		expect(again).toMatchObject({ outcome: 'existing', is_draft: true });
		expect(again).not.toHaveProperty('differs');
		// Pushed as an order it becomes one.
		expect((await create([item], { protection: { level: 'standard' } })).json[0]).toMatchObject({
			outcome: 'recovered',
			is_draft: false,
		});
	});

	it('updates what differs, and nothing when nothing does', async () => {
		const one = await customer();
		const [first, second, third] = await products();
		const push = async (lines: Json[]) =>
			await create([{ key: 'UPD', customer: one.reference, lines }], {
				protection: { ifExists: 'update' },
			});
		await push([
			{ code: first.code, quantity: 1 },
			{ code: second.code, quantity: 2 },
		]);
		expect(
			(
				await push([
					{ code: first.code, quantity: 1 },
					{ code: second.code, quantity: 2 },
				])
			).json[0].outcome,
		).toBe('existing');
		const { json, error } = await push([
			{ code: first.code, quantity: 4 },
			{ code: third.code, quantity: 1 },
		]);
		expect(error?.message).toBeUndefined();
		expect(json[0].outcome).toBe('updated');
		const [order] = await orders('UPD');
		expect(
			order.lines
				.filter(({ line_quantity }: Json) => line_quantity > 0)
				.map(({ code, line_quantity }: Json) => [code, line_quantity]),
		).toEqual([
			[first.code, 4],
			[third.code, 1],
		]);
	});

	it('returns an order that is there although its customer is on hold by now', async () => {
		const one = await customer();
		const [product] = await products();
		const item = {
			key: 'HELD',
			customer: one.reference,
			lines: [{ code: product.code, quantity: 1 }],
		};
		await create([item]);
		await sage.admin.changeRow('customers', one.id, { on_hold: true });
		expect((await create([item])).json[0].outcome).toBe('existing');
		expect((await create([{ ...item, key: 'HELD-2' }])).error?.message).toContain(
			`account ${one.reference} is on hold`,
		);
	});
});

describe('preview', () => {
	it('tells all problems at once, with the payload, and writes nothing', async () => {
		const one = await customer();
		await sage.admin.changeRow('customers', one.id, { on_hold: true });
		for (const { id } of await rows('sop_user_permissions')) {
			await sage.admin.changeRow('sop_user_permissions', id, {
				override_credit_holds: false,
				override_prices_discounts: false,
			});
		}
		const [product] = await products();
		const item = {
			key: 'X'.repeat(31),
			customer: one.reference,
			lines: [
				{ code: product.code, quantity: 1, unitPrice: 5, discountPercent: 101 },
				{ code: 'NO-SUCH', quantity: 0 },
				{ code: product.code, quantity: 1, warehouse: 'Nowhere' },
			],
		};
		const [{ ok, problems, payload }] = await preview([item], {
			total: { shop: '-1' },
			prices: { currency: 'EUR', discount: '101', discountKind: 'percent' },
			shipping: { unitPrice: '-3' },
			additionalFields: { override_on_hold: true, order_priority: 'AB' },
		});
		expect(ok).toBe(false);
		expect(payload.customer_id).toBe(one.id);
		expect(problems.map(({ field }: Json) => field).sort()).toEqual(
			[
				'Order Key',
				'Line 1: Discount Percent',
				'Line 1: Unit Price',
				'Line 2: Quantity',
				'Line 2: Product',
				'Line 3: Warehouse',
				'Total of the Shop',
				'Order Discount',
				'Shipping Amount',
				'Currency',
				'Override on Hold',
				'Order Priority',
			].sort(),
		);
		expect(await writes()).toEqual([]);
	});

	it("returns Sage's own priced version, the customer's state and what is short", async () => {
		await sage.admin.setBehaviour({ previewLines: 'priced', writeReplies: 'captured' });
		const one = await customer();
		const [product] = await products();
		const [result] = await preview(
			[{ key: 'OK', customer: one.reference, lines: [{ code: product.code, quantity: 100000 }] }],
			{ total: { shop: '1' } },
		);
		expect(result).toMatchObject({
			ok: true,
			problems: [],
			existing: null,
			customer: { reference: one.reference, credit_limit: one.credit_limit },
			totals: { shop: 1, within_tolerance: false },
		});
		expect(result.priced.lines[0].selling_unit_price).toBeGreaterThan(0);
		expect(result.warnings).toEqual([
			expect.stringContaining('free'),
			expect.stringContaining('credit limit'),
		]);
	});

	it('reckons the total itself where Sage does not price it, says so, and warns by it', async () => {
		const one = await customer();
		const [product] = await products();
		await sage.admin.changeRow('customers', one.id, { credit_limit: 1 });
		const lines = [{ code: product.code, quantity: 2, unitPrice: 50, taxRate: 20 }];
		const [result] = await preview([{ key: 'OWN', customer: one.reference, lines }], {
			total: { shop: '120' },
		});
		expect(result).toMatchObject({
			ok: true,
			total_gross_value: 120,
			worked_out_by_node: { total_gross_value: 120 },
			totals: { shop: 120, within_tolerance: true },
		});
		expect(result.warnings).toEqual(
			expect.arrayContaining([
				expect.stringContaining('the node worked out the total of 120.00'),
				expect.stringContaining('credit limit'),
			]),
		);
	});

	it.each([403, 404, 500])(
		'tells what could not be checked on a site that answers %i to it, and Create goes on',
		async (status) => {
			const [product] = await products();
			const one = await customer();
			const lines = [{ code: product.code, quantity: 1, unitPrice: 5 }];
			const helpers = '^/(sop_settings|current_user_|analysis_code_|warehouse_hold|sop_orders_new)';
			await sage.admin.setFaults([{ kind: 'status', status, match: { path: helpers } }]);
			const [result] = await preview([{ key: `HALF-${status}`, customer: one.reference, lines }]);
			expect(result).toMatchObject({ ok: true, problems: [], priced: null });
			expect(result.payload.lines).toHaveLength(1);
			for (const what of ['user may do', 'settings', 'analysis codes', 'version', 'free stock'])
				expect(result.warnings).toContainEqual(expect.stringMatching(`^Not checked: .*${what}`));
			const { json } = await create([{ key: `HALF-${status}`, customer: one.reference, lines }]);
			expect(json[0].outcome).toBe('created');
		},
	);

	it("takes Sage's refusal for one of the order only where Sage looks at the order at all", async () => {
		await sage.admin.setBehaviour({ previewLines: 'priced' });
		const [product] = await products();
		const one = await customer();
		const lines = [{ code: product.code, quantity: 1, nominal_reference: 'NOSUCH' }];
		const item = { key: 'WHOLE', customer: one.reference, lines };
		const [looked] = await preview([item]);
		await sage.admin.setBehaviour({ unknownFields: 'refused' });
		const [unknown] = await preview([item]);
		expect([looked.problems, unknown.problems]).toEqual([
			[expect.objectContaining({ field: 'Sage 200' })],
			[],
		]);
		expect(unknown.warnings).toContainEqual(expect.stringMatching(/^Not checked: .*version/));
	});

	it("tells that a key is taken by another customer's order, and how many orders carry it", async () => {
		const [product] = await products();
		const lines = [{ code: product.code, quantity: 1 }];
		const [one, other] = [await customer(0), await customer(1)];
		await create([{ key: 'TAKEN', customer: one.reference, lines }]);
		const [first] = await orders('TAKEN');
		await sage.admin.insertRow('sop_orders', { ...first, id: undefined });
		const [result] = await preview([{ key: 'TAKEN', customer: other.reference, lines }]);
		expect(result).toMatchObject({ ok: false, existing: { id: first.id } });
		expect(result.problems[0].message).toContain('"TAKEN" is taken: sales order');
		expect(result.warnings).toContain('Sage 200 has 2 orders with this key');
	});

	it('refuses a key in the place of an analysis code that is given as well', async () => {
		const [product] = await products();
		const { error } = await create(
			[
				{
					key: 'SLOT',
					customer: (await customer()).reference,
					lines: [{ code: product.code, quantity: 1 }],
				},
			],
			{
				protection: { keyField: 'analysis_code_1' },
				analysisCodes: { codes: [{ name: 'Sales Channel', value: 'Web' }] },
			},
		);
		expect(error?.message).toContain('the order key goes to Analysis Code 1, which is given "Web"');
		expect(await writes()).toEqual([]);
	});

	it('refuses what a single batch cannot give, a key that comes twice, and what the site does not allow', async () => {
		await sage.admin.setBehaviour({ previewLines: 'priced' });
		const one = await customer();
		const [single] = (await rows('products')).filter(
			({ sale_from_single_batch }) => sale_from_single_batch === true,
		);
		const [{ id }] = await rows('sop_settings');
		await sage.admin.changeRow('sop_settings', id, { allow_payment_with_order: false });
		const [method] = (await rows('sop_payment_methods')).filter(
			({ card_processing_method }) => card_processing_method !== true,
		);
		const item = {
			key: 'B-1',
			customer: one.reference,
			lines: [{ code: single.code, quantity: 100000 }],
		};
		const results = await preview([item, item], { payment: { method: method.name } });
		expect(results[0].problems.map(({ field }: Json) => field)).toEqual([
			'Payment Method',
			'Sage 200',
			'Line 1: Quantity',
		]);
		expect(results[1].problems[0]).toMatchObject({
			field: 'Order Key',
			message: expect.stringContaining('item 1'),
		});
		expect(await writes()).toEqual([]);
		expect((await create([item])).error?.message).toContain('more than a single batch holds');
	});

	it('is what Dry Run on Create returns, and names the order that is there', async () => {
		const one = await customer();
		const [product] = await products();
		const item = {
			key: 'DRY',
			customer: one.reference,
			lines: [{ code: product.code, quantity: 1 }],
		};
		const [shown] = await preview([item]);
		const dry = await create([item], { dryRun: true });
		expect(dry.json[0]).toEqual(shown);
		expect(await writes()).toEqual([]);
		const { json } = await create([item]);
		expect((await preview([item]))[0].existing).toMatchObject({ id: json[0].id });
	});
});

describe('reconcile', () => {
	it('tells missing, duplicated, differing and draft orders in a few reads', async () => {
		const one = await customer();
		const [product] = await products();
		const order = (key: string) => ({
			key,
			customer: one.reference,
			lines: [{ code: product.code, quantity: 1, unitPrice: 10, taxRate: 20 }],
		});
		await create([order('R-1'), order('R-2'), order('R-3')]);
		await create([order('R-4')], { otherFields: '{"is_editing": true}' });
		await sage.admin.changeRow('sop_orders', (await orders('R-3'))[0].id, {
			customer_document_no: 'r-2',
		});
		const shop = ['R-1', 'R-2', 'R-3', 'R-4'].map((key) => ({
			key,
			total: key === 'R-1' ? 12 : 13,
			date: '2020-01-01',
		}));
		const before = (await sage.admin.log()).count;
		const { json, error } = await runNode(stored, {
			resource: 'salesOrder',
			operation: 'reconcile',
			ordersInput: 'json',
			shopOrders: JSON.stringify(shop),
		});
		expect(error?.message).toBeUndefined();
		expect((await sage.admin.log()).count - before).toBe(1);
		expect(json.map(({ key, result, findings }) => [key, result, findings])).toEqual([
			['R-1', 'matched', []],
			['R-2', 'duplicated', ['duplicated', 'differs']],
			['R-3', 'missing', ['missing']],
			['R-4', 'draft', ['draft', 'differs']],
		]);
		await sage.admin.changeRow('sop_orders', (await orders('R-1'))[0].id, {
			document_status: 'EnumDocumentStatusCancelled',
		});
		const cancelled = await runNode(stored, {
			resource: 'salesOrder',
			operation: 'reconcile',
			ordersInput: 'json',
			shopOrders: JSON.stringify(shop.slice(0, 1)),
			onlyFaults: true,
		});
		expect(cancelled.json).toMatchObject([{ key: 'R-1', result: 'cancelled' }]);
		const byItem = {
			resource: 'salesOrder',
			operation: 'reconcile',
			shopKey: '={{ $json.key }}',
			shopTotal: '={{ $json.total }}',
			onlyFaults: true,
		};
		expect((await runNode(stored, byItem, { items: shop })).json).toHaveLength(4);
	});
});
