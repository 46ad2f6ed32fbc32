/** The trigger on n8n's own poll context, against the simulated Sage 200. */
import type { IDataObject } from 'n8n-workflow';

import { PollingNode } from '../support/pollingNode';
import { loginTo } from '../support/login';
import { byKey, productLine, SalesWorld } from '../support/salesWorld';
import { startSimulator, type Simulator } from '../support/simulator';
import { runNode, type StoredCredential } from '../support/engine';

let sage: Simulator;
let login: StoredCredential;

beforeAll(async () => (sage = await startSimulator('--customers', '40', '--products', '30')));
afterAll(async () => await sage.stop());
beforeEach(async () => {
	await sage.admin.reset();
	await sage.admin.resetBehaviour();
	await sage.admin.setFaults([]);
	login = await loginTo(sage);
	await pass();
});

/** Sage's clock goes on. */
async function pass(minutes = 1): Promise<void> {
	await sage.admin.advanceClock(minutes * 60_000);
}

/** Runs something while n8n's clock says that so many minutes have passed. */
async function later(minutes: number, run: () => Promise<void>): Promise<void> {
	const ahead = minutes * 60_000;
	const now = () => Math.round(performance.timeOrigin + performance.now()) + ahead;
	const clock = jest.spyOn(Date, 'now').mockImplementation(now);
	try {
		await run();
	} finally {
		clock.mockRestore();
	}
}

const customers = (parameters: IDataObject = {}) => ({
	event: 'recordCreatedOrUpdated',
	recordType: { mode: 'list', value: 'customers' },
	...parameters,
});

const eventsOf = (items: IDataObject[]) => items.map(({ event }) => event as IDataObject);

async function armed(parameters: IDataObject, id = 'trigger'): Promise<PollingNode> {
	const node = new PollingNode(login, parameters, { id });
	expect(await node.poll()).toEqual([]);
	return node;
}

async function changeCustomers(count: number, fields: object): Promise<void> {
	await pass();
	const { now } = await sage.admin.clock();
	await sage.admin.bulk({ resource: 'customers', count, change: true, fields, stamp: now });
	await pass();
}

/** New customers in the first company and in the second. */
async function inBothCompanies(inSecond: number, inFirst = 1): Promise<void> {
	await sage.admin.bulk({ resource: 'customers', count: inFirst });
	await sage.admin.bulk({ resource: 'customers', count: inSecond }, { companyId: 2 });
	await pass();
}

describe('records', () => {
	it('starts from now, then emits what is created and changed, once', async () => {
		const node = await armed(customers());
		await changeCustomers(3, { short_name: 'X' });
		await sage.admin.bulk({ resource: 'customers', count: 2 });
		await pass();
		const items = await node.poll();
		expect(eventsOf(items).map(({ type }) => type)).toEqual([
			'record.updated',
			'record.updated',
			'record.updated',
			'record.created',
			'record.created',
		]);
		expect(items[0]).toMatchObject({ short_name: 'X', event: { id: expect.any(String) } });
		expect(Object.keys(items[0]).length).toBeLessThan(15);
		expect(await node.poll()).toEqual([]);
	});

	it('tells the created alone, and the updated alone', async () => {
		const created = await armed(customers({ event: 'recordCreated' }));
		const updated = await armed(customers({ event: 'recordUpdated' }));
		await changeCustomers(2, { short_name: 'Y' });
		await sage.admin.bulk({ resource: 'customers', count: 1 });
		await pass();
		expect(eventsOf(await created.poll()).map(({ type }) => type)).toEqual(['record.created']);
		expect(eventsOf(await updated.poll()).map(({ type }) => type)).toEqual([
			'record.updated',
			'record.updated',
		]);
	});

	it('asks Sage for what the filter lets through, with the fields that were chosen', async () => {
		const node = await armed(
			customers({
				filters: { conditions: [{ field: 'on_hold', operator: 'eq', value: 'true' }] },
				read: { select: ['name'], filter: 'credit_limit ge 0 or credit_limit lt 0' },
			}),
		);
		await changeCustomers(2, { on_hold: true });
		const { now } = await sage.admin.clock();
		await sage.admin.bulk({
			resource: 'customers',
			count: 2,
			stamp: now,
			fields: { on_hold: false },
		});
		const items = await node.poll();
		expect(items).toHaveLength(2);
		expect(items[0]).toMatchObject({ name: expect.any(String) });
		expect(items[0].reference).toBeUndefined();
	});

	it('starts anew when the filter is changed, and goes on when the shown fields are', async () => {
		const node = await armed(customers());
		await changeCustomers(2, { short_name: 'A' });
		node.reactivate({ simplify: false });
		expect(await node.poll()).toHaveLength(2);
		await changeCustomers(2, { short_name: 'B' });
		node.reactivate({ filters: { conditions: [{ field: 'short_name', value: 'B' }] } });
		expect(await node.poll()).toEqual([]);
	});

	it('goes on where an expression of the filter gives another value at every poll', async () => {
		const value = '={{ $now.minus({ years: 50 }).toISO() }}';
		const conditions = [{ field: 'date_time_created', operator: 'ge', value }];
		const filter = "=credit_limit ge 0 or short_name eq '{{ $now.toMillis() }}'";
		const node = await armed(customers({ filters: { conditions }, read: { filter } }));
		await changeCustomers(2, { short_name: 'A', credit_limit: 1 });
		expect(await node.poll()).toHaveLength(2);
	});

	it('sends the last poll again after a restart, with the same ids, or goes on', async () => {
		const node = await armed(customers());
		const other = await armed(customers({ options: { afterRestart: 'goOn' } }));
		await changeCustomers(2, { short_name: 'A' });
		await node.poll();
		await other.poll();
		await changeCustomers(3, { short_name: 'B' });
		const last = await node.poll();
		await other.poll();
		node.restart();
		other.restart();
		expect(eventsOf(await node.poll()).map(({ id }) => id)).toEqual(
			eventsOf(last).map(({ id }) => id),
		);
		expect(await node.poll()).toEqual([]);
		expect(await other.poll()).toEqual([]);
	});

	it('loses nothing when an execution that ends late sets the state back', async () => {
		const node = await armed(customers());
		const early = node.staticData;
		await changeCustomers(2, { short_name: 'A' });
		await node.poll();
		await changeCustomers(2, { short_name: 'B' });
		node.restart(early);
		const items = await node.poll();
		expect(items.map(({ short_name }) => short_name)).toEqual(['B', 'B']);
		const known = new Set(node.emitted);
		expect(known.size).toBe(4);
	});

	it('costs repeats with the same ids, and nothing else, when an execution that began before writes back what it knew', async () => {
		const node = await armed(customers());
		await sage.admin.bulk({ resource: 'customers', count: 2 });
		await pass();
		await node.poll();
		// An execution begins, whose node keeps something: at its end n8n stores all that it knew of the workflow.
		const column = node.staticData;
		await sage.admin.bulk({ resource: 'customers', count: 3 });
		await pass();
		expect(await node.poll()).toHaveLength(3);
		const [{ reference: account }] = await sage.admin.rows('customers', { on_hold: 'false' });
		const { error } = await runNode(
			login,
			{
				resource: 'salesOrder',
				operation: 'create',
				customer: { mode: 'reference', value: '={{ $json.customer }}' },
				orderKey: 'W-1',
				linesInput: 'json',
				linesJson: '[{ "type": "comment", "description": "Hello" }]',
			},
			{
				staticData: column,
				items: [{ customer: String(account) }],
				mode: 'webhook',
				executionId: '7',
			},
		);
		expect(error).toBeUndefined();
		expect(Object.keys(column)).toEqual(['node:Sage 200 Trigger', 'node:Sage 200']);
		const before = new Set(node.emitted);
		node.restart(column);
		await node.poll();
		await sage.admin.bulk({ resource: 'customers', count: 1 });
		await pass();
		await node.poll();
		expect(new Set(node.emitted).size).toBe(6);
		const again = node.emitted.slice(before.size);
		expect(again.filter((id) => before.has(id))).toHaveLength(5);
		expect(again).toHaveLength(6);
		expect(await node.poll()).toEqual([]);
	});

	it('reads pages of equal stamps to their end', async () => {
		const node = await armed(customers());
		const { now } = await sage.admin.clock();
		await sage.admin.bulk({ resource: 'customers', count: 2600, stamp: now });
		const items = await node.poll();
		expect(items).toHaveLength(2600);
		expect(new Set(node.emitted).size).toBe(2600);
		expect(await node.poll()).toEqual([]);
	});

	it('emits no more than the maximum at once, and the rest with the next polls', async () => {
		const node = await armed(customers({ options: { maximum: 4 } }));
		await sage.admin.bulk({ resource: 'customers', count: 10 });
		await pass();
		expect(await node.poll()).toHaveLength(4);
		expect(await node.poll()).toHaveLength(4);
		expect(await node.poll()).toHaveLength(2);
		expect(new Set(node.emitted).size).toBe(10);
	});

	it('tells the change of a record that was new in the last poll, where n8n starts anew between', async () => {
		const node = await armed(customers({ event: 'recordUpdated' }));
		const [id] = await sage.admin.bulk({ resource: 'customers', count: 1 });
		await pass();
		expect(await node.poll()).toEqual([]);
		await sage.admin.changeRow('customers', id, { short_name: 'Z' });
		await pass();
		node.restart();
		expect(await node.poll()).toMatchObject([{ id, event: { type: 'record.updated' } }]);
	});

	it('refuses to start from a date to come', async () => {
		const node = new PollingNode(
			login,
			customers({ options: { startFrom: '2062-01-01T00:00:00Z' } }),
		);
		await expect(node.poll()).rejects.toThrow('Start From');
	});

	it('starts from a date', async () => {
		const { now } = await sage.admin.clock();
		await changeCustomers(5, { short_name: 'A' });
		const node = new PollingNode(login, customers({ options: { startFrom: now } }));
		expect((await node.poll()).length).toBeGreaterThanOrEqual(5);
	});

	it('costs one call when nothing has changed', async () => {
		const node = await armed(customers());
		await later(10, async () => {
			await node.poll();
			await sage.admin.clearLog();
			expect(await node.poll()).toEqual([]);
			expect((await sage.admin.log()).count).toBe(1);
		});
	});

	it('polls in one company, or in all, and says where each item is from', async () => {
		const node = await armed(customers({ company: { mode: 'list', value: '*' } }));
		await changeCustomers(1, { short_name: 'A' });
		const [first] = await node.poll();
		expect(first).toMatchObject({
			site_id: expect.any(String),
			company_id: String(sage.companyId),
			company_name: expect.any(String),
		});
	});

	it('asks which companies there are every quarter of an hour, and after a failure', async () => {
		const node = await armed(
			customers({ company: { mode: 'list', value: '*' }, options: { retries: 0 } }),
		);
		const asked = async () => {
			await sage.admin.clearLog();
			await node.poll().catch(() => undefined);
			return (await sage.admin.log()).counts['GET /sites'] ?? 0;
		};
		expect(await asked()).toBe(0);
		await later(16, async () => {
			expect(await asked()).toBe(1);
			expect(await asked()).toBe(0);
			await sage.admin.setBehaviour({ deniedCompanies: [2] });
			await asked();
			expect(await asked()).toBeGreaterThan(0);
			await expect(node.poll()).resolves.toEqual([]);
		});
	});

	it('goes on in the other companies when one fails, and tells the failure when there is nothing else', async () => {
		const all = { company: { mode: 'list', value: '*' }, options: { retries: 0 } };
		const node = await armed(customers(all));
		await later(10, async () => {
			await node.poll();
			await changeCustomers(1, { short_name: 'A' });
			// The first company answers, the others do not.
			await sage.admin.setFaults([
				{ kind: 'status', status: 500, match: { path: '^/customers$', companyId: '2' } },
			] as never);
			expect(await node.poll()).toHaveLength(1);
			await expect(node.poll()).rejects.toThrow('Sage 200 failed');
			// The same reason again only after an hour.
			expect(await node.poll()).toEqual([]);
		});
	});

	it('reaches the other companies where one never answers', async () => {
		const node = await armed(customers({ company: { mode: 'list', value: '*' } }), 'silent one');
		await inBothCompanies(1);
		await sage.admin.clearLog();
		await sage.admin.setFaults([
			{ kind: 'timeout', match: { companyId: String(sage.companyId), path: '^/customers$' } },
		]);
		await expect(node.pollWithin(2500)).rejects.toThrow();
		// Neither repeated nor asked for smaller pages beyond the poll's time.
		expect((await sage.admin.log()).counts['GET /customers']).toBeLessThanOrEqual(3);
		const items = await node.pollWithin(2500);
		expect(items.map(({ company_id }) => company_id)).toEqual(['2']);
		await sage.admin.setFaults([]);
		expect(await node.pollWithin(2500)).toHaveLength(1);
	});

	it('gives every company its turn where one has more than the maximum', async () => {
		const node = await armed(
			customers({ company: { mode: 'list', value: '*' }, options: { maximum: 4 } }),
			'large one',
		);
		await inBothCompanies(1, 9);
		const polls = [await node.poll(), await node.poll(), await node.poll()];
		const companies = polls.map((items) => items.map(({ company_id }) => company_id).join(''));
		expect(companies).toEqual(['1111', '2111', '11']);
	});

	it('gives a sample in the editor and leaves the state as it is', async () => {
		const node = await armed(customers());
		const before = node.staticData;
		const items = await node.try();
		expect(items.length).toBeGreaterThan(0);
		expect(eventsOf(items)[0]).toMatchObject({ sample: true });
		expect(node.staticData).toEqual(before);
	});

	it.each<[IDataObject, IDataObject]>([
		[{ event: 'recordCreated', recordType: { mode: 'list', value: 'customers' } }, {}],
		[{ event: 'recordUpdated', recordType: { mode: 'list', value: 'customers' } }, {}],
		[{ event: 'recordDeleted', recordType: { mode: 'list', value: 'customers' } }, {}],
		[{ event: 'orderStatusChanged' }, { status: expect.any(Array) }],
		[{ event: 'orderStatusChanged', orderStatuses: ['inDispute'] }, { status: expect.any(Array) }],
		[
			{ event: 'customerStatusChanged' },
			{ event: expect.objectContaining({ began: [expect.any(String)] }) },
		],
		[
			{ event: 'customerStatusChanged', customerStatuses: ['hidden'] },
			{ status: expect.any(Array), event: expect.objectContaining({ began: [], ended: [] }) },
		],
		[{ event: 'priceChanged' }, { product_price_price: expect.any(Number) }],
		[{ event: 'stockLevelChanged' }, { level: expect.any(Number) }],
		[{ event: 'loginEnding' }, {}],
	])('gives a sample of %j on a site where nothing happens', async (parameters, told) => {
		const [sample] = await new PollingNode(login, parameters, { id: 'sample' }).try();
		expect(sample).toMatchObject(told);
		expect(sample.event).toMatchObject({ sample: true, id: expect.any(String) });
	});

	it('gives as a sample the level of the product, over all its warehouses', async () => {
		const node = new PollingNode(login, { event: 'stockLevelChanged' }, { id: 'whole' });
		const holdings = await sage.admin.rows('warehouse_holdings');
		for (const { product_id, level } of await node.try()) {
			const own = holdings.filter((holding) => holding.product_id === product_id);
			const sum = own.reduce((total, row) => total + Number(row.free_stock_available ?? 0), 0);
			expect(level).toBeCloseTo(sum, 5);
		}
	});

	it('understands statuses and choices by the names that the form shows', async () => {
		const node = await armed(
			{
				event: 'customerStatusChanged',
				customerStatuses: '={{ ["On Hold"] }}',
				firstPoll: '={{ "Remember All" }}',
				options: { afterRestart: '={{ "Go On" }}' },
			},
			'by name',
		);
		await changeCustomers(1, { on_hold: true });
		expect(await node.poll()).toMatchObject([{ event: { began: ['onHold'] } }]);
	});

	it('says of a poll that failed what can be done about a trigger', async () => {
		const node = await armed(customers({ options: { retries: 0 } }), 'limited');
		for (const [status, remedy] of [
			[429, 'Poll less often'],
			[503, 'The next poll asks again.'],
		] as const) {
			await sage.admin.setFaults([{ kind: 'status', status }] as never);
			const error = await node.poll().catch((thrown: Error) => thrown);
			expect(error).toMatchObject({ description: expect.stringContaining(remedy) });
		}
		await sage.admin.setFaults([]);
	});

	it('does not poll twice at the same time', async () => {
		const node = await armed(customers());
		await changeCustomers(3, { short_name: 'A' });
		const [first, second] = await node.pollTwice();
		expect([first.length, second.length].sort()).toEqual([0, 3]);
	});

	it('starts afresh in a workflow that was duplicated or imported, and goes on in the first', async () => {
		const node = await armed(customers());
		await changeCustomers(3, { short_name: 'A' });
		const copy = node.copiedTo('workflow-2');
		expect(await copy.poll()).toEqual([]);
		expect(await node.poll()).toHaveLength(3);
		await changeCustomers(2, { short_name: 'B' });
		expect(await copy.poll()).toHaveLength(2);
		expect(await node.poll()).toHaveLength(2);
	});

	it('keeps two triggers of one workflow apart', async () => {
		const node = await armed(customers());
		const second = node.beside({ id: 'second', name: 'Second' });
		await changeCustomers(3, { short_name: 'A' });
		expect(await second.poll()).toEqual([]);
		expect(await node.poll()).toHaveLength(3);
		await changeCustomers(2, { short_name: 'B' });
		expect(await second.poll()).toHaveLength(2);
		expect(await node.poll()).toHaveLength(2);
		expect(Object.keys(node.staticData)).toEqual(['node:Sage 200 Trigger', 'node:Second']);
	});

	it('emits what it read when its time is over, and goes on there with the next poll', async () => {
		const node = await armed(customers());
		await sage.admin.bulk({ resource: 'customers', count: 2600 });
		await pass();
		await sage.admin.setLatency({ ms: 300, jitter: 0 });
		const counts: number[] = [];
		for (let sum = 0; sum < 2600; sum += counts[counts.length - 1])
			counts.push((await node.pollWithin(1000)).length);
		expect(counts.length).toBeGreaterThan(1);
		expect(Math.max(...counts)).toBeLessThan(2600);
		expect(new Set(node.emitted).size).toBe(2600);
		expect(await node.pollWithin(1000)).toEqual([]);
	});

	it('does not poll twice at the same time where each poll has a context of its own', async () => {
		const node = await armed(customers());
		await changeCustomers(3, { short_name: 'A' });
		const polls = await Promise.all([node.pollWithin(36_000), node.pollWithin(36_000)]);
		expect(polls.map(({ length }) => length).sort()).toEqual([0, 3]);
	});

	it('waits for the poll that is under way when the workflow is activated anew', async () => {
		const node = await armed(customers());
		await changeCustomers(3, { short_name: 'A' });
		await sage.admin.setLatency({ ms: 100, jitter: 0 });
		const first = node.poll();
		await sage.admin.clearLog();
		node.reactivate();
		const second = node.poll();
		expect((await first).length).toBe(3);
		const again = await second;
		// It began with what was stored before, so it tells the same once more, with the same ids.
		expect(again.length).toBe(3);
		expect(new Set(node.emitted).size).toBe(3);
	});

	it('leaves the state as it was when a poll fails, and loses nothing', async () => {
		const node = await armed(customers({ options: { retries: 0 } }));
		const { now } = await sage.admin.clock();
		await sage.admin.bulk({ resource: 'customers', count: 1500, stamp: now });
		const before = node.staticData;
		await sage.admin.setFaults([
			{ kind: 'status', status: 500, match: { path: '^/customers$' }, skip: 1 },
		] as never);
		await expect(node.poll()).rejects.toThrow();
		expect(node.staticData).toEqual(before);
		await sage.admin.setFaults([]);
		expect(await node.poll()).toHaveLength(1500);
	});

	it('refuses a kind of record that has no stamps', async () => {
		const node = new PollingNode(
			login,
			customers({ recordType: { mode: 'name', value: 'sites' } }),
		);
		await expect(node.poll()).rejects.toThrow('Record Type');
	});

	it('finds what was deleted', async () => {
		const node = await armed({
			event: 'recordDeleted',
			recordType: { mode: 'list', value: 'customers' },
			compareEvery: 1,
		});
		const [gone] = await sage.admin.rows('customers');
		await sage.admin.deleteRow('customers', Number(gone.id));
		expect(await node.poll()).toEqual([]);
		await later(61, async () => {
			const items = await node.poll();
			expect(items).toMatchObject([{ id: gone.id, event: { type: 'record.deleted' } }]);
			expect(await node.poll()).toEqual([]);
		});
	});
});

describe('values', () => {
	const order = async (fields: object) => {
		const [row] = await sage.admin.rows('sop_orders');
		await pass();
		await sage.admin.changeRow('sop_orders', Number(row.id), fields);
		await pass();
		return row;
	};

	it('tells the states of orders that begin and end, with those before', async () => {
		const node = await armed({ event: 'orderStatusChanged' });
		const row = await order({ document_status: 'EnumDocumentStatusOnHold' });
		const [held] = await node.poll();
		expect(held).toMatchObject({
			id: row.id,
			status: expect.arrayContaining(['onHold']),
			event: { type: 'order.statusChanged', began: expect.arrayContaining(['onHold']) },
		});
		await order({ spare_text_1: 'touched' });
		expect(await node.poll()).toEqual([]);
		await order({ document_status: 'EnumDocumentStatusLive' });
		const [freed] = await node.poll();
		expect(freed.event).toMatchObject({ ended: ['onHold'], before: expect.any(Array) });
	});

	it('tells that a hold has ended where n8n was away, and had told it just before', async () => {
		const node = await armed({ event: 'orderStatusChanged' });
		await order({ document_status: 'EnumDocumentStatusOnHold' });
		const [held] = await node.poll();
		await order({ document_status: 'EnumDocumentStatusLive' });
		node.restart();
		const [freed] = await node.poll();
		expect(held.event).toMatchObject({ began: expect.arrayContaining(['onHold']) });
		expect(freed.event).toMatchObject({ ended: ['onHold'] });
		expect(await node.poll()).toEqual([]);
	});

	it('gives a status the same event ID after a restart where its order was only touched', async () => {
		const node = await armed({ event: 'orderStatusChanged' });
		await order({ document_status: 'EnumDocumentStatusOnHold' });
		const [held] = await node.poll();
		await order({ spare_text_1: 'touched' });
		node.restart();
		expect(eventsOf(await node.poll())).toMatchObject([{ id: eventsOf([held])[0].id }]);
	});

	it('tells customers who are put on hold, pass their limit or are hidden', async () => {
		const node = await armed({ event: 'customerStatusChanged' });
		await changeCustomers(1, { on_hold: true });
		expect(await node.poll()).toMatchObject([
			{ status: ['onHold'], event: { began: ['onHold'], before: [] } },
		]);
		await changeCustomers(1, { on_hold: false, credit_limit: 10, balance: 11 });
		expect(await node.poll()).toMatchObject([
			{ event: { began: ['overCreditLimit'], ended: ['onHold'], before: ['onHold'] } },
		]);
		await changeCustomers(1, { short_name: 'touched' });
		expect(await node.poll()).toEqual([]);
	});

	it('tells prices with the price before', async () => {
		const node = await armed({ event: 'priceChanged' });
		const [row] = await sage.admin.rows('product_prices');
		await pass();
		await sage.admin.changeRow('product_prices', Number(row.id), { price: 123.45 });
		await pass();
		expect(await node.poll()).toMatchObject([
			{
				product_price_price: 123.45,
				product_code: expect.any(String),
				event: { type: 'price.changed', before: expect.any(Number) },
			},
		]);
		expect(await node.poll()).toEqual([]);
	});
});

describe('stock', () => {
	const holdings = async () => await sage.admin.rows('warehouse_holdings');

	async function move(quantity: number): Promise<number> {
		const [row] = await holdings();
		await pass();
		await sage.admin.changeRow('warehouse_holdings', Number(row.id), {
			free_stock_available: Number(row.free_stock_available) + quantity,
		});
		await pass();
		return Number(row.product_id);
	}

	it('tells the sum of a product’s warehouses, only when it is another', async () => {
		const node = await armed({ event: 'stockLevelChanged' });
		const product = await move(5);
		const [item, ...others] = await node.poll();
		expect(others).toEqual([]);
		const before = (item.event as IDataObject).before;
		expect(item).toMatchObject({
			product_id: product,
			product_code: expect.any(String),
			level: Number(before) + 5,
		});
		await move(0);
		expect(await node.poll()).toEqual([]);
	});

	it('keeps a buffer back and goes no lower than the floor', async () => {
		const node = await armed({ event: 'stockLevelChanged', buffer: 1_000_000, floor: 0 });
		await move(5);
		expect(await node.poll()).toEqual([]);
	});

	it('sends all at first where that is asked for, a maximum at a time', async () => {
		const products = new Set((await holdings()).map(({ product_id }) => product_id)).size;
		const node = new PollingNode(login, {
			event: 'stockLevelChanged',
			firstPoll: 'all',
			options: { maximum: 7 },
		});
		const sent: unknown[] = [];
		for (let found = 7; found > 0; ) {
			const items = await node.poll();
			expect(items.length).toBeLessThanOrEqual(7);
			sent.push(...items.map(({ product_id }) => product_id));
			found = items.length;
		}
		expect(sent).toHaveLength(products);
		expect(new Set(sent).size).toBe(products);
	});

	it.each(['product', 'warehouse'])(
		'tells at night a level of 0 where no %s holds it',
		async (levelOf) => {
			const node = await armed({ event: 'stockLevelChanged', levelOf, compareAtNight: true });
			const [first] = await holdings();
			const given = (await holdings()).filter(({ product_id }) => product_id === first.product_id);
			for (const { id } of given) await sage.admin.deleteRow('warehouse_holdings', Number(id));
			const stocked = given.filter((row) => row.free_stock_available !== 0);
			expect(await node.poll()).toEqual([]);
			await later(24 * 60, async () => {
				const items = await node.poll();
				expect(items).toHaveLength(levelOf === 'product' ? 1 : stocked.length);
				for (const item of items)
					expect(item).toMatchObject({
						product_id: first.product_id,
						product_code: expect.any(String),
						level: 0,
						event: { type: 'stock.changed', before: expect.any(Number) },
						...(levelOf === 'product' ? {} : { warehouse_name: expect.any(String) }),
					});
				expect(await node.poll()).toEqual([]);
			});
		},
	);

	it('finds at night what was changed without a stamp', async () => {
		const node = await armed({ event: 'stockLevelChanged', compareAtNight: true });
		const [row] = await holdings();
		await sage.admin.changeRow('warehouse_holdings', Number(row.id), {
			free_stock_available: Number(row.free_stock_available) + 5,
			stamp: String(row.date_time_updated),
		});
		expect(await node.poll()).toEqual([]);
		await later(24 * 60, async () => {
			expect(await node.poll()).toHaveLength(1);
			expect(await node.poll()).toEqual([]);
		});
	});
});

describe('names and choices that are mistyped', () => {
	const refused = async (parameters: IDataObject) => {
		const node = new PollingNode(login, parameters, {
			id: `mistyped ${JSON.stringify(parameters)}`,
		});
		const tried = await node.try().catch(({ message }: Error) => message);
		const activated = await node.poll().catch(({ message }: Error) => message);
		expect(activated).toEqual(tried);
		return String(activated);
	};
	const firstName = async (table: string) => String((await sage.admin.rows(table))[0].name);

	it.each([
		['stockLevelChanged', 'warehouses', 'warehouses', 'Warehouse Names'],
		['priceChanged', 'priceBands', 'price_bands', 'Price Band Names'],
	])('refuses with %s a name that Sage does not know', async (event, field, table, label) => {
		const known = await firstName(table);
		const mistyped = `${known}x`;
		const message = await refused({ event, [field]: `${known}, ${mistyped}` });
		expect(message).toContain(`${label}: "${mistyped}"`);
		expect(message).not.toContain(`"${known}" is not`);
		const names = { event, [field]: known.toLowerCase() };
		await armed(names, `names of ${event}`);
	});

	it('offers the nearest names', async () => {
		const known = await firstName('price_bands');
		const node = new PollingNode(login, { event: 'priceChanged', priceBands: `${known}s` });
		await expect(node.poll()).rejects.toMatchObject({
			description: expect.stringMatching(`nearest are: "${known}"`),
		});
	});

	it('refuses a name at a poll when Sage knows it no more, and asks no more than every quarter of an hour', async () => {
		const [band] = await sage.admin.rows('price_bands');
		const node = await armed(
			{ event: 'priceChanged', priceBands: String(band.name) },
			'renamed band',
		);
		await sage.admin.changeRow('price_bands', Number(band.id), { name: 'Renamed' });
		await sage.admin.clearLog();
		expect(await node.poll()).toEqual([]);
		expect((await sage.admin.log()).counts['GET /price_bands'] ?? 0).toBe(0);
		await later(16, async () => {
			await expect(node.poll()).rejects.toThrow(`"${String(band.name)}" is not among`);
		});
	});

	it('takes a name that only another of all companies has', async () => {
		const [row] = await sage.admin.rows('price_bands', { companyId: 2 } as never);
		await sage.admin.changeRow('price_bands', Number(row.id), { name: 'Export' }, { companyId: 2 });
		const all = { company: { mode: 'list', value: '*' } };
		await armed({ event: 'priceChanged', priceBands: 'Export', ...all }, 'band of one company');
		expect(await refused({ event: 'priceChanged', priceBands: 'Exprt', ...all })).toContain(
			'Exprt',
		);
	});

	it.each([
		[{ event: 'orderStatusChanged', orderStatuses: ['held'] }, 'Statuses: "held"'],
		[{ event: 'customerStatusChanged', customerStatuses: [] }, 'Statuses is empty'],
		[{ event: 'stockLevelChanged', figure: 'free_stock' }, 'Figure: "free_stock"'],
		[{ event: 'priceChanged', firstPoll: 'everything' }, 'First Poll: "everything"'],
		[{ event: 'orderDespatched', orderKeyField: 'order_key' }, 'Shop Order Key: "order_key"'],
		[customers({ options: { afterRestart: 'go' } }), 'After a Restart: "go"'],
	])('refuses %j', async (parameters, message) => {
		expect(await refused(parameters as IDataObject)).toContain(message);
	});
});

describe('login', () => {
	it('tells once a day that the login ends, and that it has ended', async () => {
		login.data.loginLifetimeDays = 5;
		const node = new PollingNode(login, { event: 'loginEnding', daysLeftBelow: 10 });
		expect(await node.poll()).toMatchObject([
			{ days_left: expect.any(Number), event: { type: 'login.ending' } },
		]);
		expect(await node.poll()).toEqual([]);
		await sage.admin.expireAccessTokens();
		await sage.admin.revokeRefreshTokens();
		expect(await node.poll()).toMatchObject([{ event: { type: 'login.lost' } }]);
		expect(await node.poll()).toEqual([]);
	});

	it('fails the activation when the login is no more, each time it is tried', async () => {
		await sage.admin.expireAccessTokens();
		await sage.admin.revokeRefreshTokens();
		for (const parameters of [customers(), { event: 'loginEnding' }]) {
			const node = new PollingNode(login, parameters);
			await expect(node.poll()).rejects.toThrow('reconnect');
			node.reactivate();
			await expect(node.poll()).rejects.toThrow('reconnect');
		}
	});
});

describe('despatches', () => {
	it('tells one item a despatch, with its lines, tracking and the shop’s key, and tracking that comes later', async () => {
		const world = await SalesWorld.open();
		try {
			const goods = await world.goods();
			await world.order('SHOP-1', [productLine(goods[0], 2), productLine(goods[1], 1)]);
			const node = new PollingNode(await loginTo(world.sage), { event: 'orderDespatched' });
			expect(await node.poll()).toEqual([]);
			await world.sage.admin.advanceClock(60_000);
			const { error } = await world.run({
				resource: 'despatch',
				operation: 'confirm',
				order: byKey('SHOP-1'),
			});
			expect(error).toBeUndefined();
			const [item, ...others] = await node.poll();
			expect(others).toEqual([]);
			expect(item).toMatchObject({
				order_key: 'SHOP-1',
				order_no: expect.any(String),
				lines: [{ quantity: 2 }, { quantity: 1 }],
				event: { type: 'order.despatched' },
			});
			expect(await node.poll()).toEqual([]);
			// An order that is amended is no news of its despatch.
			const { order_id, despatch_id } = item as { order_id: number; despatch_id: number };
			const [order] = await world.sage.admin.rows('sop_orders', { id: String(order_id) });
			await world.sage.admin.changeRow('sop_orders', order_id, {
				lines: (order.lines as IDataObject[]).map((line) => ({
					...line,
					description: 'Amended',
					line_quantity: 7,
				})),
			});
			await world.sage.admin.changeRow('sop_despatch_receipts', despatch_id, {
				despatched_by: 'another',
			});
			expect(await node.poll()).toEqual([]);
			await world.sage.admin.changeRow('sop_despatch_receipts', despatch_id, {
				consignment_no: 'PARCEL-1',
			});
			expect(await node.poll()).toMatchObject([
				{ despatch_id, consignment_no: 'PARCEL-1', event: { type: 'order.despatchChanged' } },
			]);
		} finally {
			await world.close();
		}
	});
});
