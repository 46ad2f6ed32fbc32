/** Sage lets through so many calls in so much time: all items go through, if later. */
import fc from 'fast-check';

import { credential, runNode } from '../support/engine';
import { fastClock } from '../support/fastClock.js';
import { HttpServer, reply } from '../support/httpServer';

const server = new HttpServer();
let address: string;
let setRight: () => void;

beforeAll(async () => {
	address = await server.start();
	setRight = fastClock(20);
});
afterAll(async () => {
	setRight();
	await server.stop();
});

/** Lets through so many calls a window, and says how long the window lasts, or does not say. */
function letThrough(most: number, windowMs: number, says: boolean): void {
	let [ends, taken] = [0, 0];
	server.answer = (_call, response) => {
		const now = Date.now();
		if (now >= ends) [ends, taken] = [now + windowMs, 0];
		if (taken++ < most) return reply(response, 200, { id: 1 });
		const headers = { 'retry-after': String(Math.ceil((ends - now) / 1000)) };
		return reply(response, 429, '', says ? headers : undefined);
	};
}

it('takes each item through, however many calls are in flight', async () => {
	const limits = fc.record({
		callsInFlight: fc.integer({ min: 1, max: 20 }),
		most: fc.integer({ min: 1, max: 6 }),
		windowMs: fc.integer({ min: 200, max: 3000 }),
		says: fc.boolean(),
		items: fc.integer({ min: 5, max: 40 }),
	});
	await fc.assert(
		fc.asyncProperty(limits, async ({ callsInFlight, most, windowMs, says, items }) => {
			letThrough(most, windowMs, says);
			const { json } = await runNode(
				credential({
					apiUrl: address,
					siteId: 'S1',
					companyId: '1',
					oauthTokenData: { access_token: 't', refresh_token: 'r', token_type: 'Bearer' },
				}),
				{
					resource: 'apiRequest',
					operation: 'send',
					method: 'GET',
					path: '=/customers/{{ $json.id }}',
					options: { callsInFlight },
				},
				{
					items: Array.from({ length: items }, (_, at) => ({ id: at + 1 })),
					onError: 'continueRegularOutput',
				},
			);
			expect(json).toHaveLength(items);
			expect(json.filter(({ error }) => error)).toEqual([]);
		}),
		{
			numRuns: 8,
			examples: [[{ callsInFlight: 20, most: 1, windowMs: 1000, says: true, items: 20 }]],
		},
	);
});
