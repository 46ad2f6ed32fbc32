/** Read Only refuses everything that would change data, of every resource, before a single call is made. */
import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../nodes/Sage200/core/resource';
import { resources } from '../../nodes/Sage200/resources';
import { runNode, type StoredCredential } from '../support/engine';
import { loginTo } from '../support/login';
import { startSimulator, type Simulator } from '../support/simulator';

/** What no name of an operation that changes data begins with. */
const READS = /^(get|check|enquire|preview|reconcile|refresh)/;
/** What its form decides: tried below in each way. */
const DECIDED_BY_FORM = ['apiRequest:send', 'record:action'];

let sage: Simulator;
let login: StoredCredential;

beforeAll(async () => {
	sage = await startSimulator();
	login = await loginTo(sage);
}, 60_000);
afterAll(async () => await sage.stop());

const all = resources.flatMap(({ value, operations }) =>
	operations.map((operation) => ({
		name: `${value}:${operation.value}`,
		resource: value,
		operation,
	})),
);
const changing = all.filter(
	({ name, operation }) => !READS.test(operation.value) && !DECIDED_BY_FORM.includes(name),
);
const calls = async () => (await sage.admin.log()).calls.length;

async function expectRefused(parameters: IDataObject): Promise<void> {
	const before = await calls();
	const { error } = await runNode(login, { readOnly: true, ...parameters });
	expect(error?.message).toContain('would change data in Sage 200');
	expect(await calls()).toBe(before);
}

/** n8n itself asks for what is required before the node runs. */
function filled({ properties }: Operation): IDataObject {
	const required = properties.filter((property) => property.required);
	return Object.fromEntries(
		required.map(({ name, type }) => [
			name,
			type === 'resourceLocator' ? { __rl: true, mode: 'id', value: '1' } : '1',
		]),
	);
}

it.each(changing.map(({ name, ...each }) => [name, each] as const))(
	'%s',
	async (_, { resource, operation }) => {
		await expectRefused({ resource, operation: operation.value, ...filled(operation) });
	},
);

it.each([['POST'], ['PUT'], ['DELETE']])('an API request by %s', async (method) => {
	await expectRefused({ resource: 'apiRequest', operation: 'send', method, path: '/customers' });
});

it.each([
	['POST sop_orders_duplicate'],
	['POST sop_confirm_despatch'],
	['POST sales_invoices'],
	['POST stocktake_approve_complete'],
	['PUT couriers'],
])('the action %s', async (place) => {
	await expectRefused({
		resource: 'record',
		operation: 'action',
		recordType: { __rl: true, mode: 'list', value: place },
	});
});

it('lets reading through', async () => {
	const read = async (parameters: IDataObject) =>
		await runNode(login, { readOnly: true, ...parameters });
	expect((await read({ resource: 'customer', operation: 'getAll', limit: 1 })).json).toHaveLength(
		1,
	);
	expect(
		(
			await read({
				resource: 'apiRequest',
				operation: 'send',
				method: 'GET',
				path: '/customers',
				limit: 1,
			})
		).error,
	).toBeUndefined();
});
