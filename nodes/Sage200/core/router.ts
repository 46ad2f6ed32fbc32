/** The node's only loop over items: finds their operation and company, prepares them together, carries each out. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { InvalidInput, invalid } from '../sage200/protocol/failures';
import { groupBy } from '../sage200/values/grouping';
import { Turns } from '../sage200/values/turns';

import { ALL_COMPANIES, chosenCompany } from './companyChoice';
import { formOf } from './commonForm';
import { errorOutput, toNodeError } from './errors';
import { batchesOf, visitsOf } from './fanOut';
import { formProblems } from './formCheck';
import { goesOn } from './continueOnFail';
import { hintsOf } from './hints';
import { Item } from './item';
import { limitsOf } from './limits';
import { Outputs } from './outputs';
import { Parameters, readingItems, type FormOf, type ReadParameter } from './parameters';
import type { Prepared } from './prepared';
import { retries } from './push/retries';
import { decided, type Operation, type Resource } from './resource';
import { Run } from './run';

/** `customer:create` → operation, for all resources. */
export type Operations = Map<string, Operation>;

/** The operations of all resources, by resource and operation, each with the form that n8n shows. */
export function operationsOf(resources: Resource[]): Operations {
	return new Map(
		resources.flatMap(({ value, operations }) =>
			operations.map((operation) => [
				`${value}:${operation.value}`,
				{ ...operation, properties: formOf(operation) },
			]),
		),
	);
}

/** Carries out the node for all its items and returns what each gave, in their order. */
export async function route(
	context: IExecuteFunctions,
	operations: Operations,
): Promise<INodeExecutionData[][]> {
	const indexes = context.getInputData().map((_, index) => index);
	const run = await openRun(context);
	if (run instanceof Error)
		return [
			indexes.map((index) =>
				errorOutput(context.getNode(), toNodeError(context.getNode(), run, index), index),
			),
		];
	const formOf: FormOf = (read) => operations.get(nameIn(read))?.properties ?? [];
	const readItem = readingItems(context, formOf);
	const items = indexes.map((index) => new Item(context, run, index, readItem));
	const outputs = new Outputs(context);
	const asked = await passing(items, outputs, (item) => ({
		item,
		operation: operationFor(item, operations),
	}));
	for (const [operation, group] of groupBy(asked, (each) => each.operation)) {
		const visits = await passing(
			group.map(({ item }) => item),
			outputs,
			async (item) => await place(item, operation),
		);
		const placed = visits.flat();
		for (const item of placed) item.fellows = placed;
		const left = await notDoneBefore(operation, placed, outputs);
		await carryOut(operation, left, run.limits.callsInFlight, outputs);
	}
	const rows = outputs.of(items);
	const answers = asked.flatMap(({ item, operation }) => outputs.answersOf(item, operation));
	context.addExecutionHints(...hintsOf(answers));
	return [rows];
}

/** What a step gives for each item that it goes well for; the others fail. */
async function passing<T>(
	items: Item[],
	outputs: Outputs,
	step: (item: Item) => T | Promise<T>,
): Promise<T[]> {
	const passed: T[] = [];
	for (const item of items) {
		const result = await outputs.attempt(item, async () => await step(item));
		if (result !== undefined) passed.push(result);
	}
	return passed;
}

/** What is wrong with the credential or a limit is wrong with every item: returned where each is to go on with its error. */
async function openRun(context: IExecuteFunctions): Promise<Run | Error> {
	try {
		const first = Parameters.ofItem(context, 0);
		return await Run.open(context, limitsOf(first), first.parameter<boolean>('readOnly', false));
	} catch (error) {
		if (goesOn(context)) return error as Error;
		throw toNodeError(context.getNode(), error, 0);
	}
}

/**
 * The operation that an item asks for.
 * @throws InvalidInput when there is none, it would write and the node may only read, or the form holds what it cannot
 */
function operationFor(item: Item, operations: Operations): Operation {
	const name = nameIn((each) => item.raw(each, ''));
	const operation = operations.get(name);
	if (!operation)
		throw invalid(
			'Operation',
			`"${name}" does not exist`,
			'Choose a resource and an operation from the lists.',
		);
	if (item.parameter('readOnly', false) && decided(operation.writes, item))
		throw invalid(
			'Read Only',
			`"${operation.name}" would change data in Sage 200`,
			'Switch Read Only off to allow it.',
		);
	const problems = formProblems(item, operation.properties);
	if (problems.length > 0) throw new InvalidInput(problems);
	return operation;
}

/** `customer:create` */
function nameIn(read: ReadParameter): string {
	return ['resource', 'operation'].map((name) => String(read(name, '') ?? '').trim()).join(':');
}

/** The item in the company that it goes to, or once for each of all of them. */
async function place(item: Item, operation: Operation): Promise<Item[]> {
	if (decided(operation.withoutCompany ?? false, item)) return [item];
	const wanted = chosenCompany(item);
	if (wanted === ALL_COMPANIES) {
		item.visits = await visitsOf(item, decided(operation.writes, item), item.run);
		return item.visits;
	}
	item.company = await item.run.company(wanted);
	return [item];
}

/** The items without those that an earlier try of this execution has written: they are answered as they were then. */
async function notDoneBefore(
	operation: Operation,
	items: Item[],
	outputs: Outputs,
): Promise<Item[]> {
	const left: Item[] = [];
	for (const item of items) {
		const done = isRepeated(operation, item) ? await retries.recall(item) : undefined;
		if (done) outputs.succeed(item, done, operation);
		else left.push(item);
	}
	return left;
}

function isRepeated({ writes }: Operation, item: Item): boolean {
	return item.isRetried && decided(writes, item);
}

/**
 * When one item's failure stops the workflow, what is wrong with any item is told before the first is sent; once one
 * has failed no further item is started.
 */
async function carryOut(
	operation: Operation,
	items: Item[],
	atOnce: number,
	outputs: Outputs,
): Promise<void> {
	const ready: Prepared[] = [];
	try {
		for (const batch of batchesOf(items)) {
			const made = await prepare(operation, batch, outputs);
			if (made) ready.push(made);
		}
		for (const [item, error] of ready.flatMap(({ refused }) => [...refused]))
			outputs.fail(item, error);
		const work = new Map(ready.flatMap((made) => [...made.work]));
		await executeAll(operation, rememberedWork(operation, work), atOnce, outputs);
	} finally {
		for (const made of ready) made.end?.();
	}
}

async function prepare(
	operation: Operation,
	items: Item[],
	outputs: Outputs,
): Promise<Prepared | undefined> {
	try {
		return await operation.prepare(items);
	} catch (error) {
		for (const item of items) outputs.fail(item, error);
		return undefined;
	}
}

/** The work of a node that n8n may run again keeps what each item gave. */
function rememberedWork(operation: Operation, work: Prepared['work']): Prepared['work'] {
	return new Map(
		[...work].map(([item, each]) => {
			if (!isRepeated(operation, item)) return [item, each];
			const remembering = async (follows: boolean) => {
				const output = await each.carryOut(follows);
				await retries.remember(item, output);
				for (const [other, told] of each.others?.(output) ?? [])
					await retries.remember(other, told);
				return output;
			};
			return [item, { ...each, carryOut: remembering }];
		}),
	);
}

async function executeAll(
	operation: Operation,
	work: Prepared['work'],
	atOnce: number,
	outputs: Outputs,
): Promise<void> {
	const queue = inTurn(work);
	const turns = new Turns();
	let stopped: { error: unknown } | undefined;
	const worker = async (): Promise<void> => {
		for (const [item, { changes, carryOut: execute }] of queue) {
			const name = changes ?? `item ${item.index}`;
			try {
				await turns.take(name, async (follows) => {
					if (stopped) return;
					await outputs.attempt(item, async () =>
						outputs.succeed(item, await execute(follows), operation),
					);
				});
			} catch (error) {
				stopped ??= { error };
				return;
			}
		}
	};
	// All that is under way is waited for, so that nothing happens in Sage after the node has ended.
	await Promise.all(Array.from({ length: atOnce }, worker));
	if (stopped) throw stopped.error;
}

/** Shared by the workers; a worker that leaves ends it for all. */
function* inTurn<T>(values: Iterable<T>): Generator<T> {
	yield* values;
}
