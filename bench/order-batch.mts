/** Pushes a batch of shop orders: by the node, by HTTP Request nodes that look up what it looks up, by a bare script. */
import type { SageAddress } from '../scripts/local-sage.mts';
import { sageStep, webhookChain, type Step } from '../scripts/n8n/chain.mts';
import { CREATE_SHOP_ORDERS, readRange, type ShopOrder } from '../scripts/shop-orders.mts';
import type { SimulatorAdmin } from '../simulator/admin-client.mts';

import { batchOf, IN_FLIGHT, LATENCY_MS, LINES, ORDERS } from './batch.mts';
import { runBare, type Call } from './floor/bare.mts';
import { alternate } from './measure/alternate.mts';
import { ratio, spreadOf } from './measure/figures.mts';
import type { Result, Row } from './measure/result.mts';
import { addBars, barsOf } from './measure/room.mts';
import { bareCalls } from './n8n/floor-nodes.mts';
import { countOf, httpRequest } from './n8n/http-request.mts';
import { runWorkflow, type RunSample } from './n8n/workflow-run.mts';
import { onBenchStage } from './stage.mts';

const BATCHES = {
	// The HTTP Request node has no limit of calls in flight; so many at each latency's interval come to it.
	batching: { batch: { batchSize: IN_FLIGHT, batchInterval: LATENCY_MS } },
};
/** One item for each request, even where nothing was found. */
const WHOLE_REPLY = { response: { response: { fullResponse: true } } };
const SNAPSHOT = 'before';

type Workflow = 'standard' | 'strict' | 'httpRequest' | 'bareNode';
type Side = Workflow | 'bare';

const NAMES: Record<Side, string> = {
	standard: 'Sage 200 node, Standard',
	strict: 'Sage 200 node, Strict',
	httpRequest: 'HTTP Request',
	bareNode: 'bare node',
	bare: 'bare script',
};

const TIME = { httpRequest: 0.15, bareNode: 1.2 };
const TO_FLOOR = 1.3;

/** Times a batch of orders by the node, by HTTP Request nodes and by bare calls, in turn. */
export async function benchOrderBatch(): Promise<Result> {
	const result: Result = {
		title: 'A batch of orders',
		about: `${ORDERS} orders of ${LINES} lines by human keys, ${LATENCY_MS} ms a call, ${IN_FLIGHT} calls in flight. _HTTP Request_ makes 7 calls an order: is it there, its customer, its four products, the order itself. _Bare script_ knows all IDs, looks for nothing and posts, without n8n; _bare node_ does so from inside n8n, with n8n's request helper and nothing else.`,
		rows: [],
		bars: [],
		curves: [],
		notes: [],
		noisy: false,
		figures: {},
	};
	await onBenchStage(
		{
			workflows: async (sage, credential) => [
				webhookChain('standard', credential, pushBatch('standard', IN_FLIGHT)),
				webhookChain('strict', credential, pushBatch('strict', IN_FLIGHT)),
				webhookChain('httpRequest', credential, byHttpRequests(sage)),
				webhookChain('bareNode', credential, [
					bareCalls(sage, '={{ JSON.stringify($json.body.calls) }}', IN_FLIGHT),
					countOf('document_no'),
				]),
			],
		},
		async ({ admin, n8n, node, sage }) => {
			const range = await readRange(admin);
			await admin.setLatency({ ms: LATENCY_MS });
			await admin.takeSnapshot(SNAPSHOT);
			const idsOf = await knowIds(admin);
			let batches = 0;
			// The node remembers for an hour what it has pushed, so no key is pushed twice, not even when all is repeated.
			const fresh = async (): Promise<ShopOrder[]> => {
				await admin.restoreSnapshot(SNAPSHOT);
				return batchOf(range, String(++batches));
			};
			const before = (await admin.rows('sop_orders')).length;
			/** What is there afterwards, whatever the side says that it pushed. */
			const pushed = async <Sample,>(push: () => Promise<Sample>): Promise<Sample> => {
				const sample = await push();
				const made = (await admin.rows('sop_orders')).slice(before);
				const lines = made.flatMap((order) => order.lines as unknown[]).length;
				if (made.length !== ORDERS || lines !== ORDERS * LINES)
					throw new Error(`Sage has ${made.length} orders more, with ${lines} lines`);
				return sample;
			};
			const run = (workflow: Workflow) => async () =>
				await pushed(
					async () => await runWorkflow(n8n, workflow, { orders: await fresh() }, check),
				);
			const runKnowing = async () => {
				const calls = (await fresh()).map(idsOf);
				return await pushed(async () => await runWorkflow(n8n, 'bareNode', { calls }, check));
			};
			const { samples, noisy } = await alternate<Side, Pick<RunSample, 'seconds'>>({
				name: 'Orders',
				sides: {
					standard: run('standard'),
					strict: run('strict'),
					httpRequest: run('httpRequest'),
					bareNode: runKnowing,
					bare: async () => {
						const calls = (await fresh()).map(idsOf);
						return await pushed(async () => await runBare(node, sage, calls, IN_FLIGHT));
					},
				},
				floor: 'bare',
				seconds: ({ seconds }) => seconds,
			});
			const seconds = (side: Side) => samples[side].map((sample) => sample.seconds);
			result.noisy = noisy;
			result.rows = (Object.keys(samples) as Side[]).map(
				(side): Row => ({ name: NAMES[side], seconds: spreadOf(seconds(side)) }),
			);
			result.figures = Object.fromEntries(
				(['standard', 'strict'] as const).map((side) => [
					side,
					{
						toHttpRequest: ratio(seconds(side), seconds('httpRequest')).median,
						toFloor: ratio(seconds(side), seconds('bare')).median,
					},
				]),
			);
			const rounds = {
				node: seconds('standard'),
				bareNode: seconds('bareNode'),
				httpRequest: seconds('httpRequest'),
			};
			const what = `${ORDERS} orders, Standard`;
			const room = barsOf(what, rounds, TIME);
			addBars(result, room);
			result.figures.toBareNode = room.toBareNode.median;
			result.bars.push({
				what: `${what}, against a bare script that knows all IDs`,
				measured: ratio(seconds('standard'), seconds('bare')),
				most: TO_FLOOR,
			});
		},
	);
	return result;
}

function check({ count_document_no: orders }: Record<string, unknown>): void {
	if (orders !== ORDERS) throw new Error(`${String(orders)} of ${ORDERS} orders were pushed`);
}

/** Makes the call that posts an order, with the ids of its customer and products. */
async function knowIds(admin: SimulatorAdmin): Promise<(order: ShopOrder) => Call> {
	const customers = new Map(
		(await admin.rows('customers')).map(({ reference, id }) => [String(reference), id]),
	);
	const products = new Map(
		(await admin.rows('products')).map(({ code, id }) => [String(code), id]),
	);
	return ({ key, customer, lines }) => ({
		method: 'POST',
		path: '/sop_orders',
		body: {
			customer_id: customers.get(customer),
			customer_document_no: key,
			lines: lines.map(({ code, quantity }) => ({
				line_type: 'EnumLineTypeStandard',
				product_id: products.get(code),
				line_quantity: quantity,
			})),
		},
	});
}

const SPLIT: Step = {
	name: 'Orders',
	type: 'n8n-nodes-base.splitOut',
	typeVersion: 1,
	parameters: { fieldToSplitOut: 'body.orders', options: {} },
};

/** Pushes the orders that the webhook is sent, and counts them. */
export function pushBatch(level: string, callsInFlight: number): Step[] {
	return [
		SPLIT,
		sageStep('Push', {
			...CREATE_SHOP_ORDERS,
			options: { level, callsInFlight },
		}),
		countOf('document_no'),
	];
}

/** Seven calls an order: is it there, its customer, its four products, the order itself. */
function byHttpRequests(sage: SageAddress): Step[] {
	const find = (name: string, path: string, filter: string) =>
		httpRequest(sage, name, path, {
			query: { $filter: filter, $select: 'id' },
			options: { ...BATCHES, ...WHOLE_REPLY },
		});
	return [
		SPLIT,
		find('Known', '/sop_orders', "=customer_document_no eq '{{ $json.key }}'"),
		find('Customer', '/customers', "=reference eq '{{ $('Orders').item.json.customer }}'"),
		code(
			'Lines',
			"return $('Orders').all().flatMap(({ json }) => json.lines.map((line) => ({ json: line })));",
		),
		find('Product', '/products', "=code eq '{{ $json.code }}'"),
		code(
			'Bodies',
			`const products = $('Product').all();
			const customers = $('Customer').all();
			const lines = $('Lines').all();
			return $('Orders').all().map(({ json }, order) => ({ json: { body: {
				customer_id: customers[order].json.body[0].id,
				customer_document_no: json.key,
				lines: json.lines.map((line, at) => ({
					line_type: 'EnumLineTypeStandard',
					product_id: products[order * ${LINES} + at].json.body[0].id,
					line_quantity: line.quantity,
				})),
			} } }));`,
		),
		httpRequest(sage, 'Push', '/sop_orders', {
			method: 'POST',
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '={{ $json.body }}',
			options: BATCHES,
		}),
		countOf('document_no'),
	];
}

function code(name: string, jsCode: string): Step {
	return {
		name,
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: { mode: 'runOnceForAllItems', language: 'javaScript', jsCode },
	};
}
