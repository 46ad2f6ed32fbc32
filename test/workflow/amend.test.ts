/** Orders changed, duplicated and made of quotes, through the node on n8n's engine against the simulated Sage 200. */
import type { IDataObject } from 'n8n-workflow';

import type { RunOptions } from '../support/engine';
import { laterClock } from '../support/fastClock.js';
import { byKey, byNumber, productLine, SalesWorld, type Line } from '../support/salesWorld';

let world: SalesWorld;

beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => await world.reset());

async function order(key: string, codes: string[]): Promise<IDataObject> {
	const products = await world.goods();
	return await world.order(
		key,
		codes.map((code) => productLine(products.find((row) => row.code === code)!)),
	);
}

const goods = async (count: number) =>
	(await world.goods()).slice(0, count).map(({ code }) => String(code));

const update = async (key: string, rows: object[], extra: IDataObject = {}, run: RunOptions = {}) =>
	await world.run(
		{
			resource: 'salesOrder',
			operation: 'update',
			order: byKey(key),
			linesMode: 'some',
			linesInput: 'json',
			linesJson: JSON.stringify(rows),
			...extra,
		},
		run,
	);

describe('update', () => {
	it('changes, adds and cancels lines in one call under a lock, and lets the lock go', async () => {
		const [first, second, third] = await goods(3);
		await order('W-1', [first, second]);
		await world.sage.admin.clearLog();
		const { json, error } = await update('W-1', [
			{ code: first, quantity: 5 },
			{ code: third, quantity: 1 },
			{ code: second, action: 'cancel' },
		]);
		expect(error).toBeUndefined();
		expect(json[0].outcome).toBe('updated');
		expect(json[0].changes).toMatchObject([
			{ action: 'change', line: 'Line 1' },
			{ action: 'add', line: 'Line 2' },
			{ action: 'cancel', line: 'Line 3' },
		]);
		expect(
			(await world.lines('W-1')).map(({ code, line_quantity }) => [code, line_quantity]),
		).toEqual([
			[first, 5],
			[third, 1],
		]);
		expect(await world.sage.admin.rows('sop_cancelled_lines', { item_code: second })).toHaveLength(
			1,
		);
		expect(await world.sage.admin.rows('record_locks')).toHaveLength(0);
		const { counts } = await world.sage.admin.log();
		expect(counts['PUT /sop_orders/{Id}']).toBe(1);
	});

	it('takes what the lists of its lines and its address give, and what a person types', async () => {
		const [first, second] = await goods(2);
		const [code] = (await world.sage.admin.rows('tax_codes')).filter(({ code: own }) => own === 2);
		const [country] = await world.sage.admin.rows('country_codes', { code: 'IE' });
		const [warehouse] = await world.sage.admin.rows('warehouses');
		const given = (mode: string, value: unknown) => ({ __rl: true, mode, value: String(value) });
		const lists = {
			code: given('list', first),
			taxCode: given('list', `id:${code.id}`),
			warehouse: given('list', `id:${warehouse.id}`),
			country_code_id: given('list', 'IE'),
			tax_code_id: given('list', `id:${code.id}`),
		};
		const typed = {
			code: given('name', first),
			taxCode: given('name', '2'),
			warehouse: given('name', warehouse.name),
			country_code_id: given('name', country.name),
			tax_code_id: given('name', code.name),
		};
		for (const [at, { country_code_id, tax_code_id, ...line }] of [lists, typed].entries()) {
			const key = `W-PICK-${at}`;
			await order(key, [first, second]);
			const { error } = await update(key, [], {
				linesInput: 'form',
				lines: { line: [{ ...line, quantity: '3' }] },
				deliveryAddress: { address_1: '1 High Street', country_code_id, tax_code_id },
			} as IDataObject);
			expect(error).toBeUndefined();
			const [row] = await world.sage.admin.rows('sop_orders', { customer_document_no: key });
			expect(row.delivery_address).toMatchObject({
				address_1: '1 High Street',
				country_code_id: country.id,
				tax_code_id: code.id,
			});
			expect((row.lines as IDataObject[])[0]).toMatchObject({
				line_quantity: 3,
				tax_code_id: code.id,
			});
		}
		const { error } = await update('W-PICK-0', [], {
			deliveryAddress: { country_code_id: given('name', 'Atlantis') },
		} as IDataObject);
		expect(error?.message).toContain('Country Code: Sage 200 has no country code "Atlantis"');
	});

	it('sends nothing when the order is as wanted', async () => {
		const [first] = await goods(1);
		await order('W-2', [first]);
		await world.sage.admin.clearLog();
		const { json, error } = await update('W-2', [{ code: first, quantity: 2 }]);
		expect(error).toBeUndefined();
		expect(json[0].outcome).toBe('unchanged');
		expect((await world.sage.admin.log()).counts).toEqual({ 'GET /sop_orders': 1 });
	});

	it('removes what is not given when the lines given are all there should be', async () => {
		const [first, second] = await goods(2);
		await order('W-3', [first, second]);
		const { error } = await update('W-3', [{ sku: second, qty: 2 }], {
			linesMode: 'all',
			amend: { removal: 'delete' },
		});
		expect(error).toBeUndefined();
		expect((await world.lines('W-3')).map(({ code }) => code)).toEqual([second]);
		expect(await world.sage.admin.rows('sop_cancelled_lines', { item_code: first })).toHaveLength(
			0,
		);
	});

	it('tells lines by number and by ID, and names those that are not there', async () => {
		await world.sage.admin.setBehaviour({ writeReplies: 'captured' });
		const [first] = await goods(1);
		const { lines } = await order('W-4', [first, first]);
		const [one, two] = lines as unknown as Line[];
		const { error } = await update('W-4', [
			{ lineNumber: 2, quantity: 7 },
			{ lineId: one.id, quantity: 3 },
		]);
		expect(error).toBeUndefined();
		expect((await world.lines('W-4')).map(({ id, line_quantity }) => [id, line_quantity])).toEqual([
			[one.id, 3],
			[two.id, 7],
		]);
		const missing = await update('W-4', [
			{ lineNumber: 9, quantity: 1 },
			{ lineId: 1, quantity: 1 },
		]);
		expect(missing.error?.message).toContain('Line 1: the order has no line number 9');
		expect(missing.error?.message).toContain('Line 2: the order has no line with ID 1');
	});

	it('tells which lines took and which did not when Sage refuses one, and what is missing is all the next run sends', async () => {
		const [first, second, third] = await goods(3);
		await order('W-5', [first, second, third]);
		const products = await world.sage.admin.rows('products');
		// Refused by Sage only: a warehouse exists, but does not hold the product.
		const inactive = products.find(({ code }) => code === second)!;
		await world.sage.admin.changeRow('products', inactive.id, {
			product_status_type: 'EnumStockItemStatusTypeInactive',
		});
		const wanted = [
			{ code: first, quantity: 3 },
			{ code: second, quantity: 3 },
			{ code: third, quantity: 3 },
		];
		const { items } = await update('W-5', wanted, {}, { onError: 'continueRegularOutput' });
		expect(items[0].json.details).toMatchObject({
			outcome: 'failed',
			applied: [{ action: 'change', line: 'Line 1', code: first }],
			notApplied: [
				{ line: 'Line 2', code: second },
				{ line: 'Line 3', code: third },
			],
			failed: { line: 'Line 2', message: expect.stringContaining('inactive') },
			lockReleased: true,
		});
		expect(await world.sage.admin.rows('record_locks')).toHaveLength(0);
		await world.sage.admin.changeRow('products', inactive.id, {
			product_status_type: 'EnumStockItemStatusTypeActive',
		});
		const again = await update('W-5', wanted);
		expect(again.error).toBeUndefined();
		expect(again.json[0].changes).toMatchObject([{ line: 'Line 2' }, { line: 'Line 3' }]);
	});

	it.each(['afterCommit', 'beforeCommit'])('reads again when the line drops %s', async (moment) => {
		const [first] = await goods(1);
		await order(`W-6-${moment}`, [first]);
		await world.sage.admin.setFaults([
			{
				match: { method: 'PUT', path: '/sop_orders' },
				times: 1,
				kind: moment === 'afterCommit' ? 'dropAfterCommit' : 'dropBeforeCommit',
			},
		]);
		const { items } = await update(
			`W-6-${moment}`,
			[{ code: first, quantity: 9 }],
			{ amend: { lookAgainSeconds: 0, doubtSeconds: 0 } },
			{ onError: 'continueRegularOutput' },
		);
		const applied = moment === 'afterCommit';
		const told = applied ? items[0].json : (items[0].json.details as IDataObject);
		expect(told.outcome).toBe(applied ? 'recovered' : 'inDoubt');
		expect((await world.lines(`W-6-${moment}`))[0].line_quantity).toBe(applied ? 9 : 2);
		expect(await world.sage.admin.rows('record_locks')).toHaveLength(0);
	});

	it('sends nothing while an earlier change may still arrive, and adds a line once', async () => {
		const [first, second] = await goods(2);
		await order('W-6-late', [first]);
		await world.sage.admin.setFaults([
			{
				kind: 'lateCommit',
				afterMs: 60_000,
				match: { method: 'PUT', path: '^/sop_orders/' },
				times: 1,
			},
		]);
		const amend = { lookAgainSeconds: 0, doubtSeconds: 60 };
		const push = async () =>
			await update('W-6-late', [{ code: second, quantity: 5 }], { amend, options: { retries: 0 } });
		const lost = await push();
		expect(lost.error?.message).toContain('It is in doubt whether order');
		const early = await push();
		expect(early.error?.message).toContain('will still arrive');
		expect(early.error?.description).toContain('Nothing was sent now');
		await world.sage.admin.advanceClock(60_000);
		const setRight = laterClock(60_000);
		const later = await push().finally(setRight);
		expect(later.error).toBeUndefined();
		expect(later.json[0].outcome).toBe('unchanged');
		const lines = await world.lines('W-6-late');
		expect(lines.map(({ code }) => code)).toEqual([first, second]);
	});

	it('sees an address that the order had not got before, also when the answer is lost', async () => {
		const [product] = await world.goods();
		await world.order('W-addr', [productLine(product)], { use_invoice_address: true });
		await world.sage.admin.setFaults([
			{ kind: 'dropAfterCommit', times: 1, match: { method: 'PUT', path: '^/sop_orders' } },
		]);
		const { error, json } = await world.run({
			resource: 'salesOrder',
			operation: 'update',
			order: byKey('W-addr'),
			linesMode: 'keep',
			deliveryAddress: { postal_name: 'Ann', address_1: '9 Quay', postcode: 'LS1 1AA' },
			amend: { lookAgainSeconds: 3 },
		});
		expect(error).toBeUndefined();
		expect(json[0].outcome).toBe('recovered');
	});

	it('copies a stored delivery address once, follows to another one, and leaves one that was edited', async () => {
		const [stored] = await world.sage.admin.rows('customer_delivery_addresses');
		const [customer] = (await world.sage.admin.rows('customers')).filter(
			({ id }) => id === stored.customer_id,
		);
		const other = await world.send('POST', '/customer_delivery_addresses', {
			customer_id: customer.id,
			description: 'Second place',
			postal_name: 'Second place',
			address_1: '2 Other Road',
			postcode: 'YO1 1AA',
			tax_code_id: stored.tax_code_id,
			country_code_id: stored.country_code_id,
		});
		const [product] = await world.goods();
		const push = async (name: unknown) =>
			await world.run({
				resource: 'salesOrder',
				operation: 'create',
				customer: { __rl: true, mode: 'reference', value: String(customer.reference) },
				orderKey: 'W-stored',
				linesInput: 'json',
				linesJson: JSON.stringify([{ code: product.code, quantity: 1 }]),
				deliveryAddress: { stored_name: name as string },
				additionalFields: { override_on_hold: true },
				protection: { ifExists: 'update' },
			});
		expect((await push(stored.description)).json[0].outcome).toBe('created');
		expect((await push(stored.description)).json[0].outcome).toBe('existing');
		const moved = await push(other.description);
		expect(moved.json[0].outcome).toBe('updated');
		expect((await push(other.description)).json[0].outcome).toBe('existing');
		const [order] = await world.sage.admin.rows('sop_orders', {
			customer_document_no: 'W-stored',
		});
		expect(order.delivery_address).toMatchObject({ address_1: '2 Other Road' });
		await world.send('PUT', `/sop_orders/${String(order.id)}`, {
			delivery_address: { address_1: '2b Other Road' },
		});
		const edited = await push(stored.description);
		expect(edited.json[0]).toMatchObject({
			outcome: 'existing',
			notes: [expect.stringContaining('was not copied over it')],
		});
		const [kept] = await world.sage.admin.rows('sop_orders', { customer_document_no: 'W-stored' });
		expect(kept.delivery_address).toMatchObject({ address_1: '2b Other Road' });
	});

	it('carries out several items of one order one after the other', async () => {
		const codes = await goods(3);
		await order('W-7', codes);
		const items = codes.map((code, at) => ({ code, quantity: at + 4 }));
		const { error } = await world.run(
			{
				resource: 'salesOrder',
				operation: 'update',
				order: byKey('W-7'),
				linesMode: 'some',
				linesInput: 'json',
				linesJson: '={{ [$json] }}',
			},
			{ items },
		);
		expect(error).toBeUndefined();
		expect((await world.lines('W-7')).map(({ line_quantity }) => line_quantity)).toEqual([4, 5, 6]);
	});

	it('leaves a draft a draft', async () => {
		const [product] = await world.goods();
		await world.order('W-8', [productLine(product)], { is_editing: true });
		const { error, json } = await update('W-8', [{ code: product.code, quantity: 3 }]);
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ is_draft: true, outcome: 'updated' });
	});
});

describe('drafts', () => {
	it('confirms a draft once and discards only drafts', async () => {
		const lines = [productLine((await world.goods())[0])];
		await world.order('D-1', lines, { is_editing: true });
		const run = async (operation: string, key: string) =>
			await world.run({ resource: 'salesOrder', operation, order: byKey(key) });
		expect((await run('confirmDraft', 'D-1')).json[0]).toMatchObject({
			is_draft: false,
			outcome: 'confirmed',
		});
		expect((await run('confirmDraft', 'D-1')).json[0].outcome).toBe('unchanged');
		expect((await run('discardDraft', 'D-1')).error?.message).toContain('is confirmed');
		await world.order('D-2', lines, { is_editing: true });
		expect((await run('discardDraft', 'D-2')).json[0]).toMatchObject({ discarded: true });
		expect(await world.sage.admin.rows('sop_orders', { customer_document_no: 'D-2' })).toHaveLength(
			0,
		);
	});

	it('tells why Sage refused a duplicate though its draft could not be discarded either', async () => {
		const original = await order('D-4', await goods(1));
		const path = '^/sop_orders/';
		await world.sage.admin.setFaults([
			{ kind: 'status', status: 400, match: { method: 'PUT', path } },
			{ kind: 'status', status: 503, match: { method: 'DELETE', path } },
		]);
		const { error } = await world.run({
			resource: 'salesOrder',
			operation: 'duplicate',
			order: byNumber(original.document_no),
			orderKey: 'COPY-4',
			protection: { level: 'standard' },
		});
		expect(error?.message).toContain('refused');
		expect(error?.description).toMatch(/draft without a key .* is left/);
	});

	it.each([
		['order', false],
		['draft', true],
	])('duplicates as %s once', async (duplicateAs, is_draft) => {
		const codes = await goods(2);
		const original = await order(`D-3-${duplicateAs}`, codes);
		const duplicate = async () =>
			await world.run({
				resource: 'salesOrder',
				operation: 'duplicate',
				order: byNumber(original.document_no),
				orderKey: `COPY-${duplicateAs}`,
				duplicateAs,
			});
		const first = await duplicate();
		expect(first.error).toBeUndefined();
		expect(first.json[0]).toMatchObject({ outcome: 'created', is_draft });
		const second = await duplicate();
		expect(second.json[0]).toMatchObject({ outcome: 'existing', id: first.json[0].id });
		expect((await world.lines(`COPY-${duplicateAs}`)).map(({ code }) => code)).toEqual(codes);
	});
});

describe('createFromQuote', () => {
	it('orders what was quoted, at the quoted prices, once', async () => {
		await world.sage.admin.setBehaviour({ freeTextLines: 'taken' });
		const [product] = await world.goods();
		const quote = {
			customer_id: await world.customer(),
			customer_type: 'EnumCustomerTypeCredit',
			lines: [
				{ ...productLine(product, 3), selling_unit_price: 7.77 },
				{
					line_type: 'EnumLineTypeFreeText',
					description: 'Gift wrap',
					line_quantity: 1,
					selling_unit_price: 2.5,
				},
				{ line_type: 'EnumLineTypeComment', description: 'As discussed' },
			],
		};
		const posted = await world.send('POST', '/sop_quotes', quote);
		const toOrder = async () =>
			await world.run({
				resource: 'salesOrder',
				operation: 'createFromQuote',
				quote: byNumber(posted.document_no),
				orderKey: 'Q-1',
				additionalFields: { override_on_hold: true },
			});
		const first = await toOrder();
		expect(first.error).toBeUndefined();
		expect(first.json[0].outcome).toBe('created');
		expect((await toOrder()).json[0]).toMatchObject({ outcome: 'existing', id: first.json[0].id });
		const lines = await world.lines('Q-1');
		expect(
			lines.map(({ line_type, selling_unit_price, line_quantity }) => [
				line_type,
				selling_unit_price,
				line_quantity,
			]),
		).toMatchObject([
			['EnumLineTypeStandard', 7.77, 3],
			['EnumLineTypeFreeText', 2.5, 1],
			['EnumLineTypeComment', undefined, undefined],
		]);
	});
});

describe('lines of an update go by the rules of a create', () => {
	const siteWithTax = async (are_prices_tax_inclusive: boolean) => {
		const [settings] = await world.sage.admin.rows('sop_settings');
		await world.sage.admin.changeRow('sop_settings', Number(settings.id), {
			are_prices_tax_inclusive,
		});
	};
	it.each([
		[false, false, 100],
		[false, true, 120],
		[true, true, 100],
		[true, false, 83.33333],
	])('prices with tax: given %p, kept %p', async (given, kept, price) => {
		await siteWithTax(kept);
		const [first, second] = await goods(2);
		await order('T-1', [first]);
		const rows = [first, second].map((code) => ({ code, quantity: 1, price: 100, taxRate: 20 }));
		const change = async () => await update('T-1', rows, { amend: { taxInclusive: given } });
		expect((await change()).error).toBeUndefined();
		expect((await world.lines('T-1')).map((line) => line.selling_unit_price)).toEqual([
			price,
			price,
		]);
		expect((await change()).json[0].outcome).toBe('unchanged');
	});
	it('analysis codes have the names that the site gave them', async () => {
		const [first] = await goods(1);
		await order('T-2', [first]);
		await update('T-2', [{ code: first, analysisCodes: { 'Web line': 'Shop' } }]);
		expect((await world.lines('T-2'))[0].analysis_code_1).toBe('Shop');
		const { error } = await update('T-2', [{ code: first, analysisCodes: { Nope: 'x' } }]);
		expect(error?.message).toMatch(/no analysis code "Nope"/);
	});
	it("a price in another currency than the customer's is refused", async () => {
		const [first] = await goods(1);
		await order('T-3', [first]);
		const { error } = await update('T-3', [{ code: first, price: 1, currency: 'JPY' }]);
		expect(error?.message).toMatch(/^Currency: the shop's prices are in JPY/);
	});
	it('a rate that the line is booked with leaves its tax code', async () => {
		const [first] = await goods(1);
		await order('T-4', [first]);
		const [scope] = await world.sage.admin.rows('tax_codes', { name: 'Outside the scope' });
		await update('T-4', [{ code: first, taxCode: 'Outside the scope' }]);
		const { json } = await update('T-4', [{ code: first, taxRate: 0 }]);
		expect(json[0].outcome).toBe('unchanged');
		expect((await world.lines('T-4'))[0].tax_code_id).toBe(scope.id);
	});
	it('Other Fields do not give lines beside them', async () => {
		const [first] = await goods(1);
		await order('T-5', [first]);
		const { error } = await update('T-5', [], {
			linesMode: 'keep',
			otherFields: '{"lines": [{"code": "X"}]}',
		});
		expect(error?.message).toContain('"lines" is said by Order Lines');
	});
});
