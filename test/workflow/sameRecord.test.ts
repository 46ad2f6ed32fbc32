/**
 * Items of one run that name the same record, by whatever name: each finds what the one before left, so that the last
 * one's value stays and each outcome is true. n8n takes resource and operation of the node, not of an item.
 */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { runNode, type StoredCredential } from '../support/engine';
import { loginTo } from '../support/login';
import { startSimulator, type Simulator } from '../support/simulator';

jest.setTimeout(120_000);

let sage: Simulator;
let login: StoredCredential;
let customers: IDataObject[];

beforeAll(async () => {
	sage = await startSimulator('--customers', '10', '--products', '5');
	login = await loginTo(sage);
	customers = (await sage.admin.rows('customers')).slice(0, 2) as IDataObject[];
	await sage.admin.takeSnapshot('seed');
});
afterAll(async () => await sage.stop());

interface Change {
	/** Which of the two customers is meant. */
	who: number;
	by: 'id' | 'reference' | 'small letters';
	limit: number;
}

const LIMITS = [100, 200];

const change: fc.Arbitrary<Change> = fc.record({
	who: fc.nat(1),
	by: fc.constantFrom('id', 'reference', 'small letters'),
	limit: fc.constantFrom(...LIMITS),
});

/** What the forms are filled with. */
const formOf = (recordReference: string) => ({
	customer: {
		__rl: true,
		mode: '={{ $json.byId ? "id" : "reference" }}',
		value: '={{ $json.name }}',
	},
	reference: '={{ $json.reference }}',
	name: '={{ $json.accountName }}',
	additionalFields: { credit_limit: '={{ $json.limit }}' },
	recordType: { __rl: true, mode: 'name', value: 'customers' },
	record: { __rl: true, mode: '={{ $json.byId ? "id" : "key" }}', value: '={{ $json.name }}' },
	// A reference in other letters is another value for Update; Create or Update only finds the record by it.
	fields: {
		mappingMode: 'defineBelow',
		value: { reference: recordReference, credit_limit: '={{ $json.limit }}' },
		matchingColumns: ['reference'],
	},
});

const itemOf = ({ who, by, limit }: Change): IDataObject => {
	const { id, reference, name: accountName } = customers[who];
	const byId = by === 'id';
	const code = by === 'small letters' ? String(reference).toLowerCase() : String(reference);
	return { limit, accountName, byId, stored: reference, reference: code, name: byId ? id : code };
};

it.each([
	['customer', 'update'],
	['customer', 'upsert'],
	['record', 'update'],
	['record', 'upsert'],
])('change it one after the other: %s, %s', async (resource, operation) => {
	const form = formOf(operation === 'upsert' ? '={{ $json.reference }}' : '={{ $json.stored }}');
	await fc.assert(
		fc.asyncProperty(
			fc.array(change, { minLength: 2, maxLength: 7 }),
			fc.constantFrom(1, 4),
			async (changes, callsInFlight) => {
				await sage.admin.restoreSnapshot('seed');
				const limits = customers.map(({ credit_limit: limit }) => Number(limit));
				const expected = changes.map(({ who, limit }) => {
					const outcome = limits[who] === limit ? 'unchanged' : 'updated';
					limits[who] = limit;
					return outcome;
				});
				const { json, error } = await runNode(
					login,
					{ ...form, resource, operation, options: { callsInFlight } },
					{ items: changes.map(itemOf) },
				);
				expect(error).toBeUndefined();
				expect(json.map(({ outcome }) => outcome)).toEqual(expected);
				const left = await sage.admin.rows('customers');
				expect(
					customers.map(({ id }) => Number(left.find((row) => row.id === id)?.credit_limit)),
				).toEqual(limits);
			},
		),
		{ numRuns: 25 },
	);
});
