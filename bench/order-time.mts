/** Pushes a batch of shop orders: by the node, and by HTTP Request nodes that look up what the node looks up. */
import { connectAdmin } from '../simulator/admin-client.mts';
import type { SageAddress } from '../scripts/local-sage.mts';
import type { Step } from '../scripts/n8n/chain.mts';

import { readRange, type Range } from '../scripts/shop-orders.mts';

import { batchOf, IN_FLIGHT, LATENCY_MS, LINES, ORDERS } from './batch.mts';
import { compare, countOf, httpRequest, type Comparison } from './sides.mts';

const BATCHES = {
	// The HTTP Request node has no limit of calls in flight; so many at each latency's interval come to it.
	batching: { batch: { batchSize: IN_FLIGHT, batchInterval: LATENCY_MS } },
};
/** One item for each request, even where nothing was found. */
const WHOLE_REPLY = { response: { response: { fullResponse: true } } };

export async function benchOrderTime(): Promise<{ orderTime: Comparison & { orders: number } }> {
	let range: Range;
	const comparison = await compare({
		name: 'Orders',
		rounds: 3,
		steps: (sage) => ({ node: byTheNode(), httpRequest: byHttpRequests(sage) }),
		async prepare({ sage }) {
			const admin = connectAdmin(sage.adminUrl);
			range = await readRange(admin);
			await admin.setLatency({ ms: LATENCY_MS });
		},
		input: (side, round) => ({ orders: batchOf(range, `${side}-${round}`) }),
		check({ count_document_no: orders }) {
			if (orders !== ORDERS) throw new Error(`${String(orders)} of ${ORDERS} orders were pushed`);
		},
	});
	return { orderTime: { orders: ORDERS, ...comparison } };
}

const SPLIT: Step = {
	name: 'Orders',
	type: 'n8n-nodes-base.splitOut',
	typeVersion: 1,
	parameters: { fieldToSplitOut: 'body.orders', options: {} },
};

function byTheNode(): Step[] {
	return [
		SPLIT,
		{
			name: 'Push',
			type: 'n8n-nodes-sage200.sage200',
			typeVersion: 1,
			parameters: {
				resource: 'salesOrder',
				operation: 'create',
				customer: { __rl: true, mode: 'reference', value: '={{ $json.customer }}' },
				orderKey: '={{ $json.key }}',
				linesInput: 'json',
				linesJson: '={{ $json.lines }}',
				options: { callsInFlight: IN_FLIGHT },
			},
		},
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
