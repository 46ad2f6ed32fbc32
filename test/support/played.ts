/**
 * Plays a template on n8n's engine: its Sage nodes call the simulator, its other nodes do what n8n's own do with their
 * parameters, and what they would send is taken down and answered by the test.
 */
import {
	Workflow,
	type IConnections,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import { DataTables } from './dataTables';
import { executeWorkflow, nodeTypes, types, type StoredCredential } from './engine';
import { standIn, type Outside } from './standIns';

export interface Template {
	name: string;
	nodes: INode[];
	connections: IConnections;
}

/** What a node would have sent, or answered to its caller. */
export interface Sent {
	node: string;
	parameters: IDataObject;
}

interface Play {
	items: object[];
	/** The node that the items come out of: a trigger. */
	from: string;
	/** What the outside answers, by node. Throws what the outside refuses. */
	answers?: Record<string, (parameters: IDataObject) => IDataObject>;
	/** Values of the settings that say CHANGE ME. */
	settings?: IDataObject;
	/** n8n's data tables, which stay from one run to the next. */
	tables?: DataTables;
}

/** What each node gave in its last run, by output. */
export type Outputs = Record<string, INodeExecutionData[][]>;

export interface Played {
	sent: Sent[];
	outputs: Outputs;
	/** What a node gave on its first output, in all its runs. */
	given(node: string): IDataObject[];
	/** What ended the execution. */
	error?: Error;
}

const SAGE_NODES = 'n8n-nodes-sage200.';
const NOTE = 'n8n-nodes-base.stickyNote';

/** Plays a template from one of its triggers and tells what it sent, and what its nodes gave. */
export async function play(
	template: Template,
	login: StoredCredential,
	{ items, from, answers = {}, settings = {}, tables = new DataTables() }: Play,
): Promise<Played> {
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
	const outputs = Object.fromEntries(
		Object.entries(runData).map(([name, runs]) => [
			name,
			(runs.at(-1)?.data?.main ?? []) as INodeExecutionData[][],
		]),
	);
	return { sent, outputs, given, error: error as Error | undefined };
}

function playable(node: INode, outside: Outside): INode {
	if (node.type.startsWith(SAGE_NODES))
		return { ...node, credentials: { sage200OAuth2Api: { id: '1', name: 'Sage 200 account' } } };
	const type = `played.${node.name}`;
	types[type] = standIn(node, outside);
	return { ...node, type, typeVersion: 1 };
}
