/** Workflows that are a row of nodes behind a webhook. */
import type { StoredCredential, Workflow, WorkflowNode } from './cli.mts';
import { connected } from './templates.mts';

/** A node of a row, without what every node has. */
export interface Step {
	name: string;
	type: string;
	typeVersion: number;
	parameters: object;
	[field: string]: unknown;
}

/**
 * The nodes in a row behind a webhook whose path is the workflow's id; it answers with the items of the last one.
 * @param settings of the workflow, beside n8n's own
 */
export function webhookChain(
	id: string,
	credential: StoredCredential,
	steps: Step[],
	settings: object = {},
): Workflow {
	const start: Step = {
		name: 'Start',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: id,
		parameters: {
			httpMethod: 'POST',
			path: id,
			responseMode: 'lastNode',
			responseData: 'allEntries',
		},
	};
	return chain(id, credential, [start, ...steps], settings);
}

/** Nodes in a row; the first one starts the workflow. */
export function chain(
	id: string,
	credential: StoredCredential,
	steps: Step[],
	settings: object = {},
): Workflow {
	const nodes = steps.map((step, at) =>
		connected({ ...step, id: `${id}-${at}`, position: [at * 220, 0] } as WorkflowNode, credential),
	);
	const connections = steps
		.slice(1)
		.map(({ name }, at) => [steps[at].name, { main: [[{ node: name, type: 'main', index: 0 }]] }]);
	return {
		id,
		name: id,
		nodes,
		connections: Object.fromEntries(connections),
		settings: { executionOrder: 'v1', ...settings },
	};
}

/** A Sage 200 node. */
export function sageStep(name: string, parameters: object, more: object = {}): Step {
	return { name, type: 'n8n-nodes-sage200.sage200', typeVersion: 1, parameters, ...more };
}
