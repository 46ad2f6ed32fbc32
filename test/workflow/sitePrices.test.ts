/** Whether a site keeps prices with tax, where the login may not read its settings: told by what is there, or refused. */
import type { IDataObject } from 'n8n-workflow';

import { fastClock } from '../support/fastClock';
import { byKey, SalesWorld } from '../support/salesWorld';
import { pushShopOrders, WEB_ACCOUNT } from '../support/shopWorld';

// What waits for Sage to settle waits for nothing here: the simulator shows at once what it holds.
const usualClock = fastClock(20);
afterAll(() => usualClock());

const SETTINGS = '^/sop_settings';
const SETTINGS_AND_VIEW = '^/(sop_settings|sop_order_return_views)';

let world: SalesWorld;

beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => {
	await world.reset();
	await world.sage.admin.setBehaviour({ freeTextLines: 'taken', writeReplies: 'captured' });
	const [{ id }] = await world.sage.admin.rows('sop_settings');
	await world.sage.admin.changeRow('sop_settings', id, { are_prices_tax_inclusive: true });
});

const unreadable = async (path: string, status = 403) =>
	await world.sage.admin.setFaults([{ kind: 'status', status, match: { path } }]);

const customer = { __rl: true, mode: 'reference', value: WEB_ACCOUNT };
const SHOP_ORDER = { key: '1', lines: [{ sku: 'TOOLS001', gross: 12, taxRate: 20 }] };

const priced = async (lines: object[], more: IDataObject = {}) =>
	await world.run({
		resource: 'salesOrder',
		operation: 'create',
		customer,
		orderKey: 'P-1',
		linesInput: 'json',
		linesJson: JSON.stringify(lines),
		prices: { taxInclusive: true },
		simplify: false,
		options: { retries: 0 },
		...more,
	});
const GOODS = { code: 'TOOLS001', quantity: 1, unitPrice: 12, taxRate: 20 };
const orders = async (key: string) =>
	await world.sage.admin.rows('sop_orders', { customer_document_no: key });

it.each([403, 404, 500])(
	'is told by the newest order where the settings answer %i',
	async (status) => {
		await unreadable(SETTINGS, status);
		const { json } = await pushShopOrders(world, 'anyShop', [SHOP_ORDER]);
		expect(json[0]).toMatchObject({ outcome: 'created', total_gross_value: 12 });
		expect(String(json[0].notes)).toMatch(/kept with tax, as in the newest order/);
		const { json: made } = await priced([GOODS]);
		expect(made[0]).toMatchObject({ outcome: 'created', total_gross_value: 12 });
		const changed = await world.run({
			resource: 'salesOrder',
			operation: 'update',
			order: byKey('P-1'),
			linesMode: 'some',
			linesInput: 'json',
			linesJson: JSON.stringify([{ ...GOODS, unitPrice: 24 }]),
			amend: { taxInclusive: true },
			simplify: false,
		});
		expect(changed.json[0]).toMatchObject({ outcome: 'updated', total_gross_value: 24 });
	},
);

describe('where nothing tells it', () => {
	it('amounts are refused and not guessed', async () => {
		await priced([{ code: 'TOOLS001', quantity: 1 }]);
		await unreadable(SETTINGS_AND_VIEW);
		const { json } = await pushShopOrders(world, 'anyShop', [SHOP_ORDER]);
		expect(String(json[0].error)).toMatch(/does not tell whether it keeps prices with tax/);
		const { error } = await priced([GOODS], { orderKey: 'P-2' });
		expect(error?.message).toMatch(/^Prices: Sage 200 does not tell/);
		expect(error?.description).toMatch(/right to read SOP settings/);
		const changed = await world.run({
			resource: 'salesOrder',
			operation: 'update',
			order: byKey('P-1'),
			linesMode: 'some',
			linesInput: 'json',
			linesJson: JSON.stringify([GOODS]),
		});
		expect(changed.error?.message).toMatch(/^Prices: /);
		expect([...(await orders('T-1')), ...(await orders('P-2'))]).toEqual([]);
	});

	it('an order at the prices of Sage goes on', async () => {
		await unreadable(SETTINGS_AND_VIEW);
		const { json, error } = await priced([{ code: 'TOOLS001', quantity: 1 }]);
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ outcome: 'created' });
	});

	it('a quote says that its prices were taken as they are', async () => {
		await unreadable(SETTINGS_AND_VIEW);
		const { json, error } = await world.run({
			resource: 'salesQuote',
			operation: 'create',
			customer,
			documentKey: 'Q-1',
			linesInput: 'json',
			linesJson: JSON.stringify([{ code: 'TOOLS001', quantity: 1, unitPrice: 12 }]),
		});
		expect(error).toBeUndefined();
		expect(String(json[0].notes)).toMatch(/does not tell whether it keeps prices with tax/);
	});
});
