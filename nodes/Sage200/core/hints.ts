/** What n8n shows above the items of a run: what someone who looks at the first few of them would miss. */
import type { INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';

import { isDoubt } from './errors';
import { LIMIT, limitOf } from './form/rowLimit';
import { AS_TOOL } from './continueOnFail';
import { givesLinesOnly, takesLinesOfItems } from './form/lineInput';
import type { Item } from './item';
import { CALLS_IN_FLIGHT } from './limits';
import { decided, type Operation } from './resource';

/** What became of an item, in one company where it asks for several. */
export interface Answered {
	operation: Operation;
	item: Item;
	rows: INodeExecutionData[];
	/** What it failed with, though the workflow goes on; its rows tell so. */
	failure?: Error;
}

/** How often a list may be read, or how many items may be written one by one, before a hint is given. */
const MANY = 10;

/** The hints that a run gives rise to. */
export function hintsOf(answers: Answered[]): NodeExecutionHint[] {
	const went = answers.filter(({ failure }) => failure === undefined);
	return [
		cut(went),
		readOften(went),
		doubts(answers),
		differing(went),
		linesApart(went),
		oneAfterTheOther(went),
		oneEachRun(went),
	].flatMap((hint) => hint ?? []);
}

/** n8n's editor tells by itself of one list that fills its limit, comparing the limit with all items (n8n 1.123, 2.40). */
function cut(answers: Answered[]): NodeExecutionHint | undefined {
	const full = answers.filter(
		({ operation, item, rows }) => isList(operation) && rows.length === limitOf(item),
	);
	if (full.length === 0 || answers.length === 1) return undefined;
	return hint(
		'info',
		`${full.length} of ${count(answers.length, 'list')} have as many rows as Limit allows: there may be more. Switch on Return All, or raise Limit.`,
	);
}

function readOften(answers: Answered[]): NodeExecutionHint | undefined {
	const readings = new Set(
		answers.filter(({ operation }) => isList(operation)).map(({ item }) => item.index),
	).size;
	if (readings < MANY) return undefined;
	return hint(
		'info',
		`The list was read ${readings} times, once for each input item. If once is enough, switch on Execute Once in the settings of the node.`,
	);
}

function doubts(answers: Answered[]): NodeExecutionHint | undefined {
	const messages = answers.flatMap(({ failure }) =>
		failure && isDoubt(failure) ? failure.message : [],
	);
	if (messages.length === 0) return undefined;
	return hint(
		'warning',
		`${few(messages)}. Push them again at the time that each error names: nothing is posted twice.`,
	);
}

function differing(answers: Answered[]): NodeExecutionHint | undefined {
	const rows = answers
		.filter(({ operation }) => !isList(operation))
		.flatMap(({ rows }) => rows)
		.filter(({ json: { differs } }) => Array.isArray(differs) && differs.length > 0);
	if (rows.length === 0) return undefined;
	return hint(
		'warning',
		`${count(rows.length, 'document')} ${rows.length === 1 ? 'differs' : 'differ'} from what was pushed: see "differs" of ${few(rows.map(nameOf))}.`,
	);
}

/** Items that may be lines of one document, and were taken for the same document again. */
function linesApart(answers: Answered[]): NodeExecutionHint | undefined {
	const rows = answers
		.filter(({ operation, item }) => takesLinesOfItems(operation) && !givesLinesOnly(item))
		.flatMap(({ rows }) => rows.map(({ json }) => json));
	const again = rows.filter(
		({ key, outcome, differs }, at) =>
			outcome === 'existing' && differs && rows.slice(0, at).some((before) => before.key === key),
	);
	if (again.length === 0) return undefined;
	return hint(
		'warning',
		`${count(again.length, 'item')} came with the order key of an item before: nothing was added to that order. If each item is a line of it, choose One Item Each under Lines.`,
	);
}

function oneAfterTheOther(answers: Answered[]): NodeExecutionHint | undefined {
	const written = answers.filter(isWritten);
	if (written.length < MANY || written.some(({ item }) => item.run.limits.callsInFlight > 1))
		return undefined;
	return hint(
		'info',
		`${written.length} items were written one after the other. Where Sage 200 does not limit the calls, it goes faster with Options → Calls in Flight at ${String(CALLS_IN_FLIGHT.default)}.`,
	);
}

/** In a loop every item is looked up by itself, and waits for the one before. An agent calls a tool as it sees fit. */
function oneEachRun(answers: Answered[]): NodeExecutionHint | undefined {
	const [first, ...others] = answers.filter(isWritten);
	if (!first || others.length > 0) return undefined;
	const { run, nodeType } = first.item.execution;
	if (run + 1 < MANY || AS_TOOL.test(nodeType)) return undefined;
	return hint(
		'info',
		`The node ran ${run + 1} times with one item each. It takes all items at once, in less time and fewer calls: leave out the loop before it, or raise its Batch Size.`,
	);
}

function isWritten({ operation, item }: Answered): boolean {
	return decided(operation.writes, item);
}

function isList({ properties }: Operation): boolean {
	return properties.some(({ name }) => name === LIMIT.name);
}

function nameOf({ json: { document_no, reference, id } }: INodeExecutionData): string {
	return [document_no, reference, id].map((name) => String(name ?? '')).find(Boolean) ?? 'the item';
}

/** As many as someone reads. */
const MOST_NAMED = 3;

function few(texts: string[]): string {
	const rest = texts.length - MOST_NAMED;
	const named = texts.slice(0, MOST_NAMED).join('; ');
	return rest > 0 ? `${named} and ${rest} more` : named;
}

function count(number: number, thing: string): string {
	return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

function hint(type: 'info' | 'warning', message: string): NodeExecutionHint {
	return { type, message, location: 'outputPane' };
}
