/** Orders pushed once though the line fails and n8n runs the node again: on n8n's engine, against the simulated Sage 200. */
import { WorkflowExecute } from 'n8n-core';
import type { IDataObject } from 'n8n-workflow';

import { recallDoubts } from '../../nodes/Sage200/core/push/doubts';
import { KeyRegister } from '../../nodes/Sage200/sage200/push/register';
import { fastClock } from '../support/fastClock';
import type { RunOptions } from '../support/engine';
import { SalesWorld } from '../support/salesWorld';
import { tick } from '../support/tick.js';

const usualClock = fastClock(20);
afterAll(() => usualClock());

let world: SalesWorld;
let order: { customer: string; lines: object[] };

beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => {
	await world.reset();
	const [product] = await world.goods();
	const id = await world.customer();
	const { reference } = await world.sage.admin.row('customers', id);
	order = { customer: String(reference), lines: [{ code: product.code, quantity: 1 }] };
});

const POST = { method: 'POST', path: '^/sop_orders$' };

async function push(
	keys: unknown[],
	protection: IDataObject = {},
	options: RunOptions = {},
	retries = 0,
) {
	return await world.run(
		{
			resource: 'salesOrder',
			operation: 'create',
			customer: { __rl: true, mode: 'reference', value: order.customer },
			orderKey: '={{ $json.key }}',
			linesInput: 'json',
			linesJson: JSON.stringify(order.lines),
			additionalFields: { override_on_hold: true },
			protection: { level: 'standard', lookAgainSeconds: 0, settleSeconds: 0, ...protection },
			options: { retries },
		},
		{ items: keys.map((key) => ({ key })) as IDataObject[], ...options },
	);
}

/** Orders and drafts of a key in Sage, whatever n8n was told. */
async function inSage(key: string, field = 'customer_document_no'): Promise<[number, number]> {
	const { orders } = await world.sage.admin.orders('sop_orders', field);
	const found = orders.find((each) => each.key === key);
	return [found?.orders ?? 0, found?.drafts ?? 0];
}

/** What stops the next execution, as a person does in n8n. */
function cancellable(): () => void {
	let stop = (): void => undefined;
	const start = WorkflowExecute.prototype.processRunExecutionData;
	jest.spyOn(WorkflowExecute.prototype, 'processRunExecutionData').mockImplementationOnce(function (
		this: WorkflowExecute,
		workflow,
	) {
		const run = start.call(this, workflow);
		stop = () => run.cancel();
		return run;
	});
	return () => stop();
}

it('finds an order whose answer was lost', async () => {
	await world.sage.admin.setFaults([{ kind: 'dropAfterCommit', match: POST, times: 1 }]);
	expect((await push(['LOST'])).json[0].outcome).toBe('recovered');
	expect(await inSage('LOST')).toEqual([1, 0]);
});

it('names an order in doubt by its key, posts nothing while in doubt, and finds what landed', async () => {
	const late = { kind: 'lateCommit', afterMs: 60_000, match: POST, times: 1 };
	await world.sage.admin.setFaults([late]);
	const told = (await push(['LATE', 'FINE'], {}, { onError: 'continueRegularOutput' })).json;
	expect(told[0]).toMatchObject({
		error: expect.stringContaining('with key "LATE"'),
		details: { key: 'LATE', outcome: 'inDoubt' },
	});
	expect(told[1].outcome).toBe('created');
	await world.sage.admin.clearLog();
	expect((await push(['LATE'])).error?.message).toContain('in doubt');
	const { calls } = await world.sage.admin.log();
	expect(calls.filter(({ method }) => method !== 'GET')).toEqual([]);
	await world.sage.admin.advanceClock(60_000);
	expect((await push(['LATE'])).json[0].outcome).toBe('existing');
	expect(await inSage('LATE')).toEqual([1, 0]);
});

it('does not post again what was under way when the execution was cancelled, and finds what landed', async () => {
	await push(['WARM']);
	await world.sage.admin.clearLog();
	await world.sage.admin.setFaults([
		{ kind: 'lateCommit', afterMs: 60_000, holdMs: 5_000, match: POST, times: 1 },
	]);
	const isPosting = async () =>
		(await world.sage.admin.log()).calls.some(({ path }) => path.includes('permissions'));
	const cancel = cancellable();
	const cancelled = push(['CANCELLED'], {}, { onError: 'continueRegularOutput' });
	while (!(await isPosting())) await tick();
	// The log tells of a call when it is over, so of this one only when it is too late.
	for (let look = 0; look < 50; look++) await isPosting();
	cancel();
	await cancelled;
	expect((await push(['CANCELLED'])).error?.message).toContain('in doubt');
	await world.sage.admin.advanceClock(60_000);
	expect((await push(['CANCELLED'])).json[0].outcome).toBe('existing');
	expect(await inSage('CANCELLED')).toEqual([1, 0]);
});

it('lets go of its keys at once when the execution is cancelled while it waits', async () => {
	const busy = { kind: 'status', status: 429, retryAfter: 60 };
	const match = { method: 'GET', path: '^/sop_orders$' };
	await world.sage.admin.setFaults([{ ...busy, match, times: 1 }]);
	await world.sage.admin.clearLog();
	const hasLooked = async () =>
		(await world.sage.admin.log()).calls.some(({ path }) => path === '/sop_orders');
	const cancel = cancellable();
	const cancelled = push(['HELD'], {}, { onError: 'continueRegularOutput' }, 4);
	while (!(await hasLooked())) await tick();
	cancel();
	await cancelled;
	expect((await push(['HELD'])).json[0].outcome).toBe('created');
});

it('looks anew for a key that an earlier item of the run has as well, where that one failed', async () => {
	await world.sage.admin.setFaults([
		{ kind: 'emptyReply', as: '200', match: POST, times: 1 },
		{
			kind: 'status',
			status: 500,
			match: { method: 'GET', path: '^/sop_orders$' },
			skip: 1,
			times: 1,
		},
	]);
	const options: RunOptions = { onError: 'continueRegularOutput' };
	const { json } = await push(['TWICE', 'TWICE'], { doubtSeconds: 0 }, options);
	expect([json[0].error, json[1].outcome]).toEqual([
		expect.stringContaining('in doubt'),
		'existing',
	]);
	expect(await inSage('TWICE')).toEqual([1, 0]);
});

it('keeps a doubt with the workflow, so that another process knows of it', async () => {
	const staticData: IDataObject = {};
	await world.sage.admin.setFaults([
		{ kind: 'lateCommit', afterMs: 60_000, match: POST, times: 1 },
	]);
	await push(['KEPT', 'CLEAR'], {}, { onError: 'continueRegularOutput', staticData });
	const memory = Object.values(staticData)[0] as IDataObject;
	const [name] = Object.keys(memory.doubts as object);
	expect([Object.keys(memory.doubts as object).length, name]).toEqual([
		1,
		expect.stringMatching(/kept$/),
	]);
	const elsewhere = new KeyRegister();
	recallDoubts(memory, elsewhere);
	expect([elsewhere.inDoubt(name, Date.now()), elsewhere.inDoubt('others', Date.now())]).toEqual([
		true,
		false,
	]);
	// What landed ends the doubt there as well.
	await world.sage.admin.advanceClock(60_000);
	await push(['KEPT'], {}, { staticData });
	expect(memory.doubts).toEqual({});
});

it('answers with the order that is there though its product is not to be had any more', async () => {
	const { id } = (await push(['OLD'])).json[0];
	order.lines = [{ code: 'GONE', quantity: 1 }];
	const { json } = await push(['OLD', 'NEW'], {}, { onError: 'continueRegularOutput' });
	expect(json[0]).toMatchObject({ id, outcome: 'existing' });
	expect(json[1].error).toContain('GONE');
	expect((await push(['OLD'], { ifExists: 'update' })).error?.message).toContain('GONE');
	expect((await push(['OLD'], { ifExists: 'fail' })).error?.message).toContain('already');
});

it('makes one order of each when Retry On Fail runs the node again after half of it', async () => {
	await world.sage.admin.setFaults([
		{ kind: 'status', status: 400, match: POST, skip: 1, times: 1 },
	]);
	const { json, error } = await push(['A', 'B'], {}, { retryOnFail: true });
	expect(error).toBeUndefined();
	// What went well in the first try is answered as it was then.
	expect(json.map(({ outcome }) => outcome)).toEqual(['created', 'created']);
	expect([await inSage('A'), await inSage('B')]).toEqual([
		[1, 0],
		[1, 0],
	]);
});

it('makes one order of each when two executions push the same keys at the same moment', async () => {
	const runs = await Promise.all([push(['X', 'Y']), push(['Y', 'X']), push(['X'])]);
	const made = runs.flatMap(({ json }) => json).filter(({ outcome }) => outcome === 'created');
	expect(made).toHaveLength(2);
	expect([await inSage('X'), await inSage('Y')]).toEqual([
		[1, 0],
		[1, 0],
	]);
});

it('posts once though the token ends between look and post', async () => {
	await push(['WARM']);
	await world.sage.admin.setFaults([{ kind: 'status', status: 401, match: POST, times: 1 }]);
	expect((await push(['TOKEN'])).json[0].outcome).toBe('created');
	expect(await inSage('TOKEN')).toEqual([1, 0]);
});

it.each(["O'Brien & Söhne", '00123', 'a%b+c#d?', 'Ключ-1', '=1+1', 1001])(
	'keeps the key %p as it is, and finds it again',
	async (key) => {
		expect((await push([key])).json[0]).toMatchObject({
			outcome: 'created',
			customer_document_no: String(key),
		});
		expect((await push([key])).json[0].outcome).toBe('existing');
	},
);

it('keeps a key with its prefix where it is told to', async () => {
	const elsewhere = { keyField: 'spare_text_3', keyPrefix: 'SHOP2-' };
	await push(['7'.repeat(60)], elsewhere);
	const again = await push([` ${'7'.repeat(60)} `], elsewhere);
	expect(again.json[0].outcome).toBe('existing');
	expect(await inSage(`SHOP2-${'7'.repeat(60)}`, 'spare_text_3')).toEqual([1, 0]);
});

describe('Strict', () => {
	const strict = { level: 'strict' };

	it('finishes the first draft of killed workers and discards the others', async () => {
		const draft = {
			customer_document_no: 'DRAFTS',
			is_editing: true,
			override_on_hold: true,
			lines: [],
		};
		const customer_id = await world.customer();
		const first = await world.send('POST', '/sop_orders', { ...draft, customer_id });
		await world.send('POST', '/sop_orders', { ...draft, customer_id });
		expect((await push(['DRAFTS'], strict)).json[0]).toMatchObject({
			id: first.id,
			is_draft: false,
			outcome: 'recovered',
		});
		expect(await inSage('DRAFTS')).toEqual([1, 0]);
	});

	it.each([
		['dropBeforeCommit', 'PUT'],
		['dropAfterCommit', 'PUT'],
		['dropAfterCommit', 'POST'],
	])('ends in one order after %s of a %s', async (kind, method) => {
		await world.sage.admin.setFaults([{ kind, match: { method, path: '^/sop_orders' }, times: 1 }]);
		const key = `${kind} ${method}`;
		const { json } = await push([key], { ...strict, lookAgainSeconds: 2 });
		expect(json[0]).toMatchObject({ is_draft: false });
		expect(await inSage(key)).toEqual([1, 0]);
	});
});

describe('a write without a key', () => {
	const by = (mode: string, value: string) => ({ __rl: true, mode, value });

	it.each([
		[
			'API Request',
			{
				resource: 'apiRequest',
				operation: 'send',
				method: 'POST',
				path: '/warehouses',
				body: '{"name":"Twice"}',
			},
		],
		['Create', { resource: 'warehouse', operation: 'create', name: 'Twice' }],
		[
			'Record: Create',
			{
				resource: 'record',
				operation: 'create',
				recordType: by('name', 'warehouses'),
				fields: { mappingMode: 'defineBelow', value: { name: 'Twice' } },
			},
		],
	])('is not sent again by Retry On Fail: %s', async (_name, parameters) => {
		await world.sage.admin.setFaults([
			{ kind: 'dropAfterCommit', match: { method: 'POST', path: '^/warehouses$' }, times: 1 },
		]);
		const { error } = await world.run(parameters as IDataObject, { retryOnFail: true });
		expect(error?.description).toContain('Sage 200 may have applied it: look before');
		expect(error?.description).toContain('this one was not sent');
		const made = await world.sage.admin.rows('warehouses');
		expect(made.filter(({ name }) => name === 'Twice')).toHaveLength(1);
		// Another execution is a person's decision.
		expect((await world.run(parameters as IDataObject)).error).toBeUndefined();
	});
});
