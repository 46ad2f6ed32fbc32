/** Records of any kind through the node, on n8n's engine, against the simulator. */
import type { IDataObject, INodeListSearchResult, ResourceMapperFields } from 'n8n-workflow';

import {
	listContext,
	runNode,
	SAGE,
	SAGE_TRIGGER,
	types,
	type StoredCredential,
} from '../support/engine';
import { fastClock } from '../support/fastClock';
import { loginTo } from '../support/login';
import { startSimulator, type Simulator } from '../support/simulator';

let sage: Simulator;
let login: StoredCredential;

beforeAll(async () => {
	sage = await startSimulator();
	login = await loginTo(sage);
}, 60_000);
afterAll(async () => await sage.stop());

const by = (mode: string, value: string | number) => ({ __rl: true, mode, value: String(value) });
const type = (value: string) => by('list', value);
const fields = (value: IDataObject) => ({ mappingMode: 'defineBelow', value });
const AUTOMATIC = { mappingMode: 'autoMapInputData', value: null };

const run = async (
	operation: string,
	recordType: string,
	parameters: IDataObject = {},
	options = {},
) =>
	await runNode(
		login,
		{ resource: 'record', operation, recordType: type(recordType), ...parameters },
		options,
	);

/** How many calls that write the simulator has got. */
const writes = async () =>
	(await sage.admin.log()).calls.filter(({ method }) => method !== 'GET').length;

describe('keeping records', () => {
	it('creates, reads, changes and removes', async () => {
		const created = await run('create', 'warehouses', {
			fields: fields({ name: 'Annexe', email: 'north@example.com' }),
		});
		expect(created.error).toBeUndefined();
		const { id } = created.json[0];
		expect(
			(await run('get', 'warehouses', { record: by('key', 'annexe'), simplify: false })).json[0],
		).toMatchObject({ id, name: 'Annexe' });
		const changed = await run('update', 'warehouses', {
			record: by('id', String(id)),
			fields: fields({ name: 'Annexe', description: 'Cold store' }),
		});
		expect(changed.json[0]).toMatchObject({ outcome: 'updated', description: 'Cold store' });
		const again = await run('update', 'warehouses', {
			record: by('key', 'Annexe'),
			fields: fields({ description: 'Cold store' }),
		});
		expect(again.json[0]).toMatchObject({ outcome: 'unchanged' });
		expect((await run('delete', 'warehouses', { record: by('key', 'Annexe') })).json).toEqual([
			{ deleted: true, id },
		]);
	});

	it('changes the others where one of many is gone', async () => {
		const rows = (await sage.admin.rows('warehouses')).slice(0, 2);
		const { json } = await run(
			'update',
			'warehouses',
			{
				record: by('id', '={{ $json.id }}'),
				fields: fields({ description: 'Counted' }),
			},
			{
				items: [{ id: rows[0].id }, { id: 999_999 }, { id: rows[1].id }],
				onError: 'continueRegularOutput',
			},
		);
		expect(json).toMatchObject([
			{ outcome: 'updated' },
			{ error: expect.stringContaining('no such record') },
			{ outcome: 'updated' },
		]);
	});

	it('takes a bare number for neither a code nor an ID where it is both', async () => {
		const rows = await sage.admin.rows('tax_codes');
		const id = Number(rows[0].id);
		await sage.admin.changeRow('tax_codes', Number(rows[1].id), { code: id });
		const get = async (record: IDataObject | string | number) =>
			await run('get', 'tax_codes', { record, simplify: false });
		const unclear = await get(id);
		expect(unclear.error?.message).toContain(`"${id}" is the ID of one tax code, and the code`);
		expect(unclear.error?.description).toContain(`id:${id} or code:${id}`);
		expect((await get(`id:${id}`)).json[0].id).toBe(id);
		expect((await get(`code:${id}`)).json[0].id).toBe(rows[1].id);
		expect((await get(by('id', String(id)))).json[0].id).toBe(id);
		expect((await get(Number(rows[2].id))).json[0].id).toBe(rows[2].id);
	});

	it('sends dotted fields as nested records, and names as IDs', async () => {
		const { json, error } = await run('create', 'customers', {
			fields: fields({
				reference: 'REC001',
				name: 'Recorded',
				'main_address.postcode': 'LS1 1AA',
				currency_id: 'Pound Sterling',
			}),
			simplify: false,
		});
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ reference: 'REC001' });
		// Sage answers a new customer without its address.
		const stored = await sage.admin.row('customers', Number(json[0].id));
		expect(stored.main_address).toMatchObject({ postcode: 'LS1 1AA' });
		expect(Number(json[0].currency_id)).toBeGreaterThan(0);
	});

	it.each([
		['departments', { code: 'FID', name: 'Fidelity' }],
		['cost_centres', { code: 'FID', name: 'Fidelity' }],
	])('creates %s with the code that is given once', async (resource, values) => {
		const created = await run('create', resource, { fields: fields(values) });
		expect(created.error).toBeUndefined();
		expect(created.json[0]).toMatchObject(values);
		const matched = await run(
			'create',
			resource,
			{ fields: AUTOMATIC },
			{ items: [{ code: 'AUT', name: 'Automatic' }] },
		);
		expect(matched.json[0]).toMatchObject({ code: 'AUT', name: 'Automatic' });
		const without = await run('create', resource, { fields: fields({ name: 'Nameless' }) });
		expect(without.error?.message).toContain('Code is empty');
	});

	it('refuses a new record of which nothing is given', async () => {
		const parent = by('id', (await sage.admin.rows('customers'))[0].id);
		const contacts = 'customers/{customerId}/customer_contacts';
		const empty = [
			{ fields: fields({}) },
			{ input: 'json', bodyJson: '{}' },
			{ fields: AUTOMATIC },
		];
		const before = await writes();
		for (const given of empty) {
			const { error } = await run('create', contacts, { parent, ...given }, { items: [{}] });
			expect(error?.message).toBe('Fields: nothing is given');
		}
		const contact = await runNode(login, {
			resource: 'customerContact',
			operation: 'create',
			customer: parent,
		});
		expect(contact.error?.message).toBe('More Fields: nothing is given');
		expect(await writes()).toBe(before);
	});

	it('creates with keys of other records that are given once', async () => {
		const [product] = await sage.admin.rows('products');
		const [supplier] = await sage.admin.rows('suppliers');
		const keys = { product_id: String(product.code), supplier_id: String(supplier.reference) };
		const created = await run('create', 'product_suppliers', {
			fields: fields(keys),
			simplify: false,
		});
		expect(created.error).toBeUndefined();
		expect(created.json[0]).toMatchObject({ product_id: product.id, supplier_id: supplier.id });
	});

	it('creates with children that need not name the record they come with', async () => {
		const [group] = await sage.admin.rows('product_groups');
		const [warehouse] = await sage.admin.rows('warehouses');
		const created = await runNode(login, {
			resource: 'product',
			operation: 'create',
			code: 'HELD01',
			name: 'Held',
			product_group_id: String(group.id),
			additionalFields: { warehouse_holdings: JSON.stringify([{ warehouse_id: warehouse.id }]) },
		});
		expect(created.error).toBeUndefined();
		expect(created.json[0]).toMatchObject({ code: 'HELD01' });
	});

	it('makes one record of what is pushed again, where the item says how it is found', async () => {
		const lookFirst = { field: 'name', value: 'Once Ltd' };
		const losing = { match: { method: 'POST', path: '^/couriers$' }, times: 1 };
		const push = async (more: IDataObject = {}) =>
			await run('create', 'couriers', {
				fields: fields({ name: 'Once Ltd' }),
				lookFirst,
				options: { retries: 0 },
				...more,
			});
		await sage.admin.setFaults([{ kind: 'dropAfterCommit', ...losing }]);
		const lost = await push();
		expect(lost.error).toBeUndefined();
		expect(lost.json[0]).toMatchObject({ name: 'Once Ltd', outcome: 'recovered' });
		expect((await push()).json[0]).toMatchObject({ id: lost.json[0].id, outcome: 'existing' });
		expect(await sage.admin.rows('couriers', { name: 'Once Ltd' })).toHaveLength(1);
		const half = await push({ lookFirst: { field: 'name' } });
		expect(half.error?.message).toContain('Look First: has no value');
	});

	it('says of a create that got no answer where to look, and never to run it again', async () => {
		await sage.admin.setFaults([
			{ kind: 'dropAfterCommit', match: { method: 'POST', path: '^/couriers$' }, times: 1 },
		]);
		const { error } = await run('create', 'couriers', {
			fields: fields({ name: 'Perhaps Ltd' }),
			options: { retries: 0 },
		});
		expect(error?.description).toContain('Sage 200 may have applied it');
		expect(error?.description).toContain('POST /couriers');
		expect(error?.description).not.toMatch(/run the item again/i);
		expect(error?.context?.details).toMatchObject({ inDoubt: true });
	});

	it('creates below a parent that is named by its reference', async () => {
		const { json, error } = await run('create', 'customers/{customerId}/customer_contacts', {
			parent: by('key', 'REC001'),
			fields: fields({
				first_name: 'Ann',
				last_name: 'Lee',
				emails: '[{"email": "ann@example.com"}]',
			}),
		});
		expect(error).toBeUndefined();
		// Sage answers a new contact with its default e-mail address, not with the list of them.
		expect(json[0]).toMatchObject({ first_name: 'Ann', default_email: 'ann@example.com' });
	});

	it('creates or updates by a field that the user chooses', async () => {
		const value = { name: 'Upserted' };
		const upsert = async (website: string) =>
			await run('upsert', 'couriers', {
				fields: { ...fields({ ...value, website }), matchingColumns: ['name'] },
			});
		expect((await upsert('One')).json[0]).toMatchObject({ outcome: 'created' });
		expect((await upsert('Two')).json[0]).toMatchObject({ outcome: 'updated', website: 'Two' });
		expect((await upsert('Two')).json[0]).toMatchObject({ outcome: 'unchanged' });
	});

	describe('made or changed in one step', () => {
		const post = { match: { method: 'POST', path: '^/couriers$' }, times: 1 };
		const upsert = async (name: string) =>
			await run('upsert', 'couriers', {
				fields: { ...fields({ name }), matchingColumns: ['name'] },
				options: { retries: 0 },
			});
		const found = async (name: string) => await sage.admin.rows('couriers', { name });

		it('costs one post an item beside the look for all', async () => {
			const before = (await sage.admin.log()).calls.length;
			const { json } = await run(
				'upsert',
				'couriers',
				{ fields: { ...fields({ name: '={{ $json.name }}' }), matchingColumns: ['name'] } },
				{ items: [{ name: 'One Ltd' }, { name: 'Two Ltd' }, { name: 'Three Ltd' }] },
			);
			expect(json.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'created']);
			// A name that is not there as it is written is asked for in capitals too.
			expect((await sage.admin.log()).calls.length - before).toBe(2 + 3);
		});

		it('is made once by two executions at one moment', async () => {
			const both = await Promise.all([upsert('Both Ltd'), upsert('Both Ltd')]);
			expect(both.map(({ json }) => json[0].outcome).sort()).toEqual(['created', 'unchanged']);
			expect(await found('Both Ltd')).toHaveLength(1);
		});

		it('is made once though the answer is lost, and says so', async () => {
			await sage.admin.setFaults([{ kind: 'dropAfterCommit', ...post }]);
			expect((await upsert('Lost Ltd')).json[0]).toMatchObject({ outcome: 'recovered' });
			expect((await upsert('Lost Ltd')).json[0]).toMatchObject({ outcome: 'unchanged' });
			expect(await found('Lost Ltd')).toHaveLength(1);
		});

		it('is made once though lists show it late', async () => {
			await sage.admin.setFaults([{ kind: 'hiddenCommit', afterMs: 60_000, byId: true, ...post }]);
			expect((await upsert('Hidden Ltd')).json[0]).toMatchObject({ outcome: 'created' });
			expect((await upsert('Hidden Ltd')).json[0]).toMatchObject({ outcome: 'unchanged' });
			expect(await found('Hidden Ltd')).toHaveLength(1);
		});

		it('is not sent again while it may still arrive', async () => {
			const setRight = fastClock(100);
			try {
				await sage.admin.setFaults([{ kind: 'lateCommit', afterMs: 3_600_000, ...post }]);
				expect((await upsert('Late Ltd')).error?.context?.details).toMatchObject({ inDoubt: true });
				const sent = await writes();
				expect((await upsert('Late Ltd')).error?.description).toContain('not sent again');
				expect(await writes()).toBe(sent);
			} finally {
				setRight();
			}
		});
	});
});

describe('input items matched to fields', () => {
	it('takes what fits, passes over what Sage writes itself, refuses the rest by name', async () => {
		const item = {
			name: 'Matched',
			description: 'From item',
			id: 5,
			date_time_created: '2024-01-01T00:00:00Z',
		};
		const { json, error } = await run(
			'create',
			'warehouses',
			{ fields: AUTOMATIC },
			{ items: [item] },
		);
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ name: 'Matched', description: 'From item' });
		const read = await run('get', 'warehouses', { record: by('key', 'Matched'), simplify: false });
		const copied = await run(
			'create',
			'warehouses',
			{ fields: AUTOMATIC },
			{ items: [{ ...read.json[0], name: 'Copied' }] },
		);
		expect(copied.json[0]).toMatchObject({ name: 'Copied', description: 'From item' });
		const refused = await run(
			'create',
			'warehouses',
			{ fields: AUTOMATIC },
			{ items: [{ name: 'X', colour: 'red' }] },
		);
		expect(refused.error?.message).toContain('colour is not a field');
		const ignored = await run(
			'create',
			'warehouses',
			{ fields: AUTOMATIC, unknownFields: 'ignore' },
			{ items: [{ name: 'Ignored', colour: 'red' }] },
		);
		expect(ignored.json[0]).toMatchObject({ name: 'Ignored' });
	});
});

describe('what is wrong is said before anything is sent', () => {
	it.each([
		[
			'rows that are no list',
			'create',
			'customers',
			{ fields: fields({ reference: 'A', name: 'B', contacts: '{"first_name": "Ann"}' }) },
			/Contacts: must be a JSON array/,
		],
		[
			'text that is not JSON',
			'create',
			'customers',
			{ fields: fields({ reference: 'A', name: 'B', contacts: 'Ann' }) },
			/Contacts is not JSON/,
		],
		[
			'an operation that the record has not',
			'delete',
			'customer_views',
			{},
			/cannot do this with "customer_views"/,
		],
		['a record type that does not exist', 'getAll', 'unicorns', {}, /Sage 200 has no "unicorns"/],
		['a required field', 'create', 'warehouses', { fields: fields({}) }, /Name is empty/],
		[
			'a name of blanks',
			'create',
			'warehouses',
			{ fields: fields({ name: '  ' }) },
			/Name is empty/,
		],
		[
			'text that is too long',
			'create',
			'warehouses',
			{ fields: fields({ name: 'W'.repeat(21) }) },
			/21 characters long; Sage 200 stores at most 20/,
		],
		[
			'an unknown name for an ID',
			'create',
			'customers',
			{ fields: fields({ reference: 'A', name: 'B', currency_id: 'Groat' }) },
			/Currency: Sage 200 has no currency "Groat"/,
		],
		[
			'an unknown parent',
			'create',
			'customers/{customerId}/customer_contacts',
			{ parent: by('key', 'NOBODY'), fields: fields({ first_name: 'A' }) },
			/Belongs To \(Customers\): Sage 200 has no customer "NOBODY"/,
		],
	])('%s', async (_, operation, recordType, parameters, message) => {
		const before = await writes();
		const { error } = await run(operation, recordType, parameters as IDataObject);
		expect(error?.message).toMatch(message);
		expect(await writes()).toBe(before);
	});
});

describe('actions', () => {
	it('gives defaults without writing, so that Read Only allows it', async () => {
		const [customer] = (await run('getAll', 'customers', { limit: 1 })).json;
		const { json, error } = await run('action', 'POST sop_orders_new', {
			readOnly: true,
			fields: fields({ customer_id: customer.id as number }),
		});
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ customer_id: customer.id });
	});

	it('refuses what writes when Read Only is on', async () => {
		const { error } = await run('action', 'POST sop_orders_duplicate', {
			readOnly: true,
			fields: fields({ source_id: 1 }),
		});
		expect(error?.message).toContain('would change data');
	});

	it('changes many at once where Sage takes a list', async () => {
		const made = await run('create', 'couriers', { fields: fields({ name: 'Van One' }) });
		const { json, error } = await run('action', 'PUT couriers', {
			input: 'json',
			bodyJson: JSON.stringify([
				{
					...made.json[0],
					name: 'Van Two',
					date_time_created: undefined,
					date_time_updated: undefined,
				},
			]),
		});
		expect(error).toBeUndefined();
		expect(json).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'Van Two' })]));
	});
});

describe('reading', () => {
	it('shows at most ten fields when simplified, all otherwise', async () => {
		const simple = await run('getAll', 'customer_views', { limit: 2 });
		expect(Object.keys(simple.json[0]).length).toBeLessThanOrEqual(10);
		const full = await run('getAll', 'customer_views', { limit: 2, simplify: false });
		expect(Object.keys(full.json[0]).length).toBeGreaterThan(10);
	});

	it('reads what there is only one of', async () => {
		const { json, error } = await run('get', 'current_user', { simplify: false });
		expect(error).toBeUndefined();
		expect(json[0]).toHaveProperty('logon_name');
	});

	it('says that a site is too old for an endpoint', async () => {
		await sage.admin.setBehaviour({ release: '2024 R1' });
		const { error } = await run('getAll', 'sop_returns');
		expect(error?.message).toContain('too old');
		expect(error?.description).toContain('2025 R1');
		await sage.admin.resetBehaviour();
	});
});

describe('the form', () => {
	const parameters = (operation: string, recordType: string) => ({
		resource: 'record',
		operation,
		recordType: type(recordType),
	});
	const listOf = async (
		name: string,
		operation: string,
		recordType: string,
		filter?: string,
	): Promise<INodeListSearchResult> =>
		await types[SAGE].methods!.listSearch![name].call(
			listContext(login, parameters(operation, recordType)),
			filter,
		);
	const fieldsOf = async (operation: string, recordType: string): Promise<ResourceMapperFields> =>
		await types[SAGE].methods!.resourceMapping!.recordFields.call(
			listContext(login, parameters(operation, recordType)),
		);

	it('lists only what the operation can be done with, in Sage’s groups, searchable', async () => {
		const all = (await listOf('recordTypes', 'create', '')).results;
		expect(all.map(({ value }) => value)).toEqual(
			expect.arrayContaining([
				'customers',
				'sop_orders',
				'customers/{customerId}/customer_contacts',
			]),
		);
		expect(all.map(({ value }) => value)).not.toContain('customer_views');
		expect(all.map(({ name }) => name)).toContain('Sales: Customer Contacts of Customer');
		const found = (await listOf('recordTypes', 'getAll', '', 'returns')).results;
		expect(found.map(({ name }) => name)).toContain('SOP: SOP Returns (2025 R1)');
		const names = all.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
	});

	it('finds a kind by its whole name first, and what belongs to no other before what does', async () => {
		const found = async (operation: string, text: string) =>
			(await listOf('recordTypes', operation, '', text)).results.map(({ value }) => value);
		for (const text of ['customers', 'Customer', ' CUSTOMERS '])
			expect((await found('getAll', text))[0]).toBe('customers');
		expect((await found('getAll', 'Products'))[0]).toBe('products');
		expect((await found('getAll', 'warehouse holdings')).slice(0, 2)).toEqual([
			'warehouse_holdings',
			'products/{productId}/warehouse_holdings',
		]);
		expect((await found('getAll', 'tax code'))[0]).toBe('tax_codes');
		expect(await found('getAll', 'no such thing')).toEqual([]);
		const followed = await types[SAGE_TRIGGER].methods!.listSearch!.followedTypes.call(
			listContext(login, {}),
			'product',
		);
		expect(followed.results[0].value).toBe('products');
	});

	it.each(['action', 'create', 'delete', 'get', 'getAll', 'update', 'upsert'])(
		'tells nested kinds apart: %s',
		async (operation) => {
			const names = (await listOf('recordTypes', operation, '')).results.map(({ name }) => name);
			expect(new Set(names).size).toBe(names.length);
		},
	);

	it('offers no removal of a record that is not there yet', async () => {
		for (const { value } of (await listOf('recordTypes', 'create', '')).results) {
			const { fields: offered } = await fieldsOf('create', String(value));
			expect(offered.filter(({ id }) => id.endsWith('is_to_delete'))).toEqual([]);
		}
	});

	it('lists the records and parents of the chosen kind', async () => {
		const parents = await listOf(
			'recordParents',
			'getAll',
			'customers/{customerId}/customer_contacts',
		);
		expect(parents.results.length).toBeGreaterThan(10);
		const found = await listOf('records', 'get', 'warehouses');
		expect(found.results.length).toBeGreaterThanOrEqual(3);
	});

	it('offers fields with types, choices, limits and marks', async () => {
		const { fields: offered } = await fieldsOf('create', 'customers');
		const field = (id: string) => offered.find((each) => each.id === id);
		expect(field('name')).toMatchObject({ type: 'string', required: true });
		expect(field('currency_id')).toMatchObject({
			type: 'options',
			options: expect.arrayContaining([
				expect.objectContaining({ name: expect.stringContaining('Pound') }),
			]),
		});
		expect(field('main_address.postcode')).toBeDefined();
		expect(field('contacts')).toMatchObject({ type: 'array' });
		expect(field('balance')).toBeUndefined();
		expect(field('main_address.city')?.displayName).toBe('Main Address: City (at most 60)');
		const { fields: nominal } = await fieldsOf('create', 'nominal_codes');
		expect(nominal.find(({ id }) => id === 'nominal_account_type')?.displayName).toContain(
			'Professional',
		);
	});

	it('offers the kinds that Sage knows by their names, and the records of a small list, from the site', async () => {
		const { fields: offered } = await fieldsOf('create', 'customers');
		const field = (id: string) => offered.find((each) => each.id === id);
		const [kind] = (await run('getAll', 'account_status_types', { simplify: false, limit: 1 }))
			.json;
		expect(field('account_status_type')).toMatchObject({
			displayName: 'Account Status Type',
			type: 'options',
		});
		expect(field('account_status_type')?.options).toContainEqual({
			name: kind.description,
			value: kind.value,
		});
		expect(field('currency_id')?.displayName).toBe('Currency');
	});

	it('offers keys that are given once with a new record only, and no removal of what is not there', async () => {
		const idsOf = async (operation: string, recordType: string) =>
			(await fieldsOf(operation, recordType)).fields.map(({ id }) => id);
		const { fields: offered } = await fieldsOf('create', 'departments');
		expect(offered.find(({ id }) => id === 'code')).toMatchObject({ required: true });
		expect(await idsOf('update', 'departments')).not.toContain('code');
		expect(await idsOf('action', 'POST currency_exchange_rates')).toEqual(
			expect.arrayContaining(['currency_from_id', 'currency_to_id']),
		);
		expect(await idsOf('create', 'customers')).not.toContain('is_to_delete');
	});

	it('says what to do where Sage publishes no fields', async () => {
		const { fields: offered, emptyFieldsNotice } = await fieldsOf(
			'action',
			'UNKNOWN sop_orders_status',
		);
		expect(offered).toEqual([]);
		expect(emptyFieldsNotice).toContain('As JSON');
	});

	it('offers nothing that Sage only shows: stamps, and whole records beside their own IDs', async () => {
		const ids = async (recordType: string) =>
			(await fieldsOf('create', recordType)).fields.map(({ id }) => id);
		expect((await ids('pop_orders')).filter((id) => id.includes('date_time_'))).toEqual([]);
		expect(
			(await ids('customer_contacts/{CustomerContactId}/customer_emails')).filter((id) =>
				id.startsWith('customer_contact.'),
			),
		).toEqual([]);
	});

	it('calls analysis codes what the site calls them', async () => {
		const mapping = (
			await run('getAll', 'analysis_code_mappings', {
				simplify: false,
				read: { expand: ['analysis_code'] },
				returnAll: true,
			})
		).json;
		const named = mapping.find(
			({ class_name: name, analysis_code: code }) =>
				/customer/i.test(String(name)) && (code as IDataObject | undefined)?.name,
		);
		const { fields: offered } = await fieldsOf('create', 'customers');
		expect(offered.find(({ id }) => id === `analysis_code_${named?.slot}`)?.displayName).toContain(
			String((named?.analysis_code as IDataObject).name),
		);
	});
});
