/** Where the token goes: to the configured address with the headers of the credential, and nowhere else. */
import nock from 'nock';

import { credential, runNode } from '../support/engine';

const HOST = 'http://127.0.0.1:19877';
const API = `${HOST}/api`;
const SECRETS = {
	access_token: 'opaque-access-token-of-the-test',
	refresh_token: 'opaque-refresh-token-of-the-test',
};

function connected(overrides = {}) {
	return credential({
		apiUrl: API,
		identityUrl: HOST,
		siteId: 'site-1',
		companyId: '7',
		clientId: 'client',
		clientSecret: 'client-secret-of-the-test',
		subscriptionKey: 'subscription-key-of-the-test',
		oauthTokenData: { ...SECRETS, token_type: 'Bearer' },
		...overrides,
	});
}

const send = (parameters = {}) => ({
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

it.each([301, 302, 303, 307, 308])(
	'does not follow a %i, to another host or to its own',
	async (status) => {
		for (const location of ['http://127.0.0.1:19878/steal', `${API}/products`]) {
			nock(API).get('/customers').query(true).reply(status, '', { location });
			const target = nock(new URL(location).origin).get(new URL(location).pathname).reply(200, []);
			const { error } = await runNode(connected(), send());
			expect(error?.message).toContain('redirected');
			expect(target.isDone()).toBe(false);
			nock.cleanAll();
		}
	},
);

it.each([
	['professional', '/uk/sage200extra/accounts/v1'],
	['standard', '/uk/sage200/accounts/v1'],
])('knows the address of the %s edition, and minds no other there', async (edition, path) => {
	const asked = nock('https://api.columbus.sage.com')
		.get(`${path}/customers`)
		.query(true)
		.reply(200, [{ id: 1 }]);
	const { json, error } = await runNode(
		connected({ edition, apiUrl: 'https://evil.example' }),
		send(),
	);
	expect(error).toBeUndefined();
	expect(json).toEqual([{ id: 1 }]);
	expect(asked.isDone()).toBe(true);
});

it.each([
	['API URL', { apiUrl: 'http://sage.example.com' }],
	['Identity URL', { identityUrl: 'http://id.example.com' }],
])('asks for https in the %s before anything is sent', async (field, address) => {
	const { error } = await runNode(connected(address), send());
	expect(error?.message).toMatch(new RegExp(`^${field}: .*must start with https`));
});

it('tells it on the error branch, item by item, where the workflow is to go on', async () => {
	const result = await runNode(connected({ apiUrl: 'http://sage.example.com' }), send(), {
		items: [{}, {}],
		onError: 'continueErrorOutput',
	});
	expect(result.error).toBeUndefined();
	expect(result.items).toEqual([]);
	expect(result.errorItems.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual(
		[0, 1].map((item) => [expect.stringContaining('must start with https'), { item }]),
	);
});

it('sets Authorization and tenancy itself, whatever headers a user tries to slip in', async () => {
	let headers: Record<string, unknown> = {};
	nock(API)
		.get('/customers')
		.query(true)
		.reply(200, function () {
			headers = this.req.headers;
			return [];
		});
	const { error } = await runNode(
		connected(),
		send({
			tenancy: {
				siteId: 'site-2',
				Authorization: 'Bearer mine',
				'X-Site': 'evil',
				headers: { 'X-Company': 'evil' },
			},
			query: {
				parameters: [{ name: 'X-Site\r\nX-Evil', value: 'a\r\nAuthorization: Bearer mine' }],
			},
		}),
	);
	expect(error).toBeUndefined();
	expect([headers.authorization, headers['x-site'], headers['x-company']].flat()).toEqual([
		`Bearer ${SECRETS.access_token}`,
		'site-2',
		'7',
	]);
	expect(headers).not.toHaveProperty('x-evil');
});

it.each([
	['Site ID', { siteId: 'site\r\nX-Evil: 1' }],
	['Company ID', { companyId: '7\nAuthorization: Bearer mine' }],
	['Subscription Key', { subscriptionKey: 'key\r\n\r\nGET /steal' }],
	['Site ID', { siteId: 'sïte' }],
])(
	'refuses what a header cannot hold in the %s, before anything is sent',
	async (field, fields) => {
		const asked = nock(API).get('/customers').query(true).reply(200, []);
		const { error } = await runNode(connected(fields), send());
		expect(error?.message).toMatch(new RegExp(`^${field}: `));
		expect(asked.isDone()).toBe(false);
	},
);

it.each([
	['X-Site', { siteId: 'site\r\nX-Evil: 1' }],
	['X-Company', { companyId: '7\u0000' }],
])('refuses it in the %s of a generic request too', async (field, tenancy) => {
	const asked = nock(API).get('/customers').query(true).reply(200, []);
	const { error } = await runNode(connected(), send({ tenancy }));
	expect(error?.message).toMatch(new RegExp(`^${field}: `));
	expect(asked.isDone()).toBe(false);
});

it.each([
	[400, { Message: 'The value ana@example.com is wrong', echo: SECRETS }],
	[400, `refresh_token=${SECRETS.refresh_token}&client_secret=client-secret-of-the-test`],
	[403, `Bearer ${SECRETS.access_token} may not`],
	[500, '<html><title>Ouch</title></html>'],
	// Without a shape or a name that could give them away.
	[
		400,
		{
			Message: `${SECRETS.access_token} and ${SECRETS.refresh_token} of client-secret-of-the-test`,
		},
	],
	[403, { detail: { key: 'subscription-key-of-the-test' }, sent: ['client-secret-of-the-test'] }],
	[404, `The key subscription-key-of-the-test is not known`],
])('shows no secret in what a %i leaves behind', async (status, body) => {
	nock(API)
		.persist()
		.get('/customers')
		.query(true)
		.reply(status, body as never);
	nock(API).persist().get('/sites').reply(200, []);
	for (const onError of ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const) {
		const result = await runNode(connected(), send(), { onError });
		const shown = JSON.stringify([result.items, result.errorItems, everythingIn(result.error)]);
		for (const secret of [
			...Object.values(SECRETS),
			'client-secret-of-the-test',
			'subscription-key-of-the-test',
		]) {
			expect(shown).not.toContain(secret);
		}
	}
});

/** Each property of an error, listed by JSON or not, and of its causes. */
function everythingIn(error: unknown): unknown[] {
	if (!(error instanceof Object)) return [error];
	const own = Object.getOwnPropertyNames(error).map(
		(name) => (error as Record<string, unknown>)[name],
	);
	return own.map((value) => (value instanceof Error ? everythingIn(value) : value));
}

it("shows nobody's e-mail, bank account or card in the words of a reply", async () => {
	const reply = {
		lines: [
			{
				email: 'ann@example.com',
				BankAccountNumber: '12345678',
				sortCode: '12-34-56',
				iban_number: 'GB33BUKB',
				cardNumber: '4111111111111111',
			},
		],
		note: 'ann@example.com is taken',
	};
	for (const body of [reply, { Message: 'ann@example.com is taken' }, 'ann@example.com is taken']) {
		nock(API)
			.get('/customers')
			.query(true)
			.reply(400, body as never);
		const { error } = await runNode(connected(), send());
		const shown = JSON.stringify(everythingIn(error));
		for (const cut of ['ann@', '12345678', '12-34-56', 'GB33BUKB', '4111'])
			expect(shown).not.toContain(cut);
		expect(error?.message).toContain('is taken');
	}
});

it('takes a reply that reaches for the prototype as the rows that it is', async () => {
	const hostile =
		'[{"id":1,"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}]';
	nock(API)
		.get('/customers')
		.query(true)
		.times(2)
		.reply(200, hostile, { 'content-type': 'application/json' });
	for (const parameters of [
		send(),
		{ resource: 'customer', operation: 'getAll', returnAll: true, simplify: false },
	]) {
		const { json, error } = await runNode(connected(), parameters);
		expect(error).toBeUndefined();
		expect(json[0].id).toBe(1);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	}
});

it('refuses a reply that nests without end', async () => {
	nock(API)
		.get('/customers')
		.query(true)
		.reply(200, `${'['.repeat(5_000)}${']'.repeat(5_000)}`, { 'content-type': 'application/json' });
	const { error } = await runNode(connected(), send());
	expect(error?.message).toContain('not one that Sage 200 sends');
});
