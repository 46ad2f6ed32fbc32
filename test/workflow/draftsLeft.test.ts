/** Standard: what is told to fail where the order is there leaves a draft that is there as it is. */
import { fastClock } from '../support/fastClock';
import { productLine, SalesWorld } from '../support/salesWorld';

const usualClock = fastClock(20);
afterAll(() => usualClock());
let world: SalesWorld;
beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());

it.each(['fail', 'failIfDifferent'])('If It Exists is %s', async (ifExists) => {
	const [product] = await world.goods();
	const id = await world.customer();
	const { reference } = await world.sage.admin.row('customers', id);
	const key = `BY-HAND-${ifExists}`;
	await world.order(key, [productLine(product, 2)], { is_editing: true });
	const { json, error } = await world.run({
		resource: 'salesOrder',
		operation: 'create',
		customer: { __rl: true, mode: 'reference', value: String(reference) },
		orderKey: key,
		linesInput: 'json',
		linesJson: JSON.stringify([{ code: product.code, quantity: 2 }]),
		additionalFields: { override_on_hold: true },
		protection: { level: 'standard', lookAgainSeconds: 0, settleSeconds: 0, ifExists },
		options: { retries: 0 },
	});
	const [row] = await world.sage.admin.rows('sop_orders', { customer_document_no: key });
	expect([row.is_draft, error?.message ?? json[0]?.outcome]).toEqual([
		true,
		expect.stringMatching(/already/),
	]);
});
