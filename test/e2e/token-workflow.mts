/** Workflows about the access token, started by webhook. */
import type { SageAddress } from '../../scripts/local-sage.mts';
import type { StoredCredential, Workflow, WorkflowNode } from '../../scripts/n8n/cli.mts';
import { connected } from '../../scripts/n8n/templates.mts';

export const TOKEN_WORKFLOW = 'token-expires';
export const REFRESH_WORKFLOW = 'token-refreshed';

/** Reads customers, loses the token, reads products; answers with the products. */
export function tokenWorkflow(credential: StoredCredential, { adminUrl }: SageAddress): Workflow {
	return onWebhook(TOKEN_WORKFLOW, credential, [
		sage('Customers', { resource: 'customer', operation: 'getAll', limit: 3 }),
		{
			name: 'Token expires',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			executeOnce: true,
			parameters: { method: 'POST', url: `${adminUrl}/tokens/expire`, options: {} },
		},
		sage('Products', { resource: 'product', operation: 'getAll', limit: 3 }),
	]);
}

/** Renews the access token and answers with what the node says. */
export function refreshWorkflow(credential: StoredCredential): Workflow {
	return onWebhook(REFRESH_WORKFLOW, credential, [
		sage('Refresh', { resource: 'connection', operation: 'refresh', renew: 'always' }),
	]);
}

function sage(name: string, parameters: Record<string, unknown>): WorkflowNode {
	return {
		name,
		type: 'n8n-nodes-sage200.sage200',
		typeVersion: 1,
		executeOnce: true,
		parameters,
	};
}

/** Nodes in a row behind a webhook whose path is the workflow's id; it answers with what the last one gives. */
function onWebhook(id: string, credential: StoredCredential, steps: WorkflowNode[]): Workflow {
	const start: WorkflowNode = {
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
	const nodes = [start, ...steps];
	return {
		id,
		name: id,
		nodes: nodes.map((node, at) =>
			connected({ ...node, id: `node-${at}`, position: [at * 220, 0] }, credential),
		),
		connections: Object.fromEntries(
			steps.map(({ name }, at) => [
				nodes[at].name,
				{ main: [[{ node: name, type: 'main', index: 0 }]] },
			]),
		),
		settings: { executionOrder: 'v1' },
	};
}
