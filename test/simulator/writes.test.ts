import { sageCaller, type CallSage } from '../support/sageCaller';
import { startSimulator, type Simulator } from '../support/simulator';

let sage: Simulator;
let call: CallSage;
type Row = Record<string, unknown>;

beforeAll(async () => {
	sage = await startSimulator('--customers', '5', '--products', '5');
	call = await sageCaller(sage);
});
afterAll(async () => await sage.stop());
afterEach(async () => await sage.admin.reset());

const messageOf = (body: unknown) => (body as Row).Message;

describe('bodies are checked as Sage does', () => {
	it.each([
		['no JSON', 'nonsense', /JSON/],
		['a list', [], /object/],
		['a wrong type', { name: 5 }, /name/],
		['a flag as text', { name: 'A', is_default: 'yes' }, /is_default/],
		['text that is too long', { name: 'A'.repeat(200) }, /maximum length/],
		['null for a text', { name: 'A', website: null }, /website/],
		['a required field left out', { website: 'https://a.example' }, /name.*required/],
	])('refuses %s', async (_name, body, message) => {
		const { status, body: reply } = await call('POST', '/couriers', { body });
		expect(status).toBe(400);
		expect(messageOf(reply)).toMatch(message);
	});

	it('refuses a date without a time, and a foreign id that does not exist', async () => {
		const [{ id }] = await sage.admin
			.rows('bank_account_types')
			.then((rows) => rows.concat({ id: 1 }));
		expect(id).toBeDefined();
		const dated = await call('POST', '/sales_receipts', {
			body: { transaction_date: '2024-05-01' },
		});
		expect([dated.status, messageOf(dated.body)]).toEqual([
			400,
			expect.stringMatching(/transaction_date/),
		]);
		const foreign = await call('POST', '/customers', {
			body: { reference: 'NEW1', name: 'A', currency_id: 999_999 },
		});
		expect([foreign.status, messageOf(foreign.body)]).toEqual([
			400,
			expect.stringMatching(/currency_id/),
		]);
	});

	it('ignores fields it does not know, or refuses them', async () => {
		const body = { name: 'Swift', nickname: 'S' };
		expect((await call('POST', '/couriers', { body })).status).toBe(200);
		await sage.admin.setBehaviour({ unknownFields: 'refused' });
		expect((await call('POST', '/couriers', { body })).status).toBe(400);
	});

	it('ignores fields that are read-only', async () => {
		const { body } = await call('POST', '/couriers', { body: { id: 7, name: 'Swift' } });
		expect((body as Row).id).not.toBe(7);
	});

	it.each([
		['Message', (text: string) => messageOf(JSON.parse(text)) !== undefined],
		['ModelState', (text: string) => (JSON.parse(text) as Row).ModelState !== undefined],
		[
			'ExceptionMessage',
			(text: string) => (JSON.parse(text) as Row).ExceptionMessage !== undefined,
		],
		['text', (text: string) => !text.startsWith('{')],
	])('can refuse in the shape %s', async (badRequestBody, holds) => {
		await sage.admin.setBehaviour({ badRequestBody });
		const { status, text } = await call('POST', '/couriers', { body: {} });
		expect([status, holds(text)]).toEqual([400, true]);
	});
});

describe('create, change, delete from the catalog alone', () => {
	it('answers 200 throughout, deletes with an empty body', async () => {
		const created = await call('POST', '/couriers', {
			body: { name: 'Swift', website: 'https://swift.example' },
		});
		expect(created.status).toBe(200);
		expect(created.body).not.toHaveProperty('date_time_created');
		const path = `/couriers/${String((created.body as Row).id)}`;
		const changed = await call('PUT', path, { body: { name: 'Swifter' } });
		expect(changed.body).toMatchObject({ name: 'Swifter', website: 'https://swift.example' });
		const deleted = await call('DELETE', path);
		expect([deleted.status, deleted.text]).toEqual([200, '']);
		expect((await call('GET', path)).status).toBe(404);
		expect((await call('DELETE', path)).status).toBe(404);
	});

	it('changes a whole collection: id changes, none adds, is_to_delete removes', async () => {
		const make = async (name: string) =>
			(await call('POST', '/couriers', { body: { name } })).body as Row;
		const [first, second] = [await make('One'), await make('Two')];
		const { status } = await call('PUT', '/couriers', {
			body: [
				{ id: first.id, name: 'First' },
				{ id: second.id, name: 'Two', is_to_delete: true },
				{ name: 'Three' },
			],
		});
		expect(status).toBe(200);
		const names = ((await call('GET', '/couriers')).body as Row[]).map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(['First', 'Three']));
		expect(names).not.toContain('Two');
	});

	it('moves the stamp of a changed row', async () => {
		const { body } = await call('POST', '/couriers', { body: { name: 'Swift' } });
		const path = `/couriers/${String((body as Row).id)}`;
		await sage.admin.freezeClock();
		await sage.admin.advanceClock(60_000);
		const { now } = await sage.admin.clock();
		await call('PUT', path, { body: { name: 'Swifter' } });
		expect((await call('GET', path)).body).toMatchObject({ date_time_updated: now });
	});
});

describe('admin data', () => {
	it('makes many rows and changes that share a stamp', async () => {
		const ids = await sage.admin.bulk({ resource: 'customers', count: 2000 });
		expect(new Set(ids).size).toBe(2000);
		const stamp = '2030-01-01T00:00:00Z';
		await sage.admin.bulk({ resource: 'customers', count: 1500, change: true, stamp });
		const { body } = await call('GET', '/customers', {
			query: { $filter: `date_time_updated ge ${stamp}`, $top: '5000', $select: 'id' },
		});
		expect(body).toHaveLength(1500);
	});

	it('goes back to a snapshot', async () => {
		await sage.admin.takeSnapshot('before');
		const row = await sage.admin.insertRow('couriers', { name: 'Late' });
		await sage.admin.restoreSnapshot('before');
		expect((await call('GET', `/couriers/${row.id}`)).status).toBe(404);
	});

	it('edits permissions and settings like any row', async () => {
		const [row] = await sage.admin.rows('sop_user_permissions');
		await sage.admin.changeRow('sop_user_permissions', row.id, {
			override_prices_discounts: false,
		});
		expect((await call('GET', `/sop_user_permissions/${row.id}`)).body).toMatchObject({
			override_prices_discounts: false,
		});
	});
});

describe('keys that Sage keeps in its own way', () => {
	const SENT = ' WEB-1234567 ÄŁ ';
	const kept = async (): Promise<unknown> => {
		const [customer] = await sage.admin.rows('customers');
		const { body } = await call('POST', '/sop_orders', {
			body: {
				customer_id: customer.id,
				customer_document_no: SENT,
				override_on_hold: true,
				lines: [],
			},
		});
		const { id, customer_document_no: told } = body as Row;
		expect(told).toBe((await sage.admin.row('sop_orders', id as number)).customer_document_no);
		return told;
	};

	it.each([
		['trimmed', 'WEB-1234567 ÄŁ'],
		['exact', SENT],
		['cut', ' WEB-1234567'],
		['codePage', ' WEB-1234567 Ä? '],
	])('%s', async (keyStorage, expected) => {
		await sage.admin.setBehaviour({ keyStorage });
		expect(await kept()).toBe(expected);
	});

	it('other texts stay whole', async () => {
		await sage.admin.setBehaviour({ keyStorage: 'cut' });
		const { body } = await call('POST', '/couriers', { body: { name: 'Courier of Long Name' } });
		expect((body as Row).name).toBe('Courier of Long Name');
	});
});

it.each(['departments', 'cost_centres'])(
	'keeps the code that a new row of %s is given',
	async (path) => {
		const { body } = await call('POST', `/${path}`, { body: { code: 'NEW', name: 'New' } });
		const { id } = body as Row;
		expect((body as Row).code).toBe('NEW');
		await call('PUT', `/${path}/${String(id)}`, { body: { code: 'OLD', name: 'Other' } });
		expect((await call('GET', `/${path}/${String(id)}`)).body).toMatchObject({
			code: 'NEW',
			name: 'Other',
		});
	},
);

it('asks for the key that a new record is given', async () => {
	const { status, body } = await call('POST', '/departments', { body: { name: 'New' } });
	expect([status, messageOf(body)]).toEqual([400, expect.stringMatching(/code.*required/)]);
});

it('keeps the product that new terms of a supplier are given', async () => {
	const [product] = await sage.admin.rows('products');
	const [supplier] = await sage.admin.rows('suppliers');
	const { body } = await call('POST', '/product_suppliers', {
		body: { product_id: product.id, supplier_id: supplier.id },
	});
	expect((body as Row).product_id).toBe(product.id);
});

it('can tell the old stamp in the answer to a PUT', async () => {
	const { id } = (await call('POST', '/couriers', { body: { name: 'A' } })).body as Row;
	const change = async (name: string): Promise<boolean> => {
		await sage.admin.advanceClock(5_000);
		const { body } = await call('PUT', `/couriers/${String(id)}`, { body: { name } });
		const { date_time_updated: stored } = await sage.admin.row('couriers', id as number);
		return (body as Row).date_time_updated === stored;
	};
	expect(await change('B')).toBe(true);
	await sage.admin.setBehaviour({ putReplyStamps: 'old' });
	expect(await change('C')).toBe(false);
});

it.each([
	['POST', 'POST', ''],
	['PUT', 'PUT', ''],
	['PUT by id', 'PUT', '/{Id}'],
])('changes the status of an order by %s', async (statusVerb, method, suffix) => {
	await sage.admin.setBehaviour({ statusVerb });
	const [order] = await sage.admin.rows('sop_orders', {
		document_status: 'EnumDocumentStatusLive',
	});
	const path = `/sop_orders_status${suffix.replace('{Id}', String(order.id))}`;
	const body = { sop_order_id: order.id, document_status: 'EnumDocumentStatusOnHold' };
	expect((await call(method, path, { body })).status).toBe(200);
	expect((await sage.admin.row('sop_orders', order.id)).document_status).toBe(
		'EnumDocumentStatusOnHold',
	);
	const other = method === 'POST' ? 'PUT' : 'POST';
	expect((await call(other, path, { body })).status).toBe(404);
});

describe('switches', () => {
	it('are refused for a name or a value that there is none of', async () => {
		await expect(sage.admin.setBehaviour({ envelop: 'bare' })).rejects.toThrow(/envelop/);
		await expect(sage.admin.setBehaviour({ envelope: 'bear' })).rejects.toThrow(/bare, value/);
		await expect(sage.admin.setBehaviour({ largestTop: '5' })).rejects.toThrow(/number/);
	});

	it('can be thrown from the start, and a reset goes back to that', async () => {
		const other = await startSimulator('--customers', '5', '--behaviour', '{"envelope":"value"}');
		try {
			await other.admin.setBehaviour({ envelope: 'bare' });
			await other.admin.resetBehaviour();
			expect((await other.admin.behaviour()).envelope).toBe('value');
		} finally {
			await other.stop();
		}
	});
});
