/** A workflow during which Sage's identity server takes back the access token. */
import type { SageAddress } from '../../scripts/local-sage.mts';
import type { StoredCredential, Workflow } from '../../scripts/n8n/cli.mts';
import { connected } from '../../scripts/n8n/templates.mts';

export const TOKEN_WORKFLOW = 'token-expires';

/** Reads customers, loses the token, reads products; answers with the products. */
export function tokenWorkflow(credential: StoredCredential, { adminUrl }: SageAddress): Workflow {
	const nodes = [
		{
			name: 'Start',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			webhookId: '3f6f2e0c-5d0c-4a3e-9a55-6f2c1b7d2002',
			parameters: {
				httpMethod: 'POST',
				path: TOKEN_WORKFLOW,
				responseMode: 'lastNode',
				responseData: 'allEntries',
			},
		},
		{
			name: 'Customers',
			type: 'n8n-nodes-sage200.sage200',
			typeVersion: 1,
			parameters: { resource: 'customer', operation: 'getAll', limit: 3 },
		},
		{
			name: 'Token expires',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			executeOnce: true,
			parameters: { method: 'POST', url: `${adminUrl}/tokens/expire`, options: {} },
		},
		{
			name: 'Products',
			type: 'n8n-nodes-sage200.sage200',
			typeVersion: 1,
			executeOnce: true,
			parameters: { resource: 'product', operation: 'getAll', limit: 3 },
		},
	];
	return {
		id: TOKEN_WORKFLOW,
		name: 'Token expires during the run',
		nodes: nodes.map((node, at) =>
			connected({ ...node, id: `node-${at}`, position: [at * 220, 0] }, credential),
		),
		connections: Object.fromEntries(
			nodes
				.slice(1)
				.map(({ name }, at) => [
					nodes[at].name,
					{ main: [[{ node: name, type: 'main', index: 0 }]] },
				]),
		),
		settings: { executionOrder: 'v1' },
	};
}
