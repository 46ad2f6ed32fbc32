/**
 * What n8n's own nodes do while a template is played: what they do in n8n with the parameters of the templates. What they
 * would send is given to the one who plays, who answers it.
 */
import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';

import type { DataTables } from './dataTables';
import { signatureOf } from './signature.js';

/** What lies around the nodes of a template. */
export interface Outside {
	/** Takes what a node would send, and answers it. */
	ask(node: string, parameters: IDataObject): IDataObject;
	/** Values of fields that the template says in fixed words, by their names. */
	settings: IDataObject;
	tables: DataTables;
}

type Parameter = (item: number, name: string) => unknown;
type Run = (
	this: IExecuteFunctions,
	items: INodeExecutionData[],
	parameter: Parameter,
) => INodeExecutionData[][];

/** What stands in for a node, which names the parameters that the node has: n8n drops what a description does not name. */
export function standIn(node: INode, outside: Outside): INodeType {
	const { name, parameters } = node;
	const run = runOf(node, outside);
	return {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: 1,
			description: name,
			defaults: { name },
			...endsOf(node),
			properties: Object.keys(parameters).map((each) => ({
				displayName: each,
				name: each,
				type: 'json',
				default: '',
			})),
		},
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			return await Promise.resolve(
				run.call(this, this.getInputData(), (item, each) => this.getNodeParameter(each, item)),
			);
		},
	} as unknown as INodeType;
}

function kindOf({ type }: INode): string {
	return type.replace('n8n-nodes-base.', '');
}

/** Inputs and outputs. A merge goes on once one of its inputs got something. */
function endsOf(node: INode): object {
	switch (kindOf(node)) {
		case 'if':
		case 'splitInBatches':
			return { inputs: ['main'], outputs: ['main', 'main'] };
		case 'merge':
			return { inputs: ['main', 'main'], requiredInputs: 1, outputs: ['main'] };
		default:
			return { inputs: ['main'], outputs: ['main'] };
	}
}

function runOf(node: INode, outside: Outside): Run {
	switch (kindOf(node)) {
		case 'set':
			return node.parameters.mode === 'raw'
				? itemForEach((_json, parameter) => parameter('jsonOutput') as IDataObject)
				: edited(outside.settings, node.parameters.includeOtherFields === true);
		case 'filter':
			return (items, parameter) => [items.filter((_, item) => holds(parameter, item))];
		case 'if':
			return (items, parameter) => [
				items.filter((_, item) => holds(parameter, item)),
				items.filter((_, item) => !holds(parameter, item)),
			];
		case 'splitInBatches':
			return inBatches;
		case 'merge':
			return function () {
				return [[0, 1].flatMap((input) => this.getInputData(input) ?? [])];
			};
		case 'aggregate':
			return (items, parameter) => [
				[
					{
						json: { [String(parameter(0, 'destinationFieldName'))]: items.map(({ json }) => json) },
						pairedItem: items.map((_, item) => ({ item })),
					},
				],
			];
		case 'dataTable':
			return (items, parameter) => [
				items.flatMap((_, item) =>
					outside.tables
						.carryOut((name) => (name in node.parameters ? parameter(item, name) : undefined))
						.map((json) => ({ json, pairedItem: { item } })),
				),
			];
		case 'crypto':
			// n8n signs the bytes as they came. Here the body is written as JSON again.
			return itemForEach((json, parameter) => ({
				...json,
				signature: signatureOf(json.body as IDataObject, String(parameter('secret'))),
			}));
		case 'extractFromFile':
			// The rows of the file are there as rows.
			return (items) => [
				items.flatMap(({ json }, item) =>
					(json.rows as IDataObject[]).map((row) => ({ json: row, pairedItem: { item } })),
				),
			];
		case 'shopify':
			// The shop numbers its orders as it keeps them.
			return itemForEach((_json, parameter) => {
				const id = String(parameter('orderId'));
				return { id, name: `#${id}` };
			});
		case 'form':
			return (_items, parameter) => [
				[{ json: { page: String(parameter(0, 'completionMessage')) } }],
			];
		case 'respondToWebhook':
			return (items, parameter) => {
				outside.ask(node.name, parametersOf(node, parameter, 0));
				return [items];
			};
		case 'stopAndError':
			return (_items, parameter) => {
				throw new Error(String(parameter(0, 'errorMessage')));
			};
		default:
			return answered(node, outside);
	}
}

/** One item for each. */
function itemForEach(
	give: (json: IDataObject, parameter: (name: string) => unknown) => IDataObject,
): Run {
	return (items, parameter) => [
		items.map(({ json }, item) => ({
			json: give(json, (name) => parameter(item, name)),
			pairedItem: { item },
		})),
	];
}

/** Edit Fields, with the settings as a person fills them in. */
function edited(settings: IDataObject, includesOthers: boolean): Run {
	return itemForEach((json, parameter) => {
		const { assignments } = parameter('assignments') as {
			assignments: Array<{ name: string; value: unknown }>;
		};
		const fields = Object.fromEntries(
			assignments.map(({ name, value }) => [name, settings[name] ?? value]),
		) as IDataObject;
		return { ...(includesOthers ? json : {}), ...fields };
	});
}

/** A condition that is true or false by itself. */
function holds(parameter: Parameter, item: number): boolean {
	const { conditions } = parameter(item, 'conditions') as {
		conditions: Array<{ leftValue: unknown }>;
	};
	return conditions[0].leftValue === true;
}

/** Loop Over Items: what is done, and the next batch. */
function inBatches(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
	parameter: Parameter,
): INodeExecutionData[][] {
	const context = this.getContext('node') as {
		rest?: INodeExecutionData[];
		done?: INodeExecutionData[];
	};
	context.done = [...(context.done ?? []), ...(context.rest ? items : [])];
	context.rest ??= [...items];
	const batch = context.rest.splice(0, Number(parameter(0, 'batchSize')));
	return batch.length > 0 ? [[], batch] : [context.done, []];
}

/** A node that calls someone: an error is an item of its own where the template goes on with it. */
function answered(node: INode, { ask }: Outside): Run {
	return (items, parameter) => [
		items.map((_, item) => {
			try {
				return {
					json: ask(node.name, parametersOf(node, parameter, item)),
					pairedItem: { item },
				};
			} catch (error) {
				if (node.onError !== 'continueErrorOutput')
					throw new NodeOperationError(node, error as Error);
				return { json: { error: (error as Error).message }, pairedItem: { item } };
			}
		}),
	];
}

function parametersOf({ parameters }: INode, parameter: Parameter, item: number): IDataObject {
	return Object.fromEntries(
		Object.keys(parameters).map((name) => [name, parameter(item, name)]),
	) as IDataObject;
}
