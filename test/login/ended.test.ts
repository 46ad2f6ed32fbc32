/** When the login has ended, or n8n's own database is away: one answer stands for the run, and the right one is blamed. */
import { runNode } from '../support/engine';
import { SageServer, status } from '../support/sageServer';

const sage = new SageServer();
beforeAll(async () => await sage.start());
afterAll(async () => await sage.stop());
beforeEach(() => sage.clear());

const request = (parameters: object = {}) => ({
	resource: 'apiRequest',
	operation: 'send',
	path: '/customers',
	...parameters,
});
const items = Array.from({ length: 100 }, (_, at) => ({ at }));

it.each([
	['a read', {}],
	['a write', { method: 'POST', path: '/couriers', body: '{}' }],
])('asks the identity server once for a run of 100 items: %s', async (_what, parameters) => {
	sage.paths = { '/customers': 401, '/couriers': 401 };
	sage.token = status(400, { error: 'invalid_grant' });
	const { json } = await runNode(sage.connected(), request(parameters), {
		items,
		onError: 'continueRegularOutput',
	});
	expect(json).toHaveLength(100);
	for (const { error, message } of json) {
		expect(error).toMatch(/needs to be reconnected/);
		expect(message).toBe(
			'Open the credential "Sage 200 account" in n8n, press Switch account (n8n still shows it as connected) and log in to Sage ID.',
		);
	}
	expect(sage.count('/oauth/token')).toBe(1);
});

it('asks once also where the login ends in the middle of a run', async () => {
	let calls = 0;
	sage.paths = {
		'/customers': (call, response) =>
			status(++calls > 20 ? 401 : 200, calls > 20 ? '' : [{ id: 1 }])(call, response),
	};
	sage.token = status(400, { error: 'invalid_grant' });
	const { json } = await runNode(sage.connected(), request(), {
		items,
		onError: 'continueRegularOutput',
	});
	expect(json.filter(({ error }) => error)).toHaveLength(80);
	// Calls that are under way at that moment may each ask.
	expect(sage.count('/oauth/token')).toBeLessThanOrEqual(4);
});

it('renews no token in vain where new ones are not taken either', async () => {
	sage.paths = { '*': 401 };
	const { json } = await runNode(sage.connected(), request(), {
		items,
		onError: 'continueRegularOutput',
	});
	expect(json).toHaveLength(100);
	for (const { message } of json) expect(message).toMatch(/no longer accepted/);
	// The calls that go out while the first one's cause is found out each renew it once.
	expect(sage.count('/oauth/token')).toBeLessThanOrEqual(4);
});

describe("n8n's own database", () => {
	const AWAY = 'Client has encountered a connection error and is not queryable';

	/** A credential that cannot be read the so manieth time. */
	function unreadable(error: Error, from: number) {
		const stored = sage.connected();
		const { data } = stored;
		let reads = 0;
		Object.defineProperty(stored, 'data', {
			get: () => {
				if (++reads >= from) throw error;
				return data;
			},
		});
		return stored;
	}

	it.each([
		['the first reading', 1],
		['a later one', 2],
	])('is blamed when it is away at %s', async (_moment, from) => {
		sage.paths = { '/customers': [], '/couriers': { id: 1 } };
		for (const error of [
			new Error(AWAY),
			Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), {
				name: 'QueryFailedError',
				code: 'ECONNREFUSED',
			}),
			new Error('timeout exceeded when trying to connect'),
		]) {
			for (const parameters of [{}, { method: 'POST', path: '/couriers' }]) {
				const options = { options: { retries: 0 } };
				const stored = unreadable(error, from);
				const result = await runNode(stored, request({ ...parameters, ...options }));
				expect(result.error?.message).toContain('The call to Sage 200 could not be made');
				expect(result.error?.description).toMatch(/n8n itself failed.*Sage 200 got nothing/);
				expect(result.error?.description).not.toMatch(/may have applied/);
			}
		}
		expect(sage.count('/couriers')).toBe(0);
	});
});
