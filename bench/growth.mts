/** Cost against size: lists of up to 100,000 rows at once, a million in a loop, batches of up to 10,000 orders. */
import type { SageAddress } from '../scripts/local-sage.mts';
import { chain, sageStep, webhookChain, type Step } from '../scripts/n8n/chain.mts';
import type { StoredCredential, Workflow } from '../scripts/n8n/cli.mts';
import { makeOrders, readRange } from '../scripts/shop-orders.mts';

import { pushBatch } from './order-batch.mts';
import { alternate, takeTurns } from './measure/alternate.mts';
import { median, ratio, rounded, spreadOf } from './measure/figures.mts';
import type { Result } from './measure/result.mts';
import { countOf } from './n8n/http-request.mts';
import { runWorkflow, type RunSample } from './n8n/workflow-run.mts';
import { Front } from './sage/front.mts';
import type { NumberedState } from './sage/numbered-rows.mts';
import { onBenchStage, type BenchStage } from './stage.mts';

const ROW_SIZES = [1_000, 10_000, 100_000];
const ORDER_SIZES = [10, 100, 1_000, 10_000];
const MILLION = 1_000_000;
/** The rows of a round of the loop. */
const PAGE = 5_000;
/** What the loop's memory is held against: so many rows at once. */
const USUAL_ROWS = 50_000;
const LINES = 2;
const IN_FLIGHT = 4;
const SETTINGS = { saveDataSuccessExecution: 'none' };

/** A row, or an order, may take so many times what it takes at a tenth of the size. */
const STRAIGHT = 1.3;
const MEMORY_OF_LOOP = 1.1;

/** Times lists and batches of growing sizes, and the memory of a million customers in a loop. */
export async function benchGrowth(): Promise<Result> {
	const result: Result = {
		title: 'Growth',
		about: `Customers read by Get Many with all their fields, and orders of ${LINES} lines pushed in one execution, in seconds of n8n's processor time: the middle of the rounds, in which the sizes take turns. A line that bends upwards would cost more and more for each row.`,
		rows: [],
		bars: [],
		curves: [],
		notes: [],
		noisy: false,
		figures: {},
	};
	await benchRows(result);
	await benchOrderSizes(result);
	return result;
}

async function benchRows(result: Result): Promise<void> {
	const fronts: Array<Front<NumberedState>> = [];
	try {
		await onBenchStage(
			{
				front: async (sage) => {
					const list = `${new URL(sage.apiUrl).pathname}/customers`;
					const front = await Front.start<NumberedState>('numbered-rows', sage, list);
					fronts.push(front);
					return front.sage;
				},
				workflows: async (_sage, credential) => rowWorkflows(credential),
			},
			async (stage) => {
				const [front] = fronts;
				await benchListSizes(stage, front, result);
				await benchLoop(stage, front, result);
			},
		);
	} finally {
		for (const front of fronts) await front.stop();
	}
}

async function benchListSizes(
	{ n8n }: BenchStage,
	front: Front<NumberedState>,
	result: Result,
): Promise<void> {
	await benchSizes(result, 'Rows read by Return All', 'rows', ROW_SIZES, async (size) => {
		await front.control({ rows: size });
		return await runWorkflow(n8n, 'all', {}, all(size));
	});
}

/** A million rows in rounds, each by a sub-workflow that gives back one item; against many rows at once. */
async function benchLoop(
	{ n8n }: BenchStage,
	front: Front<NumberedState>,
	result: Result,
): Promise<void> {
	const fresh = async (workflow: string, rows: number): Promise<RunSample> => {
		await n8n.stop();
		await n8n.start();
		await front.control({ rows });
		return await runWorkflow(n8n, workflow, {}, all(rows));
	};
	let calls = 0;
	const { usual, loop } = await takeTurns<'usual' | 'loop', RunSample>({
		name: 'A million customers',
		sides: {
			usual: async () => await fresh('all', USUAL_ROWS),
			loop: async () => {
				const sample = await fresh('loop', MILLION);
				calls = (await front.control()).calls;
				return sample;
			},
		},
		seconds: ({ seconds }) => seconds,
	});
	const peak = (samples: RunSample[]) => samples.map(({ peakMB }) => peakMB);
	const seconds = (samples: RunSample[]) => samples.map((sample) => sample.seconds);
	result.rows.push(
		{
			name: `${USUAL_ROWS.toLocaleString('en')} customers at once`,
			seconds: spreadOf(seconds(usual)),
			peakMB: spreadOf(peak(usual)),
		},
		{
			name: `a million customers in rounds of ${PAGE.toLocaleString('en')}`,
			seconds: spreadOf(seconds(loop)),
			peakMB: spreadOf(peak(loop)),
		},
	);
	const measured = ratio(peak(loop), peak(usual));
	result.bars.push({
		what: `A million customers in a loop, n8n's peak memory, against ${USUAL_ROWS.toLocaleString('en')} at once`,
		measured,
		most: MEMORY_OF_LOOP,
	});
	result.figures.million = {
		seconds: rounded(median(seconds(loop))),
		memoryToUsual: measured.median,
		calls,
	};
}

async function benchOrderSizes(result: Result): Promise<void> {
	await onBenchStage(
		{
			workflows: async (_sage: SageAddress, credential) => [
				webhookChain('push', credential, pushBatch('standard', IN_FLIGHT), SETTINGS),
			],
		},
		async ({ n8n, admin }) => {
			const range = await readRange(admin);
			await admin.takeSnapshot('empty');
			// The node remembers for an hour what it has pushed, so no key is pushed twice, not even when all is repeated.
			let batches = 0;
			await benchSizes(
				result,
				'Orders pushed in one execution',
				'orders',
				ORDER_SIZES,
				async (size) => {
					await admin.restoreSnapshot('empty');
					await admin.clearLog();
					const orders = makeOrders(range, `GROWTH-${++batches}`, size, LINES);
					const sample = await runWorkflow(n8n, 'push', { orders }, pushed(size));
					result.figures[`callsPerOrder${size}`] = rounded((await admin.log()).count / size);
					return sample;
				},
			);
		},
	);
}

/** A curve over the sizes, which take turns; and a bar: the largest size against the one before it, each by the piece. */
async function benchSizes(
	result: Result,
	title: string,
	across: string,
	sizes: number[],
	run: (size: number) => Promise<RunSample>,
): Promise<void> {
	const [before, last] = sizes.slice(-2);
	const { samples, noisy } = await alternate<string, RunSample>({
		name: title,
		sides: Object.fromEntries(sizes.map((size) => [String(size), async () => await run(size)])),
		floor: String(before),
		seconds: ({ processorSeconds }) => processorSeconds,
	});
	const seconds = (size: number) =>
		samples[String(size)].map(({ processorSeconds }) => processorSeconds);
	const apiece = (size: number) => seconds(size).map((each) => each / size);
	const points = sizes.map((size) => ({ size, value: rounded(median(seconds(size))) }));
	const measured = ratio(apiece(last), apiece(before));
	result.noisy ||= noisy;
	result.curves.push({ title, axes: { across, up: "seconds of n8n's processor time" }, points });
	result.bars.push({
		what: `${title}: one of ${last.toLocaleString('en')}, against one of ${before.toLocaleString('en')}`,
		measured,
		most: STRAIGHT,
	});
	result.figures[across] = { bend: measured.median, points };
}

function all(rows: number): (answer: Record<string, unknown>) => void {
	return ({ count_id: count }) => {
		if (count !== rows) throw new Error(`${String(count)} of ${rows} rows were read`);
	};
}

function pushed(orders: number): (answer: Record<string, unknown>) => void {
	return ({ count_document_no: count }) => {
		if (count !== orders) throw new Error(`${String(count)} of ${orders} orders were pushed`);
	};
}

const GET_MANY = { resource: 'customer', operation: 'getAll', simplify: false };

function rowWorkflows(credential: StoredCredential): Workflow[] {
	return [
		webhookChain(
			'all',
			credential,
			[sageStep('Read', { ...GET_MANY, returnAll: true }), countOf('id')],
			SETTINGS,
		),
		// A workflow goes live only after those that it calls.
		chain('page', credential, [CALLED, READ_PAGE, LAST_OF_PAGE], SETTINGS),
		loopWorkflow(credential),
	];
}

const CALLED: Step = {
	name: 'Called',
	type: 'n8n-nodes-base.executeWorkflowTrigger',
	typeVersion: 1.1,
	parameters: { inputSource: 'passthrough' },
};

const READ_PAGE = sageStep('Read', {
	...GET_MANY,
	limit: PAGE,
	read: { continueAfter: '={{ $json.last ?? 0 }}' },
});

/** One item for a page: its last ID, and how many rows there were so far. */
const LAST_OF_PAGE: Step = {
	name: 'Last',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	executeOnce: true,
	parameters: {
		mode: 'raw',
		jsonOutput: `={{ ({ last: $('Read').last().json.id, count_id: ($('Called').first().json.count_id ?? 0) + $('Read').all().length }) }}`,
		options: {},
	},
};

/** Calls the page's workflow until a million rows are read. */
function loopWorkflow(credential: StoredCredential): Workflow {
	const call: Step = {
		name: 'Page',
		type: 'n8n-nodes-base.executeWorkflow',
		typeVersion: 1.2,
		parameters: {
			source: 'database',
			workflowId: { __rl: true, mode: 'id', value: 'page' },
			options: { waitForSubWorkflow: true },
		},
	};
	const more: Step = {
		name: 'More',
		type: 'n8n-nodes-base.if',
		typeVersion: 2.2,
		parameters: {
			conditions: {
				options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
				combinator: 'and',
				conditions: [
					{
						id: 'more',
						leftValue: `={{ $json.count_id < ${MILLION} }}`,
						rightValue: '',
						operator: { type: 'boolean', operation: 'true', singleValue: true },
					},
				],
			},
			options: {},
		},
	};
	const end: Step = {
		name: 'End',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		parameters: {},
	};
	const workflow = webhookChain('loop', credential, [call, more, end], SETTINGS);
	return {
		...workflow,
		connections: {
			...(workflow.connections as object),
			More: {
				main: [
					[{ node: 'Page', type: 'main', index: 0 }],
					[{ node: 'End', type: 'main', index: 0 }],
				],
			},
		},
	};
}
