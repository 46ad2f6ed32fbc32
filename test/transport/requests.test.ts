/** What goes over the line, on n8n's own request helpers. Only the network is pretended (nock). */
import nock from 'nock';

import { credential, runNode } from '../support/engine';

const HOST = 'http://127.0.0.1:19870';
const API = `${HOST}/api`;

function connected(overrides = {}) {
	return credential({
		apiUrl: API,
		identityUrl: HOST,
		siteId: 'site-1',
		companyId: '7',
		clientId: 'client',
		clientSecret: 'client-secret-of-the-test',
		oauthTokenData: { access_token: 'old', refresh_token: 'refresh-1', token_type: 'Bearer' },
		...overrides,
	});
}

const request = (parameters = {}) => ({
	resource: 'apiRequest',
	operation: 'send',
	path: '/customers',
	options: { retries: 0 },
	...parameters,
});

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
// The network is given back whole: what stays patched makes errors of the next file unhandled.
afterAll(() => nock.restore());

describe('headers', () => {
	it('carries site, company and bearer on every call', async () => {
		nock(API, { reqheaders: { 'x-site': 'site-1', 'x-company': '7', authorization: 'Bearer old' } })
			.get('/customers')
			.query(true)
			.reply(200, [{ id: 1 }]);
		const { json, error } = await runNode(connected(), request());
		expect(error).toBeUndefined();
		expect(json).toEqual([{ id: 1 }]);
	});

	it('asks for /sites without site and company', async () => {
		nock(API, { badheaders: ['x-site', 'x-company'] })
			.get('/sites')
			.reply(200, [{ site_id: 's', company_id: 1 }]);
		const { json, error } = await runNode(connected(), {
			resource: 'company',
			operation: 'getAll',
		});
		expect(error).toBeUndefined();
		expect(json).toEqual([{ site_id: 's', company_id: 1 }]);
	});

	it('sends the subscription key only when it is filled', async () => {
		nock(API, { badheaders: ['ocp-apim-subscription-key'] })
			.get('/customers')
			.query(true)
			.reply(200, []);
		expect((await runNode(connected(), request())).error).toBeUndefined();
		nock(API, { reqheaders: { 'ocp-apim-subscription-key': 'abc' } })
			.get('/customers')
			.query(true)
			.reply(200, []);
		expect((await runNode(connected({ subscriptionKey: 'abc' }), request())).error).toBeUndefined();
	});

	it('sends an empty object as {}', async () => {
		nock(API, { reqheaders: { 'content-type': 'application/json' } })
			.post('/product_search', (body) => JSON.stringify(body) === '{}')
			.reply(200, {});
		const { error } = await runNode(
			connected(),
			request({ method: 'POST', path: '/product_search', body: '{}' }),
		);
		expect(error).toBeUndefined();
	});

	it('encodes spaces as %20', async () => {
		let asked = '';
		nock(API)
			.get(/customers/)
			.reply(200, function () {
				asked = this.req.path;
				return [];
			});
		await runNode(
			connected(),
			request({ query: { parameters: [{ name: '$filter', value: "name eq 'O''Brien & Co'" }] } }),
		);
		expect(asked).toBe(
			'/api/customers?$filter=name%20eq%20%27O%27%27Brien%20%26%20Co%27&$orderby=id%20asc&$top=50',
		);
	});
});

describe('login', () => {
	it('renews an expired token once for many items and stores the rotated one', async () => {
		const stored = connected();
		nock(API, { reqheaders: { authorization: 'Bearer old' } })
			.get('/customers')
			.query(true)
			.times(5)
			.reply(401, '');
		nock(HOST)
			.post('/oauth/token', /refresh_token=refresh-1/)
			.once()
			.reply(200, {
				access_token: 'new',
				refresh_token: 'refresh-2',
				token_type: 'Bearer',
				expires_in: 60,
			});
		nock(API, { reqheaders: { authorization: 'Bearer new' } })
			.get('/customers')
			.query(true)
			.times(5)
			.reply(200, [{ id: 1 }]);
		const { json, error } = await runNode(stored, request(), { items: [{}, {}, {}, {}, {}] });
		expect(error).toBeUndefined();
		expect(json).toHaveLength(5);
		expect(stored.saved).toBe(1);
		expect(stored.data.oauthTokenData).toMatchObject({
			access_token: 'new',
			refresh_token: 'refresh-2',
		});
	});

	it("leaves n8n's own words when the login has ended", async () => {
		nock(API).get('/customers').query(true).reply(401, '');
		nock(HOST).post('/oauth/token').reply(400, { error: 'invalid_grant' });
		const { error } = await runNode(connected(), request());
		expect(error?.message).toContain('"Sage 200 account" needs to be reconnected');
	});
});

describe('failures', () => {
	const tells = async (status: number, body: string | object, headers = {}) => {
		nock(API)
			.get('/customers')
			.query(true)
			.times(3)
			.reply(status, body as never, headers);
		// Asked for the cause of a 401, 403 or 404. What nock has no answer for breaks the tests that follow, now and then.
		nock(API)
			.get('/sites')
			.optionally()
			.reply(200, [{ site_id: 'site-1', company_id: 7 }]);
		nock(HOST)
			.post('/oauth/token')
			.reply(200, { access_token: 'old', refresh_token: 'r', token_type: 'Bearer' });
		return (await runNode(connected(), request())).error;
	};

	it.each([
		['Message', { Message: 'The customer is on hold.' }, 'The customer is on hold.'],
		['message', { message: 'lower case' }, 'lower case'],
		[
			'ModelState',
			{
				Message: 'The request is invalid.',
				ModelState: { 'sop_order.customer_id': ['is required'] },
			},
			'sop_order.customer_id: is required',
		],
		[
			'an exception',
			{ Message: 'An error has occurred.', ExceptionMessage: 'SageNullFieldException' },
			'SageNullFieldException',
		],
		['a list', [{ Message: 'first of a list' }], 'first of a list'],
		['plain text', 'plain words', 'plain words'],
		['HTML', '<html><head><title>Bad things</title></head></html>', 'Bad things'],
	])("keeps Sage's words from %s", async (_shape, body, words) => {
		const error = await tells(400, body);
		expect(error?.message).toContain(words);
		expect(error?.description).toContain('GET /customers');
	});

	it('tells a 403 from a 404 from a 401', async () => {
		expect((await tells(403, ''))?.message).toContain('not allowed');
		nock.cleanAll();
		expect((await tells(404, ''))?.message).toContain('no such record');
		nock.cleanAll();
		expect((await tells(401, ''))?.message).toContain('did not accept the login');
	});

	it('never shows a token, wherever Sage repeats it', async () => {
		const error = await tells(400, {
			Message: 'Bearer old-secret-token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln was refused',
		});
		expect(JSON.stringify(error) + String(error?.message)).not.toMatch(/old-secret-token|eyJhbGci/);
	});

	it('does not follow a redirect', async () => {
		const elsewhere = nock('http://127.0.0.1:19871').get('/').reply(200, []);
		const error = await tells(302, '', { location: 'http://127.0.0.1:19871/' });
		expect(error?.message).toContain('redirected');
		expect(elsewhere.isDone()).toBe(false);
	});
});

describe('retries', () => {
	const retrying = (parameters = {}) => request({ options: { retries: 2 }, ...parameters });

	it.each([429, 500, 502, 503, 504])('repeats a GET after %i', async (status) => {
		nock(API).get('/customers').query(true).reply(status, '', { 'retry-after': '0' });
		nock(API)
			.get('/customers')
			.query(true)
			.reply(200, [{ id: 1 }]);
		const { error, json } = await runNode(connected(), retrying());
		expect(error).toBeUndefined();
		expect(json).toEqual([{ id: 1 }]);
	});

	it('repeats a GET after a dropped line', async () => {
		nock(API)
			.get('/customers')
			.query(true)
			.replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
		nock(API)
			.get('/customers')
			.query(true)
			.reply(200, [{ id: 1 }]);
		expect((await runNode(connected(), retrying())).json).toEqual([{ id: 1 }]);
	});

	it('repeats a write after 429, which was not applied', async () => {
		nock(API).post('/couriers').reply(429, '', { 'retry-after': '0' });
		nock(API).post('/couriers').reply(200, { id: 5 });
		expect(
			(
				await runNode(
					connected(),
					retrying({ method: 'POST', path: '/couriers', body: '{"name":"X"}' }),
				)
			).json,
		).toEqual([{ id: 5 }]);
	});

	it.each([
		['ECONNREFUSED', 'connect', true],
		['ETIMEDOUT', 'connect', true],
		['EHOSTUNREACH', 'connect', true],
		['EHOSTUNREACH', 'read', false],
		['ETIMEDOUT', 'read', false],
		['ECONNRESET', 'read', false],
		['HPE_INVALID_HEADER_TOKEN', undefined, false],
		['HPE_HEADER_OVERFLOW', undefined, false],
	])(
		'repeats a write after %s (%s) only where it never went out',
		async (code, syscall, repeated) => {
			nock(API)
				.post('/couriers')
				.replyWithError(Object.assign(new Error(code), { code, syscall }));
			const twice = nock(API).post('/couriers').reply(200, { id: 5 });
			const { error } = await runNode(
				connected(),
				retrying({ method: 'POST', path: '/couriers', body: '{"name":"X"}' }),
			);
			expect([error === undefined, twice.isDone()]).toEqual([repeated, repeated]);
			// Told in our words, which know that it may have been applied.
			if (!repeated)
				expect(error?.message).toMatch(/lost before it answered|did not answer in time/);
		},
	);

	it.each([500, 502, 503, 504])('never repeats a write after %i', async (status) => {
		const once = nock(API).post('/couriers').reply(status, '');
		const twice = nock(API).post('/couriers').reply(200, { id: 5 });
		const { error } = await runNode(
			connected(),
			retrying({ method: 'POST', path: '/couriers', body: '{"name":"X"}' }),
		);
		expect(error).toBeDefined();
		expect(once.isDone()).toBe(true);
		expect(twice.isDone()).toBe(false);
	});
});

describe('paths', () => {
	it.each([
		'https://evil.example/x',
		'//evil.example/x',
		'/../admin',
		'/customers/%2e%2e/x',
		'/a\\b',
		'/a%2fb',
		'={{ "" }}',
		'/customers#x',
	])('refuses %p before anything is sent', async (path) => {
		const { error } = await runNode(connected(), request({ path }));
		expect(error?.message).toMatch(/^Path(:| is) /);
	});
});

/** Lists come by their ID; a $top is a limit, as the Limit is. */
const ORDERED = (top: string) => `&$orderby=id%20asc${top || '&$top=50'}`;

describe('queries within the path', () => {
	it.each([
		[
			"/customers?$filter=name eq 'Marks & Spencer'&$top=5",
			"/customers?$filter=name%20eq%20'Marks%20%26%20Spencer'&$top=5",
		],
		[
			"/customers?$filter=name eq 'O''Brien & Co' and on_hold eq false",
			"/customers?$filter=name%20eq%20'O''Brien%20%26%20Co'%20and%20on_hold%20eq%20false",
		],
		[
			'/customers?$filter=date_time_updated gt 2024-05-24T09:00:00+01:00',
			'/customers?$filter=date_time_updated%20gt%202024-05-24T09%3A00%3A00%2B01%3A00',
		],
		["/customers?$filter=contains(name,'50%')", "/customers?$filter=contains(name%2C'50%25')"],
		["/customers/?$filter=name%20eq%20'A'", "/customers?$filter=name%20eq%20'A'"],
	])('%s', async (path, sent) => {
		let asked = '';
		nock(API)
			.get(/customers/)
			.reply(200, function () {
				asked = this.req.path;
				return [];
			});
		expect((await runNode(connected(), request({ path }))).error).toBeUndefined();
		expect(asked.replaceAll('%27', "'")).toBe(`/api${sent}`.replace(/&\$top=5$|$/, ORDERED));
	});
});

describe('addresses', () => {
	it.each([
		'http://sage.example.com/api',
		'ftp://127.0.0.1',
		'nonsense',
		'',
		'https://user:pass@sage.example.com',
	])('refuses %p', async (apiUrl) => {
		const { error } = await runNode(connected({ apiUrl }), request());
		expect(error?.message).toMatch(/^API URL(:| is) /);
	});
});
