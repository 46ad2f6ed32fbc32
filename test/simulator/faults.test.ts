import { sageCaller, type CallSage, type SageReply } from '../support/sageCaller';
import { startSimulator, type Simulator } from '../support/simulator';

let sage: Simulator;
let call: CallSage;
type Row = Record<string, unknown>;

beforeAll(async () => {
	sage = await startSimulator('--customers', '5', '--products', '5');
	call = await sageCaller(sage);
});
afterAll(async () => await sage.stop());
afterEach(async () => await sage.admin.reset());

const POST = { method: 'POST', path: '^/couriers$' };

const post = async (name: string, timeout?: number): Promise<SageReply> =>
	await call('POST', '/couriers', { body: { name }, timeout });

async function committed(name: string): Promise<boolean> {
	return (await sage.admin.rows('couriers', { name })).length === 1;
}

async function seen(name: string): Promise<boolean> {
	const { body } = await call('GET', '/couriers', { query: { $filter: `name eq '${name}'` } });
	return (body as Row[]).length === 1;
}

it('drops the line before the commit', async () => {
	await sage.admin.setFaults([{ kind: 'dropBeforeCommit', match: POST, times: 1 }]);
	await expect(post('A')).rejects.toThrow();
	expect(await committed('A')).toBe(false);
	expect((await post('A')).status).toBe(200);
});

it('drops the line after the commit', async () => {
	await sage.admin.setFaults([{ kind: 'dropAfterCommit', match: POST, times: 1 }]);
	await expect(post('A')).rejects.toThrow();
	expect(await committed('A')).toBe(true);
});

it("commits late, on the simulator's clock", async () => {
	await sage.admin.freezeClock();
	await sage.admin.setFaults([{ kind: 'lateCommit', afterMs: 60_000, match: POST }]);
	await expect(post('A')).rejects.toThrow();
	expect((await sage.admin.clock()).pending).toBe(1);
	await sage.admin.advanceClock(59_000);
	expect(await seen('A')).toBe(false);
	await sage.admin.advanceClock(1_000);
	expect(await seen('A')).toBe(true);
});

it('stays silent before it drops the line, for a client that gives up itself', async () => {
	await sage.admin.setFaults([{ kind: 'lateCommit', afterMs: 300, holdMs: 5_000, match: POST }]);
	await expect(post('A', 100)).rejects.toThrow(/timeout/i);
	expect(await committed('A')).toBe(false);
	await sage.admin.advanceClock(400);
	expect(await committed('A')).toBe(true);
});

it.each([429, 500, 502, 503, 504])('answers %i with an HTML page', async (status) => {
	await sage.admin.setFaults([{ kind: 'status', status, times: 1, match: POST }]);
	const reply = await post('A');
	expect(reply.status).toBe(status);
	expect(reply.text).toMatch(/^<!DOCTYPE html>/);
	expect(reply.headers.get('retry-after')).toBeNull();
	expect(await committed('A')).toBe(false);
});

it('says when to come back, and can have done the work all the same', async () => {
	await sage.admin.setFaults([{ kind: 'status', status: 503, retryAfter: 7, commit: true }]);
	const reply = await post('A');
	expect(reply.headers.get('retry-after')).toBe('7');
	expect(await committed('A')).toBe(true);
});

it('times out without and with the work done', async () => {
	await sage.admin.setFaults([
		{ kind: 'timeout', times: 1 },
		{ kind: 'timeout', commit: true, times: 1 },
		{ kind: 'timeout', afterMs: 150 },
	]);
	await expect(post('A', 100)).rejects.toThrow();
	await expect(post('B', 100)).rejects.toThrow();
	expect([await committed('A'), await committed('B')]).toEqual([false, true]);
	expect((await post('C')).status).toBe(200);
});

it('answers what Sage never sends', async () => {
	await sage.admin.setFaults([
		{ kind: 'wrongShape', times: 1 },
		{ kind: 'wrongShape', body: '{"rows":', times: 1 },
	]);
	const page = await post('A');
	expect([page.status, page.body]).toEqual([200, undefined]);
	expect((await post('B')).text).toBe('{"rows":');
	expect(await committed('A')).toBe(true);
});

it.each([
	['200', 200, ''],
	['204', 204, ''],
	['null', 200, 'null'],
	['[]', 200, '[]'],
])('does the work and answers nothing of it: %s', async (as, status, text) => {
	await sage.admin.setFaults([{ kind: 'emptyReply', as, match: POST }]);
	const reply = await post('A');
	expect([reply.status, reply.text]).toEqual([status, text]);
	expect(await committed('A')).toBe(true);
	await sage.admin.setFaults([{ kind: 'emptyReply', as }]);
	expect((await call('POST', '/couriers', { body: {} })).status).toBe(400);
});

it('lets an answer drip, without end or with one', async () => {
	await sage.admin.setFaults([
		{ kind: 'drip', everyMs: 5, match: POST, times: 1 },
		{ kind: 'drip', everyMs: 5, lastsMs: 200, match: POST, times: 1 },
	]);
	await expect(post('A', 400)).rejects.toThrow(/timeout/i);
	expect(await committed('A')).toBe(true);
	const slow = await post('B', 5_000);
	expect([slow.status, (slow.body as Row).name]).toEqual([200, 'B']);
});

it('hides a commit from readers for a while, so that it shows out of order', async () => {
	await sage.admin.freezeClock();
	await sage.admin.setFaults([{ kind: 'hiddenCommit', afterMs: 1_000, times: 1, match: POST }]);
	const first = (await post('A')).body as Row;
	const second = (await post('B')).body as Row;
	expect(second.id as number).toBeGreaterThan(first.id as number);
	expect([await seen('A'), await seen('B')]).toEqual([false, true]);
	expect((await call('GET', `/couriers/${String(first.id)}`)).status).toBe(404);
	await sage.admin.advanceClock(1_000);
	expect(await seen('A')).toBe(true);
});

it('shows the row as it was until a hidden change appears', async () => {
	await sage.admin.freezeClock();
	const { id } = (await post('A')).body as Row;
	await sage.admin.setFaults([{ kind: 'hiddenCommit', afterMs: 1_000, match: { method: 'PUT' } }]);
	await call('PUT', `/couriers/${String(id)}`, { body: { name: 'B' } });
	expect([await seen('A'), await seen('B')]).toEqual([true, false]);
	await sage.admin.advanceClock(1_000);
	expect([await seen('A'), await seen('B')]).toEqual([false, true]);
});

const hiding = async (fault: Row = {}): Promise<void> => {
	await sage.admin.freezeClock();
	await sage.admin.setFaults([
		{
			kind: 'hiddenCommit',
			afterMs: 1_000,
			match: { method: 'POST', path: '^/sop_orders$' },
			...fault,
		},
	]);
};

/** An order, which is stored and then changed by the one call that makes it. */
async function order(key: string): Promise<number> {
	const [customer] = await sage.admin.rows('customers');
	const { body } = await call('POST', '/sop_orders', {
		body: { customer_id: customer.id, customer_document_no: key, lines: [] },
	});
	return (body as { id: number }).id;
}

async function orders(key: string): Promise<number> {
	const query = { $filter: `customer_document_no eq '${key}'` };
	return ((await call('GET', '/sop_orders', { query })).body as Row[]).length;
}

it('hides a record that is changed by the call that makes it', async () => {
	await hiding();
	const id = await order('LATE-1');
	expect((await sage.admin.orders()).hiddenCommits).toBe(1);
	expect([await orders('LATE-1'), (await call('GET', `/sop_orders/${id}`)).status]).toEqual([
		0, 404,
	]);
	await sage.admin.advanceClock(1_000);
	expect([await orders('LATE-1'), (await call('GET', `/sop_orders/${id}`)).status]).toEqual([
		1, 200,
	]);
});

it('can be late with lists only', async () => {
	await hiding({ byId: true });
	const id = await order('LATE-2');
	expect([await orders('LATE-2'), (await call('GET', `/sop_orders/${id}`)).status]).toEqual([
		0, 200,
	]);
	await sage.admin.advanceClock(1_000);
	expect(await orders('LATE-2')).toBe(1);
});

it('shows a changed record as it was, also by its id', async () => {
	const id = await order('LATE-3');
	await sage.admin.freezeClock();
	await sage.admin.setFaults([{ kind: 'hiddenCommit', afterMs: 1_000, match: { method: 'PUT' } }]);
	const change = async (priority: string) =>
		await call('PUT', `/sop_orders/${id}`, { body: { order_priority: priority } });
	await change('A');
	await change('B');
	const read = async () => ((await call('GET', `/sop_orders/${id}`)).body as Row).order_priority;
	expect(await read()).toBe('');
	await sage.admin.advanceClock(1_000);
	expect(await read()).toBe('B');
});

describe('which calls', () => {
	const statuses = async (count: number): Promise<number[]> => {
		const found: number[] = [];
		for (let at = 0; at < count; at++) found.push((await call('GET', '/couriers')).status);
		return found;
	};

	it('lets some pass first, hits so many, then none', async () => {
		await sage.admin.setFaults([{ kind: 'status', status: 502, skip: 1, times: 2 }]);
		expect(await statuses(4)).toEqual([200, 502, 502, 200]);
	});

	it('by chance, the same calls for the same seed', async () => {
		const runWith = async (seed: number) => {
			await sage.admin.setFaults([{ kind: 'status', status: 502, probability: 0.5 }], seed);
			return (await statuses(20)).join();
		};
		const first = await runWith(7);
		expect(first).toContain('502');
		expect(first).toContain('200');
		expect(await runWith(7)).toBe(first);
		expect(await runWith(8)).not.toBe(first);
	});

	it('refuses a fault that there is none', async () => {
		await expect(sage.admin.setFaults([{ kind: 'earthquake' }])).rejects.toThrow(/earthquake/);
	});
});

describe('the line', () => {
	it('is as slow as told', async () => {
		await sage.admin.setLatency({ ms: 120 });
		const began = performance.now();
		await call('GET', '/couriers');
		expect(performance.now() - began).toBeGreaterThan(110);
	});

	it('takes so many calls at once', async () => {
		await sage.admin.setLatency({ ms: 1_500 });
		await sage.admin.setThrottle({ maxInFlight: 2, retryAfter: '3' });
		const replies = await Promise.all([1, 2, 3, 4].map(async () => await call('GET', '/couriers')));
		const refused = replies.filter(({ status }) => status === 429);
		expect(refused).toHaveLength(2);
		expect(refused[0].headers.get('retry-after')).toBe('3');
		expect((await sage.admin.log()).peak).toBeGreaterThan(2);
	});

	it('takes so many calls a second', async () => {
		await sage.admin.setThrottle({ perSecond: 3 });
		const replies = await Promise.all(
			[1, 2, 3, 4, 5].map(async () => await call('GET', '/couriers')),
		);
		expect(replies.filter(({ status }) => status === 429)).toHaveLength(2);
	});
});

it('counts what was committed by key, drafts apart', async () => {
	const order = { customer_document_no: 'WEB-1', document_no: '1', is_draft: false };
	await sage.admin.insertRow('sop_orders', order);
	await sage.admin.insertRow('sop_orders', order);
	await sage.admin.insertRow('sop_orders', { ...order, is_draft: true });
	const { orders, pendingCommits } = await sage.admin.orders();
	expect(orders.find(({ key }) => key === 'WEB-1')).toMatchObject({ orders: 2, drafts: 1 });
	expect(pendingCommits).toBe(0);
});
