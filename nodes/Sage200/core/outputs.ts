/** What the items of an execution gave: rows, or the error that each failed with. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { errorOutput, isDoubt, toNodeError } from './errors';
import { failedVisit, originOf } from './fanOut';
import { goesOn } from './continueOnFail';
import type { Answered } from './hints';
import type { Item } from './item';
import type { Output } from './prepared';
import type { Operation } from './resource';
import { resultsFirst } from './resultsFirst';
import { shownFields } from './shownFields';

export class Outputs {
	private readonly rows = new Map<Item, INodeExecutionData[]>();
	private readonly failures = new Map<Item, Error>();

	constructor(private readonly context: IExecuteFunctions) {}

	succeed(item: Item, output: Output, operation: Operation): void {
		const rows = Array.isArray(output) ? output : [output];
		const shown = shownFields(item, operation);
		const origin = originOf(item.visited);
		this.rows.set(
			item,
			rows.map((row) => ({
				json: { ...resultsFirst(withRemarks(shown(row), item.remarks)), ...origin },
				pairedItem: { item: item.index },
			})),
		);
	}

	/**
	 * Keeps the error as the item's output.
	 * @throws the error as n8n's, where a failure stops the workflow
	 */
	fail(item: Item, error: unknown): void {
		const node = this.context.getNode();
		const nodeError = toNodeError(node, error, item.index);
		if (isDoubt(nodeError)) this.context.logger.warn(nodeError.message);
		if (!goesOn(this.context) && !item.visited) throw nodeError;
		this.failures.set(item, nodeError);
		const output = errorOutput(node, nodeError, item.index);
		this.rows.set(item, [
			item.visited ? failedVisit(output, item.visited, this.context.continueOnFail()) : output,
		]);
	}

	/** What became of an item, in each company where it asks for all of them. */
	answersOf(item: Item, operation: Operation): Answered[] {
		const visits = item.visits.length > 0 ? item.visits : [item];
		return visits.map((visit) => ({
			operation,
			item: visit,
			rows: this.rows.get(visit) ?? [],
			failure: this.failures.get(visit),
		}));
	}

	/** What a step gives for the item; undefined where it fails, and the item with it. */
	async attempt<T>(item: Item, step: () => T | Promise<T>): Promise<T | undefined> {
		try {
			return await step();
		} catch (error) {
			this.fail(item, error);
			return undefined;
		}
	}

	/**
	 * The rows of all items, in their order.
	 * @throws the error of an item that failed in every company
	 * @throws Error when an item has neither rows nor an error: a mistake of this node
	 */
	of(items: Item[]): INodeExecutionData[] {
		return items.flatMap((item) => {
			const visits = item.visits.length > 0 ? item.visits : [item];
			this.throwIfAllFailed(visits);
			return visits.flatMap((visit) => this.rowsOf(visit));
		});
	}

	/** One company that fails does not stop the others, but when all do, the item has failed. */
	private throwIfAllFailed(visits: Item[]): void {
		const errors = visits.flatMap((visit) => this.failures.get(visit) ?? []);
		if (errors.length === visits.length && !goesOn(this.context)) throw errors[0];
	}

	private rowsOf(item: Item): INodeExecutionData[] {
		const rows = this.rows.get(item);
		if (rows) return rows;
		throw toNodeError(this.context.getNode(), new NotCarriedOut(), item.index);
	}
}

/** The row with what was done to the values that it was made of, among its own notes. */
function withRemarks(row: object, remarks: Set<string>): object {
	if (remarks.size === 0) return row;
	const { notes = [] } = row as { notes?: unknown };
	// Some of Sage's own records have a field of that name.
	return Array.isArray(notes)
		? { ...row, notes: [...(notes as unknown[]), ...remarks] }
		: { ...row, remarks: [...remarks] };
}

/** An operation has neither refused the item nor prepared it. */
class NotCarriedOut extends Error {
	readonly remedy = 'This is a mistake of the node. Please report it with the operation.';

	constructor() {
		super('The item was not carried out');
	}
}
