/** The connection as users see it: the node on n8n's engine against the simulator. */
import { credential, listContext, runNode, type StoredCredential } from '../support/engine';
import { startSimulator, type Simulator } from '../support/simulator';

import { Sage200 } from '../../nodes/Sage200/Sage200.node';

jest.setTimeout(60_000);

let sage: Simulator;

beforeAll(async () => {
	sage = await startSimulator();
});
afterAll(async () => await sage.stop());
beforeEach(async () => await sage.admin.reset());

interface Report {
	access: { minutes_left: number };
	login: { days_left: number };
	user: { logon_name: string };
	modules: string[];
	permissions: object;
	companies: object[];
}

/** A credential with a login of its own, connected a moment ago. */
async function connected(overrides: object = {}): Promise<StoredCredential> {
	const { apiUrl, identityUrl, clientId, clientSecret, siteId, companyId } = sage;
	const tokens = await sage.admin.mintTokens();
	return credential({
		apiUrl,
		identityUrl,
		clientId,
		clientSecret,
		siteId,
		companyId: String(companyId),
		oauthTokenData: { ...tokens, n8n_expires_at: String(Date.now() + tokens.expires_in * 1000) },
		...overrides,
	});
}

const check = (parameters = {}) => ({
	resource: 'connection',
	operation: 'check',
	options: { retries: 0 },
	...parameters,
});
const refresh = (parameters = {}) => ({
	resource: 'connection',
	operation: 'refresh',
	...parameters,
});
const customers = (parameters = {}) => ({
	resource: 'customer',
	operation: 'getAll',
	limit: 3,
	options: { retries: 0 },
	...parameters,
});

function tokensOf({ data }: StoredCredential): Record<string, string> {
	return data.oauthTokenData as unknown as Record<string, string>;
}

describe('check', () => {
	it('reports token, login, user, companies, modules and permissions of a healthy connection', async () => {
		const { json, error } = await runNode(await connected(), check());
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({
			healthy: true,
			troubles: [],
			access: { valid: true },
			login: { source: 'idToken' },
			credential: {
				name: 'Sage 200 account',
				edition: 'custom',
				site_reached: true,
				company_reached: true,
			},
			api: { reachable: true },
		});
		const { access, login, user, modules, permissions, companies } = json[0] as unknown as Report;
		expect(access.minutes_left).toBeGreaterThan(400);
		expect(login.days_left).toBeGreaterThanOrEqual(89);
		expect(user.logon_name).toBeTruthy();
		expect(modules).toContain('Sales Orders');
		expect(permissions).toHaveProperty('override_prices_discounts');
		expect(companies.length).toBeGreaterThan(1);
	});

	it('never shows the tokens or the client secret', async () => {
		const stored = await connected();
		const { json } = await runNode(stored, check());
		const { access_token, refresh_token, id_token } = tokensOf(stored);
		for (const secret of [access_token, refresh_token, id_token, sage.clientSecret])
			expect(JSON.stringify(json)).not.toContain(secret);
	});

	it('says unknown where nothing tells when the login began, and counts from the day the user gives', async () => {
		const stored = await connected();
		delete (stored.data.oauthTokenData as Record<string, unknown>).id_token;
		expect((await runNode(stored, check())).json[0].login).toEqual({
			started_at: 'unknown',
			source: 'unknown',
			expires_at: 'unknown',
			days_left: 'unknown',
		});
		const given = new Date(Date.now() - 85 * 86_400_000).toISOString();
		expect((await runNode(stored, check({ connectedOn: given }))).json[0]).toMatchObject({
			healthy: false,
			login: { source: 'given', days_left: 4 },
		});
	});

	it('fails below the given number of days, with the report on the error', async () => {
		const stored = await connected({ loginLifetimeDays: 5 });
		const { error } = await runNode(stored, check({ failWhenUnhealthy: true }));
		expect(error?.message).toMatch(/NOT well.*The login ends in 4 days/);
		expect(error?.description).toContain('press Switch account');
		expect((error?.context?.details as unknown as Report).access.minutes_left).toBeGreaterThan(400);
		expect(
			(await runNode(stored, check({ listOnly: false, failBelowDays: 3 }))).error,
		).toBeUndefined();
	});

	it('names the companies it does reach when the one of the credential is not among them', async () => {
		const { json } = await runNode(await connected({ companyId: '999' }), check());
		expect(json[0]).toMatchObject({
			healthy: false,
			credential: { site_reached: true, company_reached: false },
			user: 'unknown',
		});
		expect(JSON.stringify(json[0].troubles)).toContain(sage.siteId);
	});

	it('reports a dead login, and fails with the words of n8n where it must not only list', async () => {
		const stored = await connected();
		await sage.admin.expireAccessTokens();
		await sage.admin.revokeRefreshTokens();
		const { json } = await runNode(stored, check());
		expect(json[0]).toMatchObject({
			healthy: false,
			api: { reachable: 'unknown' },
			credential: { site_reached: 'unknown' },
			access: { valid: false, expires_at: 'unknown', minutes_left: 0 },
			login: { expires_at: 'unknown', days_left: 0 },
		});
		expect(json[0].summary).toMatch(/^The connection is NOT well: the login has ended\. The cred/);
		expect(json[0].troubles).toEqual([
			{ what: expect.any(String), remedy: expect.stringContaining('press Switch account') },
		]);
		const { error } = await runNode(stored, check({ listOnly: false }));
		expect(error?.message).toBe('The credential "Sage 200 account" needs to be reconnected.');
	});

	it('is well with a credential that leaves site and company to the nodes', async () => {
		const { json } = await runNode(await connected({ siteId: '', companyId: '' }), check());
		expect(json[0]).toMatchObject({
			healthy: true,
			troubles: [],
			credential: { site_reached: 'unknown', company_reached: 'unknown' },
			looked_into: 'Northgate Trade Supplies Ltd',
			user: { logon_name: expect.any(String) },
		});
	});

	it('shows the times of a token that was renewed while it checked', async () => {
		const stored = await connected();
		tokensOf(stored).n8n_expires_at = '1000';
		await sage.admin.expireAccessTokens();
		expect((await runNode(stored, check())).json[0]).toMatchObject({
			healthy: true,
			access: { valid: true },
		});
	});
});

describe('refresh', () => {
	it('renews at once when asked to, and says until when', async () => {
		const stored = await connected();
		const before = { ...tokensOf(stored) };
		const { json, error } = await runNode(stored, refresh({ renew: 'always' }));
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ renewed: true, access: { valid: true } });
		expect(tokensOf(stored).access_token).not.toBe(before.access_token);
		expect(tokensOf(stored).refresh_token).not.toBe(before.refresh_token);
	});

	it('leaves a token alone that lasts, and renews one that does not', async () => {
		const stored = await connected();
		expect((await runNode(stored, refresh())).json[0]).toMatchObject({ renewed: false });
		expect(stored.saved).toBe(0);
		tokensOf(stored).n8n_expires_at = String(Date.now() + 29 * 60_000);
		expect((await runNode(stored, refresh())).json[0]).toMatchObject({ renewed: true });
	});

	it('repairs a token that has expired already', async () => {
		const stored = await connected();
		await sage.admin.expireAccessTokens();
		tokensOf(stored).n8n_expires_at = '1000';
		expect((await runNode(stored, refresh())).json[0]).toMatchObject({
			renewed: true,
			access: { valid: true },
		});
	});

	it('renews once when two run at the same time', async () => {
		const stored = await connected();
		const both = await Promise.all([
			runNode(stored, refresh({ renew: 'always' })),
			runNode(stored, refresh({ renew: 'always' })),
		]);
		expect(both.map(({ json }) => json[0].renewed)).toEqual([true, true]);
		expect(stored.saved).toBe(1);
		expect((await runNode(stored, customers())).error).toBeUndefined();
	});

	it('does not move the day of the login', async () => {
		const stored = await connected();
		const before = (await runNode(stored, check())).json[0].login;
		await runNode(stored, refresh({ renew: 'always' }));
		expect((await runNode(stored, check())).json[0].login).toEqual(before);
	});

	it('ends in the words of n8n when the login has ended', async () => {
		const stored = await connected();
		await sage.admin.revokeRefreshTokens();
		expect((await runNode(stored, refresh({ renew: 'always' }))).error?.message).toContain(
			'needs to be reconnected',
		);
	});
});

describe('all companies', () => {
	const everywhere = { company: { mode: 'list', value: '*' } };

	it('reads from every company and says of each row where it is from', async () => {
		const { json, error, items } = await runNode(await connected(), customers(everywhere));
		expect(error).toBeUndefined();
		const sites = (await runNode(await connected(), { resource: 'company', operation: 'getAll' }))
			.json;
		expect(new Set(json.map(({ company_id, site_id }) => `${site_id}/${company_id}`))).toEqual(
			new Set(sites.map(({ company_id, site_id }) => `${site_id}/${company_id}`)),
		);
		expect(json[0]).toHaveProperty('company_name');
		expect(items.every(({ pairedItem }) => JSON.stringify(pairedItem).includes('0'))).toBe(true);
	});

	it('goes on when one company fails, and tells which', async () => {
		await sage.admin.setFaults([
			{ kind: 'status', status: 403, times: 1, match: { path: '^/customers$' } },
		]);
		const { json, error } = await runNode(await connected(), customers(everywhere));
		expect(error).toBeUndefined();
		const failed = json.filter((row) => row.error);
		expect(failed).toHaveLength(1);
		expect(failed[0]).toMatchObject({
			error: expect.stringContaining('not allowed'),
			company_id: expect.any(String),
			company_name: expect.any(String),
		});
		expect(json.length).toBeGreaterThan(failed.length);
	});

	it('sends the failed company alone to the error branch', async () => {
		await sage.admin.setFaults([
			{ kind: 'status', status: 403, times: 1, match: { path: '^/customers$' } },
		]);
		const { json, errorItems } = await runNode(await connected(), customers(everywhere), {
			onError: 'continueErrorOutput',
		});
		expect(errorItems).toHaveLength(1);
		expect(String(errorItems[0].json.error)).toMatch(
			/^\S.* \(.+\): The Sage 200 user is not allowed/,
		);
		expect(json.length).toBeGreaterThan(0);
		expect(json.some(({ error }) => error)).toBe(false);
	});

	it('fails when all of them do', async () => {
		await sage.admin.setBehaviour({ deniedGroups: ['sales'] });
		expect((await runNode(await connected(), customers(everywhere))).error?.description).toContain(
			'Sales Ledger',
		);
	});

	it('is refused for what changes something', async () => {
		const { error } = await runNode(await connected(), {
			resource: 'customer',
			operation: 'create',
			reference: 'X1',
			name: 'X',
			...everywhere,
		});
		expect(error?.message).toContain('for reading only');
	});

	it('stands in the pick list, beside company and site names', async () => {
		const context = listContext(await connected(), customers());
		const { results } = await new Sage200().methods.listSearch.companies.call(context);
		expect(results[0]).toEqual({ name: 'All Companies', value: '*' });
		expect(results[1].name).toMatch(/.+ \(.+\)/);
	});

	it('is offered where the form decides whether something is changed', async () => {
		const context = listContext(await connected(), { resource: 'apiRequest', operation: 'send' });
		const { results } = await new Sage200().methods.listSearch.companies.call(context);
		expect(results[0].name).toBe('All Companies');
	});

	it('tells delivery addresses of one name apart', async () => {
		const context = listContext(await connected(), { resource: 'salesOrder', operation: 'create' });
		const lists = new Sage200().methods.loadOptions as unknown as Record<
			string,
			(this: unknown) => Promise<Array<{ name: string }>>
		>;
		const names = (await lists.customer_delivery_addresses.call(context)).map(({ name }) => name);
		expect(names).toContain('Warehouse · Abbey Tools Ltd · NR16 9FH');
		expect(new Set(names).size).toBe(names.length);
	});

	it('is not offered where something is changed', async () => {
		const context = listContext(await connected(), {
			resource: 'salesOrder',
			operation: 'create',
		});
		const { results } = await new Sage200().methods.listSearch.companies.call(context);
		expect(results.map(({ name }) => name)).not.toContain('All Companies');
		expect(results).not.toEqual([]);
	});

	it('goes where each item says, by expression', async () => {
		const sites = (await runNode(await connected(), { resource: 'company', operation: 'getAll' }))
			.json;
		const items = sites.map(({ site_id, company_id }) => ({ place: `${site_id}/${company_id}` }));
		await sage.admin.clearLog();
		await runNode(
			await connected(),
			customers({ company: { __rl: true, mode: 'id', value: '={{ $json.place }}' } }),
			{ items },
		);
		const asked = (await sage.admin.log()).calls
			.filter(({ path }) => path.endsWith('/customers'))
			.map(({ siteId, companyId }) => `${siteId}/${companyId}`);
		expect(asked.sort()).toEqual(items.map(({ place }) => place).sort());
	});
});
