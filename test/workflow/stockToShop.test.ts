/** What changes in Sage is kept until the shop has taken it: nothing lost while the shop is away, the newest of each. */
import stock from '../../workflows/stock-to-shop.json';
import { credential } from '../support/engine';
import { fastClock } from '../support/fastClock';
import type { Template } from '../support/played';
import { runTemplate, Surroundings } from '../support/templates';

const template = stock as unknown as Template;
const login = credential({});
const TABLE = 'sage200-shop-outbox';
const SETTINGS = { shopUrl: 'https://shop.example.com', messageSize: 2, takenMinutes: 5 };

// What n8n waits before it tries a post again passes at once.
const usualClock = fastClock(20);
afterAll(() => usualClock());

let surroundings: Surroundings;
beforeEach(() => {
	surroundings = new Surroundings();
});

const run = async (start: string, items: object[]) =>
	await runTemplate(template, login, start, items, { settings: SETTINGS, surroundings });
const fiveMinutesPass = () => {
	for (const row of surroundings.tables.rows(TABLE)) row.due = new Date(0).toISOString();
};
const levelsChange = async (...levels: Array<[string, number]>) =>
	await run(
		'Stock level changed',
		levels.map(([code, level]) => ({ product_code: code, warehouse_name: 'HOME', level })),
	);
const aMinutePasses = async () => await run('Every minute', [{}]);
const messages = () => surroundings.posted.map(({ body }) => body.changes);
const level = (sku: string, available: number) => ({
	kind: 'stock',
	sku,
	location: 'HOME',
	available,
});

it('sends what changed, message by message, and forgets it', async () => {
	await levelsChange(['A', 1], ['B', 2], ['C', 0]);
	await run('Product changed', [
		{ code: 'A', name: 'Axe', barcode: '501', allow_sales_order: true, id: 1 },
	]);
	expect(messages()).toEqual([]);
	await aMinutePasses();
	expect(messages()).toEqual([
		[level('A', 1), level('B', 2)],
		[level('C', 0), { kind: 'product', sku: 'A', name: 'Axe', barcode: '501', forSale: true }],
	]);
	expect(surroundings.tables.rows(TABLE)).toEqual([]);
	await aMinutePasses();
	expect(messages()).toHaveLength(2);
});

it('keeps it while the shop is away, of each the newest', async () => {
	await levelsChange(['A', 1], ['B', 2]);
	surroundings.isAway = true;
	await expect(aMinutePasses()).rejects.toMatchObject({ message: 'The service is away' });
	await levelsChange(['A', 3]);
	surroundings.isAway = false;
	await aMinutePasses();
	expect(messages()).toEqual([[level('A', 3)]]);
	fiveMinutesPass();
	await aMinutePasses();
	expect(messages()).toEqual([[level('A', 3)], [level('B', 2)]]);
});

it('keeps what changes again while it is sent', async () => {
	await levelsChange(['A', 1], ['B', 2]);
	surroundings.whenPosted = () => {
		surroundings.whenPosted = undefined;
		const [row] = surroundings.tables.rows(TABLE);
		Object.assign(row, {
			change: JSON.stringify(level('A', 9)),
			run: '',
			due: new Date(0).toISOString(),
		});
	};
	await aMinutePasses();
	expect(messages()).toEqual([[level('A', 1), level('B', 2)], [level('A', 9)]]);
	expect(surroundings.tables.rows(TABLE)).toEqual([]);
});

it('leaves alone what another run is sending', async () => {
	await levelsChange(['A', 1]);
	surroundings.whenPosted = () => {
		surroundings.whenPosted = undefined;
		const [row] = surroundings.tables.rows(TABLE);
		expect(Date.parse(String(row.due))).toBeGreaterThan(Date.now() + 4 * 60_000);
	};
	await aMinutePasses();
	expect(messages()).toHaveLength(1);
});
