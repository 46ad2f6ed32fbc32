/** Runs templates on n8n's engine: their settings, their checks, their Sage node with its expressions. */
import {
	Workflow,
	type IConnections,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';

import {
	executeWorkflow,
	nodeTypes,
	SAGE,
	types,
	type NodeResult,
	type StoredCredential,
} from './engine';
import { DataTables } from './dataTables';
import { signatureOf } from './signature.js';

export interface Template {
	name: string;
	nodes: INode[];
	connections: IConnections;
}

type Row = { json: IDataObject };
/**
 * What a node gives on each output.
 * @param parameter its parameter as it is for an item
 */
type Run = (
	node: INode,
	items: Row[],
	parameter: (item: number) => unknown,
) => INodeExecutionData[][];

const SET = 'n8n-nodes-base.set';
const IF = 'n8n-nodes-base.if';
const CRYPTO = 'n8n-nodes-base.crypto';
const SHOPIFY = 'n8n-nodes-base.shopify';
const WEBHOOK = 'n8n-nodes-base.webhook';
const FORM_TRIGGER = 'n8n-nodes-base.formTrigger';
const FORM = 'n8n-nodes-base.form';
const EXTRACT = 'n8n-nodes-base.extractFromFile';
const MERGE = 'n8n-nodes-base.merge';
const DATA_TABLE = 'n8n-nodes-base.dataTable';
const HTTP = 'n8n-nodes-base.httpRequest';
const RESPOND = 'n8n-nodes-base.respondToWebhook';
const STOP = 'n8n-nodes-base.stopAndError';
const KNOWN = [CRYPTO, IF, SET, SHOPIFY, EXTRACT, MERGE, FORM, SAGE];

/** Edit Fields with fixed values, beside what came in. */
types[SET] = stub(SET, 'assignments', (node, items) => {
	const { assignments } = node.parameters.assignments as unknown as {
		assignments: Array<{ name: string; value: string }>;
	};
	const fixed = Object.fromEntries(assignments.map(({ name, value }) => [name, value]));
	return [items.map(({ json }, item) => ({ json: { ...json, ...fixed }, pairedItem: { item } }))];
});

/** HMAC of the body. n8n takes the bytes as they came; here the body is written as JSON again. */
types[CRYPTO] = stub(CRYPTO, 'secret', (_node, items, parameter) => [
	items.map(({ json }, item) => ({
		json: {
			...json,
			signature: signatureOf(json.body as IDataObject, String(parameter(item))),
		},
		pairedItem: { item },
	})),
]);

/** Reads an order of a shop that numbers its orders as it keeps them. */
types[SHOPIFY] = stub(SHOPIFY, 'orderId', (_node, items, parameter) => [
	items.map((_, item) => {
		const id = String(parameter(item));
		return { json: { id, name: `#${id}` }, pairedItem: { item } };
	}),
]);

/** If with one condition, which is true or false by itself. */
types[IF] = stub(IF, 'conditions', (_node, items, parameter) => {
	const holds = items.map(
		(_, item) =>
			(parameter(item) as { conditions: Array<{ leftValue: unknown }> }).conditions[0].leftValue ===
			true,
	);
	return [items.filter((_, at) => holds[at]), items.filter((_, at) => !holds[at])];
});

/** The rows of a file, which here are there as rows. */
types[EXTRACT] = stub(EXTRACT, 'operation', (_node, items) => [
	items.flatMap(({ json }, item) =>
		(json.rows as IDataObject[]).map((row) => ({ json: row, pairedItem: { item } })),
	),
]);

/** Merge of all items of both inputs, or of the one that gets any. */
types[MERGE] = {
	...stub(MERGE, 'mode', () => []),
	description: {
		...stub(MERGE, 'mode', () => []).description,
		inputs: ['main', 'main'],
		requiredInputs: 1,
	},
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await Promise.resolve([[0, 1].flatMap((input) => this.getInputData(input) ?? [])]);
	},
} as unknown as INodeType;

/** The last page of a form, as its item. */
types[FORM] = stub(FORM, 'completionMessage', (_node, _items, parameter) => [
	[{ json: { page: String(parameter(0)) } }],
]);

/** Stop and Error, which tells of the first item. */
types[STOP] = stub(STOP, 'errorMessage', (_node, _items, parameter) => {
	throw new Error(String(parameter(0)));
});

/** What surrounds n8n: its data tables, what is posted elsewhere, and what callers are answered. */
export class Surroundings {
	tables = new DataTables();
	posted: Array<{ url: string; body: IDataObject }> = [];
	answered: IDataObject[] = [];
	/** While set, nobody takes what is posted. */
	isAway = false;
	/** What happens while something is posted. */
	whenPosted?: () => void;
}

let around = new Surroundings();

const DATA_TABLE_PARAMETERS = [
	'resource',
	'operation',
	'tableName',
	'columns',
	'dataTableId',
	'matchType',
	'filters',
	'limit',
	'orderByColumn',
	'orderByDirection',
];
types[DATA_TABLE] = withParameters(
	DATA_TABLE,
	DATA_TABLE_PARAMETERS,
	async function (this: IExecuteFunctions) {
		const found = this.getInputData().map((_, item) =>
			around.tables
				.carryOut((name) => this.getNodeParameter(name, item, undefined))
				.map((json) => ({ json, pairedItem: { item } })),
		);
		return await Promise.resolve([found.flat()]);
	},
);

types[HTTP] = withParameters(HTTP, ['url', 'jsonBody'], async function (this: IExecuteFunctions) {
	const items = this.getInputData().map((_, item) => {
		if (around.isAway) throw new Error('The service is away');
		const url = String(this.getNodeParameter('url', item));
		around.whenPosted?.();
		around.posted.push({ url, body: this.getNodeParameter('jsonBody', item) as IDataObject });
		return { json: { ok: true }, pairedItem: { item } };
	});
	return await Promise.resolve([items]);
});

types[RESPOND] = withParameters(
	RESPOND,
	['responseBody'],
	async function (this: IExecuteFunctions) {
		around.answered.push(this.getNodeParameter('responseBody', 0) as IDataObject);
		return await Promise.resolve([this.getInputData()]);
	},
);

const STARTS = [
	WEBHOOK,
	FORM_TRIGGER,
	'n8n-nodes-base.scheduleTrigger',
	'n8n-nodes-sage200.sage200Trigger',
];

/** What each node gave in its last run. */
export type Outputs = Record<string, INodeExecutionData[][]>;

/**
 * Runs a whole template, begun by one of its triggers.
 * @param start the trigger's name
 * @throws the error that ended the execution
 */
export async function runTemplate(
	template: Template,
	stored: StoredCredential,
	start: string,
	items: object[],
	{
		settings = {},
		surroundings = new Surroundings(),
		known = [...KNOWN, DATA_TABLE, HTTP, RESPOND, STOP],
	}: {
		settings?: Record<string, string | number>;
		surroundings?: Surroundings;
		known?: string[];
	} = {},
): Promise<Outputs> {
	around = surroundings;
	const source = (name: string): INode => ({
		id: name,
		name,
		type: 'test.source',
		typeVersion: 1,
		position: [0, 0],
		parameters: { items: JSON.stringify(name === start ? items : []) },
	});
	const others = template.nodes
		.filter(({ name, type }) => STARTS.includes(type) && name !== start)
		.map(({ name }) => source(name));
	const wanted = template.nodes
		.filter(({ type }) => known.includes(type))
		.map((node) => ({
			...node,
			retryOnFail: false,
			parameters: node.type === SET ? withSettings(node.parameters, settings) : node.parameters,
			credentials: { sage200OAuth2Api: { id: '1', name: 'Sage 200 account' } },
		}));
	const nodes = [source(start), ...others, ...wanted];
	const isThere = (name: string) => nodes.some((node) => node.name === name);
	const connections = Object.fromEntries(
		Object.entries(template.connections)
			.filter(([name]) => isThere(name))
			.map(([name, { main }]) => [
				name,
				{ main: main.map((to) => (to ?? []).filter(({ node }) => isThere(node))) },
			]),
	);
	const workflow = new Workflow({
		id: '1',
		nodes,
		connections,
		active: false,
		nodeTypes: nodeTypes as never,
		settings: { timezone: 'Europe/London', executionOrder: 'v1' },
	});
	const { resultData } = (await executeWorkflow(workflow, stored, nodes, connections)).data;
	if (resultData.error) throw resultData.error;
	return Object.fromEntries(
		Object.entries(resultData.runData).map(([name, runs]) => [
			name,
			(runs.at(-1)?.data?.main ?? []) as INodeExecutionData[][],
		]),
	);
}

/** What the Sage node of an order template gives for the body of a shop's webhook or for a form, and the form's last page. */
export async function pushThrough(
	template: Template,
	stored: StoredCredential,
	body: object,
	{ headers = {}, settings = {} }: { headers?: object; settings?: Record<string, string> } = {},
): Promise<Pick<NodeResult, 'items' | 'errorItems' | 'json'> & { page: unknown }> {
	const start = template.nodes.find(({ type }) => [WEBHOOK, FORM_TRIGGER].includes(type))!;
	const outputs = await runTemplate(
		template,
		stored,
		start.name,
		[start.type === WEBHOOK ? { headers, body } : body],
		{ settings, known: KNOWN },
	);
	const ofType = (type: string) =>
		outputs[template.nodes.find((node) => node.type === type)?.name ?? ''] ?? [];
	const [items = [], errorItems = []] = ofType(SAGE);
	const page = ofType(FORM)[0]?.[0]?.json.page;
	return { items, errorItems, json: items.map(({ json }) => json), page };
}

/** What the simulated Sage 200 has for a setting that says CHANGE ME. */
const CHANGED = { webAccount: 'ZEN001' };

/** The settings of a template, as a person fills them in. */
function withSettings(parameters: INode['parameters'], settings: Record<string, string | number>) {
	const { assignments } = parameters.assignments as unknown as {
		assignments: Array<{ name: string; value: string | number }>;
	};
	const given: Record<string, string | number> = { ...CHANGED, ...settings };
	const filled = assignments.map((each) => ({ ...each, value: given[each.name] ?? each.value }));
	return { ...parameters, assignments: { assignments: filled } } as unknown as INode['parameters'];
}

/** @param parameter what the node holds; n8n drops what its description does not name */
function stub(name: string, parameter: string, run: Run): INodeType {
	return withParameters(name, [parameter], async function (this: IExecuteFunctions) {
		return await Promise.resolve(
			run(this.getNode(), this.getInputData(), (item) => this.getNodeParameter(parameter, item)),
		);
	});
}

function withParameters(
	name: string,
	parameters: string[],
	execute: (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>,
): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: 2,
			description: name,
			defaults: { name },
			inputs: ['main'],
			outputs: ['main'],
			properties: parameters.map((each) => ({
				displayName: each,
				name: each,
				type: 'json',
				default: '',
			})),
		},
		execute,
	} as unknown as INodeType;
}
