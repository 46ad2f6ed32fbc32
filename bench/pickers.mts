/** How long a person waits for a pick list over many records. */
import { sageStep, webhookChain } from '../scripts/n8n/chain.mts';
import type { PickList } from '../scripts/n8n/rest.mts';

import { runBare, type Call } from './floor/bare.mts';
import { alternate } from './measure/alternate.mts';
import { ratio, spreadOf } from './measure/figures.mts';
import type { Result } from './measure/result.mts';
import { bareCalls, floorCredential } from './n8n/floor-nodes.mts';
import { onBenchStage } from './stage.mts';

const CUSTOMERS = 10_000;
const LATENCY_MS = 100;
const ROUNDS = 15;
const SEARCH = "O'Brien";
const PATH = `/customers?$select=id,name,reference&$filter=${encodeURIComponent("contains(name,'O''Brien')")}&$top=50`;

/** A list that opens takes one call; n8n's own share of it is the same for every node. */
const TO_BARE_NODE = 1.2;

type Side = 'picker' | 'bareNode' | 'bare';

const NAMES: Record<Side, string> = {
	picker: "the editor's pick list",
	bareNode: "a bare node's pick list",
	bare: 'the bare call',
};

/** Times a search of the editor among 10,000 customers against a bare node's list and the bare call. */
export async function benchPickers(): Promise<Result> {
	const result: Result = {
		title: 'Pick lists',
		about: `A search among ${CUSTOMERS.toLocaleString('en')} customers, ${LATENCY_MS} ms a call, as the editor asks n8n for it, against a node whose list reads the credential and makes the one call of Sage that it takes and nothing else, and against that call from a script.`,
		rows: [],
		bars: [],
		curves: [],
		notes: [],
		noisy: false,
		figures: {},
	};
	await onBenchStage(
		{
			workflows: async (_sage, credential) => [
				webhookChain('picker', credential, [
					sageStep('Read', { resource: 'customer', operation: 'getAll' }),
				]),
			],
		},
		async ({ admin, n8n, node, sage, credential }) => {
			const there = (await admin.rows('customers')).length;
			await admin.bulk({ resource: 'customers', count: CUSTOMERS - there });
			await admin.setLatency({ ms: LATENCY_MS });
			const call: Call = { method: 'GET', path: PATH };
			const ours = { parameter: 'customer', method: 'customers', credential };
			const { type, parameters } = bareCalls(sage, JSON.stringify([call]), 1);
			const bare = {
				node: { type, parameters },
				parameter: 'calls',
				method: 'known',
				credential: await floorCredential(sage),
			};
			const opened = (list: Omit<PickList, 'search' | 'workflowId'>) => async () =>
				await timed(
					async () => await n8n.rest.pickList({ ...list, search: SEARCH, workflowId: 'picker' }),
				);
			const { samples, noisy } = await alternate<Side, number>({
				name: 'Pick list',
				sides: {
					picker: opened(ours),
					bareNode: opened(bare),
					bare: async () => (await runBare(node, sage, [call], 1)).seconds,
				},
				floor: 'bare',
				seconds: (seconds) => seconds,
				rounds: ROUNDS,
			});
			const toBareNode = ratio(samples.picker, samples.bareNode);
			result.noisy = noisy;
			result.rows = (Object.keys(samples) as Side[]).map((side) => ({
				name: NAMES[side],
				seconds: spreadOf(samples[side]),
			}));
			result.bars.push({
				what: "A pick list, against a bare node's",
				measured: toBareNode,
				most: TO_BARE_NODE,
			});
			result.figures.toBareNode = toBareNode.median;
			result.figures.toBareCall = ratio(samples.picker, samples.bare).median;
		},
	);
	return result;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await work();
	return (performance.now() - started) / 1000;
}
