/** What expressions put into options and choices is what the form allows, or the item says so before anything is sent. */
import fc from 'fast-check';
import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { asChosen } from '../../nodes/Sage200/core/choices';
import { optionsWith } from '../../nodes/Sage200/core/form/common';
import { LIST_PROPERTIES } from '../../nodes/Sage200/core/form/listInput';
import { resources } from '../../nodes/Sage200/resources';
import { credential, runNode, type NodeResult } from '../support/engine';
import { HttpServer, reply } from '../support/httpServer';

const server = new HttpServer();
const ROW = { id: 5, reference: 'ABB001', name: 'Abbey' };
let apiUrl: string;

beforeAll(async () => {
	apiUrl = await server.start();
	server.answer = ({ url }, response) =>
		reply(response, 200, /\/\d+(\?|$)/.test(url) ? ROW : [ROW]);
});
afterAll(async () => await server.stop());
beforeEach(() => (server.calls = []));

async function run(parameters: IDataObject, items: IDataObject[] = [{}]): Promise<NodeResult> {
	const stored = credential({
		apiUrl,
		siteId: 'S1',
		companyId: '1',
		oauthTokenData: { access_token: 't', refresh_token: 'r', token_type: 'Bearer' },
	});
	return await runNode(stored, parameters, { items, onError: 'continueRegularOutput' });
}

const customers = { resource: 'customer', operation: 'getAll' };
const inOptions = (optionsWith().options ?? []) as INodeProperties[];
const limits = inOptions.filter(({ type }) => type === 'number');
const isNumber = (value: unknown) =>
	typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));

it.each(limits)(
	'refuses $displayName out of its range by name, with a result for every item',
	async (option) => {
		const { minValue = 0, maxValue = Infinity } = option.typeOptions ?? {};
		const given = fc.oneof(
			fc.constantFrom<unknown>('', ' ', null, true, '1e1', '0x8', 'ten', [], {}, '4,5'),
			fc.integer({ min: -5, max: 700 }),
			fc.double({ min: -5, max: 700, noNaN: true }),
			fc.integer({ min: -5, max: 700 }).map(String),
		);
		for (const value of fc.sample(given, { numRuns: 25, seed: 7 })) {
			const allowed =
				isNumber(value) &&
				Number.isInteger(Number(value)) &&
				Number(value) >= minValue &&
				Number(value) <= Number(maxValue);
			const { json } = await run(
				{ ...customers, options: { [option.name]: '={{ $json.given }}' } },
				[{ given: value }, { given: value }] as IDataObject[],
			);
			const told = json.map(({ error }) => String(error ?? ''));
			expect([value, told.length]).toEqual([value, 2]);
			for (const error of told) {
				if (allowed) expect([value, error]).toEqual([value, '']);
				else expect([value, error]).toEqual([value, expect.stringContaining(option.displayName)]);
			}
		}
	},
);

/** The lists of choices that are shown for values of other parameters alone. n8n drops a value that it hides. */
function choicesIn(properties: INodeProperties[]): INodeProperties[] {
	return properties.filter(
		({ type, options, typeOptions, displayOptions }) =>
			type === 'options' &&
			options !== undefined &&
			!typeOptions?.loadOptionsMethod &&
			Object.values(displayOptions?.show ?? {}).every(
				(values) => typeof values?.[0] === 'string',
			) &&
			!Object.keys(displayOptions?.show ?? {}).some((name) => name.startsWith('/')),
	);
}

/** What n8n asks for before it runs a node. */
function filled(properties: INodeProperties[]): IDataObject {
	const picked = { __rl: true, mode: 'id', value: '5' };
	const kind = { __rl: true, mode: 'name', value: 'customers' };
	return Object.fromEntries(
		properties
			.filter(({ required }) => required)
			.map(({ name, type }) => [
				name,
				name === 'recordType' ? kind : type === 'resourceLocator' ? picked : 'ABB001',
			]),
	);
}

/** Two conditions. */
const TWO = {
	filters: {
		conditions: ['code', 'name'].map((field) => ({ field, operator: 'eq', value: 'x' })),
	},
};

const choosing = resources.flatMap(({ value, operations }) =>
	operations.flatMap((operation) =>
		choicesIn([...operation.properties]).map((property) => ({
			filled: filled(operation.properties),
			resource: value,
			operation: operation.value,
			name: property.name,
			property,
		})),
	),
);

it.each(choosing)(
	'$resource: $operation refuses what is no choice of $name',
	async ({ resource, operation, filled: others, name, property }) => {
		const shown = Object.entries(property.displayOptions?.show ?? {}).filter(
			([, values]) => typeof values?.[0] === 'string',
		);
		const usual = Object.fromEntries(
			shown.map(([control, values]) => [control, values?.[0]]),
		) as IDataObject;
		const { json } = await run(
			{ resource, operation, ...others, ...usual, [name]: '={{ $json.given }}' },
			[{ given: 'eq 1 or 1 eq' }, { given: 7 }],
		);
		for (const { error, message } of json) {
			expect(error).toContain(property.displayName);
			const [first] = (property.options as INodePropertyOptions[]).filter(
				({ value }) => value !== '',
			);
			expect(message).toContain(String(first.value));
			// Both what an expression has to give and what the form shows.
			expect(String(message).toLowerCase()).toContain(first.name.toLowerCase());
		}
		expect(json).toHaveLength(2);
		expect(server.calls).toEqual([]);
	},
);

it('understands the shown name of every choice there is', () => {
	const unknown = choosing.flatMap(({ resource, operation, property }) =>
		(property.options as INodePropertyOptions[])
			.filter(({ name, value }) => asChosen([property], name.toUpperCase()) !== value)
			.map(({ name }) => `${resource}:${operation} ${property.name}: ${name}`),
	);
	expect(unknown).toEqual([]);
});

it('reads a choice of an operation by its shown name', async () => {
	const asked = async (combine: string) => {
		server.calls = [];
		await run({ resource: 'product', operation: 'getAll', combine: `={{ "${combine}" }}`, ...TWO });
		return server.calls.map(({ url }) => url);
	};
	const calls = await asked('Any Condition');
	expect(calls).toHaveLength(1);
	expect(calls).toEqual(await asked('any'));
	expect(calls).not.toEqual(await asked('All Conditions'));
});

it('understands the shown names of choices in boxes and rows', async () => {
	const filtered = async (operator: string, direction: string) => {
		server.calls = [];
		await run({
			...customers,
			filters: { conditions: [{ field: 'name', operator: `={{ "${operator}" }}`, value: 'x' }] },
			sort: { fields: [{ field: 'name', direction: `={{ "${direction}" }}` }] },
		});
		return server.calls.map(({ url }) => url);
	};
	const calls = await filtered('Is Not', 'Descending');
	expect(calls).toHaveLength(1);
	expect(calls).toEqual(await filtered('ne', 'desc'));
});

it('refuses operators and directions of filters and sorts that are none of the list', async () => {
	const names = LIST_PROPERTIES.filter(({ type }) => type === 'fixedCollection').map(
		({ name }) => name,
	);
	expect(names).toEqual(['filters', 'sort']);
	const { json } = await run({
		...customers,
		filters: { conditions: [{ field: 'name', operator: '={{ "eq 1 or 1 eq" }}', value: 'x' }] },
		sort: { fields: [{ field: 'name', direction: '={{ "sideways" }}' }] },
	});
	expect(json[0].error).toContain('Condition 1: Operator');
	expect(json[0].error).toContain('Field 1: Direction');
	expect(server.calls).toEqual([]);
});

it('lets an expression choose the kind of record, where it belongs to none', async () => {
	const { json } = await run(
		{
			resource: 'record',
			operation: 'getAll',
			recordType: { __rl: true, mode: 'name', value: '={{ $json.kind }}' },
		},
		[{ kind: 'customers' }],
	);
	expect(json[0]).toMatchObject({ reference: 'ABB001' });
});

it('asks for what an expression has made necessary', async () => {
	const { json } = await run(
		{
			resource: 'record',
			operation: 'getAll',
			recordType: { __rl: true, mode: 'name', value: '={{ $json.kind }}' },
		},
		[{ kind: 'customers/{customerId}/customer_contacts' }],
	);
	expect(json[0].error).toMatch(/^Belongs To.*is empty/);
});

it.each(['choose', 'match'])('lets an expression say who the customer is: %s', async (from) => {
	const { json } = await run(
		{
			resource: 'salesOrder',
			operation: 'preview',
			customerFrom: '={{ $json.from }}',
			orderKey: 'W1',
			customerDetails: from === 'match' ? { reference: 'ABB001' } : {},
		},
		[{ from }],
	);
	const text = JSON.stringify(json[0]);
	const asked = /Customer is empty|"Customer","message":"is empty"/;
	if (from === 'choose') expect(text).toMatch(asked);
	else expect(text).not.toMatch(asked);
});

it.each(['name,id desc', '1 eq 1', 'name desc', 'name)'])(
	'refuses to sort by %p, which is no field',
	async (field) => {
		const { json } = await run(
			{ ...customers, sort: { fields: [{ field: '={{ $json.field }}', direction: 'asc' }] } },
			[{ field }],
		);
		expect(json[0].error).toContain(`Sort 1: "${field}" is not a field name`);
		expect(server.calls).toEqual([]);
	},
);

it('refuses a written filter that would undo the conditions beside it', async () => {
	const { json } = await run({
		...customers,
		filters: { conditions: [{ field: 'name', operator: 'eq', value: 'x' }] },
		read: { filter: 'id eq 1) or (1 eq 1' },
	});
	expect(json[0].error).toMatch(/^OData Filter: .* not closed/);
	expect(server.calls).toEqual([]);
});

it.each(['select', 'expand'])('refuses an object for the list %s', async (name) => {
	const { json } = await run({ ...customers, read: { [name]: '={{ $json.given }}' } }, [
		{ given: { a: 1 } },
	]);
	expect(json[0].error).toMatch(/is not a list/);
});

it.each([
	['despatch', 'confirm', 'despatch', 'date', 'Date'],
	['salesReturn', 'create', 'returnFields', 'document_date', 'Document Date'],
])('says what a day is: %s, %s', async (resource, operation, group, name, label) => {
	const order = { __rl: true, mode: 'id', value: '5' };
	for (const given of ['24/05/2024', '2024-02-31', '2024-05-24T24:00', true, {}]) {
		const { json } = await run(
			{ resource, operation, order, returnKey: 'R', [group]: { [name]: '={{ $json.given }}' } },
			[{ given }] as IDataObject[],
		);
		expect(json[0].error).toContain(`${label}: `);
		expect(json[0].error).toContain('is not a date');
	}
	expect(server.calls).toEqual([]);
	for (const given of [null, '', undefined]) {
		const { json } = await run(
			{ resource, operation, order, returnKey: 'R', [group]: { [name]: '={{ $json.given }}' } },
			[{ given }] as IDataObject[],
		);
		expect(String(json[0].error)).not.toContain(label);
	}
});

describe('an expression that gives nothing', () => {
	const order = { __rl: true, mode: 'id', value: '5' };
	it.each<[string, IDataObject, string]>([
		[
			'a choice',
			{
				resource: 'customer',
				operation: 'upsert',
				reference: 'A',
				name: 'A',
				ifExists: '={{ $json.none }}',
			},
			'If It Exists',
		],
		['a switch', { ...customers, returnAll: '={{ $json.none }}' }, 'Return All'],
		['an option', { ...customers, options: { retries: '={{ $json.none }}' } }, 'Retries'],
		[
			'a choice among options',
			{
				resource: 'salesOrder',
				operation: 'update',
				order,
				amend: { taxInclusive: '={{ $json.none }}' },
			},
			'Prices Include Tax',
		],
		[
			'a key prefix',
			{
				resource: 'salesOrder',
				operation: 'get',
				order,
				protection: { keyPrefix: '={{ $json.none }}' },
			},
			'Key Prefix',
		],
		[
			'a list',
			{ resource: 'stock', operation: 'getLevels', products: '={{ $json.none }}' },
			'Product Codes',
		],
		['a filter', { ...customers, read: { filter: '={{ $json.none }}' } }, 'OData Filter'],
		[
			'a company to send',
			{
				resource: 'apiRequest',
				operation: 'send',
				path: '/customers',
				tenancy: { companyId: '={{ $json.none }}' },
			},
			'X-Company',
		],
	])('is refused where it decides: %s', async (_what, parameters, label) => {
		const { json } = await run(parameters);
		expect(json[0].error).toContain(`${label}: its expression gives nothing`);
		expect(server.calls).toEqual([]);
	});
});

it.each<[string, IDataObject]>([
	['a switch', { returnAll: "={{ $fromAI('all', 'All', 'boolean') }}" }],
	['an option', { options: { retries: "={{ $fromAI('retries', 'Retries', 'number') }}" } }],
	['a filter', { read: { filter: "={{ $fromAI('filter', 'Filter', 'string') }}" } }],
])('takes %s that an AI agent leaves out as not given', async (_what, parameters) => {
	const { json } = await run({ ...customers, ...parameters });
	expect(String(json[0].error ?? '')).not.toContain('its expression gives nothing');
});

it('tells a number that is none as such', async () => {
	const { json } = await run({
		resource: 'salesOrder',
		operation: 'preview',
		orderKey: 'A',
		lines: { line: [{ type: 'standard', code: 'A', quantity: '1', unitPrice: '={{ NaN }}' }] },
	});
	expect(json[0].error).toContain('Unit Price: "NaN" is not a number');
	expect(json[0].error).not.toContain('lost digits');
});

it('refuses a company that an expression lost, also where it stands for the whole picker', async () => {
	for (const company of [
		'={{ $json.none }}',
		'={{ null }}',
		{ __rl: true, mode: 'id', value: '={{ $json.none }}' },
	]) {
		const { json } = await run({ ...customers, company });
		expect(json[0].error).toBe('Company is empty');
	}
	expect(server.calls).toEqual([]);
});

it('refuses a parameter of a query whose expression gives nothing', async () => {
	const { json } = await run({
		resource: 'apiRequest',
		operation: 'send',
		path: '/customers',
		query: { parameters: [{ name: '$filter', value: '={{ $json.none }}' }] },
	});
	expect(json[0].error).toBe('Query Parameters: the expression of "$filter" gives nothing');
	expect(server.calls).toEqual([]);
});

it('refuses a list where one text is due, and takes it where several may be given', async () => {
	const buyer = {
		resource: 'salesOrder',
		operation: 'preview',
		orderKey: 'A',
		customerFrom: 'match',
		customerDetails: { email: '={{ ["a@example.com", "b@example.com"] }}' },
	};
	expect((await run(buyer)).json[0].error).toContain('Email: "["a@example.com"');
	expect(server.calls).toEqual([]);
	const levels = {
		resource: 'stock',
		operation: 'getLevels',
		products: '={{ ["ABB001", "ABB001"] }}',
	};
	expect(String((await run(levels)).json[0].error)).not.toContain('Product Codes: "[');
});

it('refuses numbers that have lost digits where text is due, in pickers and fields', async () => {
	const { json } = await run(
		{
			resource: 'customer',
			operation: 'get',
			customer: { __rl: true, mode: 'reference', value: '={{ $json.given }}' },
		},
		[{ given: 12345678901234567000 }],
	);
	expect(json[0].error).toMatch(
		/^Customer: "12345678901234567000" is a number that has lost digits/,
	);
	const other = await run({ ...customers, read: { filter: '={{ $json.given }}' } }, [
		{ given: 12345678901234567000 },
	]);
	expect(other.json[0].error).toMatch(/^OData Filter: .* lost digits/);
	expect(server.calls).toEqual([]);
});
