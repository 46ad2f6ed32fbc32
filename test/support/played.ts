/**
 * Plays a template on n8n's engine: its Sage nodes call the simulator, its other nodes do what n8n's own do with their
 * parameters, and what they would send is taken down and answered by the test.
 */
import {
	NodeOperationError,
	Workflow,
	type IConnections,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';

import { DataTables } from './dataTables';
import { executeWorkflow, nodeTypes, types, type StoredCredential } from './engine';

export interface Template {
	name: string;
	nodes: INode[];
	connections: IConnections;
}

/** What a node would have sent. */
export interface Sent {
	node: string;
	parameters: IDataObject;
}

interface Play {
	items: IDataObject[];
	/** The node that the items come out of: a trigger. */
	from: string;
	/** What the outside answers, by node. Throws what the outside refuses. */
	answers?: Record<string, (parameters: IDataObject) => IDataObject>;
	/** Values of the settings that say CHANGE ME. */
	settings?: IDataObject;
	/** n8n's data tables, which stay from one run to the next. */
	tables?: DataTables;
}

type Parameter = (item: number, name: string) => unknown;
type Run = (
	this: IExecuteFunctions,
	items: INodeExecutionData[],
	parameter: Parameter,
) => INodeExecutionData[][];

const SAGE_NODES = 'n8n-nodes-sage200.';
const NOTE = 'n8n-nodes-base.stickyNote';

/** Plays a template from one of its triggers and tells what it sent, and what its nodes gave. */
export async function play(
	template: Template,
	login: StoredCredential,
	{ items, from, answers = {}, settings = {}, tables = new DataTables() }: Play,
): Promise<{ sent: Sent[]; given: (node: string) => IDataObject[]; error?: Error }> {
	const sent: Sent[] = [];
	const ask = (node: string, parameters: IDataObject): IDataObject => {
		sent.push({ node, parameters });
		return answers[node]?.(parameters) ?? {};
	};
	const start: INode = {
		id: 'start',
		name: from,
		type: 'test.source',
		typeVersion: 1,
		position: [0, 0],
		parameters: { items: JSON.stringify(items) },
	};
	const others = template.nodes
		.filter(({ name, type }) => name !== from && type !== NOTE)
		.map((node) => playable(node, { ask, settings, tables }));
	const nodes = [start, ...others];
	const workflow = new Workflow({
		id: '1',
		nodes,
		connections: template.connections,
		active: false,
		nodeTypes: nodeTypes as never,
		settings: { timezone: 'Europe/London', executionOrder: 'v1' },
	});
	const { data } = await executeWorkflow(workflow, login, nodes, template.connections);
	const { runData, error } = data.resultData;
	const given = (node: string) =>
		(runData[node] ?? []).flatMap((run) => (run.data?.main[0] ?? []).map(({ json }) => json));
	return { sent, given, error: error as Error | undefined };
}

interface Outside {
	ask(node: string, parameters: IDataObject): IDataObject;
	settings: IDataObject;
	tables: DataTables;
}

function playable(node: INode, outside: Outside): INode {
	if (node.type.startsWith(SAGE_NODES))
		return { ...node, credentials: { sage200OAuth2Api: { id: '1', name: 'Sage 200 account' } } };
	const type = `played.${node.name}`;
	types[type] = standIn(node, runOf(node, outside));
	return { ...node, type, typeVersion: 1 };
}

function runOf(node: INode, outside: Outside): Run {
	switch (node.type.replace('n8n-nodes-base.', '')) {
		case 'set':
			if (node.parameters.mode === 'raw')
				return (items, parameter) => [
					items.map((_, item) => ({
						json: parameter(item, 'jsonOutput') as IDataObject,
						pairedItem: { item },
					})),
				];
			return edited(outside.settings, node.parameters.includeOtherFields === true);
		case 'filter':
			return (items, parameter) => [items.filter((_, item) => holds(parameter, item))];
		case 'if':
			return (items, parameter) => [
				items.filter((_, item) => holds(parameter, item)),
				items.filter((_, item) => !holds(parameter, item)),
			];
		case 'splitInBatches':
			return inBatches;
		case 'dataTable':
			return (items, parameter) => [
				items.flatMap((_, item) =>
					outside.tables
						.carryOut((name) => (name in node.parameters ? parameter(item, name) : undefined))
						.map((json) => ({ json, pairedItem: { item } })),
				),
			];
		case 'aggregate':
			return (items, parameter) => [
				[
					{
						json: { [String(parameter(0, 'destinationFieldName'))]: items.map(({ json }) => json) },
						pairedItem: items.map((_, item) => ({ item })),
					},
				],
			];
		case 'stopAndError':
			return (_items, parameter) => {
				throw new Error(String(parameter(0, 'errorMessage')));
			};
		default:
			return answered(node, outside);
	}
}

/** Edit Fields, with the settings as a person fills them in. */
function edited(settings: IDataObject, includesOthers: boolean): Run {
	return (items, parameter) => [
		items.map(({ json }, item) => {
			const { assignments } = parameter(item, 'assignments') as {
				assignments: Array<{ name: string; value: unknown }>;
			};
			const fields = Object.fromEntries(
				assignments.map(({ name, value }) => [name, settings[name] ?? value]),
			) as IDataObject;
			return { json: { ...(includesOthers ? json : {}), ...fields }, pairedItem: { item } };
		}),
	];
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
	const names = Object.keys(node.parameters);
	return (items, parameter) => [
		items.map((_, item) => {
			try {
				const parameters = Object.fromEntries(
					names.map((name) => [name, parameter(item, name)]),
				) as IDataObject;
				return { json: ask(node.name, parameters), pairedItem: { item } };
			} catch (error) {
				if (node.onError !== 'continueErrorOutput')
					throw new NodeOperationError(node, error as Error);
				return { json: { error: (error as Error).message }, pairedItem: { item } };
			}
		}),
	];
}

/** n8n drops parameters that a description does not name, so it names what the node has. */
function standIn({ parameters, type, name }: INode, run: Run): INodeType {
	const outputs = /\.(if|splitInBatches)$/.test(type) ? ['main', 'main'] : ['main'];
	return {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: 1,
			description: name,
			defaults: { name },
			inputs: ['main'],
			outputs,
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
