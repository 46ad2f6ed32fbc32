/** Items of one run that go to different companies: none of them is touched by what another's fails over. */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { fastClock } from '../support/fastClock';
import type { RunOptions } from '../support/engine';
import { SalesWorld } from '../support/salesWorld';

const usualClock = fastClock(20);
afterAll(() => usualClock());

let world: SalesWorld;
let order: IDataObject;

beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => {
	await world.reset();
	const [{ code }] = await world.goods();
	const { reference } = await world.sage.admin.row('customers', await world.customer());
	order = {
		resource: 'salesOrder',
		operation: 'create',
		company: { __rl: true, mode: 'id', value: '={{ $json.company }}' },
		customer: { __rl: true, mode: 'reference', value: String(reference) },
		orderKey: '={{ $json.key }}',
		linesInput: 'json',
		linesJson: JSON.stringify([{ code, quantity: 1 }]),
		additionalFields: { override_on_hold: true },
		protection: { level: 'standard', lookAgainSeconds: 0 },
		options: { retries: 0 },
	};
});

const GO_ON: RunOptions = { onError: 'continueRegularOutput' };
const FINE = '1';
const AWAY = '2';

async function push(items: IDataObject[], options: RunOptions = GO_ON, more: IDataObject = {}) {
	return await world.run({ ...order, ...more }, { items, ...options });
}

/** Nothing of the second company can be had. */
async function away(status: number): Promise<void> {
	await world.sage.admin.setFaults([{ kind: 'status', status, match: { companyId: AWAY } }]);
}

it('creates the orders of a company whatever the calls to another answer', async () => {
	const companies = fc.array(fc.constantFrom(FINE, AWAY), { minLength: 1, maxLength: 6 });
	let runs = 0;
	await fc.assert(
		fc.asyncProperty(companies, fc.constantFrom(401, 403, 404, 500), async (given, status) => {
			await away(status);
			const run = ++runs;
			const { json } = await push(given.map((company, at) => ({ company, key: `R${run}-${at}` })));
			expect(json.map(({ outcome, error }) => outcome ?? typeof error)).toEqual(
				given.map((company) => (company === FINE ? 'created' : 'string')),
			);
		}),
		{ numRuns: 10, examples: [[[AWAY, FINE], 500]] },
	);
});

it('reads a record in one company though another is away', async () => {
	await away(500);
	const { customer, company, options } = order;
	const { json } = await world.run(
		{ resource: 'customer', operation: 'get', customer, company, options },
		{ items: [{ company: AWAY }, { company: FINE }], ...GO_ON },
	);
	expect([typeof json[0].error, typeof json[1].id]).toEqual(['string', 'number']);
});

it('sends nothing to any company where an item of another stops the workflow', async () => {
	await away(500);
	const { error } = await push(
		[
			{ company: FINE, key: 'A' },
			{ company: AWAY, key: 'B' },
		],
		{},
	);
	expect(error).toBeDefined();
	const { calls } = await world.sage.admin.log();
	expect(calls.filter(({ method }) => method !== 'GET')).toEqual([]);
	// Nothing is held of what was not sent.
	expect((await push([{ company: FINE, key: 'A' }])).json[0].outcome).toBe('created');
});

it('lets two runs push the same keys of two companies at once, in whatever order', async () => {
	const items = [FINE, AWAY].flatMap((company) => [
		{ company, key: 'X' },
		{ company, key: 'Y' },
	]);
	const runs = await Promise.all([push(items), push([...items].reverse()), push(items)]);
	const outcomes = runs.flatMap(({ json }) => json.map(({ outcome }) => outcome));
	expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(4);
	expect(outcomes.filter((outcome) => outcome === 'existing')).toHaveLength(8);
});

it('makes an order of rows in each company, though both have one of the same key', async () => {
	const lines = { linesInput: 'items', lines: { line: [{ code: '={{ $json.sku }}' }] } };
	const [{ code: sku }] = await world.goods();
	const rows = [FINE, AWAY, FINE, AWAY].map((company) => ({
		company,
		key: 'ROWS',
		sku: String(sku),
	}));
	const { json } = await push(rows, GO_ON, lines);
	expect(json.map(({ outcome, error }) => outcome ?? error)).toEqual([
		'created',
		'created',
		'included',
		'included',
	]);
});

it('knows a company again however its address is written', async () => {
	const written = world.stored.data;
	const siteId = String(written.siteId);
	world.stored.data = { ...written, siteId: siteId.toUpperCase() };
	try {
		const items = [
			{ company: '', key: 'CASE' },
			{ company: `${siteId}/${FINE}`, key: 'CASE' },
		];
		const runs = await Promise.all(items.map(async (item) => await push([item])));
		const { json } = await push(items);
		expect(runs.map((run) => run.json[0].outcome).sort()).toEqual(['created', 'existing']);
		expect(json.map(({ outcome }) => outcome)).toEqual(['existing', 'existing']);
	} finally {
		world.stored.data = written;
	}
});
