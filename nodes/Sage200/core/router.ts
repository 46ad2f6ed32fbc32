/** The node's only loop over items: try, pair, go on when one fails. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { invalid } from '../sage200/protocol/failures';

import { ALL_COMPANIES, chosenCompany } from './companyChoice';
import { errorOutput, toNodeError } from './errors';
import { batchesOf, failedVisit, originOf, visitsOf } from './fanOut';
import { Item } from './item';
import { limitsOf } from './limits';
import { Parameters } from './parameters';
import { prepared, type Output, type Prepared } from './prepared';
import type { Operation, PreparedByItem, Resource } from './resource';
import { Run } from './run';

/** Resource and operation of the items that are carried out together. */
interface Group {
	operation: Operation;
	items: Item[];
}

/** `customer:create` → operation, for all resources. */
export type Operations = Map<string, Operation>;

export function operationsOf(resources: Resource[]): Operations {
	return new Map(
		resources.flatMap(({ value, operations }) =>
			operations.map((operation) => [`${value}:${operation.value}`, operation]),
		),
	);
}

/** Carries out the node for all its items and returns what each gave, in their order. */
export async function route(
	context: IExecuteFunctions,
	operations: Operations,
): Promise<INodeExecutionData[][]> {
	const count = context.getInputData().length;
	const run = await openRun(context);
	if (run instanceof Error)
		return [
			Array.from({ length: count }, (_, index) =>
				errorOutput(context.getNode(), toNodeError(context.getNode(), run, index), index),
			),
		];
	const items = Array.from({ length: count }, (_, index) => new Item(context, run, index));
	const outputs = new Map<Item, INodeExecutionData[]>();
	const failures = new Map<Item, Error>();

	const fail = (item: Item, error: unknown): void => {
		const nodeError = toNodeError(context.getNode(), error, item.index);
		if (!context.continueOnFail() && !item.visited) throw nodeError;
		failures.set(item, nodeError);
		const output = errorOutput(context.getNode(), nodeError, item.index);
		outputs.set(item, [
			item.visited ? failedVisit(output, item.visited, context.continueOnFail()) : output,
		]);
	};
	const succeed = (item: Item, output: Output): void => {
		const rows = Array.isArray(output) ? output : [output];
		outputs.set(
			item,
			rows.map((json) => ({
				json: { ...json, ...originOf(item.visited) },
				pairedItem: { item: item.index },
			})),
		);
	};

	for (const group of groupsOf(items, operations, fail)) {
		await carryOut(group, run, succeed, fail);
	}
	if (!context.continueOnFail()) throwIfNowhere(items, failures);
	return [
		items.flatMap((item) => [item, ...item.visits].flatMap((each) => outputs.get(each) ?? [])),
	];
}

/** One company that fails does not stop the others, but when all do, the item has failed. */
function throwIfNowhere(items: Item[], failures: Map<Item, Error>): void {
	for (const { visits } of items) {
		if (visits.length > 0 && visits.every((visit) => failures.has(visit)))
			throw failures.get(visits[0])!;
	}
}

/** What is wrong with the credential or a limit is wrong with every item: returned where each is to go on with its error. */
async function openRun(context: IExecuteFunctions): Promise<Run | Error> {
	try {
		return await Run.open(context, limitsOf(Parameters.ofItem(context, 0)));
	} catch (error) {
		if (context.continueOnFail()) return error as Error;
		throw toNodeError(context.getNode(), error, 0);
	}
}

function groupsOf(
	items: Item[],
	operations: Operations,
	fail: (item: Item, error: unknown) => void,
): Group[] {
	const groups = new Map<string, Group>();
	for (const item of items) {
		const name = `${item.text('resource')}:${item.text('operation')}`;
		const operation = operations.get(name);
		if (!operation) {
			fail(
				item,
				invalid(
					'Operation',
					`"${name}" does not exist`,
					'Choose a resource and an operation from the lists.',
				),
			);
			continue;
		}
		if (item.parameter('readOnly', false) && decided(operation.writes, item)) {
			fail(
				item,
				invalid(
					'Read Only',
					`"${operation.name}" would change data in Sage 200`,
					'Switch Read Only off to allow it.',
				),
			);
			continue;
		}
		if (!groups.has(name)) groups.set(name, { operation, items: [] });
		groups.get(name)!.items.push(item);
	}
	return [...groups.values()];
}

/** What an operation says of itself, or says of the item. */
function decided(fact: boolean | ((item: Item) => boolean), item: Item): boolean {
	return typeof fact === 'function' ? fact(item) : fact;
}

/**
 * When one item's failure stops the workflow, what is wrong with any item is told before the first is sent; once one
 * has failed no further item is started.
 */
async function carryOut(
	{ operation, items }: Group,
	run: Run,
	succeed: (item: Item, output: Output) => void,
	fail: (item: Item, error: unknown) => void,
): Promise<void> {
	for (const batch of batchesOf(await place(operation, items, run, fail))) {
		await carryOutBatch(operation, batch, run.limits.callsInFlight, succeed, fail);
	}
}

async function carryOutBatch(
	operation: Operation,
	placed: Item[],
	atOnce: number,
	succeed: (item: Item, output: Output) => void,
	fail: (item: Item, error: unknown) => void,
): Promise<void> {
	const ready = await prepare(operation, placed, fail);
	if (!ready) return;
	const { refused, work } = ready;
	try {
		for (const [item, error] of refused) fail(item, error);
		await executeAll(
			placed.filter((item) => !refused.has(item)),
			work,
			atOnce,
			succeed,
			fail,
		);
	} finally {
		ready.end?.();
	}
}

async function executeAll(
	items: Item[],
	work: Prepared['work'],
	atOnce: number,
	succeed: (item: Item, output: Output) => void,
	fail: (item: Item, error: unknown) => void,
): Promise<void> {
	const queue = inTurn(items);
	const worker = async (): Promise<void> => {
		for (const item of queue) {
			try {
				succeed(item, await workOf(item, work)());
			} catch (error) {
				fail(item, error);
			}
		}
	};
	// All that is under way is waited for, so that nothing happens in Sage after the node has ended.
	const ended = await Promise.allSettled(Array.from({ length: atOnce }, worker));
	const stopped = ended.find((end): end is PromiseRejectedResult => end.status === 'rejected');
	if (stopped) throw stopped.reason;
}

/** @throws Error when an operation has neither refused the item nor prepared it: a mistake of this node */
function workOf(item: Item, work: Prepared['work']): () => Promise<Output> {
	const found = work.get(item);
	if (found) return found;
	throw new Error(`Item ${item.index} was not carried out. Report this as a mistake of the node.`);
}

/** Shared by the workers; a worker that leaves by an error ends it for all. */
function* inTurn(items: Item[]): Generator<Item> {
	yield* items;
}

async function place(
	operation: Operation,
	items: Item[],
	run: Run,
	fail: (item: Item, error: unknown) => void,
): Promise<Item[]> {
	const placed: Item[] = [];
	for (const item of items) {
		try {
			const nowhere = decided(operation.withoutCompany ?? false, item);
			const wanted = nowhere ? '' : chosenCompany(item);
			if (wanted === ALL_COMPANIES)
				item.visits = await visitsOf(item, decided(operation.writes, item), run);
			else if (!nowhere) item.company = await run.company(wanted);
			placed.push(...(item.visits.length > 0 ? item.visits : [item]));
		} catch (error) {
			fail(item, error);
		}
	}
	return placed;
}

async function prepare(
	operation: Operation,
	items: Item[],
	fail: (item: Item, error: unknown) => void,
): Promise<Prepared | undefined> {
	try {
		return ofJobs(await operation.prepare(items), items);
	} catch (error) {
		for (const item of items) fail(item, error);
		return undefined;
	}
}

function ofJobs(given: Prepared | PreparedByItem, items: Item[]): Prepared {
	return 'work' in given
		? given
		: prepared({
				refused: given.refused,
				jobs: new Map(items.map((item) => [item, item])),
				execute: async (item) => await given.execute(item),
				end: () => given.end?.(),
			});
}
