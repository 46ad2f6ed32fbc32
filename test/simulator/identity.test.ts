import { startSimulator, type Simulator } from '../support/simulator';

let sage: Simulator;

type Tokens = Record<string, string>;

beforeAll(async () => {
	sage = await startSimulator('--customers', '5', '--products', '5');
});
afterAll(async () => await sage.stop());
afterEach(async () => await sage.admin.reset());

const SCOPE = 'openid profile email offline_access';
const AUDIENCE = 's200ukipd/sage200';

/** A browser's memory: follows the pages by hand, so that each step can be looked at. */
class Browser {
	private readonly cookies = new Map<string, string>();

	async open(
		address: string,
		form?: Record<string, string>,
	): Promise<{ status: number; location: string; text: string }> {
		const reply = await fetch(new URL(address, sage.identityUrl), {
			method: form ? 'POST' : 'GET',
			body: form && new URLSearchParams(form),
			headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
			redirect: 'manual',
		});
		for (const cookie of reply.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
			this.cookies.set(name, value);
		}
		return {
			status: reply.status,
			location: reply.headers.get('location') ?? '',
			text: await reply.text(),
		};
	}

	/** Follows redirects as long as they stay at the identity server. */
	async follow(
		address: string,
		form?: Record<string, string>,
	): Promise<{ status: number; location: string; text: string; at: string }> {
		let at = address;
		let page = await this.open(at, form);
		while (page.location && new URL(page.location, sage.identityUrl).origin === sage.identityUrl) {
			at = page.location;
			page = await this.open(at);
		}
		return { ...page, at };
	}
}

function authorizeUrl(extra: Record<string, string> = {}): string {
	const query = {
		audience: AUDIENCE,
		response_type: 'code',
		client_id: sage.clientId,
		redirect_uri: sage.redirectUri,
		scope: SCOPE,
		state: 'state-1',
		...extra,
	};
	return `${sage.identityUrl}/authorize?${new URLSearchParams(query).toString()}`;
}

async function logIn(browser: Browser, extra: Record<string, string> = {}): Promise<string> {
	const login = await browser.follow(authorizeUrl(extra));
	expect(login.text).toContain('Simulator');
	const consent = await browser.follow(login.at, {
		login: 'demo',
		password: 'demo',
		answer: 'login',
	});
	expect(consent.text).toContain('Allow');
	const { location } = await browser.follow(consent.at, { answer: 'allow' });
	expect(location).toMatch(/^http:\/\/localhost:5678\/rest\/oauth2-credential\/callback\?/);
	return new URL(location).searchParams.get('code')!;
}

async function token(form: Record<string, string>): Promise<{ status: number; body: Tokens }> {
	const reply = await fetch(`${sage.identityUrl}/oauth/token`, {
		method: 'POST',
		body: new URLSearchParams({
			client_id: sage.clientId,
			client_secret: sage.clientSecret,
			...form,
		}),
	});
	return { status: reply.status, body: (await reply.json()) as Tokens };
}

const exchange = async (code: string) =>
	await token({ grant_type: 'authorization_code', code, redirect_uri: sage.redirectUri });
const refresh = async (refreshToken: string) =>
	await token({ grant_type: 'refresh_token', refresh_token: refreshToken });

async function reachesSage(accessToken: string): Promise<boolean> {
	return (
		await fetch(`${sage.apiUrl}/sites`, { headers: { authorization: `Bearer ${accessToken}` } })
	).ok;
}

function claimsIn(idToken: string): Record<string, unknown> {
	return JSON.parse(Buffer.from(idToken.split('.')[1], 'base64url').toString()) as Record<
		string,
		unknown
	>;
}

describe('logging in', () => {
	it('leads from the login page by the consent page to tokens that open the API', async () => {
		const { status, body } = await exchange(await logIn(new Browser()));
		expect(status).toBe(200);
		expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 28_800 });
		expect(await reachesSage(body.access_token)).toBe(true);
		expect(claimsIn(body.id_token)).not.toHaveProperty('auth_time');
	});

	it('refuses a wrong password and says so', async () => {
		const browser = new Browser();
		const login = await browser.follow(authorizeUrl());
		const { text } = await browser.follow(login.at, {
			login: 'demo',
			password: 'wrong',
			answer: 'login',
		});
		expect(text).toContain('User or password is wrong');
	});

	it('leads back with access_denied when the user denies', async () => {
		const browser = new Browser();
		const login = await browser.follow(authorizeUrl());
		const { location } = await browser.follow(login.at, { answer: 'deny' });
		expect(new URL(location).searchParams.get('error')).toBe('access_denied');
	});

	it('takes any address on this machine back, and none elsewhere', async () => {
		const local = await new Browser().follow(
			authorizeUrl({ redirect_uri: 'http://127.0.0.1:1234/rest/oauth2-credential/callback' }),
		);
		expect(local.text).toContain('Log in');
		const elsewhere = await new Browser().follow(
			authorizeUrl({ redirect_uri: 'https://elsewhere.example/callback' }),
		);
		expect(elsewhere.text).toContain('redirect_uri');
	});

	it('refuses another audience', async () => {
		const { location } = await new Browser().follow(authorizeUrl({ audience: 'other' }));
		expect(new URL(location).searchParams.get('error_description')).toContain('audience');
	});

	it('tells when the login was, if asked by max_age, and keeps that through refreshes', async () => {
		const { body } = await exchange(await logIn(new Browser(), { max_age: '7776000' }));
		const { auth_time: loggedInAt } = claimsIn(body.id_token);
		expect(loggedInAt).toEqual(expect.any(Number));
		const refreshed = await refresh(body.refresh_token);
		expect(claimsIn(refreshed.body.id_token).auth_time).toBe(loggedInAt);
		await sage.admin.setBehaviour({ authTime: 'off' });
		expect(
			claimsIn((await refresh(refreshed.body.refresh_token)).body.id_token),
		).not.toHaveProperty('auth_time');
	});
});

describe('tokens', () => {
	it('rotate: the old refresh token ends the whole family', async () => {
		const first = await sage.admin.mintTokens();
		const second = (await refresh(first.refresh_token)).body;
		expect(second.refresh_token).not.toBe(first.refresh_token);
		expect(await reachesSage(second.access_token)).toBe(true);
		expect(await refresh(first.refresh_token)).toMatchObject({
			status: 400,
			body: { error: 'invalid_grant' },
		});
		expect((await refresh(second.refresh_token)).status).toBe(400);
		expect(await reachesSage(second.access_token)).toBe(false);
	});

	it('need not rotate', async () => {
		await sage.admin.setBehaviour({ rotation: 'off' });
		const { refresh_token: token } = await sage.admin.mintTokens();
		expect((await refresh(token)).body.refresh_token).toBe(token);
		expect((await refresh(token)).status).toBe(200);
	});

	it("live as long as told, on the simulator's clock", async () => {
		await sage.admin.setBehaviour({ accessTokenSeconds: 60 });
		const tokens = await sage.admin.mintTokens();
		expect(tokens.expires_in).toBe(60);
		await sage.admin.advanceClock(59_000);
		expect(await reachesSage(tokens.access_token)).toBe(true);
		await sage.admin.advanceClock(2_000);
		expect(await reachesSage(tokens.access_token)).toBe(false);
		expect((await refresh(tokens.refresh_token)).status).toBe(200);
	});

	it.each([
		['absolute', 400],
		['sliding', 200],
	])('a refresh life that is %s', async (refreshLife, expected) => {
		await sage.admin.setBehaviour({ refreshLife, refreshTokenSeconds: 100 });
		const first = await sage.admin.mintTokens();
		await sage.admin.advanceClock(60_000);
		const second = await refresh(first.refresh_token);
		await sage.admin.advanceClock(60_000);
		expect((await refresh(second.body.refresh_token)).status).toBe(expected);
	});

	it('can be ended at will', async () => {
		const tokens = await sage.admin.mintTokens();
		await sage.admin.expireAccessTokens();
		expect(await reachesSage(tokens.access_token)).toBe(false);
		const renewed = await refresh(tokens.refresh_token);
		expect(await reachesSage(renewed.body.access_token)).toBe(true);
		await sage.admin.revokeRefreshTokens();
		expect((await refresh(renewed.body.refresh_token)).status).toBe(400);
	});

	it('are refused to a client with a wrong secret', async () => {
		const { refresh_token: refreshToken } = await sage.admin.mintTokens();
		const { status } = await token({
			grant_type: 'refresh_token',
			refresh_token: refreshToken,
			client_secret: 'wrong',
		});
		expect(status).toBe(401);
	});

	it('can be revoked', async () => {
		const { refresh_token: refreshToken } = await sage.admin.mintTokens();
		const reply = await fetch(`${sage.identityUrl}/oauth/revoke`, {
			method: 'POST',
			body: new URLSearchParams({
				client_id: sage.clientId,
				client_secret: sage.clientSecret,
				token: refreshToken,
			}),
		});
		expect(reply.status).toBe(200);
		expect((await refresh(refreshToken)).status).toBe(400);
	});
});
