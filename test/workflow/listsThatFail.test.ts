/** A list of shop orders of which none goes through. */
import { fastClock } from '../support/fastClock';
import { SalesWorld } from '../support/salesWorld';
import { shopCases } from '../support/shopCases';
import { pushShopOrders } from '../support/shopWorld';

const usualClock = fastClock(20);
afterAll(() => usualClock());
let world: SalesWorld;
beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => await world.reset());

const bodyOf = (name: string) =>
	(shopCases().find((each) => each.name.startsWith(name))!.items[0] as { body: object }).body;

it('a list of which one is refused and the other is in doubt says that it is in doubt', async () => {
	const orders = ['s12', 's19'].map(bodyOf);
	await world.sage.admin.setFaults([
		{ kind: 'dropBeforeCommit', match: { method: 'POST', path: '^/sop_orders' } },
	]);
	const result = await pushShopOrders(world, 'shopify', [{ body: { orders } }]);
	await world.sage.admin.setFaults([]);
	const told = JSON.stringify(result.json);
	expect(told).toMatch(/inDoubt/);
	expect(told).toMatch(/T-#6019/);
	expect(told).toMatch(/14\.975/);
	expect(result.hints?.length ?? 0).toBeGreaterThan(0);
});

it('a list of which Sage refuses each order names each', async () => {
	const list = ['M-1', 'M-2'].map((key) => ({
		key,
		lines: [{ sku: 'TOOLS001', gross: 12, taxRate: 20 }],
	}));
	await world.sage.admin.setFaults([
		{ kind: 'status', status: 400, match: { method: 'POST', path: '^/sop_orders$' } },
	]);
	const { json, error } = await pushShopOrders(world, 'anyShop', [{ list }], {
		shopOrder: '={{ $json.list }}',
	});
	const told = JSON.stringify([json, error?.message]);
	expect(told).toContain('M-1');
	expect(told).toContain('M-2');
});
