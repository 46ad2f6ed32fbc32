/** Rows of a spreadsheet become orders: one for each key, however the rows are shuffled. */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { RunOptions } from '../support/engine';
import { fastClock } from '../support/fastClock';
import { SalesWorld } from '../support/salesWorld';

// What waits for Sage to settle waits for nothing here: the simulator shows at once what it holds.
const usualClock = fastClock(20);
afterAll(() => usualClock());

let world: SalesWorld;

beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => await world.reset());

const FORM: IDataObject = {
	resource: 'salesOrder',
	operation: 'create',
	customer: { __rl: true, mode: 'reference', value: '={{ $json.customer }}' },
	orderKey: '={{ $json.key }}',
	linesInput: 'items',
	lines: {
		line: [
			{ code: '={{ $json.sku }}', quantity: '={{ $json.qty }}', unitPrice: '={{ $json.price }}' },
		],
	},
	deliveryAddress: { city: '={{ $json.city }}', postcode: '={{ $json.postcode }}' },
	additionalFields: { document_date: '={{ $json.date }}' },
	options: { retries: 0 },
	protection: { lookAgainSeconds: 0 },
};

const push = async (rows: object[], more: IDataObject = {}, options: RunOptions = {}) =>
	await world.run({ ...FORM, ...more }, { items: rows as IDataObject[], ...options });

const row = (key: string, sku: string, qty: number | string, more: object = {}) => ({
	key,
	customer: 'ZEN001',
	sku,
	qty,
	price: 10,
	...more,
});

it('rows of one key are one order, and every row is told which', async () => {
	const { json, items } = await push([
		row('A', 'TOOLS001', 2, { city: 'York', date: '2026-11-20' }),
		row('B', 'PAINT001', 1),
		row('A', 'PAINT001', '3', { city: '', customer: '' }),
		row('A', 'TOOLS001', 1, { postcode: 'YO1 7HH' }),
	]);
	expect(json.map(({ outcome }) => outcome)).toEqual([
		'created',
		'created',
		'included',
		'included',
	]);
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2, 3].map((item) => ({ item })));
	expect(json[2]).toMatchObject({
		key: 'A',
		id: json[0].id,
		document_no: json[0].document_no,
		notes: ['Part of the order of item 1, which tells all of it'],
	});
	expect((await world.lines('A')).map(({ code, line_quantity }) => [code, line_quantity])).toEqual([
		['TOOLS001', 2],
		['PAINT001', 3],
		['TOOLS001', 1],
	]);
	const orders = await world.sage.admin.rows('sop_orders', { customer_document_no: 'A' });
	expect(orders).toMatchObject([
		{
			document_date: '2026-11-20T00:00:00Z',
			delivery_address: { city: 'York', postcode: 'YO1 7HH' },
		},
	]);
});

it('the same rows again are the order that is there', async () => {
	const rows = [row('A', 'TOOLS001', 2), row('A', 'PAINT001', 3)];
	const first = await push(rows);
	const { json } = await push([...rows].reverse());
	expect(json).toMatchObject([
		{ outcome: 'existing', id: first.json[0].id },
		{ outcome: 'included', id: first.json[0].id },
	]);
	expect(json[0].differs).toBeUndefined();
});

it('rows that come later, in another run, are told to be missing in the order', async () => {
	await push([row('A', 'TOOLS001', 2)]);
	const { json } = await push([row('A', 'TOOLS001', 2), row('A', 'PAINT001', 3)]);
	expect(json.map(({ outcome }) => outcome)).toEqual(['existing', 'included']);
	for (const { differs } of json)
		expect(differs).toEqual(['Line 2 (item 2) (3 × PAINT001) is not in Sage 200']);
});

it.each([
	[
		'another customer',
		{ customer: 'ABB001' },
		'Customer is "ABB001" in item 2 and "ZEN001" in item 1',
	],
	[
		'another date',
		{ date: '2026-11-21' },
		'More Fields: Document Date is "2026-11-21" in item 2 and "2026-11-20" in item 1',
	],
	[
		'another address',
		{ city: 'Leeds' },
		'Delivery: City is "Leeds" in item 2 and "York" in item 1',
	],
])('%s is refused, with both values', async (_what, other, message) => {
	const { json } = await push(
		[
			row('A', 'TOOLS001', 2, { city: 'York', date: '2026-11-20' }),
			row('A', 'PAINT001', 1, other),
			row('B', 'PAINT001', 1),
		],
		{},
		{ onError: 'continueRegularOutput' },
	);
	expect(json[0].error).toContain(message);
	expect(json[1].error).toContain('"A" is the order of item 1, which failed');
	expect(json[2]).toMatchObject({ outcome: 'created' });
	expect(await world.sage.admin.rows('sop_orders', { customer_document_no: 'A' })).toEqual([]);
});

it('another currency is refused', async () => {
	const { error } = await push(
		[row('A', 'TOOLS001', 2, { currency: 'GBP' }), row('A', 'PAINT001', 1, { currency: 'EUR' })],
		{ prices: { currency: '={{ $json.currency }}' } },
	);
	expect(error?.message).toMatch(/Currency.* is "EUR" in item 2 and "GBP" in item 1/);
});

it('contradicting rows are refused also where their key is in Sage', async () => {
	await push([row('A', 'TOOLS001', 2)]);
	const { error } = await push([
		row('A', 'TOOLS001', 2),
		row('A', 'PAINT001', 1, { customer: 'ABB001' }),
	]);
	expect(error?.message).toContain('Customer is "ABB001" in item 2 and "ZEN001" in item 1');
});

it('keys that Sage would take for one are refused, for they may be two orders', async () => {
	const { error } = await push([row('a', 'TOOLS001', 2), row('A', 'PAINT001', 1)]);
	expect(error?.message).toContain('Order Key is "A" in item 2 and "a" in item 1');
});

it('what is wrong with a row is named with its item, and no part of the order is sent', async () => {
	const { json } = await push(
		[row('A', 'TOOLS001', 2), row('A', 'NOSUCH', 1), row('A', 'PAINT001', 'many')],
		{},
		{ onError: 'continueRegularOutput' },
	);
	expect(json[0].error).toMatch(/Line 2 \(item 2\).*NOSUCH/s);
	expect(json[0].error).toMatch(/Line 3 \(item 3\): Quantity/);
	expect(json.slice(1).map(({ error }) => error)).toEqual([
		expect.stringContaining('"A" is the order of item 1, which failed'),
		expect.stringContaining('"A" is the order of item 1, which failed'),
	]);
	expect(await world.sage.admin.rows('sop_orders', { customer_document_no: 'A' })).toEqual([]);
});

it('an order that would lack the line of a refused row is not sent', async () => {
	const { json } = await push(
		[row('A', 'TOOLS001', 2), row('A', 'PAINT001', 1, { dry: 'perhaps' }), row('B', 'PAINT001', 1)],
		{ dryRun: '={{ $json.dry ?? false }}' },
		{ onError: 'continueRegularOutput' },
	);
	expect(json[0].error).toContain('"A" is the key of item 2 as well, which was refused');
	expect(json[1].error).toBeDefined();
	expect(json[2]).toMatchObject({ outcome: 'created' });
});

it('a row without a key is refused for itself', async () => {
	const { json } = await push(
		[row('A', 'TOOLS001', 2), row('', 'PAINT001', 1), row(' ', 'PAINT001', 1)],
		{},
		{ onError: 'continueRegularOutput' },
	);
	expect(json[0]).toMatchObject({ outcome: 'created' });
	for (const { error } of json.slice(1)) expect(error).toContain('Order Key is empty');
});

it('an order that Sage refuses fails each of its rows', async () => {
	await world.sage.admin.setFaults([
		{ kind: 'status', status: 400, match: { method: 'POST', path: '^/sop_orders' } },
	]);
	const { errorItems } = await push(
		[row('A', 'TOOLS001', 2), row('A', 'PAINT001', 1)],
		{},
		{ onError: 'continueErrorOutput' },
	);
	expect(errorItems.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	expect(errorItems[1].json.error).toContain('"A" is the order of item 1, which failed');
});

const POSTED = { method: 'POST', path: '^/sop_orders' };

/** As n8n tries a node again, which here waits for nothing. */
const TRIED_AGAIN = { retryOnFail: true, waitBetweenTries: 1 } as RunOptions;

it('what an earlier try has written is not missed by a later one, whichever order fails', async () => {
	const keys = ['A', 'B', 'C', 'D'];
	const rows = keys.flatMap((key) => [
		row(key, 'TOOLS001', 2, { city: 'Y'.repeat(200) }),
		row(key, 'PAINT001', 1),
	]);
	const shuffled = fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length });
	await fc.assert(
		fc.asyncProperty(shuffled, fc.nat(3), fc.constantFrom(1, 4), async (items, skip, inFlight) => {
			await world.reset();
			await world.sage.admin.setFaults([
				{ kind: 'status', status: 400, match: POSTED, skip, times: 1 },
			]);
			const options = { retries: 0, callsInFlight: inFlight, overlongText: 'cut' };
			const { json, error } = await push(items, { options }, TRIED_AGAIN);
			expect(error).toBeUndefined();
			expect(json).toHaveLength(items.length);
			for (const key of keys) {
				const told = json.filter((_, at) => items[at].key === key);
				// What was pushed together with the one that failed is found by the later try.
				expect(told[0].outcome).toMatch(/^(created|existing)$/);
				expect(told[1].outcome).toBe('included');
				expect(told[1].document_no).toBe(told[0].document_no);
				expect(String(told[0].notes)).toMatch(/City/);
				expect(await world.lines(key)).toHaveLength(2);
			}
		}),
		{ numRuns: 6 },
	);
}, 120_000);

it.each([
	['Preview', { operation: 'preview' }],
	['Dry Run', { dryRun: true }],
])('%s shows the order that the rows make', async (_name, mode) => {
	const { json } = await push([row('A', 'TOOLS001', 2), row('A', 'PAINT001', 3)], mode);
	expect(json[0]).toMatchObject({ outcome: 'preview', ok: true, key: 'A' });
	expect((json[0].payload as { lines: object[] }).lines).toHaveLength(2);
	expect(json[1]).toMatchObject({ outcome: 'included', key: 'A', ok: true });
	expect(await world.sage.admin.rows('sop_orders', { customer_document_no: 'A' })).toEqual([]);
});

it('rows of one key in two companies are two orders', async () => {
	await world.sage.admin.setBehaviour({ sites: 'listed' });
	const { json } = await push(
		[row('A', 'TOOLS001', 2, { company: '1' }), row('A', 'TOOLS001', 2, { company: '2' })],
		{ operation: 'preview', company: { __rl: true, mode: 'id', value: '={{ $json.company }}' } },
	);
	expect(json.map(({ outcome }) => outcome)).toEqual(['preview', 'preview']);
});

const IN_COMPANY = { company: { __rl: true, mode: 'id', value: '={{ $json.company }}' } };

it('what an earlier try has written in one company is not missed in another', async () => {
	await world.sage.admin.setBehaviour({ sites: 'listed' });
	await world.sage.admin.setFaults([
		{ kind: 'status', status: 400, match: POSTED, skip: 1, times: 1 },
	]);
	const rows = ['1', '2'].flatMap((company) => [
		row('A', 'TOOLS001', 2, { company }),
		row('A', 'PAINT001', 1, { company }),
	]);
	const { json, error } = await push(rows, IN_COMPANY, TRIED_AGAIN);
	expect(error).toBeUndefined();
	expect(json.map(({ outcome }) => outcome)).toEqual([
		expect.stringMatching(/^(created|existing)$/),
		'included',
		expect.stringMatching(/^(created|existing)$/),
		'included',
	]);
});

it('a refused row of another company is no row of the order, one of the same company is', async () => {
	await world.sage.admin.setBehaviour({ sites: 'listed' });
	const { json } = await push(
		[
			row('A', 'TOOLS001', 2, { company: '1' }),
			row('A', 'PAINT001', 1, { company: '2', dry: 'perhaps' }),
			row('B', 'TOOLS001', 2, { company: '1' }),
			row('B', 'PAINT001', 1, { company: '1', dry: 'perhaps' }),
			row('C', 'TOOLS001', 2, { company: '1' }),
			row('C', 'PAINT001', 1, { company: 'nowhere' }),
		],
		{ ...IN_COMPANY, dryRun: '={{ $json.dry ?? false }}' },
		{ onError: 'continueRegularOutput' },
	);
	expect(json[0]).toMatchObject({ outcome: 'created' });
	expect(json[2].error).toContain('"B" is the key of item 4 as well, which was refused');
	expect(json[4].error).toContain('"C" is the key of item 6 as well, which was refused');
});

it('what was cut is told on the first row', async () => {
	const { json } = await push(
		[row('A', 'TOOLS001', 2, { city: 'Y'.repeat(200) }), row('A', 'PAINT001', 3)],
		{ options: { retries: 0, overlongText: 'cut' } },
	);
	expect(String(json[0].notes)).toMatch(/City/);
});

/** What is sent for each key, with its lines in one order. */
const ordersIn = (json: IDataObject[]) =>
	Object.fromEntries(
		json
			.filter(({ outcome }) => outcome === 'preview')
			.map(({ key, ok, payload }) => {
				const { lines, ...header } = payload as { lines: object[] };
				return [key, { ok, header, lines: lines.map((line) => JSON.stringify(line)).sort() }];
			}),
	);

const HEADERS: Record<string, object> = {
	A: { customer: 'ZEN001', city: 'York', postcode: 'YO1 7HH', date: '2026-11-20' },
	B: { customer: 'ABB001', city: '', postcode: '', date: '' },
	C: { customer: 'ZEN001', city: 'Leeds', postcode: '', date: '2026-11-21' },
};
const ROW = fc.record({
	key: fc.constantFrom('A', 'B', 'C'),
	sku: fc.constantFrom('TOOLS001', 'PAINT001'),
	qty: fc.integer({ min: 1, max: 50 }),
	price: fc.integer({ min: 1, max: 99 }),
});

it('however rows are shuffled, and whichever of them repeat the header, the orders are the same', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc
				.array(fc.tuple(ROW, fc.boolean()), { minLength: 1, maxLength: 12 })
				.chain((rows) =>
					fc.tuple(
						fc.constant(rows),
						fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
					),
				),
			async ([rows, shuffled]) => {
				const whole = rows.map(([each]) => ({ ...each, ...HEADERS[each.key] }));
				const named = new Set<string>();
				const sparse = shuffled.map(([each, repeats], at) => {
					const isLast = shuffled.slice(at + 1).every(([{ key }]) => key !== each.key);
					const tells = repeats || (isLast && !named.has(each.key));
					if (tells) named.add(each.key);
					return tells ? { ...each, ...HEADERS[each.key] } : each;
				});
				const [expected, found] = await Promise.all(
					[whole, sparse].map(async (items) => await push(items, { operation: 'preview' })),
				);
				expect(expected.error).toBeUndefined();
				expect(Object.keys(ordersIn(expected.json)).sort()).toEqual(
					[...new Set(rows.map(([{ key }]) => key))].sort(),
				);
				expect(ordersIn(found.json)).toEqual(ordersIn(expected.json));
				expect(found.json).toHaveLength(rows.length);
			},
		),
		{ numRuns: 40 },
	);
}, 120_000);
