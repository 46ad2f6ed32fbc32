/**
 * Where nobody outside Sage knows how it behaves, the node gives the same whichever way it is: every switch of the
 * simulator is thrown, one at a time.
 */
import type { IDataObject } from 'n8n-workflow';

import { fastClock } from '../support/fastClock';
import { runNode, type StoredCredential } from '../support/engine';
import { loginTo } from '../support/login';
import { startSimulator, type Simulator } from '../support/simulator';

// What waits for Sage to settle waits for nothing here: the simulator shows at once what it holds.
const usualClock = fastClock(20);
afterAll(() => usualClock());

jest.setTimeout(60_000);

let sage: Simulator;
let login: StoredCredential;
let usual: unknown;
let days = 0;

beforeAll(async () => {
	sage = await startSimulator('--customers', '120', '--products', '60');
	login = await loginTo(sage);
	await sage.admin.takeSnapshot('seed');
	usual = await everydayWork();
});
afterAll(async () => await sage.stop());
afterEach(async () => await sage.admin.resetBehaviour());

const by = (mode: string, value: unknown) => ({ __rl: true, mode, value: String(value) });
const run = async (parameters: IDataObject): Promise<IDataObject[]> => {
	const { json, error } = await runNode(login, parameters);
	if (error) throw error;
	return json;
};

/** What a shop's workflows do in a day, and what the node told them. */
async function everydayWork(): Promise<unknown> {
	await sage.admin.restoreSnapshot('seed');
	// The node would look a while for the order of an earlier day, which it knows that it posted.
	const key = `WEB-${++days}`;
	const all = await run({ resource: 'customer', operation: 'getAll', returnAll: true });
	const sorted = await run({
		resource: 'product',
		operation: 'getAll',
		returnAll: true,
		sort: { fields: [{ field: 'code', direction: 'desc' }] },
	});
	const created = await run({
		resource: 'customer',
		operation: 'create',
		reference: 'NEW001',
		name: "O'Neil",
		main_address: { postcode: 'LS1 1AA' },
	});
	const found = await run({
		resource: 'customer',
		operation: 'get',
		customer: by('reference', 'new001'),
	});
	const updated = await run({
		resource: 'customer',
		operation: 'update',
		customer: by('reference', 'NEW001'),
		additionalFields: { credit_limit: 500 },
		main_address: { postcode: 'LS2 2AA' },
	});
	const unchanged = await run({
		resource: 'customer',
		operation: 'update',
		customer: by('reference', 'NEW001'),
		additionalFields: { credit_limit: 500 },
		main_address: { postcode: 'LS2 2AA' },
	});
	const order = {
		resource: 'salesOrder',
		operation: 'create',
		customer: by('reference', 'zen001'),
		orderKey: key,
		linesInput: 'json',
		linesJson:
			'[{"sku":"tools001","quantity":2,"unitPrice":20,"taxRate":20},{"type":"charge","code":"Carriage","unitPrice":5}]',
	};
	const pushed = await run({ ...order, additionalFields: { document_date: '2026-11-20' } });
	const again = await run(order);
	const read = await run({
		resource: 'salesOrder',
		operation: 'get',
		order: by('customer_document_no', key),
	});
	const changed = await run({
		resource: 'salesOrder',
		operation: 'update',
		order: by('customer_document_no', key),
		additionalFields: { order_priority: 'A' },
	});
	const despatch = {
		resource: 'despatch',
		operation: 'confirm',
		order: by('customer_document_no', key),
	};
	const despatched = await run(despatch);
	const despatchedAgain = await run(despatch);
	const invoice = {
		resource: 'salesLedger',
		operation: 'postInvoice',
		customer: by('reference', 'zen001'),
		document_goods_value: 100,
		documentKey: `I-${days}`,
		protection: { lookAgainSeconds: 1 },
	};
	await run(invoice);
	await runNode(login, invoice);
	const preview = await run({ ...order, operation: 'preview', orderKey: `${key}-P` });
	const removed = await run({
		resource: 'customer',
		operation: 'delete',
		customer: by('reference', 'NEW001'),
	});
	const sites = await run({ resource: 'company', operation: 'getAll' });
	const other = await run({
		resource: 'product',
		operation: 'getAll',
		company: by('id', 2),
		returnAll: true,
	});
	return {
		counts: [all, sorted, sites, other].map(({ length }) => length),
		references: all.map(({ reference }) => reference),
		codes: sorted.map(({ code }) => code),
		outcomes: [updated, unchanged, pushed, again, changed, removed].map(
			([row]) => row.outcome ?? row.deleted,
		),
		same: [
			found[0].id === created[0].id,
			again[0].id === pushed[0].id,
			read[0].id === pushed[0].id,
		],
		total: read[0].total_gross_value,
		preview: [preview[0].ok, preview[0].problems],
		despatched: [despatched, despatchedAgain].map(([row]) => row.outcome),
		invoices: (await sage.admin.rows('sales_posted_transactions', { reference: `I-${days}` }))
			.length,
		despatches: (
			await sage.admin.rows('sop_despatch_receipts', { sop_order_id: Number(pushed[0].id) })
		).length,
		leftLocked: (await sage.admin.rows('record_locks')).length,
	};
}

/** Every value but the usual one; those of which the node can only tell that it cannot go on are tested elsewhere. */
const THROWN = [
	{ envelope: 'value' },
	{ count: 'number' },
	{ count: 'beside' },
	{ unauthorisedBody: 'json' },
	{ writeReplies: 'scalars' },
	{ writeReplies: 'expanded' },
	{ namedScalars: 'always' },
	{ unsetIds: 'zero' },
	{ unsetIds: 'null' },
	{ unsetIds: 'absent' },
	{ writeOnlyFields: 'echoed' },
	{ postReplies: 'final' },
	{ invoiceAddresses: 'told' },
	{ stockUnitIds: 'told' },
	{
		writeReplies: 'expanded',
		namedScalars: 'always',
		unsetIds: 'zero',
		writeOnlyFields: 'echoed',
		postReplies: 'final',
		invoiceAddresses: 'told',
		stockUnitIds: 'told',
	},
	{ postReplyStamps: 'included' },
	{ putReplyStamps: 'old' },
	{ nullDates: 'null' },
	{ dateZone: 'none' },
	{ stampGrain: 'seconds' },
	{ textCompare: 'sensitive' },
	{ unknownFields: 'refused' },
	{ looseTypes: 'converted' },
	{ longUrl: 400 },
	{ longUrl: 'accepted' },
	{ keyStorage: 'exact' },
	{ keyStorage: 'cut' },
	{ keyStorage: 'codePage' },
	{ statusVerb: 'PUT' },
	{ statusVerb: 'PUT by id' },
	{ statusBody: 'id' },
	{ previewLines: 'priced' },
	{ givenDocumentNumbers: 'refused' },
	{ unitPriceRounding: 'rounded' },
	{ negativeLines: 'taken' },
	{ freeTextLines: 'refused' },
	{ archivedOrders: 'gone' },
	{ despatchLocks: 'none' },
	{ lineStamps: 'kept' },
	{ despatchStamps: 'kept' },
	{ binTransfers: 'hidden' },
	{ holdingStamps: 'kept' },
	{ waitingPostings: 'unlisted' },
	{ bankPayments: 'positive' },
	{ transferUrns: 'separate' },
	{ authTime: 'off' },
	{ rotation: 'off' },
	{ refreshLife: 'sliding' },
	{ largestTop: 37 },
	{ largestTop: 50 },
	{ largestTop: 100 },
	{ largestTop: 128 },
	{ largestTop: 512 },
	{ largestTop: 999 },
	{ largestTop: 500, topOverMaximum: 'refuse' },
	{ clockSkewSeconds: 300 },
	{ clockSkewSeconds: -300 },
	{ release: '2024 R1' },
];

/** A 400's body is tried below, an empty `/sites` with the connection; what is deferred is not there to be found. */
const TRIED_ELSEWHERE = ['badRequestBody', 'sites', 'posting'];

it('every switch is thrown', async () => {
	const tried = new Set([...TRIED_ELSEWHERE, ...THROWN.flatMap((each) => Object.keys(each))]);
	const switches = Object.keys(await sage.admin.switches());
	expect(switches.filter((name) => !tried.has(name))).toEqual([]);
});

it.each(THROWN)('%j', async (behaviour) => {
	await sage.admin.setBehaviour(behaviour as never);
	expect(await everydayWork()).toEqual(usual);
});

it.each(['Message', 'ModelState', 'ExceptionMessage', 'text'])(
	"tells Sage's reason from a body of %s",
	async (badRequestBody) => {
		await sage.admin.setBehaviour({ badRequestBody } as never);
		const { error } = await runNode(login, {
			resource: 'customer',
			operation: 'create',
			reference: 'ZEN001',
			name: 'Twice',
		});
		expect(error?.message).toMatch(/^Sage 200 refused the request: .*reference/i);
	},
);
