/** One of three items fails: what n8n's three On Error settings make of it, for every kind of operation. */
import type { IDataObject } from 'n8n-workflow';

import { credential, runNode, type NodeResult, type RunOptions } from '../support/engine';
import { HttpServer, reply } from '../support/httpServer';

const server = new HttpServer();
let address: string;

beforeAll(async () => {
	address = await server.start();
});
afterAll(async () => await server.stop());

/** A Sage with two customers; what begins with NO is unknown to it, and path 500 fails. */
beforeEach(() => {
	server.calls = [];
	server.answer = ({ method, url, body }, response) => {
		const { pathname, searchParams } = new URL(url, address);
		if (pathname.endsWith('/500'))
			return reply(response, 500, { Message: 'An error has occurred.' });
		if (method !== 'GET')
			return reply(response, 200, {
				id: Number(pathname.split('/').at(-1)) || 9,
				...(body === '' ? {} : (JSON.parse(body) as object)),
			});
		const known = [
			{ id: 1, reference: 'A1', code: 'A1', name: 'First' },
			{ id: 3, reference: 'A3', code: 'A3', name: 'Third' },
		];
		const filter = searchParams.get('$filter') ?? '';
		return reply(
			response,
			200,
			filter.includes('document_no')
				? []
				: known.filter(({ reference }) => filter.includes(`'${reference}'`)),
		);
	};
});

const run = async (parameters: IDataObject, options: RunOptions = {}): Promise<NodeResult> => {
	const stored = credential({
		apiUrl: address,
		siteId: 'S1',
		companyId: '1',
		oauthTokenData: { access_token: 'secret-token', refresh_token: 'r', token_type: 'Bearer' },
	});
	return await runNode(
		stored,
		{ options: { retries: 0 }, ...parameters },
		{ items: [{ at: 'A1' }, { at: 'NO500' }, { at: 'A3' }], ...options },
	);
};
const picked = { __rl: true, mode: 'reference', value: '={{ $json.at }}' };
/** Empty where the second item is to be refused. */
const ifKnown = "={{ $json.at.startsWith('NO') ? '' : 'x' }}";
const writes = () => server.calls.filter(({ method }) => method !== 'GET').length;

const OPERATIONS: Array<[string, IDataObject, number]> = [
	[
		'create',
		{ resource: 'customer', operation: 'create', reference: '={{ $json.at }}', name: ifKnown },
		2,
	],
	[
		'upsert',
		{ resource: 'customer', operation: 'upsert', reference: '={{ $json.at }}', name: ifKnown },
		2,
	],
	[
		'update',
		{
			resource: 'customer',
			operation: 'update',
			customer: picked,
			additionalFields: { vat_number: 'GB1' },
		},
		2,
	],
	['delete', { resource: 'customer', operation: 'delete', customer: picked }, 2],
	['get', { resource: 'customer', operation: 'get', customer: picked }, 0],
	[
		'get many',
		{
			resource: 'customer',
			operation: 'getAll',
			filters: {
				conditions: [
					{
						field: "={{ $json.at.startsWith('NO') ? '' : 'reference' }}",
						value: '={{ $json.at }}',
					},
				],
			},
		},
		0,
	],
	[
		'API request',
		{
			resource: 'apiRequest',
			operation: 'send',
			method: 'POST',
			path: "={{ $json.at.startsWith('NO') ? '/../x' : '/couriers' }}",
			body: '{}',
		},
		2,
	],
	[
		'order',
		{
			resource: 'salesOrder',
			operation: 'create',
			customer: picked,
			// What was pushed a moment ago is remembered, so that every run has orders of its own.
			orderKey: '=WEB-{{ $json.at }}-{{ $now.toMillis() }}',
			linesInput: 'json',
			linesJson: '[{"type":"freeText","description":"Gift wrap","quantity":1,"unitPrice":1}]',
			protection: { level: 'standard' },
		},
		2,
	],
];

it.each(OPERATIONS)(
	'%s: stops, names the item, and has written nothing',
	async (_name, parameters) => {
		const { error } = await run(parameters);
		expect(error?.context?.itemIndex).toBe(1);
		expect(writes()).toBe(0);
	},
);

it.each(OPERATIONS)(
	'%s: goes on in one output, every item paired',
	async (_name, parameters, written) => {
		const { items } = await run(parameters, { onError: 'continueRegularOutput' });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(items.map(({ json }) => typeof json.error)).toEqual([
			'undefined',
			'string',
			'undefined',
		]);
		expect(writes()).toBe(written);
	},
);

it.each(OPERATIONS)(
	'%s: parts good from bad, every item paired',
	async (_name, parameters, written) => {
		const { items, errorItems } = await run(parameters, { onError: 'continueErrorOutput' });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(errorItems.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expect(errorItems[0].json).toMatchObject({ at: 'NO500', error: expect.any(String) as string });
		expect(writes()).toBe(written);
	},
);

it('gives the facts of a failed call beside its words, and no token', async () => {
	const { items } = await run(
		{
			resource: 'apiRequest',
			operation: 'send',
			path: "=/customers/{{ $json.at.startsWith('NO') ? 500 : 1 }}",
		},
		{ onError: 'continueRegularOutput' },
	);
	const failed = items.find(({ json }) => json.error)!;
	expect(failed.json).toMatchObject({
		error: 'Sage 200 failed while it worked on the request: An error has occurred.',
		message: expect.stringContaining('(GET /customers/500)') as string,
		details: { statusCode: 500 },
	});
	expect(JSON.stringify(items)).not.toContain('secret-token');
});

it('does nothing for no items, and takes a thousand in one look-up', async () => {
	const get = { resource: 'customer', operation: 'get', customer: picked };
	expect((await run(get, { items: [] })).items).toEqual([]);
	expect(server.calls).toEqual([]);
	const { items } = await run(get, {
		items: Array.from({ length: 1000 }, (_, at) => ({ at: at % 2 ? 'A1' : 'A3' })),
	});
	expect(items).toHaveLength(1000);
	expect(server.calls).toHaveLength(1);
});
