/** A shop's order by webhook: once in Sage, however often the shop sends it. */
import assert from 'node:assert/strict';
import { readSage, type SageAddress } from '../../scripts/local-sage.mts';
import { sampleOrder } from '../../scripts/n8n/templates.mts';
import bigcommerceOrder from '../fixtures/bigcommerce/order.json' with { type: 'json' };
import magentoOrder from '../fixtures/magento/order.json' with { type: 'json' };
import woocommerceOrder from '../fixtures/woocommerce/order.json' with { type: 'json' };
import { until, type Scenario } from './scenario.mts';
import type { Stage } from '../../scripts/stage.mts';

interface SageOrder {
	id: number;
	document_no: string;
	customer_document_no: string;
	total_gross_value: number;
}

interface Answer {
	order: SageOrder;
	outcome: string;
	totals?: { within_tolerance: boolean };
	message?: string;
}

/** Shops whose templates are tried with one order each; every kind of order is in test/workflow/templates.test.ts. */
export const OTHER_SHOPS = [
	{ template: 'woocommerce-order-to-sage', path: 'woocommerce-order', order: woocommerceOrder },
	{ template: 'magento-order-to-sage', path: 'magento-order', order: magentoOrder },
	{ template: 'bigcommerce-order-to-sage', path: 'bigcommerce-order', order: bigcommerceOrder },
];

/** The template's, put before the shop's order numbers. */
const KEY_PREFIX = 'WEB-';

export async function orderSteps(scenario: Scenario, { n8n, sage }: Stage): Promise<void> {
	await n8n.rest.publish('shop-order-to-sage');

	const pushTo = async (
		path: string,
		order: object,
	): Promise<{ status: number; answer: Answer }> => {
		const response = await fetch(`${n8n.url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(order),
		});
		return { status: response.status, answer: (await response.json()) as Answer };
	};
	const push = async (order: object) => await pushTo('shop-order', order);

	await scenario.step(
		'a shop order becomes a Sage order with the total that the buyer paid',
		async () => {
			const order = await sampleOrder();
			const { status, answer } = await push(order);
			assert.equal(status, 200, JSON.stringify(answer));
			assert.equal(answer.outcome, 'created');
			const [inSage] = await ordersOf(sage, order.name);
			assert.equal(inSage.id, answer.order.id);
			assert.equal(inSage.document_no, answer.order.document_no);
			assert.equal(inSage.total_gross_value, Number(order.total_price));
		},
	);

	await scenario.step('the execution is kept with the key of its order', async () => {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: 'shop-order-to-sage' }));
		// The webhook is answered before n8n has kept the execution.
		let results: Array<{ id: string; status: string }> = [];
		await until('the execution is kept', async () => {
			({ results } = await n8n.rest.get<{ results: typeof results }>(
				`/executions?filter=${filter}`,
			));
			return results[0]?.status === 'success';
		});
		const { customData } = await n8n.rest.get<{ customData: Record<string, string> }>(
			`/executions/${results[0].id}`,
		);
		const { name } = await sampleOrder();
		assert.deepEqual(customData, { sage200_key: `${KEY_PREFIX}${name}` });
	});

	await scenario.step(
		'the same order sent again is answered with the order that is there',
		async () => {
			const order = await sampleOrder();
			const { status, answer } = await push(order);
			assert.equal(status, 200, JSON.stringify(answer));
			assert.equal(answer.outcome, 'existing');
			const inSage = await ordersOf(sage, order.name);
			assert.deepEqual(
				inSage.map(({ id }) => id),
				[answer.order.id],
			);
		},
	);

	await scenario.step('two webhooks of one order at the same time make one order', async () => {
		const order = await sampleOrder('#1002');
		const answers = await Promise.all([push(order), push(order)]);
		assert.deepEqual(
			answers.map(({ status }) => status),
			[200, 200],
			JSON.stringify(answers),
		);
		const inSage = await ordersOf(sage, order.name);
		assert.equal(inSage.length, 1);
		assert.deepEqual(
			answers.map(({ answer }) => answer.order.id),
			[inSage[0].id, inSage[0].id],
		);
	});

	await scenario.step(
		'an order that Sage cannot take is answered with 422 and the reason',
		async () => {
			const order = await sampleOrder('#1003');
			const [line] = order.line_items as object[];
			const { status, answer } = await push({
				...order,
				line_items: [{ ...line, sku: 'NO-SUCH-SKU' }],
			});
			assert.equal(status, 422);
			assert.match(String(answer.message), /NO-SUCH-SKU/);
			assert.deepEqual(await ordersOf(sage, order.name), []);
		},
	);

	for (const { template, path, order } of OTHER_SHOPS) {
		await scenario.step(`an order through ${template}, sent twice, is in Sage once`, async () => {
			await n8n.rest.publish(template);
			const answers = [await pushTo(path, order), await pushTo(path, order)];
			assert.deepEqual(
				answers.map(({ answer }) => [answer.outcome, answer.totals?.within_tolerance]),
				[
					['created', true],
					['existing', true],
				],
				JSON.stringify(answers),
			);
		});
	}
}

async function ordersOf(sage: SageAddress, number: string): Promise<SageOrder[]> {
	return await readSage(
		sage,
		`/sop_orders?$filter=${encodeURIComponent(`customer_document_no eq '${KEY_PREFIX}${number}'`)}`,
	);
}
