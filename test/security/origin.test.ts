/** Where the token goes: to the configured address with the headers of the credential, and nowhere else. */
import nock from 'nock';

import { credential, runNode } from '../support/engine';

const HOST = 'http://127.0.0.1:19877';
const API = `${HOST}/api`;
const SECRETS = { access_token: 'opaque-access-token-of-the-test', refresh_token: 'opaque-refresh-token-of-the-test' };

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

const send = (parameters = {}) => ({ resource: 'apiRequest', operation: 'send', path: '/customers', options: { retries: 0 }, ...parameters });

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => nock.enableNetConnect());

it.each([301, 302, 303, 307, 308])('does not follow a %i, to another host or to its own', async (status) => {
	for (const location of ['http://127.0.0.1:19878/steal', `${API}/products`]) {
		nock(API).get('/customers').reply(status, '', { location });
		const target = nock(new URL(location).origin).get(new URL(location).pathname).reply(200, []);
		const { error } = await runNode(connected(), send());
		expect(error?.message).toContain('redirected');
		expect(target.isDone()).toBe(false);
		nock.cleanAll();
	}
});

it.each([
	['API URL', { apiUrl: 'http://sage.example.com' }],
	['Identity URL', { identityUrl: 'http://id.example.com' }],
])('asks for https in the %s before anything is sent', async (field, address) => {
	const { error } = await runNode(connected(address), send());
	expect(error?.message).toMatch(new RegExp(`^${field}: .*must start with https`));
});

it('sets Authorization and tenancy itself, whatever headers a user tries to slip in', async () => {
	let headers: Record<string, unknown> = {};
	nock(API).get('/customers').query(true).reply(200, function () {
		headers = this.req.headers;
		return [];
	});
	const { error } = await runNode(
		connected(),
		send({
			tenancy: { siteId: 'site-2', Authorization: 'Bearer mine', 'X-Site': 'evil', headers: { 'X-Company': 'evil' } },
			query: { parameters: [{ name: 'X-Site\r\nX-Evil', value: 'a\r\nAuthorization: Bearer mine' }] },
		}),
	);
	expect(error).toBeUndefined();
	expect([headers.authorization, headers['x-site'], headers['x-company']].flat()).toEqual([`Bearer ${SECRETS.access_token}`, 'site-2', '7']);
	expect(headers).not.toHaveProperty('x-evil');
});

it('lets no site end its header and begin another', async () => {
	let headers: Record<string, unknown> | undefined;
	nock(API).get('/customers').reply(200, function () {
		headers = this.req.headers;
		return [];
	});
	await runNode(connected(), send({ tenancy: { siteId: 'site\r\nX-Evil: 1' } }));
	// Refused before it leaves, or sent as one header: both will do.
	expect(headers ?? {}).not.toHaveProperty('x-evil');
	expect(String(headers?.['x-site'] ?? '')).not.toMatch(/[\r\n]/);
});

it.each([
	[400, { Message: 'The value ana@example.com is wrong', echo: SECRETS }],
	[400, `refresh_token=${SECRETS.refresh_token}&client_secret=client-secret-of-the-test`],
	[403, `Bearer ${SECRETS.access_token} may not`],
	[500, '<html><title>Ouch</title></html>'],
])('shows no secret in what a %i leaves behind', async (status, body) => {
	nock(API).persist().get('/customers').reply(status, body as never);
	nock(API).persist().get('/sites').reply(200, []);
	for (const onError of ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const) {
		const result = await runNode(connected(), send(), { onError });
		const { message, description, context, httpCode } = result.error ?? ({} as NonNullable<typeof result.error>);
		const shown = JSON.stringify([result.items, result.errorItems, message, description, context, httpCode, result.error]);
		for (const secret of [...Object.values(SECRETS), 'client-secret-of-the-test', 'subscription-key-of-the-test']) {
			expect(shown).not.toContain(secret);
		}
	}
});

it('refuses a reply that nests without end', async () => {
	nock(API).get('/customers').reply(200, `${'['.repeat(5_000)}${']'.repeat(5_000)}`, { 'content-type': 'application/json' });
	const { error } = await runNode(connected(), send());
	expect(error?.message).toContain('not one that Sage 200 sends');
});
