/** API Request: Limit and Return All mean what they say, writes are done or in doubt, Look First finds what is there. */
import fc from 'fast-check';
import { sleep } from 'n8n-workflow';

import type { SageRecord } from '../../nodes/Sage200/sage200/protocol/api';
import { SageFailure } from '../../nodes/Sage200/sage200/protocol/failures';
import { writeOnce } from '../../nodes/Sage200/sage200/push/lookFirst';
import { KeyRegister } from '../../nodes/Sage200/sage200/push/register';
import { runNode, type RunOptions } from '../support/engine';
import { reply, type Answer, type Call } from '../support/httpServer';
import { MemorySage } from '../support/memorySage';
import { dropped, SageServer, status } from '../support/sageServer';

const sage = new SageServer();
beforeAll(async () => await sage.start());
afterAll(async () => await sage.stop());
beforeEach(() => sage.clear());

const run = async (parameters: object, options?: RunOptions) =>
	await runNode(
		sage.connected(),
		{ resource: 'apiRequest', operation: 'send', options: { retries: 0 }, ...parameters },
		options,
	);

/** So many rows under Sage's rules, at most so many at once. */
function collection(count: number, most: number): Answer {
	return ({ url }: Call, response) => {
		const query = new URL(url, 'http://sage').searchParams;
		const [after, upTo] = [/id gt (\d+)/, /id le (\d+)/].map((pattern) =>
			pattern.exec(query.get('$filter') ?? ''),
		);
		const rows = Array.from({ length: count }, (_, at) => ({ id: at + 1 })).filter(
			({ id }) => id > Number(after?.[1] ?? 0) && id <= Number(upTo?.[1] ?? Infinity),
		);
		if (/id desc/.test(query.get('$orderby') ?? '')) rows.reverse();
		const skip = Number(query.get('$skip') ?? 0);
		const top = Math.min(Number(query.get('$top') ?? 500), most);
		reply(response, 200, rows.slice(skip, skip + top));
	};
}

it.each([
	['PUT', 1],
	['DELETE', 1],
	// The first call of a run goes alone.
	['POST', 2],
])('sends several %s of one path at most %i at once', async (method, atOnce) => {
	let inFlight = 0;
	let most = 0;
	const slow: Answer = (_call, response) => {
		most = Math.max(most, ++inFlight);
		void sleep(100).then(() => {
			inFlight--;
			reply(response, 200, { id: 7 });
		});
	};
	sage.paths = { '/customers/7': slow, '/Customers/7': slow };
	const { error } = await run(
		{ method, path: '={{ $json.path }}', body: '{"credit_limit": 500}' },
		{ items: ['customers', 'Customers', 'customers'].map((each) => ({ path: `/${each}/7` })) },
	);
	expect(error).toBeUndefined();
	expect(most).toBe(atOnce);
});

it('gives as many rows as Limit, Return All and $top say, whatever else the query holds', async () => {
	const option = fc.constantFrom(undefined, '', '  ');
	await fc.assert(
		fc.asyncProperty(
			fc.record({
				count: fc.integer({ min: 0, max: 1300 }),
				most: fc.constantFrom(100, 128, 500, 512, 5000),
				path: fc.constantFrom('/customers', '/a_list_of_a_later_release'),
				limit: fc.oneof(fc.constant(undefined), fc.integer({ min: 1, max: 2500 })),
				top: fc.oneof(option, fc.integer({ min: 1, max: 2500 }).map(String)),
				skip: fc.oneof(option, fc.integer({ min: 0, max: 900 }).map(String)),
				orderBy: fc.constantFrom(undefined, '', 'id asc', 'id desc'),
				inPath: fc.boolean(),
				name: fc.constantFrom('$top', '$Top', ' $TOP '),
			}),
			async ({ count, most, path, limit, top, skip, orderBy, inPath, name }) => {
				sage.paths = { [path]: collection(count, most) };
				const parameters = [
					{ name: '$skip', value: skip },
					{ name: '$orderby', value: orderBy },
					...(inPath ? [] : [{ name, value: top }]),
				].filter(({ value }) => value !== undefined);
				const { json, error } = await run({
					path: inPath && top !== undefined ? `${path}?${encodeURIComponent(name)}=${top}` : path,
					returnAll: limit === undefined,
					...(limit === undefined ? {} : { limit }),
					query: { parameters },
				});
				expect(error).toBeUndefined();
				const skipped = Number(skip ?? 0);
				const ids = Array.from({ length: count }, (_, at) => at + 1);
				if (orderBy === 'id desc') ids.reverse();
				const wanted = Math.min(limit ?? Infinity, Number(top ?? 0) || Infinity);
				expect(json.map(({ id }) => id)).toEqual(ids.slice(skipped).slice(0, wanted));
			},
		),
		{ numRuns: 60 },
	);
});

it('asks for no more rows than are wanted', async () => {
	sage.paths = {
		'/customers': ({ url }, response) => {
			expect(new URL(url, 'http://sage').searchParams.get('$top')).toBe('5');
			reply(response, 200, [{ id: 1 }]);
		},
	};
	expect((await run({ path: '/customers', limit: 5 })).json).toEqual([{ id: 1 }]);
});

it.each([
	['$top', '-5'],
	['$top', '0'],
	['$top', '1.5'],
	['$top', 'ten'],
	['$skip', '-1'],
	['$skip', '1e3'],
])('refuses %s=%s', async (name, value) => {
	const { error } = await run({
		path: '/customers',
		query: { parameters: [{ name, value }] },
	});
	expect(error?.message).toMatch(new RegExp(`^\\${name}: ".*" is no number of rows`));
});

it('refuses an option with two values, and takes one that is given twice alike', async () => {
	sage.paths = { '/customers': [] };
	const twice = (value: string) => ({
		path: '/customers?$filter=id%20eq%201',
		query: { parameters: [{ name: '$Filter', value }] },
	});
	expect((await run(twice('id eq 2'))).error?.message).toMatch(/"\$filter" is given twice/);
	expect((await run(twice('id eq 1'))).error).toBeUndefined();
});

it('refuses a value without a name, and leaves out what has neither', async () => {
	sage.paths = { '/customers': [] };
	const given = (value: string) => ({
		path: '/customers',
		query: { parameters: [{ name: '={{ $json.option }}', value }] },
	});
	expect((await run(given('id eq 2'))).error?.message).toBe(
		'Query Parameters: "id eq 2" has no name',
	);
	expect(sage.count('/customers')).toBe(0);
	expect((await run(given(''))).error).toBeUndefined();
});

it('gives an address that is no list as it is, whether all rows are wanted or some', async () => {
	sage.paths = { '/licence': { id: 4 }, '/settings_of_a_later_release': { name: 'x' } };
	for (const parameters of [{ returnAll: true }, { limit: 3 }]) {
		expect((await run({ path: '/licence', ...parameters })).json).toEqual([{ id: 4 }]);
		const later = await run({ path: '/settings_of_a_later_release', ...parameters });
		expect(later.json).toEqual([{ name: 'x' }]);
	}
});

const EMPTY: Array<[string, Answer]> = [
	['200 and nothing', status(200, '')],
	['204', (_call, response) => void response.writeHead(204).end()],
	['null', status(200, 'null')],
	['an empty list', status(200, '[]')],
	['{}', status(200, '{}')],
	['something foreign', status(200, '{"status":"ok"}')],
	['a record without its ID', status(200, '{"id":0,"name":"Van"}')],
];

describe('a write that is answered with', () => {
	it.each(EMPTY)('%s is in doubt', async (_what, answer) => {
		sage.paths = { '/couriers': answer };
		const { error } = await run({ method: 'POST', path: '/couriers', body: '{"name":"Van"}' });
		expect(error?.context?.details).toEqual({ inDoubt: true, method: 'POST', path: '/couriers' });
	});

	it.each(EMPTY)('%s is done if the record that was changed shows it', async (_what, answer) => {
		const stored = { id: 5, name: 'Van' };
		sage.paths = {
			'/couriers/5': (call, response) =>
				call.method === 'GET' ? reply(response, 200, stored) : answer(call, response),
		};
		const put = async (name: string) =>
			await run({ method: 'PUT', path: '/couriers/5', body: JSON.stringify({ name }) });
		expect((await put('Van')).json).toEqual([stored]);
		expect((await put('Other')).error?.context?.details).toMatchObject({ inDoubt: true });
	});

	it('nothing is a deletion that is done; one that got no answer is done if the record is gone', async () => {
		let isThere = true;
		sage.paths = {
			'/couriers/5': (call, response) => {
				if (call.method === 'GET') return reply(response, isThere ? 200 : 404, { id: 5 });
				return dropped(call, response);
			},
		};
		const remove = { method: 'DELETE', path: '/couriers/5' };
		expect((await run(remove)).error?.context?.details).toMatchObject({ inDoubt: true });
		isThere = false;
		expect((await run(remove)).json).toEqual([{ deleted: true }]);
		sage.paths = { '/couriers/5': status(200, '') };
		expect((await run(remove)).json).toEqual([{ deleted: true }]);
	});

	it('an enquiry saves nothing, so that its empty answer is none', async () => {
		sage.paths = { '/customer_price_enquiry': status(200, '') };
		const { json } = await run({ method: 'POST', path: '/customer_price_enquiry', body: '{}' });
		expect(json).toEqual([{ data: null }]);
	});
});

describe('Look First', () => {
	const couriers: Array<{ id: number; name: string }> = [];
	/** What the next posts do. */
	let faults: Array<'lost' | 'answerLost' | 'empty'> = [];

	beforeEach(() => {
		couriers.length = 0;
		faults = [];
		sage.paths = {
			'/couriers': (call, response) => {
				if (call.method === 'GET') {
					const filter = new URL(call.url, 'http://sage').searchParams.get('$filter') ?? '';
					const wanted = [...filter.matchAll(/name eq '(.*?)'/g)].map(([, name]) => name);
					return reply(
						response,
						200,
						couriers.filter(({ name }) => wanted.includes(name)),
					);
				}
				const fault = faults.shift();
				if (fault === 'lost') return dropped(call, response);
				const record = { id: couriers.length + 1, ...(JSON.parse(call.body) as { name: string }) };
				couriers.push(record);
				if (fault === 'answerLost') return dropped(call, response);
				return reply(response, 200, fault === 'empty' ? '' : record);
			},
		};
	});

	let number = 0;
	const push = (name: string) => ({
		method: 'POST',
		path: '/couriers',
		body: JSON.stringify({ name }),
		lookFirst: { field: 'name', value: name },
	});

	it('finds what is there, and sends what is not', async () => {
		const name = `Van ${++number}`;
		const { json } = await run(push(name));
		expect(json).toEqual([{ id: 1, name, outcome: 'created' }]);
		expect(Object.keys(json[0])[0]).toBe('outcome');
		expect((await run(push(name))).json).toEqual([{ id: 1, name, outcome: 'existing' }]);
		expect(couriers).toHaveLength(1);
	});

	it.each(['answerLost', 'empty'] as const)('finds what was applied: %s', async (fault) => {
		const name = `Van ${++number}`;
		faults = [fault];
		expect((await run(push(name))).json).toEqual([{ id: 1, name, outcome: 'recovered' }]);
	});

	it('sends for two items of the same value once', async () => {
		const name = `Van ${++number}`;
		const { json } = await run(push(name), { items: [{}, {}, {}] });
		expect(couriers).toHaveLength(1);
		expect(json.map(({ id }) => id)).toEqual([1, 1, 1]);
	});

	it('looks once for all items that were sent before', async () => {
		const names = Array.from({ length: 20 }, () => `Van ${++number}`);
		couriers.push(...names.map((name, at) => ({ id: at + 1, name })));
		const { json } = await run(
			{
				method: 'POST',
				path: '/couriers',
				body: '={{ JSON.stringify({ name: $json.name }) }}',
				lookFirst: { field: 'name', value: '={{ $json.name }}' },
			},
			{ items: names.map((name) => ({ name })) },
		);
		expect(json.map(({ outcome }) => outcome)).toEqual(names.map(() => 'existing'));
		expect(json.map(({ name }) => name)).toEqual(names);
		expect(couriers).toHaveLength(20);
		expect(sage.count('/couriers')).toBe(1);
	});

	it('sends nothing while an earlier attempt may arrive, and finds it when it has', async () => {
		const register = new KeyRegister();
		const rows: SageRecord[] = [];
		const company = new MemorySage({}, () => {
			throw new SageFailure({ kind: 'dropped', method: 'POST', path: '/couriers' });
		});
		const look = {
			sought: 'name "Van" in /couriers',
			find: async () => rows,
			read: async () => undefined,
		};
		const post = async () =>
			await writeOnce(company, { method: 'POST', path: '/couriers', body: {} }, look, register);
		await expect(post()).rejects.toMatchObject({ kind: 'dropped' });
		await expect(post()).rejects.toMatchObject({
			inDoubt: true,
			facts: { note: expect.stringContaining('not sent again') as string },
		});
		expect(company.calls).toHaveLength(1);
		expect(company.waited).toBe(60_000);
		rows.push({ id: 9 });
		expect(await post()).toEqual({ reply: { id: 9 }, outcome: 'existing' });
		expect(company.calls).toHaveLength(1);
	});

	it.each([
		[{ field: 'name' }, /has no value/],
		[{ value: 'Van' }, /names no field/],
		[{ field: 'name eq 1 or', value: 'x' }, /is not a field name/],
		[{ field: 'name', value: 'x', path: 'https://evil.example' }, /^Path: /],
	])('refuses %p', async (lookFirst, message) => {
		const { error } = await run({ method: 'POST', path: '/couriers', body: '{}', lookFirst });
		expect(error?.message).toMatch(message);
		expect(sage.count('/couriers')).toBe(0);
	});

	it('refuses a value that several records have', async () => {
		couriers.push({ id: 1, name: 'Twin' }, { id: 2, name: 'Twin' });
		expect((await run(push('Twin'))).error?.message).toMatch(/is 2 records/);
	});
});

it('refuses an option that stands twice in the path', async () => {
	const { error } = await run({ path: '/customers?$top=2&$filter=id eq 1&%24top=3' });
	expect(error?.message).toMatch(/^Path: has "\$top" twice/);
});
