/** Get Many in a loop: the rounds together give every record once, whatever their size and the filter. */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { runNode, type StoredCredential } from '../support/engine';
import { loginTo } from '../support/login';
import { startSimulator, type Simulator } from '../support/simulator';

jest.setTimeout(60_000);

let sage: Simulator;
let login: StoredCredential;

beforeAll(async () => {
	sage = await startSimulator('--customers', '120', '--products', '60');
	login = await loginTo(sage);
});
afterAll(async () => await sage.stop());

const CUSTOMERS = { resource: 'customer', operation: 'getAll' };
const RECORDS = {
	resource: 'record',
	operation: 'getAll',
	recordType: { __rl: true, mode: 'name', value: 'customers' },
};

async function inRounds(limit: number, parameters: IDataObject): Promise<unknown[]> {
	const ids: unknown[] = [];
	for (;;) {
		const { json, error } = await runNode(login, {
			...parameters,
			limit,
			read: { ...(parameters.read as IDataObject), continueAfter: ids[ids.length - 1] ?? 0 },
		});
		if (error) throw error;
		ids.push(...json.map(({ id }) => id));
		if (json.length < limit) return ids;
	}
}

it('gives every record once, in the order of the IDs', async () => {
	const ids = (await sage.admin.rows('customers')).map(({ id }) => Number(id));
	ids.sort((left, right) => left - right);
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 7, max: 150 }),
			fc.constantFrom(CUSTOMERS, RECORDS),
			fc.option(fc.constantFrom(...ids), { nil: undefined }),
			async (limit, parameters, upTo) => {
				const filter = upTo === undefined ? '' : `id le ${upTo} or id eq 0`;
				expect(await inRounds(limit, { ...parameters, read: { filter } })).toEqual(
					ids.filter((id) => upTo === undefined || id <= upTo),
				);
			},
		),
		{ numRuns: 12 },
	);
});

it.each([
	['an order of another field', { sort: { fields: [{ field: 'name', direction: 'asc' }] } }, 0],
	['what is no ID', {}, 'AB1'],
	['a negative ID', {}, -1],
])('refuses %s by name', async (_what, parameters, continueAfter) => {
	const { error } = await runNode(login, { ...CUSTOMERS, ...parameters, read: { continueAfter } });
	expect(error?.message).toContain('Continue After');
});

it('refuses a list whose rows have no ID', async () => {
	const { error } = await runNode(login, {
		...RECORDS,
		recordType: { __rl: true, mode: 'name', value: 'sop_despatch_discrete_orders' },
		read: { continueAfter: 0 },
	});
	expect(error?.message).toContain('Continue After');
});
