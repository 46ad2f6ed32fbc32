/** Names and words that a form takes from an expression or by hand: what is none is refused under its field, and nothing is sent. */
import type { IDataObject } from 'n8n-workflow';

import { runNode, type StoredCredential } from '../support/engine';
import { loginTo } from '../support/login';
import { PollingNode } from '../support/pollingNode';
import { startSimulator, type Simulator } from '../support/simulator';

let sage: Simulator;
let login: StoredCredential;

beforeAll(async () => {
	sage = await startSimulator('--customers', '20', '--products', '20');
	login = await loginTo(sage);
}, 60_000);
afterAll(async () => await sage.stop());
beforeEach(async () => await sage.admin.clearLog());

const by = (mode: string, value: string) => ({ __rl: true, mode, value });
const run = async (parameters: IDataObject) => await runNode(login, parameters);
const called = async () => (await sage.admin.log()).calls.map(({ path }) => path);
const written = async () =>
	(await sage.admin.log()).calls.filter(({ method }) => method !== 'GET').map(({ path }) => path);

const customers = (parameters: IDataObject) => ({
	resource: 'customer',
	operation: 'getAll',
	...parameters,
});
const filtered = (field: string) =>
	customers({ filters: { conditions: [{ field, operator: 'eq', value: 'x' }] } });
const department = (parameters: IDataObject) => ({
	resource: 'record',
	operation: 'create',
	recordType: by('list', 'departments'),
	input: 'json',
	bodyJson: '{"code": "D1", "name": "One"}',
	...parameters,
});

describe('the name of a field that such records do not have', () => {
	const get = { ...customers({ operation: 'get' }), customer: by('reference', 'ABB001') };
	it.each<[string, IDataObject, string, string]>([
		['a condition', filtered('Name'), 'Condition 1: "Name" is', 'Did you mean "name"?'],
		['a condition', filtered('bogus'), 'Condition 1: "bogus" is', 'Choose one from the list.'],
		[
			'a sort',
			customers({ sort: { fields: [{ field: 'Credit Limit' }, { field: 'bogus' }] } }),
			'Sort 2: "bogus" is',
			'Choose one from the list.',
		],
		[
			'fields',
			customers({ read: { select: 'name, bogus' } }),
			'Read Options: Fields: "bogus" is',
			'Choose one from the list.',
		],
		['fields of one', { ...get, read: { select: ['bogus'] } }, 'Fields: "bogus" is', 'Choose'],
		[
			'Look First',
			department({ lookFirst: { field: 'Code', value: 'D1' } }),
			'Look First: Field: "Code" is',
			'Did you mean "code"?',
		],
		[
			'a match',
			department({ operation: 'upsert', matchField: 'bogus' }),
			'Field to Match On: "bogus" is',
			'Choose one from the list.',
		],
	])('is refused in %s (%#)', async (_place, parameters, message, remedy) => {
		const { error } = await run(parameters);
		expect(error?.message).toContain(message);
		expect(error?.description).toContain(remedy);
		expect(await called()).toEqual([]);
	});

	it('goes to Sage in an OData Filter, and where a field of a field is asked for', async () => {
		const { error } = await run(customers({ read: { filter: "bogus eq 'x'" } }));
		expect(error?.message).toContain("property named 'bogus'");
		await run(filtered('main_address.city'));
		expect(await called()).toEqual(['/customers', '/customers']);
	});
});

describe('more values than fit into an address', () => {
	const named = (count: number) =>
		customers({
			filters: {
				conditions: [
					{
						field: 'name',
						operator: 'in',
						value: `={{ Array.from({ length: ${count} }, (_, at) => 'Customer ' + at) }}`,
					},
				],
			},
		});

	it('are refused under their field', async () => {
		const { error } = await run(named(300));
		expect(error?.message).toBe('Condition 1: Name: the values are more than fit into an address');
		expect(error?.description).toContain('Give fewer at once.');
		expect(await called()).toEqual([]);
	});

	it('are told as such where a site takes less', async () => {
		await sage.admin.setBehaviour({ longestUrl: 300 });
		const { error } = await run(named(40));
		await sage.admin.setBehaviour({ longestUrl: 2083 });
		expect(error?.message).toContain('is longer than the way to Sage 200 lets through');
		expect(error?.description).toContain('Ask for less at once');
	});
});

describe('a kind of Sage’s own in what is written', () => {
	const status = (value: string) => ({
		resource: 'customer',
		operation: 'update',
		customer: by('reference', 'ABB001'),
		additionalFields: { account_status_type: value },
	});

	it.each(['On Hold', 'onhold', 'AccountStatusActive'])('is taken as %p', async (value) => {
		const { error, json } = await run(status(value));
		expect(error).toBeUndefined();
		expect(json[0].account_status_type).toMatch(/^AccountStatus(OnHold|Active)$/);
	});

	it('is refused with the choices where there is no such kind, in nested rows too', async () => {
		const { error } = await run(status('Frozen'));
		expect(error?.message).toBe('Account Status Type: "Frozen" is none of its choices');
		expect(error?.description).toContain('Give one of: Active, On Hold, Hidden, Inactive.');
		expect(await written()).toEqual([]);
	});

	it('goes as it is where the site does not tell its kinds', async () => {
		await sage.admin.setFaults([
			{ kind: 'status', status: 403, match: { path: '^/trader_account_types$' } },
		]);
		const { error } = await run({
			...status('AccountStatusActive'),
			otherFields: '{"account_type": "Sleeping"}',
		});
		await sage.admin.setFaults([]);
		expect(error).toBeUndefined();
		expect(await written()).toHaveLength(1);
	});
});

describe('a line whose product came up empty', () => {
	const orders: Array<[string, IDataObject, string]> = [
		['salesOrder', { customer: by('reference', 'ABB001') }, 'orderKey'],
		['salesQuote', { customer: by('reference', 'ABB001') }, 'documentKey'],
		['purchaseOrder', { supplier: by('reference', 'ALD001') }, 'documentKey'],
	];
	const create = async (at: number, lines: object[]) => {
		const [resource, party, key] = orders[at];
		const given = { linesInput: 'json', linesJson: JSON.stringify(lines) };
		return await run({ resource, operation: 'create', ...party, [key]: 'L-1', ...given });
	};

	it.each([0, 1, 2])('is no free text (%#)', async (at) => {
		const { error } = await create(at, [{ code: '', description: 'Saw', quantity: 1 }]);
		expect(error?.message).toBe('Line 1: Product is empty');
		expect(await written()).toEqual([]);
	});

	it.each([0, 1, 2])('text has to be given where a line is text (%#)', async (at) => {
		const { error } = await create(at, [{ type: 'freeText', description: '', quantity: 1 }, {}]);
		expect(error?.message).toBe('Line 1: Text is empty; Line 2: Text is empty');
		expect(await written()).toEqual([]);
	});

	it.each([0, 1, 2])('a charge has to be named where a line is one (%#)', async (at) => {
		const { error } = await create(at, [{ type: 'charge', code: '', price: 4 }]);
		expect(error?.message).toBe('Line 1: Charge is empty');
		expect(await written()).toEqual([]);
	});
});

it('an order is called by its key as the form calls it', async () => {
	const { error } = await run({
		resource: 'salesOrder',
		operation: 'get',
		order: by('customer_document_no', 'WEB-NOPE'),
	});
	expect(error?.message).toBe('Sales Order: Sage 200 has no sales order with key "WEB-NOPE"');
});

describe('a warehouse that there is not', () => {
	it.each(['getLevels', 'getAllocations'])('is refused by %s', async (operation) => {
		const { error } = await run({ resource: 'stock', operation, warehouses: 'HOME, nowhere' });
		expect(error?.message).toBe('Warehouse Names: Sage 200 has no warehouse with name "nowhere"');
		expect(await called()).toEqual(['/warehouses']);
	});

	it('is refused by what is pending, which takes names', async () => {
		const pending = (warehouse: string) => ({
			resource: 'despatch',
			operation: 'getPending',
			pending: { warehouse_id: `={{ "${warehouse}" }}` },
		});
		const { error } = await run(pending('nowhere'));
		expect(error?.message).toBe('Warehouse: Sage 200 has no warehouse "nowhere"');
		const { json } = await run(pending('home'));
		expect(json.length).toBeGreaterThan(0);
		expect(new Set(json.map(({ warehouse_name }) => warehouse_name))).toEqual(new Set(['HOME']));
	});
});

describe('a company whose expression gives nothing', () => {
	const create = (value: string) => department({ company: by('id', value) });

	it('is refused, and nothing goes to the company of the credential', async () => {
		const { error } = await run(create('={{ $json.company }}'));
		expect(error?.message).toBe('Company is empty');
		expect(await called()).toEqual([]);
	});

	it.each(['', '={{ "" }}'])(
		'is the one of the credential where it is empty: %p',
		async (value) => {
			const { error } = await run(create(value));
			expect(error).toBeUndefined();
		},
	);
});

it('a year without a period is refused, and not read as this one', async () => {
	const parameters = { resource: 'nominalLedger', operation: 'getTrialBalance', financialYear: -1 };
	const { error } = await run(parameters);
	expect(error?.message).toBe('Period is empty, but Financial Year is -1');
	expect((await run({ ...parameters, period: '3' })).error).toBeUndefined();
});

it('what a kind of record offers is told in the words of the form', async () => {
	const recordType = by('list', 'price_bands');
	const { error } = await run(department({ recordType }));
	expect(error?.description).toContain('It offers: Get, Get Many.');
});

it('a document that was there is told by its product where it has another', async () => {
	const push = async (code: string) =>
		await run({
			resource: 'purchaseOrder',
			operation: 'create',
			supplier: by('reference', 'ALD001'),
			documentKey: 'PO-OTHER',
			linesInput: 'json',
			linesJson: JSON.stringify([{ code, quantity: 2 }]),
		});
	await push('TOOLS001');
	const { json } = await push('PAINT001');
	expect((json[0].differs as string[])[0]).toBe('Line 1 (2 × PAINT001) is not in Sage 200');
});

describe('lines of an update', () => {
	const quote = async () => {
		const { json, error } = await run({
			resource: 'salesQuote',
			operation: 'create',
			customer: by('reference', 'ABB001'),
			documentKey: 'TEXTS',
			linesInput: 'json',
			linesJson: '[{ "code": "TOOLS001", "quantity": 2, "unitPrice": 5 }]',
		});
		expect(error).toBeUndefined();
		const [row] = await sage.admin.rows('sop_quotes', { id: String(json[0].id) });
		return { id: String(row.id), line: (row.lines as IDataObject[])[0] };
	};
	const update = async (id: string, line: IDataObject) =>
		await run({
			resource: 'salesQuote',
			operation: 'update',
			quote: by('id', id),
			additionalFields: { lines: JSON.stringify([line]) },
		});

	it('are understood as text', async () => {
		const { id, line } = await quote();
		const { error } = await update(id, {
			id: String(line.id),
			line_quantity: '12',
			spare_bool_1: 'yes',
			spare_date_1: '2026-05-24',
			spare_number_1: '3.5',
			tax_code_id: '2',
		});
		expect(error).toBeUndefined();
		const [exempt] = (await sage.admin.rows('tax_codes')).filter(({ code }) => code === 2);
		const [row] = await sage.admin.rows('sop_quotes', { id });
		expect(row.lines).toMatchObject([
			{
				id: line.id,
				line_quantity: 12,
				spare_bool_1: true,
				spare_date_1: expect.stringContaining('2026-05-24') as string,
				spare_number_1: 3.5,
				tax_code_id: exempt.id,
			},
		]);
	});

	it('are refused by their names', async () => {
		const { id, line } = await quote();
		await sage.admin.clearLog();
		const { error } = await update(id, {
			id: String(line.id),
			line_quantity: 'two',
			spare_bool_1: 'maybe',
			spare_date_1: '24/05/2026',
		});
		for (const name of ['Line Quantity', 'Spare Yes or No 1', 'Spare Date 1'])
			expect(error?.message).toContain(`Line 1: ${name}: `);
		expect(await written()).toEqual([]);
	});
});

it('a copy of a purchase order is for the supplier that is named', async () => {
	const { json } = await run({
		resource: 'purchaseOrder',
		operation: 'create',
		supplier: by('reference', 'ALD001'),
		documentKey: 'PO-COPIED',
		linesInput: 'json',
		linesJson: '[{ "code": "TOOLS001", "quantity": 2 }]',
	});
	const [supplier] = (await sage.admin.rows('suppliers')).filter(
		({ reference }) => reference !== 'ALD001',
	);
	const copied = async (supplier_id: unknown) =>
		await run({
			resource: 'purchaseOrder',
			operation: 'duplicate',
			purchaseOrder: by('id', String(json[0].id)),
			copy: { supplier_id } as IDataObject,
		});
	const { json: copies, error } = await copied(supplier.reference);
	expect(error).toBeUndefined();
	expect(copies[0].supplier_id).toBe(supplier.id);
	expect((await copied('NOSUCH')).error?.message).toContain('Supplier: Sage 200 has no supplier');
});

describe('the tax code of a line', () => {
	const line = (taxCode: object | string) => ({
		line: [
			{
				type: 'standard',
				code: by('name', 'TOOLS001'),
				quantity: '2',
				unitPrice: '5',
				more: { taxCode },
			},
		],
	});

	it.each([
		[
			'purchaseOrder',
			'pop_orders',
			'supplier_document_no',
			{ supplier: by('reference', 'ALD001') },
		],
		['salesQuote', 'sop_quotes', 'customer_document_no', { customer: by('reference', 'ABB001') }],
	])('is sent with a %s', async (resource, table, keyField, party) => {
		const [code] = (await sage.admin.rows('tax_codes')).filter(({ code: own }) => own === 2);
		const given = [
			by('list', `id:${code.id}`),
			by('name', '2'),
			by('name', String(code.name)),
			'2',
		];
		for (const [at, taxCode] of given.entries()) {
			const { error } = await run({
				resource,
				operation: 'create',
				...party,
				documentKey: `TAX-${at}`,
				lines: line(taxCode),
			});
			expect(error).toBeUndefined();
			const [row] = await sage.admin.rows(table, { [keyField]: `TAX-${at}` });
			expect(row.lines).toMatchObject([{ tax_code_id: code.id }]);
		}
		const { error } = await run({
			resource,
			operation: 'create',
			...party,
			documentKey: 'TAX-NONE',
			lines: line('bogus'),
		});
		expect(error?.message).toContain('Line 1: Tax Code: Sage 200 has no tax code "bogus"');
	});
});

describe('the trigger, tried in the editor', () => {
	const trying = async (parameters: IDataObject) => await new PollingNode(login, parameters).try();
	const record = { event: 'recordCreated', recordType: by('list', 'customers') };

	it.each<[IDataObject, string, string]>([
		[{ ...record, options: { startFrom: '31/12/2025' } }, 'Start From:', 'year, month and day'],
		[{ event: 'bogus' }, 'Event: "bogus"', 'Choose one from the list.'],
		[{ event: 'stockLevelChanged', buffer: -1 }, 'Buffer: "-1"', 'Give a number from 0'],
		[{ ...record, recordType: by('name', 'bogus') }, 'Sage 200 has no "bogus"', 'Choose one'],
	])('says what to do: %j', async (parameters, message, remedy) => {
		await expect(trying(parameters)).rejects.toMatchObject({
			message: expect.stringContaining(message) as string,
			description: expect.stringContaining(remedy) as string,
		});
	});

	it.each([
		{ event: 'recordDeleted', recordType: by('list', 'customers') },
		{ event: 'loginEnding' },
	])('gives what Sage stamps nowhere the time of the try: %j', async (parameters) => {
		const [{ event }] = await trying(parameters);
		const { time } = event as { time: string };
		expect(Math.abs(Date.now() - Date.parse(time))).toBeLessThan(86_400_000);
	});
});
