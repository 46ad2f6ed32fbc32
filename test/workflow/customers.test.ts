/** Customers through the node, on n8n's engine, against the simulator. */
import { credential, listContext, runNode, types, type StoredCredential } from '../support/engine';
import { startSimulator, type Simulator } from '../support/simulator';

let sage: Simulator;
let login: StoredCredential;

beforeAll(async () => {
	sage = await startSimulator();
	login = credential({
		apiUrl: sage.apiUrl,
		identityUrl: sage.identityUrl,
		clientId: sage.clientId,
		clientSecret: sage.clientSecret,
		siteId: sage.siteId,
		companyId: String(sage.companyId),
		oauthTokenData: { ...(await sage.admin.mintTokens()) },
	});
}, 60_000);
afterAll(async () => await sage.stop());

const by = (mode: string, value: string) => ({ __rl: true, mode, value });
const run = async (operation: string, parameters = {}, options = {}) =>
	await runNode(login, { resource: 'customer', operation, ...parameters }, options);
const callsOf = async () => (await sage.admin.log()).count;

describe('create, read, change, delete', () => {
	it('goes round', async () => {
		const created = await run('create', {
			reference: 'TST001',
			name: 'Test Ltd',
			additionalFields: { credit_limit: '250.55' },
			main_address: { postcode: 'LS1 1AA' },
		});
		expect(created.error).toBeUndefined();
		expect(created.json[0]).toMatchObject({ reference: 'TST001', credit_limit: 250.55 });

		const read = await run('get', { customer: by('reference', 'tst001'), simplify: false });
		expect(read.json[0]).toMatchObject({ id: created.json[0].id, name: 'Test Ltd' });

		const changed = await run('update', {
			customer: by('id', String(created.json[0].id)),
			additionalFields: { vat_number: 'GB123' },
			simplify: false,
		});
		expect(changed.json[0]).toMatchObject({ vat_number: 'GB123', outcome: 'updated' });
		const unchanged = await run('update', {
			customer: by('reference', 'TST001'),
			additionalFields: { vat_number: 'GB123' },
		});
		expect(unchanged.json[0]).toMatchObject({ outcome: 'unchanged' });

		const removed = await run('delete', { customer: by('reference', 'TST001') });
		expect(removed.json[0]).toEqual({ deleted: true, id: created.json[0].id });
		expect((await run('get', { customer: by('reference', 'TST001') })).error?.message).toContain(
			'no customer with reference "TST001"',
		);
	});

	it('takes currency, country and contacts by what people call them, and leaves the reference to Sage where it numbers accounts', async () => {
		const { json, error } = await run('create', {
			simplify: false,
			reference: 'HUM001',
			name: 'Human Keys',
			additionalFields: {
				currency_id: 'Euro',
				country_code_id: 'ie',
				contacts:
					'[{"first_name": "Ann", "last_name": "Lee", "emails": [{"email": "ann@example.com"}]}]',
			},
			main_address: { city: 'Cork', address_country_code_id: 'IE' },
		});
		expect(error).toBeUndefined();
		const [country] = (await sage.admin.rows('country_codes')).filter(({ code }) => code === 'IE');
		const [currency] = (await sage.admin.rows('currencies')).filter(({ name }) => name === 'Euro');
		expect(json[0]).toMatchObject({ country_code_id: country.id, currency_id: currency.id });
		const wrong = await run('update', {
			customer: by('reference', 'HUM001'),
			additionalFields: { country_code_id: 'XX' },
		});
		expect(wrong.error?.message).toBe('Country Code: Sage 200 has no country code "XX"');
		const unnumbered = await run('create', { reference: '', name: 'No reference' });
		expect(unnumbered.error?.message).toMatch(/^Sage 200 refused the request/);
	});

	it('creates or updates: a second item of the same key sees the first', async () => {
		const { json, error } = await run(
			'upsert',
			{ reference: '={{ $json.reference }}', name: '={{ $json.name }}' },
			{
				items: [
					{ reference: 'UPS001', name: 'One' },
					{ reference: 'ups001', name: 'Two' },
					{ reference: 'UPS002', name: 'Three' },
				],
			},
		);
		expect(error).toBeUndefined();
		expect(json.map(({ outcome }) => outcome)).toEqual(['created', 'updated', 'created']);
		expect(json[1]).toMatchObject({ id: json[0].id, reference: 'UPS001', name: 'Two' });
		const left = await run('upsert', { reference: 'UPS002', name: 'Other', ifExists: 'leave' });
		expect(left.json[0]).toMatchObject({ outcome: 'unchanged', name: 'Three' });
	});
});

describe('lists', () => {
	it("finds O'Brien", async () => {
		const { json } = await run('getAll', {
			filters: { conditions: [{ field: 'name', operator: 'contains', value: "O'Brien" }] },
		});
		expect(json.length).toBeGreaterThan(0);
		for (const row of json) expect(row.name).toContain("O'Brien");
	});

	it('types the values of conditions and names those that do not fit', async () => {
		const held = await run('getAll', {
			filters: { conditions: [{ field: 'on_hold', operator: 'eq', value: 'true' }] },
			returnAll: true,
		});
		expect(held.json.length).toBeGreaterThan(0);
		for (const row of held.json) expect(row.on_hold).toBe(true);
		const wrong = await run('getAll', {
			filters: { conditions: [{ field: 'credit_limit', operator: 'gt', value: 'much' }] },
		});
		expect(wrong.error?.message).toContain('Condition 1: Credit Limit: "much" is not a number');
	});

	it('names every condition and sort that is not complete, before anything is sent', async () => {
		const before = await callsOf();
		const { error } = await run('getAll', {
			filters: {
				conditions: [
					{ field: '', operator: 'eq', value: 'x' },
					{ field: 'name', operator: 'contains', value: '' },
					{ field: 'on_hold', operator: 'startswith', value: 'tr' },
					{ field: 'date_time_updated', operator: 'ge', value: '24/05/2024' },
					{ field: 'currency_id', operator: 'eq', value: 'GBP' },
				],
			},
			sort: { fields: [{ field: '', direction: 'desc' }] },
		});
		for (const told of [
			'Condition 1: no field is chosen',
			'Condition 2: Name: the value is empty',
			'Condition 3: On Hold: Starts With does not fit a field that is always true or false',
			'"24/05/2024" is not a date',
			'"GBP" is not a number',
			'Sort 1: no field is chosen',
		])
			expect(error?.message).toContain(told);
		expect(await callsOf()).toBe(before);
	});

	it('joins conditions and a filter of OData, sorts by several fields, and shows an expanded record beside chosen fields', async () => {
		const { json, error } = await run('getAll', {
			filters: {
				conditions: [
					{ field: 'name', operator: 'contains', value: "O'Brien" },
					{ field: 'reference', operator: 'eq', value: 'ABB001' },
				],
			},
			combine: 'any',
			sort: { fields: [{ field: 'on_hold' }, { field: 'reference', direction: 'desc' }] },
			read: {
				filter: "credit_limit ge 0 or name eq '%&+#é'",
				select: ['reference', 'name'],
				expand: ['contacts'],
			},
		});
		expect(error).toBeUndefined();
		const references = json.map(({ reference }) => String(reference));
		expect(references).toContain('ABB001');
		expect(references.length).toBeGreaterThan(1);
		for (const row of json)
			expect(Object.keys(row).sort()).toEqual(['contacts', 'id', 'name', 'reference']);
		const { calls } = await sage.admin.log();
		expect(calls[calls.length - 1]).toMatchObject({ status: 200 });
	});

	it('returns all beyond the 500 that Sage stops at', async () => {
		await sage.admin.bulk({ resource: 'customers', count: 1200 });
		const { json } = await run('getAll', { returnAll: true, read: { select: ['reference'] } });
		expect(json.length).toBeGreaterThan(1400);
		expect(new Set(json.map(({ id }) => id)).size).toBe(json.length);
	});

	it.each([0, -1, 2.5])('refuses a limit of %p before anything is sent', async (limit) => {
		const before = await callsOf();
		expect((await run('getAll', { limit })).error?.message).toContain('Limit: ');
		expect(await callsOf()).toBe(before);
	});

	it('simplifies to at most ten flat fields', async () => {
		const { json } = await run('getAll', { limit: 3 });
		expect(json).toHaveLength(3);
		for (const row of json) {
			expect(Object.keys(row).length).toBeLessThanOrEqual(10);
			for (const value of Object.values(row)) expect(typeof value).not.toBe('object');
		}
	});

	it('searches its pick list in Sage', async () => {
		const context = listContext(login, {
			resource: 'customer',
			operation: 'get',
			customer: by('list', ''),
		});
		const list = types['n8n-nodes-sage200.sage200'].methods!.listSearch!.customers;
		const { results } = await list.call(context, "o'brien");
		expect(results.length).toBeGreaterThan(0);
		for (const { name } of results) expect(name.toLowerCase()).toContain("o'brien");
		const all = await list.call(context);
		expect(all.results).toHaveLength(50);
		expect(
			(await list.call(context, undefined, all.paginationToken as string)).results[0],
		).not.toEqual(all.results[0]);
	});
});

describe('calls', () => {
	it('reads a hundred customers by reference in a few calls', async () => {
		const references = (await sage.admin.rows('customers'))
			.slice(0, 100)
			.map(({ reference }) => ({ reference }));
		const before = await callsOf();
		const { json, error } = await run(
			'get',
			{ customer: { __rl: true, mode: 'reference', value: '={{ $json.reference }}' } },
			{ items: references },
		);
		expect(error).toBeUndefined();
		expect(json).toHaveLength(100);
		expect((await callsOf()) - before).toBeLessThanOrEqual(5);
	});
});

describe('when one of three items fails', () => {
	const items = [{ reference: 'ABB001' }, { reference: 'NOSUCH' }, { reference: 'OBR001' }];
	const parameters = {
		customer: { __rl: true, mode: 'reference', value: '={{ $json.reference }}' },
	};

	it('stops and names the item', async () => {
		const { error } = await run('get', parameters, { items });
		expect(error?.message).toContain('no customer with reference "NOSUCH"');
		expect(error?.context?.itemIndex).toBe(1);
	});

	it('goes on in the same output, each item paired', async () => {
		const { items: rows } = await run('get', parameters, {
			items,
			onError: 'continueRegularOutput',
		});
		expect(rows.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(rows[1].json).toMatchObject({ error: expect.stringContaining('NOSUCH') as string });
		expect(rows[1].json.message).toContain('Nothing was sent');
	});

	it('parts them by error output', async () => {
		const { items: good, errorItems } = await run('get', parameters, {
			items,
			onError: 'continueErrorOutput',
		});
		expect(good.map(({ json }) => json.reference)).toEqual(['ABB001', 'OBR001']);
		expect(errorItems).toHaveLength(1);
		expect(errorItems[0].json).toMatchObject({
			reference: 'NOSUCH',
			error: expect.stringContaining('NOSUCH') as string,
		});
	});
});

describe('companies', () => {
	it('work per item, by ID and by name', async () => {
		const { json, error } = await run(
			'getAll',
			{ company: { __rl: true, mode: 'id', value: '={{ $json.company }}' }, limit: 1 },
			{
				items: [{ company: '' }, { company: '2' }, { company: 'Harbour Street Interiors Ltd' }],
			},
		);
		expect(error).toBeUndefined();
		expect(json).toHaveLength(3);
		const log = await sage.admin.log();
		const used = log.calls
			.filter(({ path }) => path.endsWith('/customers'))
			.slice(-3)
			.map(({ siteId, companyId }) => `${siteId === sage.siteId ? 'own' : 'other'}/${companyId}`);
		expect(used.sort()).toEqual(['other/1', 'own/1', 'own/2']);
	});

	it('are refused when the login does not reach them, before anything is sent', async () => {
		const before = (await sage.admin.log()).counts['GET /customers'];
		const { error } = await run('getAll', { company: by('id', '999') });
		expect(error?.message).toContain('"999" is not among the companies that this login reaches');
		expect((await sage.admin.log()).counts['GET /customers']).toBe(before);
	});
});

it('refuses writes when Read Only is on', async () => {
	const { error } = await run('create', { reference: 'RDO001', name: 'X', readOnly: true });
	expect(error?.message).toContain('would change data');
	expect((await run('getAll', { limit: 1, readOnly: true })).error).toBeUndefined();
});

describe('bad fields', () => {
	it('are all named, and nothing is sent', async () => {
		const before = await callsOf();
		const { error } = await run('create', {
			reference: 'TOOLONGREF',
			name: 'x',
			otherFields: '{"colour": "red", "credit_limit": "lots"}',
		});
		expect(error?.message).toContain('Reference is 10 characters long; Sage 200 stores at most 8');
		expect(error?.message).toContain('Credit Limit: "lots" is not a number');
		expect(error?.message).toContain('colour is not a field');
		expect(await callsOf()).toBe(before);
	});
});
