/** Replies in every shape that a site, its gateway or its tunnel may give, over a real line. */
import { failureFromError } from '../../nodes/Sage200/transport/errors';
import { credential, listContext, runNode, SAGE, types } from '../support/engine';
import { HttpServer, reply, type Answer } from '../support/httpServer';
import { tick } from '../support/tick.js';

const server = new HttpServer();
let address: string;

beforeAll(async () => {
	address = await server.start();
});
afterAll(async () => await server.stop());

const connected = (login: object) =>
	credential({
		apiUrl: address,
		identityUrl: address,
		siteId: 'site-1',
		companyId: '7',
		clientId: 'client',
		clientSecret: 'made-up',
		oauthTokenData: { access_token: 'token-1', refresh_token: 'refresh-1', token_type: 'Bearer' },
		...login,
	});
const send = async (answer: Answer, parameters = {}, login = {}) => {
	server.calls = [];
	server.answer = answer;
	return await runNode(connected(login), {
		resource: 'apiRequest',
		operation: 'send',
		path: '/customers',
		options: { retries: 0 },
		...parameters,
	});
};
const answers =
	(status: number, body: unknown, headers = {}): Answer =>
	(_call, response) =>
		reply(response, status, body, headers);

describe('a line that drops in the middle of a good answer', () => {
	const half: Answer = (_call, response) => {
		response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
		response.write('{"id":');
		void tick().then(() => response.destroy());
	};

	it('is a lost line, not a refusal', async () => {
		const { error } = await send(half, { method: 'POST', body: '{}' });
		expect(error?.message).toBe('The connection to Sage 200 was lost before it answered');
	});

	it('is read again where that does no harm', async () => {
		const { json, error } = await send(
			(call, response) =>
				server.calls.length === 1 ? half(call, response) : reply(response, 200, [{ id: 1 }]),
			{ options: { retries: 1 } },
		);
		expect(error).toBeUndefined();
		expect(json).toEqual([{ id: 1 }]);
	});

	it('leaves an order in doubt, and finds it', async () => {
		const order = {
			id: 5,
			customer_id: 7,
			document_no: '0000000005',
			customer_document_no: 'WEB-1',
			is_draft: false,
		};
		const sage: Answer = ({ method, url }, response) => {
			if (method === 'POST') return half({ method, url, body: '', headers: {} }, response);
			if (url.startsWith('/sop_orders'))
				return reply(
					response,
					200,
					server.calls.some((call) => call.method === 'POST') ? [order] : [],
				);
			return reply(
				response,
				200,
				url.startsWith('/customers')
					? [
							{
								id: 7,
								reference: 'ABB001',
								name: 'Abbey',
								account_status_type: 'AccountStatusActive',
							},
						]
					: [],
			);
		};
		const { json, error } = await send(sage, {
			resource: 'salesOrder',
			operation: 'create',
			customer: { __rl: true, mode: 'reference', value: 'ABB001' },
			orderKey: 'WEB-1',
			linesInput: 'json',
			linesJson: '[{"type":"freeText","description":"Gift wrap","quantity":1,"unitPrice":3}]',
		});
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ id: 5, outcome: 'recovered' });
	});
});

describe('lists', () => {
	it.each([true, false])('come bare or in an envelope (Return All %p)', async (returnAll) => {
		expect(
			(await send(answers(200, { value: [{ id: 1 }, { id: 2 }] }), { returnAll })).json,
		).toEqual([{ id: 1 }, { id: 2 }]);
	});

	it('of values that are no records lose none', async () => {
		expect((await send(answers(200, ['a', 2, null]))).json).toEqual([
			{ data: 'a' },
			{ data: 2 },
			{ data: null },
		]);
	});

	it('of sites come in an envelope as well', async () => {
		const sites = {
			value: [{ site_id: 'site-9', site_name: 'Main', company_id: 3, company_name: 'Northern' }],
		};
		const { json } = await send(
			({ url }, response) => reply(response, 200, url.startsWith('/sites') ? sites : [{ id: 1 }]),
			{
				company: { __rl: true, mode: 'id', value: 'Northern' },
			},
		);
		expect(json).toEqual([{ id: 1 }]);
		expect(server.calls[1].headers).toMatchObject({ 'x-site': 'site-9', 'x-company': '3' });
	});
});

it('fills a pick list from an envelope, and a post that answers 201 is a post', async () => {
	server.answer = answers(200, { value: [{ id: 1, name: 'First', reference: 'A1' }] });
	const context = listContext(connected({}), {
		resource: 'customer',
		operation: 'get',
		customer: { __rl: true, mode: 'list', value: '' },
	});
	expect(await types[SAGE].methods!.listSearch!.customers.call(context, 'fir')).toEqual({
		results: [{ name: 'First (A1)', value: '1' }],
		paginationToken: undefined,
	});
	expect((await send(answers(201, { id: 5 }), { method: 'POST', body: '{}' })).json).toEqual([
		{ id: 5 },
	]);
});

it('takes one record for what it is, although all are asked for', async () => {
	expect(
		(await send(answers(200, { user_name: 'api' }), { path: '/current_user', returnAll: true }))
			.json,
	).toEqual([{ user_name: 'api' }]);
	expect(server.calls[0].url).toBe('/current_user');
});

it('takes an empty answer for a list as none, and for a deletion as done', async () => {
	expect((await send((_call, response) => response.end())).error?.message).toBe(
		'The reply was not one that Sage 200 sends',
	);
	expect(
		(
			await send((_call, response) => response.writeHead(204).end(), {
				method: 'DELETE',
				path: '/customers/5',
			})
		).json,
	).toEqual([{ deleted: true }]);
});

it('names the page that came in the place of records', async () => {
	const login =
		'<!DOCTYPE html><html><head><title>\n  Sign in to your account\n</title></head></html>';
	const { error } = await send(answers(200, login, { 'content-type': 'text/html' }));
	expect(error?.message).toBe('The reply was not one that Sage 200 sends: Sign in to your account');
	expect(
		(
			await send(
				answers(200, Buffer.from([0x25, 0x50, 0xff, 0x00]), { 'content-type': 'application/pdf' }),
			)
		).error?.message,
	).toBe('The reply was not one that Sage 200 sends');
});

it.each([
	[
		'a code and a description',
		{ Error: { Code: 'X1', Description: 'The thing is locked' } },
		'{"Error":{"Code":"X1","Description":"The thing is locked"}}',
	],
	['a list of messages', { errors: ['one thing', 'another'] }, 'one thing another'],
	['a byte order mark', '\ufeff{"Message":"With a mark"}', 'With a mark'],
	[
		'a token',
		{ Fault: { access_token: 'abc', why: 'Bearer xyz-123' } },
		'{"Fault":{"access_token":"[hidden]","why":"Bearer [hidden]"}}',
	],
])("keeps Sage's words with %s", async (_shape, body, words) => {
	expect((await send(answers(400, body))).error?.message).toBe(
		`Sage 200 refused the request: ${words}`,
	);
});

it('tells an exception inside Sage from a gateway that does not reach it', async () => {
	expect((await send(answers(500, { Message: 'An error has occurred.' }))).error?.message).toBe(
		'Sage 200 failed while it worked on the request: An error has occurred.',
	);
	expect((await send(answers(504, '<html><h1>Gateway Timeout</h1></html>'))).error?.message).toBe(
		'Sage 200 could not be reached behind its gateway: Gateway Timeout',
	);
});

describe('an API request without a company', () => {
	const nowhere = { siteId: '', companyId: '' };

	it('goes to the sites, which belong to the login, and to a site and company of its own', async () => {
		expect((await send(answers(200, []), { path: '/sites' }, nowhere)).error).toBeUndefined();
		expect(server.calls[0].headers).not.toHaveProperty('x-site');
		expect(
			(await send(answers(200, []), { tenancy: { siteId: 'site-9', companyId: 3 } }, nowhere))
				.error,
		).toBeUndefined();
		expect(server.calls[0].headers).toMatchObject({ 'x-site': 'site-9', 'x-company': '3' });
	});

	it('is refused anywhere else, before anything is sent', async () => {
		const { error } = await send(answers(200, []), {}, nowhere);
		expect(error?.message).toBe('Company is not chosen');
		expect(server.calls).toEqual([]);
	});
});

it('asks for no key that is longer than an address', async () => {
	const { error } = await send(answers(200, []), {
		resource: 'customer',
		operation: 'get',
		customer: { __rl: true, mode: 'reference', value: 'X'.repeat(3000) },
	});
	expect(error?.message).toBe(
		`Customer: Sage 200 has no customer with reference "${'X'.repeat(100)}…"`,
	);
	expect(server.calls).toEqual([]);
});

it('reads what n8n 1 keeps of a refusal: its status and its body', () => {
	const kept = {
		httpCode: '400',
		message: 'Bad request',
		context: { data: { Message: 'The customer is on hold.' } },
	};
	const failure = failureFromError(kept, { method: 'POST', path: '/sop_orders' });
	expect(failure).toMatchObject({
		kind: 'refused',
		facts: { status: 400, sageMessage: 'The customer is on hold.' },
	});
	const ended = { httpCode: 'EAUTH', message: 'The refresh token is invalid, expired or revoked.' };
	expect(failureFromError(ended, { method: 'GET', path: '/sites' })).toMatchObject({
		kind: 'loginEnded',
		message: expect.stringMatching(/needs to be reconnected.*expired or revoked/),
	});
	const login = { httpCode: null, message: 'The credential "Sage" needs to be reconnected.' };
	expect(failureFromError(login, { method: 'GET', path: '/sites' })).toBe(login);
});

describe('a change', () => {
	const answered = async (path: string, id: number, stored: object) =>
		await send(({ method }, response) => reply(response, 200, method === 'GET' ? stored : { id }), {
			method: 'PUT',
			path,
			body: '{"name": "new"}',
		});

	it('that is answered with another record is in doubt, unless the record shows it', async () => {
		const { error } = await answered('/customers/5', 77, { id: 5, name: 'old' });
		expect(error?.description).toMatch(/may have applied it/);
		const { json } = await answered('/customers/5', 77, { id: 5, name: 'new' });
		expect(json).toEqual([{ id: 5, name: 'new' }]);
	});
	it.each([
		['/customers/5', 5],
		['/sop_orders_new/5', 77],
	])('is done where the answer names what it may: %s', async (path, id) => {
		expect((await answered(path, id, {})).json).toEqual([{ id }]);
	});
});
