/** Changes in Sage reach the shop: none is lost when the shop fails or n8n was away, and none is repeated. */
import assert from 'node:assert/strict';
import { readSage, writeSage } from '../../scripts/local-sage.mts';
import type { Change } from '../../scripts/shop.mts';
import { until, type Scenario } from './scenario.mts';
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
	const touch = async (holding: Holding) => {
		await writeSage(sage, `/warehouse_holdings/${holding.id}`, {
			reorder_level: Date.now() % 1000,
		});
		return `stock ${holding.product.code} ${holding.warehouse_name}`;
	};
	const seenSince = (from: number) => shop.taken.slice(from).map(nameOf).sort();

	await scenario.step('the first run sends every product and stock level', async () => {
		await n8n.rest.publish('stock-to-shop');
		await until(
			'the shop has everything',
			() => shop.taken.length >= products.length + holdings.length,
		);
		const expected = [
			...products.map(({ code }) => `product ${code}`),
			...holdings.map(({ product, warehouse_name }) => `stock ${product.code} ${warehouse_name}`),
		].sort();
		assert.deepEqual(seenSince(0), expected);
	});

	await scenario.step(
		'what changed while the shop refused messages arrives when it takes them again',
		async () => {
			const from = shop.taken.length;
			shop.refusal = 503;
			const changed = [await rename(products[0]), await touch(holdings[0])];
			await until('a run fails', () => shop.refused >= 3);
			changed.push(await rename(products[1]), await touch(holdings[1]));
			await until('another run fails', () => shop.refused >= 6);
			shop.refusal = undefined;
			await until('the shop has the changes', () => shop.taken.length >= from + changed.length);
			assert.deepEqual(seenSince(from), changed.sort());
		},
	);

	await scenario.step('what changed while n8n was away arrives after its start', async () => {
		const from = shop.taken.length;
		// A run that is cut off has told the shop and not stored that it did: the next one would tell it again.
		await until('no run is under way', async () => (await n8n.rest.running('stock-to-shop')) === 0);
		await n8n.stop();
		const changed = [
			await rename(products[2]),
			await touch(holdings[2]),
			await rename(products[0]),
		];
		await n8n.start();
		await until('the shop has the changes', () => shop.taken.length >= from + changed.length);
		assert.deepEqual(seenSince(from), changed.sort());
	});
}

function nameOf({ kind, sku, location }: Change): string {
	return kind === 'stock' ? `stock ${sku} ${location}` : `product ${sku}`;
}
