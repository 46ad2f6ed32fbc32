/** How long a person waits for a pick list over many records. */
import { sageStep, webhookChain } from '../scripts/n8n/chain.mts';

import { runBare } from './floor/bare.mts';
import { alternate } from './measure/alternate.mts';
import { ratio, spreadOf } from './measure/figures.mts';
import type { Result } from './measure/result.mts';
import { onBenchStage } from './stage.mts';

const CUSTOMERS = 10_000;
const LATENCY_MS = 100;
const ROUNDS = 15;
const SEARCH = "O'Brien";
const CALL = `/customers?$select=id,name,reference&$filter=${encodeURIComponent("contains(name,'O''Brien')")}&$top=50`;

/** A list that opens takes one call; n8n's own share of it is the same for every node. */
const MOST = 1.5;

export async function benchPickers(): Promise<Result> {
	const result: Result = {
		title: 'Pick lists',
		about: `A search among ${CUSTOMERS.toLocaleString('en')} customers, ${LATENCY_MS} ms a call, as the editor asks n8n for it, against the one call of Sage that it takes.`,
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
			const list = { parameter: 'customer', method: 'customers', search: SEARCH, credential };
			const { samples, noisy } = await alternate<'picker' | 'bare', number>({
				name: 'Pick list',
				sides: {
					picker: async () =>
						await timed(async () => await n8n.rest.pickList({ ...list, workflowId: 'picker' })),
					bare: async () => (await runBare(node, sage, [{ method: 'GET', path: CALL }], 1)).seconds,
				},
				floor: 'bare',
				seconds: (seconds) => seconds,
				rounds: ROUNDS,
			});
			const value = ratio(samples.picker, samples.bare);
			result.noisy = noisy;
			result.rows.push(
				{ name: "the editor's pick list", seconds: spreadOf(samples.picker) },
				{ name: 'the bare call', seconds: spreadOf(samples.bare) },
			);
			result.bars.push({ what: 'A pick list, against its one call of Sage', value, most: MOST });
			result.figures.toBare = value;
		},
	);
	return result;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await work();
	return (performance.now() - started) / 1000;
}
