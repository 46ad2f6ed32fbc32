/** What is behind a 401, 403, 404: first by itself, then as the node tells it. */
import type { INode } from 'n8n-workflow';
import nock from 'nock';

import { toNodeError } from '../../nodes/Sage200/core/errors';
import type { FailureKind } from '../../nodes/Sage200/sage200/protocol/failures';
import { remedyOf } from '../../nodes/Sage200/transport/remedies';
import { SageFailure } from '../../nodes/Sage200/sage200/protocol/failures';
import { diagnosed, type Circumstances } from '../../nodes/Sage200/sage200/login/diagnosis';
import { Sage200 } from '../../nodes/Sage200/Sage200.node';
import { credential, listContext, runNode } from '../support/engine';
import { dropped, SageServer, SITES, status } from '../support/sageServer';

const SITE = {
	siteId: 'aaa',
	siteName: 'Head Office',
	companyId: '2',
	companyName: 'Northgate Ltd',
};
const OTHER = { siteId: 'bbb', siteName: 'Branch', companyId: '7', companyName: 'Branch Ltd' };

function remedyFor(
	kind: FailureKind,
	path: string,
	circumstances: Partial<Circumstances> = {},
): string {
	const usual = {
		siteId: 'aaa',
		companyId: '2',
		edition: 'professional',
		credentialName: 'Shop',
		sites: [SITE, OTHER],
	};
	return remedyOf(
		diagnosed(new SageFailure({ kind, method: 'GET', path }), { ...usual, ...circumstances }),
	);
}

const failed = (kind: FailureKind) => new SageFailure({ kind, method: 'GET', path: '/sites' });

describe('the cause', () => {
	it.each<[string, FailureKind, string, Partial<Circumstances>, RegExp]>([
		[
			'login gone',
			'unauthorised',
			'/customers',
			{ sites: failed('unauthorised') },
			/credential "Shop".*press Switch account/,
		],
		[
			'site unknown',
			'unauthorised',
			'/customers',
			{ siteId: 'zzz' },
			/site "zzz" is unknown.*Northgate Ltd \(aaa\/2\), Branch Ltd \(bbb\/7\)/,
		],
		['site empty', 'unauthorised', '/customers', { siteId: '' }, /No site was named/],
		[
			'company not on this site',
			'unauthorised',
			'/customers',
			{ companyId: '7' },
			/no company "7" on this site.*Northgate Ltd \(aaa\/2\)\.$/,
		],
		['user not in the company', 'unauthorised', '/customers', {}, /Enable the Sage 200 user/],
		[
			'no right for the module',
			'forbidden',
			'/sop_orders/12',
			{},
			/no right for the module Sales Order Processing/,
		],
		[
			'no right for something new',
			'forbidden',
			'/brand_new',
			{},
			/no right for what \/brand_new belongs to/,
		],
		[
			'endpoint newer than the site',
			'notFound',
			'/sop_returns',
			{},
			/came to Sage 200 on 2025-06-02/,
		],
		['no such record', 'notFound', '/customers/12', {}, /company "2" has no such record/],
		['no such endpoint', 'notFound', '/costumers', {}, /publishes no endpoint \/costumers/],
		[
			'tunnel down',
			'notFound',
			'/customers',
			{ sites: [] },
			/tunnel to the Sage 200 server is down/,
		],
		[
			'wrong edition',
			'notFound',
			'/customers',
			{ sites: failed('notFound') },
			/If your Sage 200 is Standard, choose that edition/,
		],
		[
			'wrong address',
			'notFound',
			'/customers',
			{ sites: failed('notFound'), edition: 'custom' },
			/Check the API URL/,
		],
		[
			'sites not answering',
			'forbidden',
			'/customers',
			{ sites: failed('timeout') },
			/administrator.*failed as well: Sage 200 did not answer in time/,
		],
	])('%s', (_cause, kind, path, circumstances, remedy) =>
		expect(remedyFor(kind, path, circumstances)).toMatch(remedy),
	);

	it('compares sites and companies as people write them', () => {
		expect(remedyFor('unauthorised', '/customers', { siteId: ' AAA', companyId: '2 ' })).toContain(
			'The login is good',
		);
	});
});

describe('the node', () => {
	const HOST = 'http://127.0.0.1:19876';
	const API = `${HOST}/api`;
	const connected = () =>
		credential({
			apiUrl: API,
			identityUrl: HOST,
			siteId: 'aaa',
			companyId: '9',
			clientId: 'client',
			clientSecret: 'secret',
			oauthTokenData: { access_token: 'old', refresh_token: 'r', token_type: 'Bearer' },
		});
	const parameters = {
		resource: 'apiRequest',
		operation: 'send',
		path: '/customers',
		options: { retries: 0 },
	};
	const sites = [
		{ site_id: 'aaa', site_name: 'Head Office', company_id: 2, company_name: 'Northgate Ltd' },
	];

	beforeAll(() => nock.disableNetConnect());
	beforeEach(() => {
		nock(HOST)
			.persist()
			.post('/oauth/token')
			.reply(200, { access_token: 'new', refresh_token: 'r', token_type: 'Bearer' });
	});
	afterEach(() => nock.cleanAll());
	// The network is given back whole: what stays patched makes errors of the next file unhandled.
	afterAll(() => nock.restore());

	it('explains every item of a run by one call to /sites', async () => {
		nock(API).persist().get('/customers').query(true).reply(401, '');
		let asked = 0;
		nock(API)
			.persist()
			.get('/sites')
			.reply(200, () => {
				asked++;
				return sites;
			});
		const { json } = await runNode(connected(), parameters, {
			items: Array.from({ length: 10 }, () => ({})),
			onError: 'continueRegularOutput',
		});
		expect(json).toHaveLength(10);
		for (const { message } of json)
			expect(message).toContain('There is no company "9" on this site');
		expect(asked).toBe(1);
	});

	it('looks at the site and company that the call itself named', async () => {
		nock(API).persist().get('/customers').query(true).reply(401, '');
		nock(API).get('/sites').reply(200, sites);
		const { error } = await runNode(connected(), {
			...parameters,
			tenancy: { siteId: 'elsewhere', companyId: '2' },
		});
		expect(error?.description).toContain('The site "elsewhere" is unknown');
	});

	it('asks nothing more for failures that explain themselves', async () => {
		nock(API).get('/customers').query(true).reply(400, { Message: 'Bad filter' });
		const sitesAsked = nock(API).get('/sites').reply(200, sites);
		await runNode(connected(), parameters);
		expect(sitesAsked.isDone()).toBe(false);
	});

	it("keeps n8n's own word about the login, and names the button that helps", async () => {
		nock.cleanAll();
		nock(API).get('/customers').query(true).reply(401, '');
		nock(HOST).post('/oauth/token').reply(400, { error: 'invalid_grant' });
		const { error } = await runNode(connected(), parameters);
		expect(error?.message).toBe('The credential "Sage 200 account" needs to be reconnected.');
		expect(error?.description).toContain('press Switch account');
	});

	it('knows that word also from another copy of n8n-workflow than its own', () => {
		const node = { name: 'Sage', credentials: { sage200OAuth2Api: { name: 'Mine' } } } as unknown;
		const error = Object.assign(new Error('The credential "Mine" needs to be reconnected.'), {
			name: 'NodeOperationError',
			context: {},
		});
		expect(toNodeError(node as INode, error, 2)).toBe(error);
		expect(error).toMatchObject({
			context: { itemIndex: 2 },
			description: expect.stringContaining('press Switch account'),
		});
	});

	it('tells a failing /sites apart without asking it again', async () => {
		let asked = 0;
		nock(API)
			.persist()
			.get('/sites')
			.reply(404, () => {
				asked++;
				return '';
			});
		const { error } = await runNode(connected(), {
			resource: 'company',
			operation: 'getAll',
			options: { retries: 0 },
		});
		expect(error?.description).toContain('There is no Sage 200 API at the credential');
		expect(asked).toBe(1);
	});
});

describe('an API of another make', () => {
	const sage = new SageServer();
	const read = (path: string, options = {}) => ({
		resource: 'apiRequest',
		operation: 'send',
		path,
		options,
	});
	const many = {
		items: Array.from({ length: 8 }, () => ({})),
		onError: 'continueRegularOutput' as const,
	};

	beforeAll(async () => await sage.start());
	beforeEach(() => sage.clear());
	afterAll(async () => await sage.stop());

	it.each<[string, SageServer['paths'], RegExp]>([
		[
			'refuses them as well',
			{ '*': 401 },
			/login of the credential "Sage 200 account" is no longer accepted/,
		],
		[
			'fails',
			{ '/sites': 503, '*': 401 },
			/Asking for the sites to tell the cause failed as well: Sage 200 could not be reached/,
		],
		[
			'drops the line',
			{ '/sites': dropped, '*': 401 },
			/failed as well: The connection to Sage 200 was lost/,
		],
		[
			'answers with a page',
			{ '/sites': '<html>Hello</html>', '*': 401 },
			/failed as well: The reply was not one/,
		],
		[
			'answers with no sites',
			{ '/sites': [{ name: 'x' }, null], '*': 401 },
			/failed as well: The reply was not one/,
		],
		[
			'lists them in an envelope',
			{ '/sites': { value: SITES }, '*': 401 },
			/lists company "7" of this site, yet Sage 200 refuses it/,
		],
		[
			'lists a company that has no name',
			{ '/sites': [{ site_id: 'site-1', company_id: 0 }], '*': 401 },
			/no company "7" on this site/,
		],
	])('is asked once for its sites, retries or not, when it %s', async (_how, paths, remedy) => {
		sage.paths = paths;
		const { json } = await runNode(sage.connected(), read('/customers'), many);
		for (const { message } of json) expect(message).toMatch(remedy);
		expect(sage.count('/sites')).toBe(1);
	});

	it('is spared calls, and the login renewals, that can only fail like the first', async () => {
		sage.paths = { '/sites': SITES, '*': 401 };
		const { json } = await runNode(
			sage.connected({ companyId: '9' }),
			read('/customers', { callsInFlight: 1 }),
			many,
		);
		expect(json).toHaveLength(8);
		for (const { message } of json)
			expect(message).toContain('There is no company "9" on this site');
		// The second call is n8n's own, with the token that it renewed.
		expect([sage.count('/customers'), sage.count('/oauth/token'), sage.count('/sites')]).toEqual([
			2, 1, 1,
		]);
	});

	it('is called for each where the company is listed: what refused one may take the next', async () => {
		sage.paths = { '/sites': SITES, '*': 403 };
		await runNode(sage.connected(), read('/customers', { callsInFlight: 1 }), many);
		expect(sage.count('/customers')).toBe(8);
	});

	it.each([
		['/customers/12', /company "7" has no such record\. IDs differ/],
		['/costumers/12', /publishes no endpoint|publishes no GET/],
		['/sop_returns', /came with Sage 200 2025 R1/],
	])('has not what is asked for: %s', async (path, remedy) => {
		sage.paths = { '/sites': SITES };
		expect((await runNode(sage.connected(), read(path))).error?.description).toMatch(remedy);
	});

	it('is of the other edition, whether it says so by 404 or by no sites', async () => {
		for (const paths of [{}, { '/sites': [] }] as Array<SageServer['paths']>) {
			sage.paths = paths;
			const { error } = await runNode(sage.connected(), read('/customers'));
			expect(error?.description).toContain('Check the API URL in the credential');
		}
	});

	it('explains itself in a pick list as in a run', async () => {
		sage.paths = { '/sites': SITES, '*': 401 };
		const { listSearch, loadOptions } = new Sage200().methods as unknown as Record<
			string,
			Record<string, (this: unknown) => Promise<unknown>>
		>;
		const context = listContext(sage.connected({ companyId: '9' }), {
			resource: 'customer',
			operation: 'get',
		});
		await expect(listSearch.customers.call(context)).rejects.toMatchObject({
			message: expect.stringContaining('no company "9" on this site'),
		});
		const create = listContext(sage.connected({ siteId: 'site-9' }), {
			resource: 'salesOrder',
			operation: 'create',
		});
		await expect(loadOptions.warehouses.call(create)).rejects.toMatchObject({
			message: expect.stringContaining('The site "site-9" is unknown'),
		});
	});

	it('says in a pick list what to do, for n8n shows the message only', async () => {
		sage.paths = { '/sites': SITES };
		const { listSearch } = new Sage200().methods as unknown as Record<
			string,
			Record<string, (this: unknown) => Promise<unknown>>
		>;
		const form = { resource: 'salesOrder', operation: 'create' };
		const open = listContext(sage.connected({ siteId: '', companyId: '' }), form);
		await expect(listSearch.customers.call(open)).rejects.toMatchObject({
			message: expect.stringMatching(/^Company is not chosen\. Choose it under Company/),
		});
	});

	it('knows companies by name where one has it, and asks where several have', async () => {
		sage.paths = {
			'/sites': [
				...SITES,
				{ ...SITES[0], site_id: 'site-2' },
				{ ...SITES[0], company_id: 8, company_name: 'Branch' },
			],
			'/customers': status(200, [{ id: 1 }]),
		};
		const named = (value: string) => ({ ...read('/customers'), company: { mode: 'id', value } });
		expect((await runNode(sage.connected(), named(' branch '))).json).toEqual([{ id: 1 }]);
		const { error } = await runNode(sage.connected(), named('Northgate Ltd'));
		expect(error?.message).toContain(
			'names several companies: Northgate Ltd (site-1/7), Northgate Ltd (site-2/7)',
		);
	});
});
