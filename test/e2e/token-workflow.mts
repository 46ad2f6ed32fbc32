/** Workflows about the access token, started by webhook. */
import type { SageAddress } from '../../scripts/local-sage.mts';
import { sageStep, webhookChain } from '../../scripts/n8n/chain.mts';
import type { StoredCredential, Workflow } from '../../scripts/n8n/cli.mts';

export const TOKEN_WORKFLOW = 'token-expires';
export const REFRESH_WORKFLOW = 'token-refreshed';

/** However many items come in. */
const ONCE = { executeOnce: true };

/** Reads customers, loses the token, reads products; answers with the products. */
export function tokenWorkflow(credential: StoredCredential, { adminUrl }: SageAddress): Workflow {
	return webhookChain(TOKEN_WORKFLOW, credential, [
		sageStep('Customers', { resource: 'customer', operation: 'getAll', limit: 3 }, ONCE),
		{
			name: 'Token expires',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			...ONCE,
			parameters: { method: 'POST', url: `${adminUrl}/tokens/expire`, options: {} },
		},
		sageStep('Products', { resource: 'product', operation: 'getAll', limit: 3 }, ONCE),
	]);
}

/** Renews the access token and answers with what the node says. */
export function refreshWorkflow(credential: StoredCredential): Workflow {
	return webhookChain(REFRESH_WORKFLOW, credential, [
		sageStep('Refresh', { resource: 'connection', operation: 'refresh', renew: 'always' }, ONCE),
	]);
}
