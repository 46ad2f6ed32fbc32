/** A workflow that begins with the trigger and sends the ids of its events on, once a minute. */
import { randomUUID } from 'node:crypto';
import type { StoredCredential, Workflow } from './cli.mts';

/**
 * @param url takes a list of ids for each execution
 * @param parameters of the trigger: its event and what belongs to it
 */
export function triggerWorkflow(
	id: string,
	credential: StoredCredential,
	url: string,
	parameters: Record<string, unknown>,
): Workflow {
	const node = (name: string, type: string, typeVersion: number, own: Record<string, unknown>) => ({
		id: randomUUID(),
		name,
		type,
		typeVersion,
		position: [0, 0],
		parameters: own,
	});
	return {
		id,
		name: id,
		nodes: [
			{
				...node('Sage 200 Trigger', 'n8n-nodes-sage200.sage200Trigger', 1, {
					pollTimes: { item: [{ mode: 'everyMinute' }] },
					...parameters,
				}),
				credentials: { sage200OAuth2Api: { id: credential.id, name: credential.name } },
			},
			node('Together', 'n8n-nodes-base.aggregate', 1, { aggregate: 'aggregateAllItemData' }),
			node('Send', 'n8n-nodes-base.httpRequest', 4.2, {
				method: 'POST',
				url,
				sendBody: true,
				specifyBody: 'json',
				jsonBody: '={{ JSON.stringify($json.data.map(({ event }) => event.id)) }}',
				options: {},
			}),
		],
		connections: {
			'Sage 200 Trigger': { main: [[{ node: 'Together', type: 'main', index: 0 }]] },
			Together: { main: [[{ node: 'Send', type: 'main', index: 0 }]] },
		},
		active: false,
		settings: { executionOrder: 'v1' },
	};
}
