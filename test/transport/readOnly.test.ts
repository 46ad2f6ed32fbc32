/** Read Only, in the node or in its credential: nothing that changes or locks anything goes out, whatever sends it. */
import { changesNothing, isReadOnly } from '../../nodes/Sage200/sage200/protocol/effects';
import { runNode } from '../support/engine';
import { SageServer } from '../support/sageServer';

const sage = new SageServer();
beforeAll(async () => await sage.start());
afterAll(async () => await sage.stop());
beforeEach(() => {
	sage.clear();
	sage.paths = { '*': [] };
});

const send = (parameters: object) => ({
	resource: 'apiRequest',
	operation: 'send',
	options: { retries: 0 },
	...parameters,
});
const expand = (name: string, value: string) => ({
	path: '/sop_orders/1',
	query: { parameters: [{ name, value }] },
});

const REFUSED: Array<[string, object]> = [
	['a post', { method: 'POST', path: '/couriers', body: '{}' }],
	['a put', { method: 'PUT', path: '/sop_orders_new/5', body: '{}' }],
	['a deletion', { method: 'DELETE', path: '/couriers/5' }],
	['a lock', expand('$expand', 'lines,is_to_lock')],
	['a lock in capitals', expand(' $EXPAND ', 'IS_TO_LOCK')],
	['a lock in the path', { path: '/sop_orders/1?$expand=is_to_lock' }],
	['a lock that is encoded', { path: '/sop_orders/1?%24expand=is%5Fto%5Flock' }],
	['a lock of a list', { path: '/sop_orders?$expand=is_to_lock' }],
	['the list that locks', { path: '/sop_confirm_despatch' }],
	['the list that locks, in capitals', { path: '/SOP_Confirm_Despatch/' }],
];

describe.each([
	['the node', {}, { readOnly: true }],
	['the credential', { readOnly: true }, {}],
])('in %s', (_where, overrides, parameters) => {
	it.each(REFUSED)('refuses %s', async (_what, request) => {
		const { error } = await runNode(sage.connected(overrides), send({ ...request, ...parameters }));
		expect(error?.message).toMatch(/^Read Only: /);
		expect(sage.calls).toBe(0);
	});

	it.each([
		['the orders themselves', { resource: 'record', operation: 'get' }],
		['of a sales order', { resource: 'salesOrder', operation: 'get' }],
	])('refuses a lock in what is read: %s', async (_what, operation) => {
		sage.paths = { '*': [{ id: 5 }] };
		const { error } = await runNode(sage.connected(overrides), {
			...operation,
			recordType: { __rl: true, mode: 'list', value: 'sop_orders' },
			record: { __rl: true, mode: 'id', value: '5' },
			order: { __rl: true, mode: 'id', value: '5' },
			read: { expand: ['is_to_lock'] },
			options: { retries: 0 },
			...parameters,
		});
		expect(error?.message).toMatch(/Read Only: /);
	});

	it('lets reads and enquiries pass, and reads what is pending without a lock', async () => {
		for (const request of [
			{ path: '/sop_orders' },
			{ method: 'POST', path: '/sop_orders_new', body: '{}' },
			{ method: 'POST', path: '/customer_price_enquiry', body: '{}' },
			{ resource: 'despatch', operation: 'getPending' },
		]) {
			const result = await runNode(sage.connected(overrides), send({ ...request, ...parameters }));
			expect(result.error).toBeUndefined();
		}
		expect(sage.count('/sop_confirm_despatch')).toBe(0);
		expect(sage.count('/sop_despatch_discrete_orders')).toBe(1);
	});
});

it('knows what a call does', () => {
	expect(changesNothing({ method: 'GET', path: '/sop_confirm_despatch' })).toBe(true);
	expect(isReadOnly({ method: 'GET', path: '/sop_confirm_despatch' })).toBe(false);
	expect(isReadOnly({ method: 'POST', path: '/sop_orders_new' })).toBe(true);
	expect(isReadOnly({ method: 'PUT', path: '/sop_orders_new/4' })).toBe(false);
});
