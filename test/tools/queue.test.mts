/** How the queue-mode rounds judge: what counts as an answer, and what as lost or doubled. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SimulatorAdmin } from '../../simulator/admin-client.mts';
import { sum, tallyOf, type Tally } from '../e2e/queue/tally.mts';
import { orderNamedIn, Webshop } from '../e2e/queue/webshop.mts';

const ORDER = { key: 'A-1', customer: 'ABB001', lines: [] };

describe('an answer of n8n', () => {
	it('names the order when it carries its key and an id', () => {
		assert.equal(orderNamedIn('[{"id":7,"customer_document_no":"A-1"}]', 'A-1'), 7);
	});

	for (const body of [
		'',
		'n8n is starting up. Please wait',
		'{"message":"Workflow executed successfully but the last node did not return any data"}',
		'[]',
		'[{"id":7}]',
		'[{"id":7,"customer_document_no":"A-2"}]',
		'[{"customer_document_no":"A-1"}]',
	]) {
		it(`does not name it in ${body || 'an empty body'}`, () => {
			assert.equal(orderNamedIn(body, 'A-1'), undefined);
		});
	}
});

describe('a shop', () => {
	it('sends an order again until an answer names it, and remembers what it was told', async () => {
		const answers = [
			() => new Response('', { status: 500 }),
			() => new Response('', { status: 200 }),
			() => Response.json([{ id: 7, customer_document_no: 'A-1' }]),
		];
		const shop: Webshop = new Webshop(async () => answers[shop.webhooks - 1]());
		await shop.sendUntilNamed(ORDER);
		assert.equal(shop.webhooks, 3);
		assert.deepEqual([...(shop.named.get('A-1') ?? [])], [7]);
		assert.deepEqual(Object.fromEntries(shop.refusals), { '500': 1, '200': 1 });
	});

	it('does not wait longer than its patience', async () => {
		const shop = new Webshop(
			async (_order, signal) =>
				await new Promise((_resolve, reject) =>
					signal.addEventListener('abort', () => reject(signal.reason)),
				),
			20,
		);
		const waiting = setTimeout(() => {}, 10_000);
		assert.equal((await shop.send(ORDER)).status, 0);
		clearTimeout(waiting);
		assert.deepEqual(Object.fromEntries(shop.refusals), { 'too late': 1 });
	});
});

describe('the tally', () => {
	const tally = async (
		ledger: Array<{ key: string; orders: number; drafts: number; ids: number[] }>,
	): Promise<Tally> => {
		const shop = new Webshop(async () => Response.json([{ id: 7, customer_document_no: 'A-1' }]));
		await shop.send(ORDER);
		const admin = { orders: async () => ({ orders: ledger, pendingCommits: 0 }) };
		return await tallyOf(admin as unknown as SimulatorAdmin, shop);
	};

	it('counts an order that is there once', async () => {
		const found = await tally([{ key: 'A-1', orders: 1, drafts: 0, ids: [7] }]);
		assert.deepEqual(found, { webhooks: 1, orders: 1, lost: 0, duplicates: 0, draftsLeft: 0 });
	});

	it('counts one that is not there, or not under the id that was told, as lost', async () => {
		assert.equal((await tally([])).lost, 1);
		assert.equal((await tally([{ key: 'A-1', orders: 1, drafts: 0, ids: [8] }])).lost, 1);
		assert.equal((await tally([{ key: 'A-1', orders: 0, drafts: 1, ids: [7] }])).lost, 1);
	});

	it('counts orders too many, and drafts', async () => {
		const { duplicates, draftsLeft } = await tally([
			{ key: 'A-1', orders: 3, drafts: 2, ids: [7, 8, 9, 10, 11] },
		]);
		assert.deepEqual({ duplicates, draftsLeft }, { duplicates: 2, draftsLeft: 2 });
	});

	it('adds up', () => {
		const one = { webhooks: 1, orders: 2, lost: 3, duplicates: 4, draftsLeft: 5 };
		assert.deepEqual(sum(one, one), {
			webhooks: 2,
			orders: 4,
			lost: 6,
			duplicates: 8,
			draftsLeft: 10,
		});
	});
});
