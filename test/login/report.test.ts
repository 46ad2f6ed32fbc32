/** The report on a connection, from sites that answer otherwise than our simulator does. */
import fc from 'fast-check';

import { sleep } from 'n8n-workflow';

import { runNode } from '../support/engine';
import { fastClock } from '../support/fastClock.js';
import { dropped, SageServer, SITES, status } from '../support/sageServer';

const sage = new SageServer();
const DAY = 86_400_000;
const well = () => ({
	'/sites': SITES,
	'/current_user': { logon_name: 'shop', email_address: 'shop@example.com' },
	'/licence': { is_sales_enabled: true, is_stock_enabled: true, is_manufacturing_enabled: false },
	'/current_user_sop_user_permissions': [
		{ override_prices_discounts: true, view_profit_values: false, user_number: 3 },
	],
});

beforeAll(async () => await sage.start());
beforeEach(() => sage.clear());
afterAll(async () => await sage.stop());

interface Report {
	healthy: boolean;
	summary: string;
	troubles: Array<{ what: string; remedy: string }>;
	api: { milliseconds: number };
}

async function report(credential: object = {}, parameters: object = {}) {
	const { json, error } = await runNode(sage.connected(credential), {
		resource: 'connection',
		operation: 'check',
		options: { retries: 0 },
		...parameters,
	});
	return { ...(json[0] as unknown as Report), error };
}

function jwt(claims: object): string {
	return `eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2lnbmF0dXJl`;
}

it('names user, modules and the permissions that decide orders', async () => {
	sage.paths = well();
	expect(await report()).toMatchObject({
		healthy: true,
		user: { logon_name: 'shop' },
		modules: ['Sales', 'Stock'],
		permissions: { override_prices_discounts: true, view_profit_values: false },
		companies: [{ site_id: 'site-1', company_id: '7', company_name: 'Northgate Ltd' }],
		api: { reachable: true, milliseconds: expect.any(Number) },
	});
});

it.each([403, 404, 500])(
	'says unknown, and is well, where a site answers %i to part of it',
	async (code) => {
		sage.paths = { ...well(), '/licence': code, '/current_user_sop_user_permissions': code };
		expect(await report()).toMatchObject({
			healthy: true,
			user: { logon_name: 'shop' },
			modules: 'unknown',
			permissions: 'unknown',
		});
	},
);

it.each([403, 404])(
	'is well on a site that answers %i to all of it: the sites list the company',
	async (code) => {
		sage.paths = { '/sites': SITES, '*': code };
		expect(await report()).toMatchObject({
			healthy: true,
			user: 'unknown',
			modules: 'unknown',
			permissions: 'unknown',
		});
	},
);

it('is not well where the company refuses the login', async () => {
	sage.paths = { '/sites': SITES, '*': 401 };
	const { troubles } = await report();
	expect(troubles).toHaveLength(1);
	expect(troubles[0].remedy).toContain('Enable the Sage 200 user');
});

it.each<[string, SageServer['paths'], object, string]>([
	['the tunnel is down', { '/sites': [] }, {}, 'The login reaches no site'],
	[
		'the site is another',
		{ '/sites': SITES },
		{ siteId: 'site-9' },
		'The site "site-9" is not among those',
	],
	[
		'the company is another',
		{ '/sites': SITES },
		{ companyId: '9' },
		'The company "9" is not on the site',
	],
	['no site is filled in', { '/sites': SITES }, { siteId: '' }, 'The credential names no site'],
	['the API does not answer', { '*': dropped }, {}, 'The connection to Sage 200 was lost'],
	['the gateway fails', { '*': 503 }, {}, 'could not be reached behind its gateway'],
	[
		'the address is a web page',
		{ '*': '<html><title>Intranet</title></html>' },
		{},
		'not one that Sage 200 sends',
	],
	['nobody has connected yet', {}, { oauthTokenData: undefined }, 'not connected'],
])('reports and does not fail when %s', async (_what, paths, credential, what) => {
	sage.paths = paths;
	const { error, troubles, summary, healthy } = await report(credential);
	expect(error).toBeUndefined();
	expect(healthy).toBe(false);
	expect(troubles.map((trouble) => trouble.what).join()).toContain(what);
	expect(summary).toContain('The connection is NOT well');
	for (const { remedy } of troubles) expect(remedy).not.toBe('');
});

it('says of the API whether it answered, and of what it was not asked, unknown', async () => {
	const reachable = async (paths: SageServer['paths'], credential = {}) => {
		sage.paths = paths;
		return (await report(credential)).api;
	};
	expect(await reachable({ '*': 403 })).toMatchObject({ reachable: true });
	expect(await reachable({ '*': dropped })).toMatchObject({ reachable: false });
	expect(await reachable({}, { oauthTokenData: undefined })).toMatchObject({
		reachable: 'unknown',
	});
});

it('takes an answer that is slow for what it is', async () => {
	const setRight = fastClock(20);
	sage.paths = {
		...well(),
		'/sites': (call, response) => void sleep(1_000).then(() => status(200, SITES)(call, response)),
	};
	const { api } = await report().finally(setRight);
	expect(api.milliseconds).toBeGreaterThan(800);
});

it('shows nothing of the tokens, whatever they are', async () => {
	sage.paths = well();
	const opaque = fc.string({
		unit: fc.constantFrom(...'abcXYZ019_-'),
		minLength: 24,
		maxLength: 60,
	});
	const signed = fc
		.record({
			auth_time: fc.integer({ min: 1, max: 2e9 }),
			exp: fc.integer({ min: 1, max: 2e9 }),
			sub: opaque,
		})
		.map(jwt);
	const token = fc.oneof(opaque, signed);
	await fc.assert(
		fc.asyncProperty(
			token,
			token,
			token,
			opaque,
			async (access_token, refresh_token, id_token, clientSecret) => {
				const shown = JSON.stringify(
					await report({ clientSecret, oauthTokenData: { access_token, refresh_token, id_token } }),
				);
				for (const secret of [
					access_token,
					refresh_token,
					id_token,
					clientSecret,
					'subscription-key-of-the-test',
				])
					expect(shown).not.toContain(secret);
			},
		),
		{ numRuns: 30 },
	);
});

it('fails below the days given, and only where it must not just list', async () => {
	sage.paths = well();
	const id_token = jwt({ auth_time: (Date.now() - 81 * DAY) / 1000 });
	const credential = {
		oauthTokenData: {
			access_token: 'opaque',
			id_token,
			n8n_expires_at: String(Date.now() + 60_000),
		},
	};
	expect(await report(credential, { failBelowDays: 8, listOnly: false })).toMatchObject({
		error: undefined,
		healthy: true,
	});
	expect(await report(credential, { failBelowDays: 9 })).toMatchObject({
		error: undefined,
		healthy: false,
	});
	expect(
		(await report(credential, { failBelowDays: 9, listOnly: false })).error?.message,
	).toContain('The login ends in 8 days');
});
