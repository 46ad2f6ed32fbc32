/**
 * The simulated Sage ID: a real OAuth server at Auth0's paths (api.md §b). Refresh tokens rotate, and using an old one
 * ends the whole family.
 */
import { generateKeyPair } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { promisify } from 'node:util';
import type { Behaviour } from '../behaviour/index.mts';
import { listen, urlOf } from '../listen.mts';
import { NOTICE, NOTICE_HEADER } from '../notice.mts';
import type { Clock } from '../world.mts';
import { interactionUrl, serveInteractions } from './interactions.mts';
import { loadProvider, type Context, type Provider } from './oidc.mts';
import { errorPage } from './pages.mts';
import { countRenewals, type Renewals } from './renewals.mts';
import { adapterOf, TokenStore } from './store.mts';
import { claimsOf } from './users.mts';

export const AUDIENCE = 's200ukipd/sage200';

export interface Application {
	clientId: string;
	clientSecret: string;
	redirectUris: string[];
}

export interface TokenSet {
	access_token: string;
	refresh_token: string;
	id_token: string;
	expires_in: number;
	token_type: string;
	scope: string;
}

export interface IdentityServer {
	url: string;
	/** Login name of a live access token. */
	loginOf(accessToken: string): string | undefined;
	/** Logs a user in without a browser. */
	mint(login: string): Promise<TokenSet>;
	expireAccessTokens(): number;
	revokeRefreshTokens(): number;
	/** Calls to the token address. */
	renewals: Renewals;
	close(): Promise<void>;
}

export interface IdentityOptions {
	port: number;
	application: Application;
	behaviour: Behaviour;
	clock: Clock;
}

const SCOPE = 'openid profile email offline_access';
const DAY = 86_400;
const LOOPBACK = /^https?:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?\//;

/** Starts the identity server. */
export async function startIdentity(options: IdentityOptions): Promise<IdentityServer> {
	let handler: RequestListener | undefined;
	const server = createServer((request, response) => handler?.(request, response));
	await listen(server, options.port, 'identity');
	const url = urlOf(server);
	const store = new TokenStore(options.clock);
	const provider = await makeProvider(url, store, options);
	const renewals = countRenewals(provider);
	handler = provider.callback();
	return {
		url,
		loginOf: (token) => store.get('AccessToken', token)?.accountId,
		mint: async (login) => await mint(provider, url, options, login),
		expireAccessTokens: () => store.clear('AccessToken'),
		revokeRefreshTokens: () => store.clear('RefreshToken'),
		renewals,
		close: async () => await closed(server),
	};
}

async function makeProvider(
	issuer: string,
	store: TokenStore,
	options: IdentityOptions,
): Promise<Provider> {
	const [{ default: Provider, errors }, keys] = await Promise.all([
		loadProvider(),
		promisify(generateKeyPair)('rsa', { modulusLength: 2048 }),
	]);
	const { application, behaviour, clock } = options;
	const provider = new Provider(issuer, {
		adapter: adapterOf(store, clock),
		clients: [
			{
				client_id: application.clientId,
				client_secret: application.clientSecret,
				redirect_uris: application.redirectUris,
				grant_types: ['authorization_code', 'refresh_token'],
				token_endpoint_auth_method: 'client_secret_post',
			},
		],
		jwks: { keys: [{ ...keys.privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
		cookies: { keys: [application.clientSecret] },
		claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
		conformIdTokenClaims: false,
		features: {
			devInteractions: { enabled: false },
			revocation: { enabled: true },
			rpInitiatedLogout: { enabled: false },
		},
		routes: {
			authorization: '/authorize',
			token: '/oauth/token',
			revocation: '/oauth/revoke',
			userinfo: '/userinfo',
		},
		// Auth0 knows the API by this parameter; a token asked for without it would not open the API.
		extraParams: {
			audience: (_context: Context, value: string | undefined) => {
				if (value !== AUDIENCE) throw new errors.InvalidRequest(`audience must be ${AUDIENCE}`);
			},
		},
		findAccount: (_context: Context, login: string) => ({
			accountId: login,
			claims: async () => claimsOf(login),
		}),
		interactions: { url: (_context: Context, { uid }: { uid: string }) => interactionUrl(uid) },
		pkce: { required: () => false },
		rotateRefreshToken: () => behaviour.rotation === 'on',
		// Sage grants offline_access without the prompt that OpenID Connect asks for, and n8n sends none.
		issueRefreshToken: async () => true,
		expiresWithSession: async () => false,
		ttl: {
			AccessToken: () => behaviour.accessTokenSeconds,
			RefreshToken: (context: Context | undefined) => refreshSeconds(context, store, behaviour),
			Grant: 3650 * DAY,
			IdToken: 3600,
			Interaction: 3600,
			Session: DAY,
		},
		renderError: (context: Context, out: { error: string; error_description?: string }) => {
			context.type = 'html';
			context.body = errorPage(out.error, out.error_description ?? '');
		},
	});
	allowLoopbackRedirects(provider);
	makeAuthTimeSwitchable(provider, behaviour);
	provider.on('server_error', (_context, error) => console.error(`${NOTICE}: identity`, error));
	provider.use(async (context, next) => {
		context.set(NOTICE_HEADER, NOTICE);
		await next();
	});
	serveInteractions(provider, application.clientId);
	return provider;
}

/** An absolute life counts from the login: the new token gets what the old one had left. */
function refreshSeconds(
	context: Context | undefined,
	store: TokenStore,
	behaviour: Behaviour,
): number {
	const rotated = context?.oidc?.entities.RotatedRefreshToken;
	if (!rotated || behaviour.refreshLife === 'sliding') return behaviour.refreshTokenSeconds;
	return Math.max(1, store.secondsLeft('RefreshToken', rotated.jti));
}

/** The demo's n8n may listen on any port. */
function allowLoopbackRedirects({ Client }: Provider): void {
	Client.prototype.redirectUriAllowed = function (address) {
		return this.redirectUris.includes(address) || LOOPBACK.test(address);
	};
}

function makeAuthTimeSwitchable({ IdToken }: Provider, behaviour: Behaviour): void {
	const { payload } = IdToken.prototype;
	IdToken.prototype.payload = async function () {
		const claims = await payload.call(this);
		if (behaviour.authTime === 'off') delete claims.auth_time;
		return claims;
	};
}

/** A login as a browser would leave it, then the token address like any client: all fields come from there. */
async function mint(
	provider: Provider,
	url: string,
	{ application, clock }: IdentityOptions,
	login: string,
): Promise<TokenSet> {
	const client = await provider.Client.find(application.clientId);
	const grant = new provider.Grant({ accountId: login, clientId: application.clientId });
	grant.addOIDCScope(SCOPE);
	const refreshToken = new provider.RefreshToken({
		accountId: login,
		authTime: Math.floor(clock.now() / 1000),
		claims: { id_token: { auth_time: { essential: true } } },
		client,
		grantId: await grant.save(),
		gty: 'authorization_code',
		scope: SCOPE,
	});
	const reply = await fetch(`${url}/oauth/token`, {
		method: 'POST',
		body: new URLSearchParams({
			grant_type: 'refresh_token',
			client_id: application.clientId,
			client_secret: application.clientSecret,
			refresh_token: await refreshToken.save(),
		}),
	});
	if (!reply.ok)
		throw new Error(`The identity server answered ${reply.status}: ${await reply.text()}`);
	return (await reply.json()) as TokenSet;
}

async function closed(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
}
