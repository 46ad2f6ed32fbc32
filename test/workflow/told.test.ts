/** What n8n is told beside the items: hints above them, the key of an order with its execution, words in the log. */
import type { IDataObject } from 'n8n-workflow';

import { hintsOf } from '../../nodes/Sage200/core/hints';
import type { Item } from '../../nodes/Sage200/core/item';
import { resources } from '../../nodes/Sage200/resources';
import { fastClock } from '../support/fastClock';
import { listContext, SAGE_TOOL, type RunOptions } from '../support/engine';
import { SalesWorld } from '../support/salesWorld';

const usualClock = fastClock(20);
afterAll(() => usualClock());

let world: SalesWorld;
let order: { customer: string; lines: Array<{ code: unknown; quantity: number }> };

beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => {
	await world.reset();
	const [product] = await world.goods();
	const { reference } = await world.sage.admin.row('customers', await world.customer());
	order = { customer: String(reference), lines: [{ code: product.code, quantity: 1 }] };
});

const POST = { method: 'POST', path: '^/sop_orders$' };

const push = async (keys: string[], options: RunOptions = {}, parameters: IDataObject = {}) =>
	await world.run(
		{
			resource: 'salesOrder',
			operation: 'create',
			customer: { __rl: true, mode: 'reference', value: order.customer },
			orderKey: '={{ $json.key }}',
			linesInput: 'json',
			linesJson: JSON.stringify(order.lines),
			additionalFields: { override_on_hold: true },
			protection: { level: 'standard', lookAgainSeconds: 0, settleSeconds: 0 },
			options: { retries: 0 },
			...parameters,
		},
		{ items: keys.map((key) => ({ key })), ...options },
	);

const list = async (parameters: IDataObject, items: IDataObject[] = [{}]) =>
	await world.run({ resource: 'customer', operation: 'getAll', ...parameters }, { items });

/** What was written into n8n's log as a warning meanwhile. */
async function warnings(run: () => Promise<unknown>): Promise<string[]> {
	// All contexts have the one logger.
	const { logger } = listContext(world.stored, {});
	const warn = jest.spyOn(logger, 'warn').mockImplementation(() => undefined);
	try {
		await run();
		return warn.mock.calls.map(([message]) => message);
	} finally {
		warn.mockRestore();
	}
}

describe('the hints', () => {
	it('say that rows may have been cut, and nothing where all came', async () => {
		expect((await list({ limit: 3 }, [{}, {}])).hints).toEqual([
			'2 of 2 lists have as many rows as Limit allows: there may be more. Switch on Return All, or raise Limit.',
		]);
		// n8n tells of a single list by itself.
		expect((await list({ limit: 3 })).hints).toEqual([]);
		expect((await list({ returnAll: true })).hints).toEqual([]);
		expect((await push(['PLAIN'])).hints).toEqual([]);
	});

	it('say that one list was read for every item', async () => {
		const items = Array.from({ length: 10 }, () => ({}));
		expect((await list({ returnAll: true }, items)).hints).toEqual([
			expect.stringContaining('read 10 times'),
		]);
	});

	it('say what is in doubt', async () => {
		const late = { kind: 'lateCommit', afterMs: 60_000, match: POST, times: 1 };
		await world.sage.admin.setFaults([late]);
		const { hints } = await push(['LATE', 'FINE'], { onError: 'continueRegularOutput' });
		expect(hints).toEqual([expect.stringContaining('key "LATE"')]);
	});

	it('say which documents differ from what was pushed', async () => {
		const [first] = (await push(['DIFFERS'])).json;
		order.lines[0].quantity = 7;
		const { hints } = await push(['DIFFERS']);
		expect(hints).toEqual([expect.stringContaining(String(first.document_no))]);
	});

	it('say it of a preview too, which writes nothing', () => {
		const preview = resources
			.flatMap(({ operations }) => operations)
			.find(({ value }) => value === 'previewFromShopOrder')!;
		const rows = [
			{ json: { document_no: '0000000007', differs: ['It is cancelled in the shop'] } },
		];
		expect(hintsOf([{ operation: preview, item: {} as Item, rows }])).toEqual([
			expect.objectContaining({ message: expect.stringContaining('0000000007') }),
		]);
	});

	it('say that items of one key may be lines of one order, where they are not the same', async () => {
		const lines = {
			linesInput: 'form',
			lines: { line: [{ code: order.lines[0].code, quantity: '={{ $itemIndex + 1 }}' }] },
		};
		const { hints } = await push(['ROWS', 'ROWS', 'OTHER'], {}, lines);
		expect(hints).toContain(
			'1 item came with the order key of an item before: nothing was added to that order. If each item is a line of it, choose One Item Each under Lines.',
		);
		expect((await push(['TWICE', 'TWICE'])).hints).toEqual([]);
		expect((await push(['EACH', 'EACH'], {}, { ...lines, linesInput: 'items' })).hints).toEqual([]);
	});

	it('say that many items were written one after the other, where Calls in Flight is 1', async () => {
		const keys = Array.from({ length: 10 }, (_, at) => `MANY-${at}`);
		const written = async (some: string[], callsInFlight: number) =>
			(await push(some, {}, { options: { retries: 0, callsInFlight } })).hints;
		expect(await written(keys, 1)).toEqual([
			'10 items were written one after the other. Where Sage 200 does not limit the calls, it goes faster with Options → Calls in Flight at 4.',
		]);
		expect(await written(keys, 4)).toEqual([]);
		expect(await written(keys.slice(1), 1)).toEqual([]);
	});

	it('say that a loop gives the node one item each, from the tenth time on', async () => {
		const looped = async (keys: string[], runs: number) => (await push(keys, { runs })).hints;
		expect(await looped(['LOOP'], 10)).toEqual([
			'The node ran 10 times with one item each. It takes all items at once, in less time and fewer calls: leave out the loop before it, or raise its Batch Size.',
		]);
		expect(await looped(['LOOP'], 9)).toEqual([]);
		expect(await looped(['LOOP', 'BATCH'], 10)).toEqual([]);
		// An agent calls its tool as it sees fit.
		expect((await push(['LOOP'], { runs: 10, type: SAGE_TOOL })).hints).toEqual([]);
		expect(
			(await world.run({ resource: 'company', operation: 'getAll' }, { runs: 10 })).hints,
		).toEqual([]);
	});
});

describe('the keys of an execution', () => {
	it('are kept with it, all in one entry', async () => {
		const { customData } = await push(['SHOP-1', 'SHOP-2']);
		expect(customData).toEqual({ sage200_key: 'SHOP-1, SHOP-2' });
	});

	it('are kept though the order is refused by Sage', async () => {
		await world.sage.admin.setFaults([{ kind: 'status', status: 400, match: POST }]);
		const { customData, error } = await push(['REFUSED']);
		expect(error).toBeDefined();
		expect(customData).toEqual({ sage200_key: 'REFUSED' });
	});

	it('are whole ones, as many as n8n takes', async () => {
		const keys = Array.from({ length: 30 }, (_, at) => `ORDER-KEY-${at}`);
		const { customData } = await push(keys);
		expect(customData.sage200_key.length).toBeLessThanOrEqual(255);
		for (const key of customData.sage200_key.split(', ')) expect(keys).toContain(key);
	});
});

describe('the log', () => {
	it('tells a repeated call without its query', async () => {
		await world.sage.admin.setThrottle({});
		await world.sage.admin.setFaults([
			{ kind: 'status', status: 429, match: { path: '^/customers$' }, times: 1 },
		]);
		const told = await warnings(
			async () => await list({ returnAll: true, read: { filter: "name eq 'Secret'" } }),
		);
		expect(told).toEqual([
			expect.stringMatching(
				/^Sage 200 is limiting the number of calls: GET \/customers is sent again in \d+ s \(1 of \d+\)$/,
			),
		]);
	});

	it('tells a doubt', async () => {
		const late = { kind: 'lateCommit', afterMs: 60_000, match: POST, times: 1 };
		await world.sage.admin.setFaults([late]);
		const told = await warnings(
			async () => await push(['LOGGED'], { onError: 'continueRegularOutput' }),
		);
		expect(told.join()).toContain('in doubt whether the sales order with key "LOGGED"');
	});
});
