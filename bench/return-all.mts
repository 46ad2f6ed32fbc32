/** Reads a large collection whole: by Return All, by an HTTP Request node paging the same endpoint, by a bare node and by a bare script. */
import { readSage, type SageAddress } from '../scripts/local-sage.mts';
import { sageStep, webhookChain, type Step } from '../scripts/n8n/chain.mts';
import { connectAdmin, type SimulatorAdmin } from '../simulator/admin-client.mts';

import { runBare, type Call } from './floor/bare.mts';
import { alternate, takeTurns } from './measure/alternate.mts';
import { median, ratio, rounded, spreadOf } from './measure/figures.mts';
import type { Result, Row } from './measure/result.mts';
import { addBars, barsOf, type Rounds } from './measure/room.mts';
import { bareCalls, readyRows } from './n8n/floor-nodes.mts';
import { countOf, httpRequest } from './n8n/http-request.mts';
import { runWorkflow, type RunSample } from './n8n/workflow-run.mts';
import { Front } from './sage/front.mts';
import type { PageState } from './sage/ready-pages.mts';
import { onBenchStage, type BenchStage } from './stage.mts';

const CUSTOMERS = 50_000;
const LATENCIES_MS = [0, 20, 100];
/** The latency that the bars are about. */
const USUAL_MS = 20;
/** What Sage gives when not asked for more, and so what a workflow's author meets. */
const USUAL_PAGE = 500;
/** The most that Sage gives at once, to whoever knows to ask for it. */
const LARGEST_PAGE = 5000;
/** What the node asks for, and how many calls it has in flight. */
const LARGE_PAGE = 1000;
const IN_FLIGHT = 4;
/** No settings of n8n's are measured but these: nothing is stored of an execution that went well. */
const SETTINGS = { saveDataSuccessExecution: 'none' };

type Workflow = 'node' | 'httpRequest' | 'largePages' | 'bareNode' | 'passedOn';
type Side = Workflow | 'bare';

/** What asks for pages, each of its own. The first run of each makes them ready. */
const READERS: Workflow[] = ['node', 'httpRequest', 'largePages', 'bareNode'];

/** All of a collection's rows, with all their fields. */
const READ_ALL: Step = sageStep('Read', {
	resource: 'customer',
	operation: 'getAll',
	returnAll: true,
	simplify: false,
});

/** Times and weighs the reading of a large list by the node, by HTTP Request and by bare calls, in turn. */
export async function benchReturnAll(): Promise<Result> {
	const result: Result = {
		title: 'Return All',
		about: `${CUSTOMERS.toLocaleString('en')} customers with all their fields, counted. _HTTP Request_ is n8n's own node with its paging, ${USUAL_PAGE} rows a page, as Sage gives them; with ${LARGEST_PAGE.toLocaleString('en')} it makes a tenth of the calls, none of which may then time out. _Bare script_ knows all pages beforehand and reads ${IN_FLIGHT} at a time, without n8n. _Bare node_ makes the same calls from inside n8n, with n8n's request helper and nothing else: no node can be faster. _Passed on_ is n8n handing over the same rows, ready, from one node to the next.`,
		rows: [],
		bars: [],
		curves: [],
		notes: [],
		noisy: false,
		figures: {},
	};
	const fronts: Array<Front<PageState>> = [];
	const calls: Call[] = [];
	try {
		await onBenchStage(
			{
				front: async (sage) => {
					const front = await Front.start<PageState>('ready-pages', sage);
					fronts.push(front);
					return front.sage;
				},
				workflows: async (sage, credential) => {
					calls.push(...(await fillSage(connectAdmin(sage.adminUrl))));
					const reading = (name: Workflow, step: Step) =>
						webhookChain(name, credential, [step, countOf('id')], SETTINGS);
					return [
						reading('node', READ_ALL),
						reading('httpRequest', paged(sage, USUAL_PAGE)),
						reading('largePages', paged(sage, LARGEST_PAGE)),
						reading('bareNode', bareCalls(sage, JSON.stringify(calls), IN_FLIGHT)),
						reading('passedOn', await ready(sage)),
					];
				},
			},
			async (stage) => {
				const [pages] = fronts;
				for (const workflow of READERS) await runWorkflow(stage.n8n, workflow, {}, check);
				for (const latency of LATENCIES_MS)
					await benchLatency(stage, pages, calls, latency, result);
				await pages.control({ latencyMs: USUAL_MS });
				await benchMemory(stage, result);
			},
		);
	} finally {
		for (const front of fronts) await front.stop();
	}
	return result;
}

async function benchLatency(
	stage: BenchStage,
	pages: Front<PageState>,
	calls: Call[],
	latency: number,
	result: Result,
): Promise<void> {
	await pages.control({ latencyMs: latency });
	const run = (workflow: Workflow) => async () => await runWorkflow(stage.n8n, workflow, {}, check);
	const { samples, noisy } = await alternate<Side, Partial<RunSample> & { seconds: number }>({
		name: `Return All at ${latency} ms a call`,
		sides: {
			node: run('node'),
			httpRequest: run('httpRequest'),
			largePages: run('largePages'),
			bareNode: run('bareNode'),
			bare: async () => {
				const sample = await runBare(stage.node, stage.sage, calls, IN_FLIGHT);
				check({ count_id: sample.rows });
				return sample;
			},
			passedOn: run('passedOn'),
		},
		floor: 'bare',
		seconds: ({ seconds }) => seconds,
	});
	const { fetched } = await pages.control();
	if (fetched > 0)
		result.notes.push(
			`At ${latency} ms ${fetched} pages were not ready and were fetched from the simulator: not to be relied on.`,
		);
	const seconds = (side: Side) => samples[side].map((sample) => sample.seconds);
	const floor = seconds('bare').map((bare, round) => bare + seconds('passedOn')[round]);
	const toFloor = ratio(seconds('node'), floor).median;
	const rounds = {
		node: seconds('node'),
		bareNode: seconds('bareNode'),
		httpRequest: seconds('httpRequest'),
	};
	const room = barsOf(`Return All, ${latency} ms a call`, rounds, TIME);
	result.noisy ||= noisy || fetched > 0;
	result.rows.push(
		...(Object.keys(samples) as Side[]).map(
			(side): Row => ({
				name: `${latency} ms a call: ${NAMES[side]}`,
				seconds: spreadOf(seconds(side)),
				...(side === 'bare'
					? {}
					: {
							processorSeconds: spreadOf(
								samples[side].map(({ processorSeconds = 0 }) => processorSeconds),
							),
						}),
			}),
		),
	);
	result.figures[`${latency}ms`] = {
		toHttpRequest: room.toHttpRequest.median,
		toBareNode: room.toBareNode.median,
		toLargePages: ratio(seconds('node'), seconds('largePages')).median,
		toFloor,
		node: rounded(median(seconds('node'))),
	};
	if (latency !== USUAL_MS) return;
	addBars(result, room);
	result.notes.push(
		`At ${latency} ms the node takes ${toFloor} of what a bare script and n8n's passing on take together, and the bare node ${ratio(seconds('bareNode'), floor).median}: the rest is n8n's request helper, which opens the login anew for each call.`,
	);
}

const TIME = { httpRequest: 0.45, bareNode: 1.2 };
const MEMORY = { httpRequest: 0.9, bareNode: 1.2 };
const KEEPERS = ['node', 'httpRequest', 'bareNode'] as const;
type Keeper = (typeof KEEPERS)[number];

const NAMES: Record<Side, string> = {
	node: 'Sage 200 node',
	httpRequest: 'HTTP Request',
	largePages: `HTTP Request, ${LARGEST_PAGE.toLocaleString('en')} rows a page`,
	bareNode: 'bare node',
	bare: 'bare script',
	passedOn: 'passed on',
};

/** Each with a fresh n8n, since a process keeps its peak. */
async function benchMemory({ n8n }: BenchStage, result: Result): Promise<void> {
	const fresh = (workflow: Keeper) => async () => {
		await n8n.stop();
		await n8n.start();
		return await runWorkflow(n8n, workflow, {}, check);
	};
	const samples = await takeTurns<Keeper, RunSample>({
		name: 'Return All, memory',
		sides: {
			node: fresh('node'),
			httpRequest: fresh('httpRequest'),
			bareNode: fresh('bareNode'),
		},
		seconds: ({ seconds }) => seconds,
	});
	const peak = (side: Keeper) => samples[side].map(({ peakMB }) => peakMB);
	const peaks: Rounds = {
		node: peak('node'),
		httpRequest: peak('httpRequest'),
		bareNode: peak('bareNode'),
	};
	for (const side of KEEPERS)
		result.rows.push({ name: `memory: ${NAMES[side]}`, peakMB: spreadOf(peaks[side]) });
	const room = barsOf("Return All, n8n's peak memory", peaks, MEMORY);
	result.figures.memory = {
		toHttpRequest: room.toHttpRequest.median,
		toBareNode: room.toBareNode.median,
		node: rounded(median(peaks.node)),
	};
	addBars(result, room);
}

function check({ count_id: rows }: Record<string, unknown>): void {
	if (rows !== CUSTOMERS) throw new Error(`${String(rows)} of ${CUSTOMERS} customers were read`);
}

/** Makes the customers, and the calls of somebody who knows all their ids. */
async function fillSage(admin: SimulatorAdmin): Promise<Call[]> {
	const there = (await admin.rows('customers')).length;
	await admin.bulk({ resource: 'customers', count: CUSTOMERS - there });
	const ids = (await admin.rows('customers'))
		.map(({ id }) => id)
		.sort((left, right) => left - right);
	const ends = ids.filter((_id, at) => (at + 1) % LARGE_PAGE === 0 || at === ids.length - 1);
	return ends.map((end, at): Call => {
		const filter = `id gt ${at === 0 ? 0 : ends[at - 1]} and id le ${end}`;
		const query = `$filter=${encodeURIComponent(filter)}&$orderby=id%20asc&$top=${LARGE_PAGE}`;
		return { method: 'GET', path: `/customers?${query}` };
	});
}

function paged(sage: SageAddress, page: number): Step {
	return httpRequest(sage, 'Read', '/customers', {
		query: { $orderby: 'id asc', $top: String(page) },
		options: {
			pagination: {
				pagination: {
					paginationMode: 'updateAParameterInEachRequest',
					parameters: {
						parameters: [{ type: 'qs', name: '$skip', value: `={{ $pageCount * ${page} }}` }],
					},
					paginationCompleteWhen: 'other',
					completeExpression: `={{ $response.body.length < ${page} }}`,
					requestInterval: 0,
				},
			},
		},
	});
}

/** As many rows as will be read, each as large as the first one. */
async function ready(sage: SageAddress): Promise<Step> {
	const [customer] = await readSage<object>(sage, '/customers?$top=1');
	return readyRows(customer, CUSTOMERS);
}
