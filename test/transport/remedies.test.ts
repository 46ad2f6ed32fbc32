/** What is said of a failed call: of a write that may be in Sage never that it is to be run again without a look. */
import fc from 'fast-check';

import { SageFailure, type FailureKind } from '../../nodes/Sage200/sage200/protocol/failures';
import { mayBeApplied, remedyOf } from '../../nodes/Sage200/transport/remedies';
import { runNode } from '../support/engine';
import { dropped, SageServer, status } from '../support/sageServer';

const KINDS: FailureKind[] = [
	'refused',
	'unauthorised',
	'loginEnded',
	'forbidden',
	'notFound',
	'outdated',
	'tooLarge',
	'tooLong',
	'throttled',
	'crashed',
	'unavailable',
	'timeout',
	'dropped',
	'unreachable',
	'unreadable',
	'notRenewed',
	'notMade',
	'redirected',
];

it('says of every write that may be applied to look first, and of no write to run it again', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...KINDS),
			fc.constantFrom('POST', 'PUT', 'DELETE'),
			fc.constantFrom('/couriers', '/sop_orders/12', '/stock_transfers'),
			(kind, method, path) => {
				const failure = new SageFailure({ kind, method, path });
				const told = remedyOf(failure);
				expect(told).not.toMatch(/run the item again/i);
				expect(mayBeApplied(failure)).toBe(failure.inDoubt);
				expect(/may have applied it: look before you run it again/.test(told)).toBe(
					failure.inDoubt,
				);
			},
		),
	);
});

it('knows posts that save nothing', () => {
	const enquiry = { method: 'POST', path: '/customer_price_enquiry' };
	expect(mayBeApplied(new SageFailure({ kind: 'timeout', ...enquiry }))).toBe(false);
	expect(remedyOf(new SageFailure({ kind: 'timeout', ...enquiry }))).toMatch(/^Run the item again/);
});

describe('in the node', () => {
	const sage = new SageServer();
	beforeAll(async () => await sage.start());
	afterAll(async () => await sage.stop());
	beforeEach(() => sage.clear());

	const request = (parameters: object) => ({
		resource: 'apiRequest',
		operation: 'send',
		options: { retries: 0 },
		...parameters,
	});

	it.each([
		['500', 500],
		['503', 503],
		['an empty reply', status(200, '')],
		['null', status(200, 'null')],
		['an empty list', status(200, '[]')],
		['204', 204],
		['a dropped line', dropped],
	])('tells that a post may be applied after %s', async (_what, answer) => {
		sage.paths['/couriers'] = answer;
		const parameters = request({ method: 'POST', path: '/couriers', body: '{"name":"X"}' });
		const { error } = await runNode(sage.connected(), parameters);
		expect(error?.description).toMatch(
			/^Sage 200 may have applied it: look before you run it again\. .*\(POST \/couriers\)$/,
		);
		expect(error?.context?.details).toEqual({ inDoubt: true, method: 'POST', path: '/couriers' });
		const { json } = await runNode(sage.connected(), parameters, {
			onError: 'continueRegularOutput',
		});
		expect(json[0].details).toMatchObject({ inDoubt: true, path: '/couriers' });
		expect(sage.count('/couriers')).toBe(2);
	});

	it.each([
		[413, 'POST', /larger than/, /fewer lines/],
		[414, 'GET', /longer than/, /shorter filter/],
		[431, 'GET', /longer than/, /shorter filter/],
	])('knows what to do about %i', async (code, method, message, remedy) => {
		sage.paths['/couriers'] = code;
		const { error } = await runNode(sage.connected(), request({ method, path: '/couriers' }));
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(remedy);
		expect(error?.description).not.toMatch(/what Sage 200 complains of|may have applied/);
	});

	it.each([
		['path', { path: '/customers\ud83d' }, /^Path: /],
		[
			'filter',
			{
				path: '/customers',
				query: { parameters: [{ name: '$filter', value: "name eq 'caf\udc00'" }] },
			},
			/^Query Parameters: has half a character/,
		],
		[
			'query in the path',
			{ path: "/customers?$filter=name eq '\ud83d'" },
			/^Path: has half a character/,
		],
	])('refuses half a character in the %s', async (_where, parameters, message) => {
		const { error } = await runNode(sage.connected(), request({ method: 'GET', ...parameters }));
		expect(error?.message).toMatch(message);
	});
});
