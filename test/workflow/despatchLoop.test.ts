/** A shop that does not answer takes 31 seconds a try, three tries a despatch: a run ends all the same. */
import despatchToWooCommerce from '../../workflows/despatch-to-woocommerce.json';
import { DataTables } from '../support/dataTables';
import { fastClock } from '../support/fastClock';
import { loginTo } from '../support/login';
import { play, type Template } from '../support/played';
import { SalesWorld } from '../support/salesWorld';

jest.setTimeout(60_000);
const usualClock = fastClock(20);
const TABLE = 'sage200-despatches-woocommerce';

let world: SalesWorld;
beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => {
	await world.close();
	usualClock();
});

it('a run tries each despatch once', async () => {
	const login = await loginTo(world.sage);
	const tables = new DataTables();
	const settings = { shopUrl: 'https://shop.test' };
	const template = despatchToWooCommerce as unknown as Template;
	const items = [1, 2, 3, 4, 5].map((id) => ({
		event: { id: `E-${id}` },
		order_key: `WOO-${id}`,
		despatch_no: `D-${id}`,
		despatch_id: id,
		lines: [{ code: 'A', quantity: 1 }],
	}));
	await play(template, login, { items, from: 'Order despatched', settings, tables });
	expect(tables.rows(TABLE)).toHaveLength(5);
	let tries = 0;
	let late = 0;
	const now = Date.now.bind(Date);
	jest.spyOn(Date, 'now').mockImplementation(() => now() + late);
	await play(template, login, {
		items: [{}],
		from: 'Every minute',
		settings,
		tables,
		answers: {
			'Look for the order': () => {
				tries++;
				// The shop takes its time.
				if (tries < 60) late += 31_000;
				throw new Error('timeout of 30000ms exceeded');
			},
		},
	});
	// Five despatches, three tries each.
	expect(tries).toBe(15);
});
