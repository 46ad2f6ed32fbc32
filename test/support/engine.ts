/**
 * Runs the shipped node on n8n's own engine, in this process: real expressions, real OAuth renewal, real item pairing.
 * Only what n8n keeps in its database (the credential) is a plain object here.
 */
import {
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	PollContext,
	WorkflowExecute,
} from 'n8n-core';
import {
	createEmptyRunExecutionData,
	NodeHelpers,
	Workflow,
	type IConnections,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type ILoadOptionsFunctions,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type IPollFunctions,
	type IRun,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { Sage200 } from '../../nodes/Sage200/Sage200.node.ts';
import { Sage200Trigger } from '../../nodes/Sage200/Sage200Trigger.node.ts';

export const SAGE = 'n8n-nodes-sage200.sage200';
/** The node as n8n gives it to AI agents. */
export const SAGE_TOOL = 'n8n-nodes-sage200.sage200Tool';
export const SAGE_TRIGGER = 'n8n-nodes-sage200.sage200Trigger';
const SOURCE = 'test.source';

/** A credential as n8n stores it; renewed tokens are written into it. */
export interface StoredCredential {
	data: ICredentialDataDecryptedObject;
	/** How often n8n stored renewed tokens. */
	saved: number;
}

/** A stored credential with these values, as n8n keeps it; tokens only where they are given. */
export function credential(data: IDataObject): StoredCredential {
	return {
		saved: 0,
		data: {
			edition: 'custom',
			grantType: 'authorizationCode',
			authentication: 'body',
			scope: 'openid profile email offline_access',
			loginLifetimeDays: 90,
			subscriptionKey: '',
			...data,
			accessTokenUrl: `${String(data.identityUrl ?? 'http://127.0.0.1:9')}/oauth/token`,
		} as ICredentialDataDecryptedObject,
	};
}

/** Hands out the items that a test starts with. */
const source = {
	description: {
		displayName: 'Source',
		name: 'source',
		group: ['input'],
		version: 1,
		description: 'Items of the test',
		defaults: { name: 'Source' },
		inputs: [],
		outputs: ['main'],
		properties: [{ displayName: 'Items', name: 'items', type: 'json', default: '[]' }],
	},
	async execute(this: {
		getNodeParameter(name: string, index: number): unknown;
	}): Promise<INodeExecutionData[][]> {
		const items = JSON.parse(String(this.getNodeParameter('items', 0))) as IDataObject[];
		return [items.map((json) => ({ json }))];
	},
} as unknown as INodeType;

/** Stands for a node of n8n's own that lies before ours: gives its items as they are. */
export const passThrough = {
	description: {
		...source.description,
		displayName: 'Pass Through',
		name: 'passThrough',
		inputs: ['main'],
		properties: [{ displayName: 'Operation', name: 'operation', type: 'string', default: '' }],
	},
	async execute(this: { getInputData(): INodeExecutionData[] }): Promise<INodeExecutionData[][]> {
		return await Promise.resolve([this.getInputData()]);
	},
} as unknown as INodeType;

function asTool(node: Sage200): INodeType {
	node.description = { ...node.description, name: `${node.description.name}Tool` };
	return node;
}

export const types: Record<string, INodeType> = {
	[SAGE]: new Sage200(),
	[SAGE_TOOL]: asTool(new Sage200()),
	[SAGE_TRIGGER]: new Sage200Trigger(),
	[SOURCE]: source,
};

export const nodeTypes = {
	getByName: (name: string) => types[name],
	getByNameAndVersion: (name: string) => types[name],
	getKnownTypes: () => ({}),
};

/** As in n8n, every execution has an ID of its own. */
let executions = 0;

function additionalData(
	stored: StoredCredential,
	hooks?: ExecutionLifecycleHooks,
): IWorkflowExecuteAdditionalData {
	const credentialsHelper = {
		getParentTypes: () => ['oAuth2Api'],
		getDecrypted: async () => stored.data,
		getCredentials: async () => ({ getData: () => stored.data }),
		authenticate: async (_data: unknown, _type: string, options: unknown) => options,
		preAuthentication: async () => undefined,
		runPreAuthentication: async () => undefined,
		isCredentialUsableByNode: async () => true,
		getCredentialsProperties: () => [],
		updateCredentialsOauthTokenData: async (
			_node: unknown,
			_type: string,
			data: ICredentialDataDecryptedObject,
		) => {
			stored.saved++;
			stored.data = { ...stored.data, oauthTokenData: data.oauthTokenData };
		},
		updateCredentials: async () => undefined,
	};
	return {
		credentialsHelper,
		hooks,
		executionId: '0',
		restApiUrl: 'http://127.0.0.1/rest',
		instanceBaseUrl: 'http://127.0.0.1/',
		webhookBaseUrl: 'http://127.0.0.1/webhook',
		webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
		webhookTestBaseUrl: 'http://127.0.0.1/webhook-test',
		formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
		currentNodeParameters: undefined,
		variables: {},
		setExecutionStatus: () => undefined,
		sendDataToUI: () => undefined,
		logAiEvent: () => undefined,
	} as unknown as IWorkflowExecuteAdditionalData;
}

function sageNode(parameters: IDataObject, overrides: Partial<INode> = {}): INode {
	const node: INode = {
		id: 'sage',
		name: 'Sage 200',
		type: SAGE,
		typeVersion: 1,
		position: [200, 0],
		parameters: parameters as INode['parameters'],
		credentials: { sage200OAuth2Api: { id: '1', name: 'Sage 200 account' } },
		...overrides,
	};
	// What the editor stores leaves out defaults; n8n fills them in when it loads a workflow.
	node.parameters =
		NodeHelpers.getNodeParameters(
			types[node.type].description.properties,
			node.parameters,
			true,
			false,
			node,
			types[node.type].description,
		) ?? node.parameters;
	return node;
}

export interface RunOptions {
	items?: IDataObject[];
	onError?: INode['onError'];
	retryOnFail?: boolean;
	/** What n8n keeps of the workflow from one execution to the next; the node's part is changed. */
	staticData?: IDataObject;
	/** What began the execution; a person in the editor unless it is said. */
	mode?: WorkflowExecuteMode;
	/** n8n's number of the execution. */
	executionId?: string;
	/** Nodes that lie between the source and this one, in their order. */
	between?: INode[];
	/** How often the node is run, each time for all items; the result is that of the last time. */
	runs?: number;
	/** The node itself unless it is said. */
	type?: string;
}

export interface NodeResult {
	/** Items of the first output, and of the error output. */
	items: INodeExecutionData[];
	errorItems: INodeExecutionData[];
	/** What stopped the workflow. */
	error?: Error & { description?: string; context?: IDataObject; httpCode?: string };
	json: IDataObject[];
	/** What n8n shows above the items. */
	hints: string[];
	/** What n8n keeps of the execution to find it by. */
	customData: Record<string, string>;
}

/** Runs the node once over the items, as part of a workflow. */
export async function runNode(
	stored: StoredCredential,
	parameters: IDataObject,
	{
		items = [{}],
		staticData,
		mode,
		executionId,
		between = [],
		runs = 1,
		...overrides
	}: RunOptions = {},
): Promise<NodeResult> {
	const source: INode = {
		id: 'source',
		name: 'Source',
		type: SOURCE,
		typeVersion: 1,
		position: [0, 0],
		parameters: { items: JSON.stringify(items) },
	};
	const node = sageNode(parameters, overrides as Partial<INode>);
	const nodes = [source, ...between, node];
	const connections = Object.fromEntries(
		nodes.slice(1).map((next, at) => [
			nodes[at].name,
			{
				main: [
					Array.from({ length: next === node ? runs : 1 }, () => ({
						node: next.name,
						type: 'main' as const,
						index: 0,
					})),
				],
			},
		]),
	) as IConnections;
	const workflow = new Workflow({
		id: '1',
		nodes,
		connections,
		active: false,
		nodeTypes: nodeTypes as never,
		settings: { timezone: 'Europe/London' },
		staticData,
	});
	const run = await executeWorkflow(workflow, stored, nodes, connections, { mode, executionId });
	const data = run.data.resultData.runData[node.name]?.at(-1);
	const error = (run.data.resultData.error ?? data?.error) as NodeResult['error'];
	const outputs = data?.data?.main ?? [];
	return {
		items: outputs[0] ?? [],
		errorItems: outputs[1] ?? [],
		error,
		json: (outputs[0] ?? []).map(({ json }) => json),
		hints: (data?.hints ?? []).map(({ message }) => message),
		customData: run.data.resultData.metadata ?? {},
	};
}

/** Runs a workflow from its first node. */
export async function executeWorkflow(
	workflow: Workflow,
	stored: StoredCredential,
	nodes: INode[],
	connections: IConnections,
	{
		mode = 'manual',
		executionId = String(++executions),
	}: Pick<RunOptions, 'mode' | 'executionId'> = {},
): Promise<IRun> {
	const base = {
		id: '1',
		name: 'test',
		nodes,
		connections,
		active: false,
	} as unknown as IWorkflowBase;
	const hooks = new ExecutionLifecycleHooks(mode, executionId, base);
	const extra = { ...additionalData(stored, hooks), executionId };
	const runData = createEmptyRunExecutionData();
	runData.executionData = {
		...runData.executionData,
		contextData: {},
		metadata: {},
		waitingExecution: {},
		waitingExecutionSource: {},
		nodeExecutionStack: [{ node: nodes[0], data: { main: [[{ json: {} }]] }, source: null }],
	} as typeof runData.executionData;
	return await new WorkflowExecute(extra, mode, runData).processRunExecutionData(workflow);
}

/** The workflow that a trigger stands in. */
export interface TriggerPlace {
	staticData?: IDataObject;
	workflowId?: string;
}

/** A workflow that begins with the trigger, as n8n keeps it while it is active. */
export function triggerWorkflow(
	parameters: IDataObject,
	{ staticData, workflowId = 'workflow-1', ...overrides }: TriggerPlace & Partial<INode> = {},
): { workflow: Workflow; node: INode } {
	const node = sageNode(parameters, {
		id: 'trigger',
		name: 'Sage 200 Trigger',
		type: SAGE_TRIGGER,
		...overrides,
	});
	const workflow = new Workflow({
		id: workflowId,
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes: nodeTypes as never,
		settings: { timezone: 'Europe/London' },
		staticData,
	});
	return { workflow, node };
}

/** The context that n8n makes for one activation of a trigger, or for a run in the editor. */
export function pollContext(
	stored: StoredCredential,
	{ workflow, node }: { workflow: Workflow; node: INode },
	mode: 'trigger' | 'manual',
	budget = 300_000,
): IPollFunctions {
	return new PollContext(
		workflow,
		node,
		additionalData(stored),
		mode,
		'activate',
		undefined,
		undefined,
		undefined,
		undefined,
		undefined,
		() => budget,
	) as unknown as IPollFunctions;
}

/** The context of a pick list or an options list, for a node with these parameters. */
export function listContext(
	stored: StoredCredential,
	parameters: IDataObject,
): ILoadOptionsFunctions {
	const node = sageNode(parameters);
	const workflow = new Workflow({
		id: '1',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: nodeTypes as never,
	});
	const extra = { ...additionalData(stored), currentNodeParameters: node.parameters };
	return new LoadOptionsContext(
		workflow,
		node,
		extra as never,
		'parameters',
	) as unknown as ILoadOptionsFunctions;
}

/** Names of the fields that the resource mapper offers for these parameters. */
export async function offeredFields(
	stored: StoredCredential,
	parameters: IDataObject,
): Promise<string[]> {
	const { fields } = await types[SAGE].methods!.resourceMapping!.recordFields.call(
		listContext(stored, parameters),
	);
	return fields.map(({ id }) => id);
}
