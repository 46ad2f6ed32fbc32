/** Changes in Sage reach the shop: none is lost when the shop fails or n8n was away, and only a restart repeats any. */
import assert from 'node:assert/strict';
import { readSage, writeSage } from '../../scripts/local-sage.mts';
import type { StoredCredential, Workflow } from '../../scripts/n8n/cli.mts';
import { readyTemplate } from '../../scripts/n8n/templates.mts';
import type { Change, Shop } from '../../scripts/shop.mts';
import { connectAdmin } from '../../simulator/admin-client.mts';
import { until, type Scenario } from './scenario.mts';
import { spedUp } from './schedule.mts';
import type { Stage } from '../../scripts/stage.mts';

interface Product {
	id: number;
	code: string;
}

interface Holding {
	id: number;
	warehouse_name: string;
	product: { code: string };
}

const TEMPLATE = 'stock-to-shop';
/** Six seconds, so that what the shop refused is sent again soon. */
const TAKEN_MINUTES = 0.1;

export async function stockWorkflow(credential: StoredCredential, shop: Shop): Promise<Workflow> {
	return spedUp(
		await readyTemplate(TEMPLATE, credential, { shopUrl: shop.url, takenMinutes: TAKEN_MINUTES }),
	);
}

export async function stockSteps(scenario: Scenario, { n8n, sage, shop }: Stage): Promise<void> {
	const products = await readSage<Product>(sage, '/products?$top=5000&$orderby=id');
	const holdings = await readSage<Holding>(
		sage,
		'/warehouse_holdings?$top=5000&$orderby=id&$expand=product',
	);

	const rename = async (product: Product) => {
		await writeSage(sage, `/products/${product.id}`, { manufacturer: `Changed at ${Date.now()}` });
		return `product ${product.code}`;
	};
	const admin = connectAdmin(sage.adminUrl);
	let level = 1000;
	const move = async (holding: Holding) => {
		await admin.changeRow('warehouse_holdings', holding.id, { free_stock_available: ++level });
		return nameOfHolding(holding);
	};
	const seenSince = (from: number) => shop.taken.slice(from).map(nameOf).sort();
	const hasAll = (from: number, changed: string[]) => {
		const seen = seenSince(from);
		return changed.every((each) => seen.includes(each));
	};

	await scenario.step('the first run sends every product and stock level', async () => {
		await n8n.rest.publish(TEMPLATE);
		await until(
			'the shop has everything',
			() => shop.taken.length >= products.length + holdings.length,
		);
		const expected = [
			...products.map(({ code }) => `product ${code}`),
			...holdings.map(nameOfHolding),
		].sort();
		assert.deepEqual(seenSince(0), expected);
	});

	await scenario.step(
		'what changed while the shop refused messages arrives when it takes them again',
		async () => {
			const from = shop.taken.length;
			shop.refusal = 503;
			const changed = [await rename(products[0]), await move(holdings[0])];
			await until('a run fails', () => shop.refused >= 3);
			changed.push(await rename(products[1]), await move(holdings[1]));
			await until('another run fails', () => shop.refused >= 6);
			shop.refusal = undefined;
			await until('the shop has the changes', () => hasAll(from, changed));
			// Runs that come faster than the shop is tried again may tell it the same twice.
			assert.deepEqual([...new Set(seenSince(from))], changed.sort());
		},
	);

	await scenario.step('what changed while n8n was away arrives after its start', async () => {
		const from = shop.taken.length;
		await n8n.stop();
		const changed = [await rename(products[2]), await move(holdings[2]), await rename(products[0])];
		await n8n.start();
		await until('the shop has the changes', () => hasAll(from, changed));
		// The trigger sends its last poll before the stop again: levels and products as they are, so it does no harm.
		const lastPoll = [`product ${products[1].code}`, nameOfHolding(holdings[1])];
		const others = seenSince(from).filter((each) => !changed.includes(each));
		assert.deepEqual(
			others.filter((each) => !lastPoll.includes(each)),
			[],
		);
	});
}

function nameOfHolding({ product, warehouse_name }: Holding): string {
	return `stock ${product.code} ${warehouse_name}`;
}

function nameOf({ kind, sku, location }: Change): string {
	return kind === 'stock' ? `stock ${sku} ${location}` : `product ${sku}`;
}
