/** Documents are changed line by line: of a change that fails half-way it is told what is in Sage, whatever sends it. */
import type { IDataObject } from 'n8n-workflow';

import type { AnyRow } from '../support/admin-client';
import { fastClock } from '../support/fastClock';
import { SalesWorld } from '../support/salesWorld';

const usualClock = fastClock(20);
afterAll(() => usualClock());

let world: SalesWorld;
beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => await world.reset());

const by = (mode: string, value: unknown) => ({ __rl: true, mode, value: String(value) });
const QUOTE = { resource: 'salesQuote', parameter: 'quote', path: 'sop_quotes' };
const PURCHASE = { resource: 'purchaseOrder', parameter: 'purchaseOrder', path: 'pop_orders' };

/** A document of three lines. */
async function created({ resource, path }: typeof QUOTE): Promise<AnyRow> {
	const [supplier] = await world.sage.admin.rows('suppliers');
	const { json, error } = await world.run({
		resource,
		operation: 'create',
		customer: by('reference', 'ZEN001'),
		supplier: by('reference', supplier.reference),
		documentKey: 'HALF',
		linesInput: 'json',
		linesJson: JSON.stringify(
			['TOOLS001', 'PAINT001', 'TOOLS001'].map((code) => ({ code, quantity: 1 })),
		),
		protection: { level: 'standard' },
	});
	if (error) throw error;
	return await world.sage.admin.row(path, Number(json[0].id));
}

const WAYS: Array<[string, (kind: typeof QUOTE, id: number, body: object) => IDataObject]> = [
	[
		'Update',
		({ resource, parameter }, id, body) => ({
			resource,
			operation: 'update',
			[parameter]: by('id', id),
			otherFields: JSON.stringify(body),
		}),
	],
	[
		'Record: Update',
		({ path }, id, body) => ({
			resource: 'record',
			operation: 'update',
			recordType: by('list', path),
			record: by('id', id),
			input: 'json',
			bodyJson: JSON.stringify(body),
		}),
	],
	[
		'API Request',
		({ path }, id, body) => ({
			resource: 'apiRequest',
			operation: 'send',
			method: 'PUT',
			path: `/${path}/${id}`,
			body: JSON.stringify(body),
		}),
	],
];

describe.each([QUOTE, PURCHASE])('$resource', (kind) => {
	it.each(WAYS)('%s', async (_name, update) => {
		const { id, lines } = await created(kind);
		const [first, second, third] = lines as Array<{ id: number }>;
		const body = {
			analysis_code_1: 'HALF',
			lines: [
				{ id: first.id, line_quantity: 5 },
				{ id: second.id + 900_000, line_quantity: 3 },
				{ id: third.id, line_quantity: 6 },
			],
		};
		const { json } = await world.run(update(kind, id, body), { onError: 'continueRegularOutput' });
		expect(String(json[0].message)).toContain(
			'It has: header, line 1 (TOOLS001). It does not have: line 2, line 3 (TOOLS001).',
		);
		const now = (await world.sage.admin.row(kind.path, id)).lines as IDataObject[];
		expect(now.map(({ line_quantity: quantity }) => quantity)).toEqual([5, 1, 1]);
	});
});
