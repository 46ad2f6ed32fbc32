import { sageCaller, type CallSage } from '../support/sageCaller';
import { startSimulator, type Simulator } from '../support/simulator';

let sage: Simulator;
let call: CallSage;
type Row = Record<string, unknown>;

const TABLE = 'couriers';
const ROWS = [
	{ name: 'Alpha Post', website: 'https://alpha.example', is_default: true },
	{ name: "O'Brien & Sons", website: '', is_default: false },
	{ name: 'beta 100% (fast) or slow', website: 'https://beta.example', is_default: false },
	{ name: 'Gamma', website: 'https://gamma.example', is_default: false },
];

beforeAll(async () => {
	sage = await startSimulator('--customers', '30', '--products', '10');
	call = await sageCaller(sage);
	for (const row of await sage.admin.rows(TABLE)) await sage.admin.deleteRow(TABLE, row.id);
	for (const [index, row] of ROWS.entries()) {
		const day = `2024-02-2${index}`;
		await sage.admin.insertRow(TABLE, {
			...row,
			date_time_created: `${day}T09:00:00Z`,
			date_time_updated: `${day}T09:00:00.5Z`,
		});
	}
});
afterAll(async () => await sage.stop());
afterEach(async () => void (await sage.admin.resetBehaviour()));

async function names($filter: string): Promise<unknown[]> {
	const { status, body, text } = await call('GET', `/${TABLE}`, {
		query: { $filter, $orderby: 'id' },
	});
	if (status !== 200) throw new Error(`${status} ${text}`);
	return (body as Row[]).map(({ name }) => String(name).split(' ')[0]);
}

describe('$filter', () => {
	it.each([
		["name eq 'Gamma'", ['Gamma']],
		["name eq 'GAMMA '", ['Gamma']],
		["name ne 'Gamma'", ['Alpha', "O'Brien", 'beta']],
		["name eq 'O''Brien & Sons'", ["O'Brien"]],
		["name eq 'beta 100% (fast) or slow'", ['beta']],
		["contains(name,'AN')", []],
		["contains(name,'or slow')", ['beta']],
		["startswith(name,'alp')", ['Alpha']],
		["endswith(name,'slow') eq false", ['Alpha', "O'Brien", 'Gamma']],
		["not startswith(name,'alp')", ["O'Brien", 'beta', 'Gamma']],
		['is_default eq true', ['Alpha']],
		["website eq ''", ["O'Brien"]],
		["name eq 'Gamma' or is_default eq true and website eq ''", ['Gamma']],
		["(name eq 'Gamma' or is_default eq true) and website ne ''", ['Alpha', 'Gamma']],
		["(name eq 'Gamma' or (name eq 'x' or (is_default eq true)))", ['Alpha', 'Gamma']],
		['date_time_updated ge 2024-02-22', ['beta', 'Gamma']],
		['date_time_updated gt 2024-02-22T09:00:00.5Z', ['Gamma']],
		['date_time_updated ge 2024-02-22T09:00:00.5Z', ['beta', 'Gamma']],
		['date_time_updated lt 2024-02-20T09:00:00.49Z', []],
	])('%s', async (filter, expected) => {
		expect(await names(filter)).toEqual(expected);
	});

	it('takes an enum by number or name', async () => {
		const [type] = await sage.admin.rows('account_status_types', { value: 'AccountStatusActive' });
		const byName = await call('GET', '/customers', {
			query: { $filter: "account_status_type eq 'AccountStatusActive'" },
		});
		const byNumber = await call('GET', '/customers', {
			query: { $filter: `account_status_type eq '${type.id}'` },
		});
		expect((byName.body as Row[]).length).toBeGreaterThan(0);
		expect(byNumber.text).toBe(byName.text);
	});

	it.each([
		['name eq', /Syntax error/],
		["name eq 'Gamma", /'Gamma/],
		["nickname eq 'Gamma'", /nickname/],
		['name eq 5', /type/],
		["id eq '5'", /type/],
		["date_time_updated gt '2024-02-22'", /type/],
		['contains(id,5)', /contains/],
	])('refuses %s', async ($filter, message) => {
		const { status, body } = await call('GET', `/${TABLE}`, { query: { $filter } });
		expect(status).toBe(400);
		expect((body as Row).Message).toMatch(message);
	});

	it('compares with case where the site does', async () => {
		await sage.admin.setBehaviour({ textCompare: 'sensitive' });
		expect(await names("name eq 'gamma'")).toEqual([]);
	});
});

describe('$orderby, $top, $skip', () => {
	const get = async (query: Record<string, string>) => await call('GET', `/${TABLE}`, { query });

	it('sorts by several fields, ascending unless told', async () => {
		const { body } = await get({ $orderby: 'is_default desc, name' });
		expect((body as Row[]).map(({ name }) => name)).toEqual([
			ROWS[0].name,
			ROWS[2].name,
			ROWS[3].name,
			ROWS[1].name,
		]);
	});

	it('pages', async () => {
		const { body } = await get({ $orderby: 'id', $top: '2', $skip: '1', $select: 'name' });
		expect(body).toEqual([{ name: ROWS[1].name }, { name: ROWS[2].name }]);
	});

	it('refuses $skip without $orderby, and options it cannot read', async () => {
		expect((await get({ $skip: '1' })).status).toBe(400);
		expect((await get({ $top: 'all' })).status).toBe(400);
		expect((await get({ $orderby: 'name up' })).status).toBe(400);
		expect((await get({ $select: 'nickname' })).status).toBe(400);
		expect((await get({ $expand: 'nickname' })).status).toBe(400);
	});

	it('sends 500 rows unless told, 5,000 at most', async () => {
		await sage.admin.bulk({ resource: 'products', count: 5100 });
		const lengthOf = async (query: Record<string, string>) =>
			((await call('GET', '/products', { query: { $select: 'id', ...query } })).body as Row[])
				.length;
		expect(await lengthOf({})).toBe(500);
		expect(await lengthOf({ $top: '9000' })).toBe(5000);
		await sage.admin.setBehaviour({ topOverMaximum: 'refuse' });
		expect((await call('GET', '/products', { query: { $top: '5001' } })).status).toBe(400);
		await sage.admin.setBehaviour({ topOverMaximum: 'clamp', largestTop: 250 });
		expect(await lengthOf({ $top: '1000' })).toBe(250);
		expect(await lengthOf({})).toBe(250);
	});

	it.each([37, 128, 512, 999])(
		'sends %i rows at most where the site says so',
		async (largestTop) => {
			await sage.admin.setBehaviour({ largestTop });
			const { body } = await call('GET', '/products', { query: { $top: '5000', $select: 'id' } });
			expect((body as Row[]).length).toBe(largestTop);
		},
	);

	it('takes rows from above an id without gaps or repeats', async () => {
		const ids: number[] = [];
		for (let last = 0; ; last = ids[ids.length - 1]) {
			const { body } = await call('GET', '/products', {
				query: { $filter: `id gt ${last}`, $orderby: 'id asc', $top: '700', $select: 'id' },
			});
			ids.push(...(body as Row[]).map(({ id }) => id as number));
			if ((body as Row[]).length < 700) break;
		}
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids.length).toBe((await sage.admin.rows('products')).length);
	});
});

describe('$select, $expand, $count, $metadata', () => {
	it('sends plain fields only, and expanded ones on request', async () => {
		const [plain] = (await call('GET', '/customers', { query: { $top: '1' } })).body as Row[];
		expect(plain).not.toHaveProperty('currency');
		const path = `/customers/${String(plain.id)}`;
		const { body } = await call('GET', path, {
			query: { $expand: 'currency,contacts', $select: 'id,currency.name' },
		});
		expect(Object.keys(body as Row).sort()).toEqual(['contacts', 'currency', 'id']);
		expect((body as Row).currency).toEqual({ name: 'Pound Sterling' });
	});

	it('takes only $select, $expand and $metadata on one record', async () => {
		const [{ id }] = await sage.admin.rows(TABLE);
		expect((await call('GET', `/${TABLE}/${id}`, { query: { $filter: 'id gt 0' } })).status).toBe(
			400,
		);
		expect((await call('GET', `/${TABLE}/${id}`, { query: { $select: 'name' } })).body).toEqual({
			name: ROWS[0].name,
		});
	});

	it('leaves dates that are not set out, and fills other fields in', async () => {
		const { id } = await sage.admin.insertRow('customers', { reference: 'EMPTY1' });
		const { body } = await call('GET', `/customers/${id}`);
		expect(body).toMatchObject({ name: '', balance: 0, price_band_id: 0, on_hold: false });
		expect(body).not.toHaveProperty('account_opened');
		await sage.admin.setBehaviour({ nullDates: 'null' });
		expect((await call('GET', `/customers/${id}`)).body).toHaveProperty('account_opened', null);
	});

	it.each([
		['ignored', (rows: unknown) => Array.isArray(rows)],
		['number', (rows: unknown) => rows === ROWS.length],
		[
			'beside',
			(rows: unknown) =>
				(rows as Row).count === ROWS.length && ((rows as Row).value as Row[]).length === 1,
		],
	])('$count can be %s', async (count, holds) => {
		await sage.admin.setBehaviour({ count });
		expect(
			holds((await call('GET', `/${TABLE}`, { query: { $count: 'true', $top: '1' } })).body),
		).toBe(true);
	});

	it('wraps lists where the site does', async () => {
		await sage.admin.setBehaviour({ envelope: 'value' });
		expect((await call('GET', `/${TABLE}`)).body).toHaveProperty('value');
	});

	it('describes fields', async () => {
		const { body } = await call('GET', `/${TABLE}`, { query: { $metadata: 'true' } });
		expect(body).toContainEqual({
			name: 'name',
			type: 'string',
			sort_order: 0,
			sort_ascending: true,
		});
	});
});

it('refuses an address that is too long', async () => {
	const $filter = Array.from({ length: 200 }, (_, at) => `id eq ${at}`).join(' or ');
	expect((await call('GET', `/${TABLE}`, { query: { $filter } })).status).toBe(404);
	await sage.admin.setBehaviour({ longUrl: 400 });
	expect((await call('GET', `/${TABLE}`, { query: { $filter } })).status).toBe(400);
	await sage.admin.setBehaviour({ longUrl: 'accepted' });
	expect((await call('GET', `/${TABLE}`, { query: { $filter } })).status).toBe(200);
});
