import { sageCaller, type CallSage } from '../support/sageCaller';
import { startSimulator, type Simulator } from '../support/simulator';

let sage: Simulator;
let call: CallSage;

beforeAll(async () => {
	sage = await startSimulator('--customers', '5', '--products', '5');
	call = await sageCaller(sage);
});
afterAll(async () => await sage.stop());
afterEach(async () => await sage.admin.reset());

const CURRENCIES = '/currencies';

describe('headers', () => {
	it.each([
		['no token', { authorization: undefined }],
		['an unknown token', { authorization: 'Bearer nonsense' }],
		['no site', { 'x-site': undefined }],
		['an unknown site', { 'x-site': '00000000-0000-0000-0000-000000000000' }],
		['no company', { 'x-company': undefined }],
		['an unknown company', { 'x-company': '999' }],
	])('%s gives an empty 401', async (_name, headers) => {
		const { status, text } = await call('GET', CURRENCIES, { headers });
		expect({ status, text }).toEqual({ status: 401, text: '' });
	});

	it('/sites needs the token only', async () => {
		const { status, body } = await call('GET', '/sites', {
			headers: { 'x-site': undefined, 'x-company': undefined },
		});
		expect(status).toBe(200);
		expect(body).toContainEqual(
			expect.objectContaining({ site_id: sage.siteId, company_id: sage.companyId }),
		);
	});

	it('keeps companies apart', async () => {
		const { body } = await call('POST', '/couriers', { body: { name: 'Only here' } });
		const { id } = body as { id: number };
		expect((await call('GET', `/couriers/${id}`)).status).toBe(200);
		expect((await call('GET', `/couriers/${id}`, { headers: { 'x-company': '2' } })).status).toBe(
			404,
		);
	});

	it('says on every answer that it is a simulator', async () => {
		const answers = [
			await call('GET', CURRENCIES),
			await call('GET', '/nowhere'),
			await call('GET', CURRENCIES, { headers: { 'x-site': 'x' } }),
		];
		for (const { headers } of answers) expect(headers.get('x-simulator')).toMatch(/simulator/);
		const { headers } = await fetch(`${sage.identityUrl}/authorize`);
		expect(headers.get('x-simulator')).toMatch(/simulator/);
	});
});

describe('rights', () => {
	it('gives 403 for a module that the role lacks', async () => {
		await sage.admin.setBehaviour({ deniedGroups: ['sop'] });
		const { status, body } = await call('GET', '/sop_orders');
		expect(status).toBe(403);
		expect(body).toHaveProperty('Message');
		expect((await call('GET', '/customers')).status).toBe(200);
	});

	it('gives 401 for a company that the user has no access to', async () => {
		await sage.admin.setBehaviour({ deniedCompanies: [1] });
		expect((await call('GET', CURRENCIES)).status).toBe(401);
		const { body } = await call('GET', '/sites');
		expect((body as Array<{ company_id: number }>).map((site) => site.company_id)).toEqual([2]);
	});

	it('lists no site when the tunnel is down', async () => {
		await sage.admin.setBehaviour({ sites: 'empty' });
		expect((await call('GET', '/sites')).body).toEqual([]);
	});

	it('can answer a 401 with a body', async () => {
		await sage.admin.setBehaviour({ unauthorisedBody: 'json' });
		expect((await call('GET', CURRENCIES, { headers: { 'x-company': '9' } })).body).toHaveProperty(
			'Message',
		);
	});

	it('can redirect', async () => {
		await sage.admin.setBehaviour({ redirectTo: 'http://127.0.0.1:9/elsewhere' });
		const { status, headers } = await call('GET', CURRENCIES);
		expect([status, headers.get('location')]).toEqual([302, 'http://127.0.0.1:9/elsewhere']);
	});

	it('refuses a switch that there is none', async () => {
		await expect(sage.admin.setBehaviour({ envelop: 'value' })).rejects.toThrow(/envelop/);
	});
});

it('logs calls, but no token', async () => {
	await sage.admin.clearLog();
	await call('GET', CURRENCIES, { query: { $top: '2' } });
	const log = await sage.admin.log();
	expect(log).toMatchObject({ count: 1, inFlight: 0, peak: 1, counts: { 'GET /currencies': 1 } });
	expect(log.calls[0]).toMatchObject({
		method: 'GET',
		path: CURRENCIES,
		query: { $top: '2' },
		status: 200,
		siteId: sage.siteId,
		companyId: '1',
	});
	expect(JSON.stringify(log)).not.toMatch(/bearer|authorization/i);
});

it('serves the Standard edition beside Professional', async () => {
	const { access_token: token } = await sage.admin.mintTokens();
	const headers = {
		authorization: `Bearer ${token}`,
		'x-site': sage.siteId,
		'x-company': String(sage.companyId),
	};
	const standard = sage.apiUrl.replace('sage200extra', 'sage200');
	expect((await fetch(`${standard}/customers`, { headers })).status).toBe(200);
});

it('stops with a message when its port is taken', async () => {
	const port = new URL(sage.apiUrl).port;
	await expect(startSimulator('--port', port)).rejects.toThrow(/code 1/);
});
