/** The first call of a run goes alone, until the login is known to be good. */
import type { IDataObject } from 'n8n-workflow';

import { runNode, type StoredCredential } from '../support/engine';
import type { Answer } from '../support/httpServer';
import { SageServer, status } from '../support/sageServer';
import { tick } from '../support/tick';

const sage = new SageServer();
beforeAll(async () => await sage.start());
afterAll(async () => await sage.stop());

const request = { resource: 'apiRequest', operation: 'send', path: '/customers' };
const items = Array.from({ length: 8 }, (_, at) => ({ at }));
let made = 0;

/** Time enough for all calls that may go out. */
async function someTurns(): Promise<void> {
	for (let turn = 0; turn < 500; turn++) await tick();
}

/** A token of the test's own, so that nobody has used it. */
function freshLogin(expiresInMinutes?: number, overrides: IDataObject = {}): StoredCredential {
	const end = expiresInMinutes && String(Date.now() + expiresInMinutes * 60_000);
	return sage.connected({
		oauthTokenData: {
			access_token: `token-${++made}-of-the-test`,
			refresh_token: 'refresh-token-of-the-test',
			token_type: 'Bearer',
			...(end ? { n8n_expires_at: end } : {}),
		},
		...overrides,
	});
}

/** How many calls came while the first one was not answered yet, itself among them. */
async function atTheFirst(
	login: StoredCredential,
	answer: Answer = status(200, []),
): Promise<number> {
	let first: number | undefined;
	let calls = 0;
	sage.clear();
	sage.paths = {
		'/customers': (call, response) => {
			calls++;
			void someTurns().then(() => {
				first ??= calls;
				answer(call, response);
			});
		},
	};
	await runNode(login, request, { items, onError: 'continueRegularOutput' });
	return first ?? 0;
}

it('goes alone with a token that nobody has used', async () => {
	expect(await atTheFirst(freshLogin(60))).toBe(1);
});

it('goes with others where the token was accepted for the same company', async () => {
	const login = freshLogin(60);
	await atTheFirst(login);
	expect(await atTheFirst(login)).toBe(4);
});

it.each<[string, (login: StoredCredential) => StoredCredential]>([
	['another company', ({ data }) => ({ saved: 0, data: { ...data, companyId: '8' } })],
	['another token', () => freshLogin(60)],
])('goes alone for %s', async (_what, other) => {
	const login = freshLogin(60);
	await atTheFirst(login);
	expect(await atTheFirst(other(login))).toBe(1);
});

it.each([
	['that ends soon', 4],
	['whose end nobody knows', undefined],
])('goes alone with a token %s, however often it was accepted', async (_what, minutes) => {
	const login = freshLogin(minutes);
	await atTheFirst(login);
	expect(await atTheFirst(login)).toBe(1);
});

it.each([401, 403, 404])('goes alone after a call was answered with %i', async (code) => {
	const login = freshLogin(60);
	await atTheFirst(login);
	await atTheFirst(login, status(code, ''));
	expect(await atTheFirst(login)).toBe(1);
});

it('renews once for a run of many items where the token was revoked before its end', async () => {
	const login = freshLogin(60);
	await atTheFirst(login);
	sage.clear();
	sage.paths = {
		'/customers': (call, response) =>
			status(String(call.headers.authorization).includes('token-') ? 401 : 200, [{ id: 1 }])(
				call,
				response,
			),
	};
	const { json, error } = await runNode(login, request, { items });
	expect(error).toBeUndefined();
	expect(json).toHaveLength(8);
	expect(login.saved).toBe(1);
});
