/** Renewing now, whatever the address says to a path that does not exist, and whatever the identity server says. */
import { runNode } from '../support/engine';
import { dropped, SageServer, status } from '../support/sageServer';

const sage = new SageServer();
const now = { resource: 'connection', operation: 'refresh', renew: 'always' };

beforeAll(async () => await sage.start());
beforeEach(() => sage.clear());
afterAll(async () => await sage.stop());

it.each([301, 302, 400, 401, 403, 404, 405, 429, 500, 502, 503])(
	'an address that answers %i lets n8n renew, once',
	async (code) => {
		sage.paths = { '*': code };
		const stored = sage.connected();
		const { json, error } = await runNode(stored, now);
		expect(error).toBeUndefined();
		expect(json).toEqual([
			{ renewed: true, access: { valid: true, expires_at: expect.any(String), minutes_left: 479 } },
		]);
		expect(sage.count('/oauth/token')).toBe(1);
		expect(stored.saved).toBe(1);
	},
);

it.each<[string, Parameters<typeof status>]>([
	[
		'a page for everything',
		[200, '<html><title>Welcome</title></html>', { 'content-type': 'text/html' }],
	],
	['an empty list', [200, []]],
	['nothing', [204, '']],
])('an address that answers %s is found out: nothing is claimed', async (_what, answer) => {
	sage.paths = { '*': status(...answer) };
	const { json, error } = await runNode(sage.connected(), now);
	expect(json).toEqual([]);
	expect(error?.description).toContain('The access token was not renewed');
	expect(sage.count('/oauth/token')).toBe(0);
});

it('an address that takes every path, but no call without a site, lets n8n renew as well', async () => {
	sage.paths = {
		'/current_user': 401,
		'*': status(200, '<html></html>', { 'content-type': 'text/html' }),
	};
	expect((await runNode(sage.connected(), now)).json).toMatchObject([{ renewed: true }]);
});

it('an address that does not answer is told as one', async () => {
	sage.paths = { '*': dropped };
	expect((await runNode(sage.connected(), now)).error?.message).toContain(
		'The connection to Sage 200 was lost',
	);
});

describe('the identity server', () => {
	const failing = {
		resource: 'apiRequest',
		operation: 'send',
		path: '/customers',
		options: { retries: 0 },
	};

	it.each<[string, SageServer['token']]>([
		['fails', 500],
		['is behind a gateway that fails', status(502, '<html><title>Bad gateway</title></html>')],
		[
			'answers a page',
			status(200, '<html><title>Sign in</title></html>', { 'content-type': 'text/html' }),
		],
		[
			'answers a refusal as a page',
			status(403, '<html><title>Blocked</title></html>', { 'content-type': 'text/html' }),
		],
		['answers an empty text', status(200, '')],
		['answers JSON that is cut', status(200, '{"access_token":')],
		['redirects in a circle', status(302, '', { location: '/oauth/token' })],
		['drops the line', dropped],
	])('%s: not Sage is blamed, and not the login', async (_how, token) => {
		sage.paths = { '/customers': 401 };
		sage.token = token;
		for (const parameters of [now, failing]) {
			const { error } = await runNode(sage.connected(), parameters);
			expect(error?.message).toContain('The identity server could not renew the access token');
			expect(error?.description).toContain('not Sage 200');
		}
	});

	it('gives nothing new: that is no renewal', async () => {
		sage.token = { access_token: 'access-token-of-the-test', token_type: 'Bearer' };
		expect((await runNode(sage.connected(), now)).error?.description).toContain(
			'the same access token',
		);
	});

	it.each(['invalid_grant', 'invalid_client', 'access_denied'])(
		'refuses with %s: the words of n8n stay as they are',
		async (reason) => {
			sage.token = status(400, { error: reason });
			const stored = sage.connected();
			const { error } = await runNode(stored, now);
			expect(error?.message).toMatch(
				/needs to be reconnected|authentication failed|denied the request/,
			);
			expect(stored.saved).toBe(0);
		},
	);

	it('failed for a moment: an order goes on as soon as it is back', async () => {
		let asked = 0;
		let calls = 0;
		sage.token = (call, response) =>
			asked++ === 0
				? dropped(call, response)
				: status(200, { access_token: 'new', token_type: 'Bearer' })(call, response);
		sage.paths = {
			'/couriers': (call, response) =>
				(call.headers.authorization === 'Bearer new'
					? status(200, { id: ++calls })
					: status(401, ''))(call, response),
		};
		const { json, error } = await runNode(sage.connected(), {
			...failing,
			method: 'POST',
			path: '/couriers',
			body: '{"name":"X"}',
			options: { retries: 2 },
		});
		expect(error).toBeUndefined();
		expect(json).toEqual([{ id: 1 }]);
		expect(calls).toBe(1);
	});
});

it('says how to begin when the credential was never connected', async () => {
	const { error } = await runNode(sage.connected({ oauthTokenData: undefined }), now);
	expect(error?.message).toContain('not connected');
});
