/** Cost against size: lists of up to 100,000 rows at once, a million in a loop, batches of up to 10,000 orders. */
import type { SageAddress } from '../scripts/local-sage.mts';
import { chain, sageStep, webhookChain, type Step } from '../scripts/n8n/chain.mts';
import type { StoredCredential, Workflow } from '../scripts/n8n/cli.mts';
import { makeOrders, readRange } from '../scripts/shop-orders.mts';

import { pushBatch } from './order-batch.mts';
import { median, rounded, spreadOf } from './measure/figures.mts';
import type { Result } from './measure/result.mts';
import { countOf } from './n8n/http-request.mts';
import { runWorkflow, type RunSample } from './n8n/workflow-run.mts';
import { Front } from './sage/front.mts';
import type { NumberedState } from './sage/numbered-rows.mts';
import { onBenchStage, type BenchStage } from './stage.mts';

const ROW_SIZES = [1_000, 10_000, 100_000];
const ORDER_SIZES = [10, 100, 1_000, 10_000];
const ROUNDS = 3;
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

export async function benchGrowth(): Promise<Result> {
	const result: Result = {
		title: 'Growth',
		about: `Customers read by Get Many with all their fields, and orders of ${LINES} lines pushed in one execution, in seconds of n8n's processor time: the middle of ${ROUNDS} runs. A line that bends upwards would cost more and more for each row.`,
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
	const points = [];
	for (const size of ROW_SIZES) {
		await front.control({ rows: size });
		points.push(await measured(size, async () => await runWorkflow(n8n, 'all', {}, all(size))));
	}
	straightLine(result, 'Rows read by Return All', 'rows', points);
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
	const usual = await fresh('all', USUAL_ROWS);
	const loop = await fresh('loop', MILLION);
	const { calls } = await front.control();
	result.rows.push(
		{
			name: `${USUAL_ROWS.toLocaleString('en')} customers at once`,
			seconds: spreadOf([usual.seconds]),
			peakMB: spreadOf([usual.peakMB]),
		},
		{
			name: `a million customers in rounds of ${PAGE.toLocaleString('en')}`,
			seconds: spreadOf([loop.seconds]),
			peakMB: spreadOf([loop.peakMB]),
		},
	);
	const value = rounded(loop.peakMB / usual.peakMB);
	result.bars.push({
		what: `A million customers in a loop, n8n's peak memory, against ${USUAL_ROWS.toLocaleString('en')} at once`,
		value,
		most: MEMORY_OF_LOOP,
	});
	result.figures.million = { seconds: rounded(loop.seconds), memoryToUsual: value, calls };
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
			const points = [];
			for (const size of ORDER_SIZES) {
				let calls = 0;
				const point = await measured(size, async (round) => {
					await admin.restoreSnapshot('empty');
					await admin.clearLog();
					const orders = makeOrders(range, `GROWTH-${size}-${round}`, size, LINES);
					const sample = await runWorkflow(n8n, 'push', { orders }, pushed(size));
					calls = (await admin.log()).count;
					return sample;
				});
				points.push(point);
				result.figures[`callsPerOrder${size}`] = rounded(calls / size);
			}
			straightLine(result, 'Orders pushed in one execution', 'orders', points);
		},
	);
}

interface Point {
	size: number;
	value: number;
}

async function measured(size: number, run: (round: number) => Promise<RunSample>): Promise<Point> {
	const seconds = [];
	for (let round = 0; round < ROUNDS; round++) seconds.push((await run(round)).processorSeconds);
	return { size, value: rounded(median(seconds)) };
}

/** The largest size against a tenth of it, each by the piece. */
function straightLine(result: Result, title: string, across: string, points: Point[]): void {
	const [before, last] = points.slice(-2);
	const value = rounded(last.value / last.size / (before.value / before.size));
	result.curves.push({ title, axes: { across, up: "seconds of n8n's processor time" }, points });
	result.bars.push({
		what: `${title}: one of ${last.size.toLocaleString('en')}, against one of ${before.size.toLocaleString('en')}`,
		value,
		most: STRAIGHT,
	});
	result.figures[across] = { bend: value, points };
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
