/** What of a write's answer is shown: the few fields that people look for, all, or those that an agent's tool names. */
import type { IDataObject } from 'n8n-workflow';

import { schema } from '../../nodes/Sage200/catalog';
import { fastClock } from '../support/fastClock';
import { SAGE_TOOL, types, type RunOptions } from '../support/engine';
import { byKey, SalesWorld } from '../support/salesWorld';

const usualClock = fastClock(20);
afterAll(() => usualClock());

let world: SalesWorld;
let code: string;
let customer: IDataObject;
beforeAll(async () => {
	world = await SalesWorld.open();
	const [product] = await world.goods();
	code = String(product.code);
	customer = { __rl: true, mode: 'id', value: String(await world.customer()) };
});
afterAll(async () => await world.close());

const MOST = 10;
const SIMPLE = [
	'outcome',
	'customer_document_no',
	'document_no',
	'total_gross_value',
	'total_net_value',
	'id',
	'document_date',
	'document_status',
	'is_draft',
	'customer_id',
];

async function run(parameters: IDataObject, options: RunOptions = {}): Promise<IDataObject> {
	const { json, error } = await world.run(parameters, options);
	expect(error?.message).toBeUndefined();
	return json[0];
}

const order = (orderKey: string, more: IDataObject = {}, lines: IDataObject[] = []) => ({
	resource: 'salesOrder',
	operation: 'create',
	customer,
	orderKey,
	linesInput: 'json',
	linesJson: JSON.stringify(lines.length > 0 ? lines : [{ code, quantity: 1 }]),
	additionalFields: { override_on_hold: true },
	...more,
});

/** For which dry runs the form of an order does not ask how much of the answer is wanted. */
const hiddenFor = (operation: string) =>
	types['n8n-nodes-sage200.sage200'].description.properties
		.filter(({ name, displayOptions: { show = {} } = {} }) =>
			[
				['simplify', 'output', 'outputFields'].includes(name),
				show.resource?.includes('salesOrder'),
				show.operation?.includes(operation),
			].every(Boolean),
		)
		.map(({ displayOptions }) => displayOptions?.hide?.dryRun);

/** What of a row no record of Sage's has: the node's own word. */
const ownWords = (row: IDataObject, name = 'sop_order') =>
	Object.keys(row).filter((each) => !schema(name).fields.has(each));

describe('an order', () => {
	it('is shown by ten fields, and whole where Simplify is off', async () => {
		const shown = await run(order('S-1'));
		expect(Object.keys(shown).sort()).toEqual([...SIMPLE].sort());
		const whole = await run(order('S-1', { simplify: false }));
		expect(Object.keys(whole).length).toBeGreaterThan(50);
		expect(whole).toMatchObject({ ...shown, outcome: 'existing' });
		expect(whole.lines).toHaveLength(1);
	});

	it('keeps all that the node tells of it', async () => {
		await run(order('S-2'));
		const differing = (more: IDataObject = {}) =>
			order('S-2', { prices: { totalShop: '1', totalIfDiffers: 'tell' }, ...more }, [
				{ code, quantity: 3 },
			]);
		const shown = await run(differing());
		const whole = await run(differing({ simplify: false }));
		expect(ownWords(shown)).toEqual(ownWords(whole));
		expect(ownWords(shown)).toEqual(
			expect.arrayContaining(['outcome', 'differs', 'totals', 'notes']),
		);
		for (const name of Object.keys(shown)) expect([name, shown[name]]).toEqual([name, whole[name]]);
	});

	it('keeps the changes of an update', async () => {
		await run(order('S-3'));
		const change = {
			resource: 'salesOrder',
			operation: 'update',
			order: byKey('S-3'),
			linesMode: 'some',
			linesInput: 'json',
			linesJson: JSON.stringify([{ code, quantity: 2 }]),
		};
		const { changes, lines } = await run(change);
		expect(changes).toHaveLength(1);
		expect(lines).toBeUndefined();
	});

	it('keeps its key, wherever the site keeps that', async () => {
		const row = await run(order('S-4', { options: { keyField: 'analysis_code_5' } }));
		expect(row).toMatchObject({ outcome: 'created', analysis_code_5: 'S-4' });
	});

	it('is previewed whole by a dry run', async () => {
		const row = await run(order('S-5', { dryRun: true }));
		expect(row).toMatchObject({ outcome: 'preview', ok: true });
		expect(row).toHaveProperty('customer.reference');
		expect(row).toHaveProperty('payload.lines');
	});

	it('has its total at the front of a dry run, which does not ask how much of it is wanted', async () => {
		const row = await run(order('S-6', { dryRun: true }));
		expect(Object.keys(row).slice(0, 4)).toEqual(['outcome', 'ok', 'key', 'total_gross_value']);
		expect(row).toMatchObject({ total_gross_value: expect.any(Number) as number });
		expect(row).not.toHaveProperty('own');
		for (const operation of ['create', 'createFromShopOrder'])
			expect(hiddenFor(operation)).toEqual([[true], [true], [true]]);
	});
});

it('shows records of any kind by ten fields, with what became of them', async () => {
	const record = {
		resource: 'record',
		operation: 'create',
		recordType: { __rl: true, mode: 'list', value: 'customers' },
		input: 'json',
		bodyJson: JSON.stringify({ reference: 'SIMPLE1', name: 'Simple' }),
	};
	const shown = await run(record);
	expect(shown).toMatchObject({ outcome: 'created', reference: 'SIMPLE1', name: 'Simple' });
	expect(Object.keys(shown).length).toBeLessThanOrEqual(MOST + 1);
	const again = { ...record, operation: 'upsert', matchField: 'reference' };
	const unchanged = await run(again);
	expect(unchanged).toMatchObject({ outcome: 'unchanged', reference: 'SIMPLE1' });
	expect(Object.keys(unchanged).length).toBeLessThanOrEqual(MOST + 1);
	const whole = await run({ ...again, simplify: false });
	expect(Object.keys(whole).length).toBeGreaterThan(50);
});

describe('a tool of an AI agent', () => {
	const asked = async (parameters: IDataObject) => await run(parameters, { type: SAGE_TOOL });

	it('is given the few fields, whatever Simplify said', async () => {
		const row = await asked(order('T-1', { simplify: false }));
		expect(Object.keys(row).sort()).toEqual([...SIMPLE].sort());
	});

	it('is given the raw record', async () => {
		const row = await asked(order('T-2', { output: 'raw' }));
		expect(Object.keys(row).length).toBeGreaterThan(50);
	});

	const selected = { output: 'selectedFields', outputFields: 'document_no, total_tax_value' };

	it('is given the fields that it names, and what the node tells', async () => {
		const row = await asked(order('T-3', selected));
		expect(Object.keys(row).sort()).toEqual(['document_no', 'outcome', 'total_tax_value']);
		const found = await asked(order('T-3', selected, [{ code, quantity: 2 }]));
		expect(Object.keys(found)).toEqual(expect.arrayContaining(['differs', 'notes']));
	});

	it('is given the fields of a list that it names', async () => {
		const list = { resource: 'salesOrder', operation: 'getAll', limit: 1, ...selected };
		expect(Object.keys(await asked(list)).sort()).toEqual(['document_no', 'total_tax_value']);
	});

	it('is given the few fields where none is named', async () => {
		const read = { resource: 'stock', operation: 'getLevels', limit: 1 };
		const simple = await asked(read);
		expect(Object.keys(simple)).toHaveLength(MOST);
		expect(await asked({ ...read, ...selected, outputFields: ' ' })).toEqual(simple);
		const named = await asked({ ...read, ...selected, outputFields: 'product_code' });
		expect(named).toEqual({ product_code: simple.product_code });
	});
});

it('asks other nodes nothing about the output of a tool', async () => {
	const row = await run(order('N-1', { output: 'raw', outputFields: 'id' }));
	expect(Object.keys(row).sort()).toEqual([...SIMPLE].sort());
});
