/** The node as a tool of an AI agent, and the credential in nodes that it was not made for. */
import assert from 'node:assert/strict';
import { sageStep, webhookChain } from '../../scripts/n8n/chain.mts';
import type { StoredCredential, Workflow, WorkflowNode } from '../../scripts/n8n/cli.mts';
import { connected } from '../../scripts/n8n/templates.mts';
import { readSage, type SageAddress } from '../../scripts/local-sage.mts';
import type { Stage } from '../../scripts/stage.mts';

import type { ModelServer } from './model-server.mts';
import type { Scenario } from './scenario.mts';

const ASK = 'agent-asks';
const ELSEWHERE = 'login-elsewhere';
const MODEL = { id: 'model', name: 'Model' };

/** The credential of the model's place. */
export function modelCredential({ url }: ModelServer): StoredCredential {
	return { ...MODEL, type: 'openAiApi', data: { apiKey: 'none', url, header: false } };
}

export function agentWorkflows(credential: StoredCredential, { apiUrl }: SageAddress): Workflow[] {
	return [
		agentWorkflow(credential),
		webhookChain(ELSEWHERE, credential, [
			{
				name: 'HTTP Request',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				onError: 'continueRegularOutput',
				parameters: {
					url: `${apiUrl}/customers`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: credential.type,
					options: {},
				},
			},
		]),
	];
}

/** An agent that may read one customer, whom the model names. */
function agentWorkflow(credential: StoredCredential): Workflow {
	const customer = "={{ $fromAI('customer', 'Account reference', 'string') }}";
	const workflow = webhookChain(ASK, credential, [
		{
			name: 'Agent',
			type: '@n8n/n8n-nodes-langchain.agent',
			typeVersion: 2.2,
			parameters: { promptType: 'define', text: '={{ $json.body.question }}', options: {} },
		},
	]);
	const { parameters } = sageStep('Customer', {
		resource: 'customer',
		operation: 'get',
		customer: { __rl: true, mode: 'reference', value: customer },
		options: { readOnly: true },
	});
	const tool: WorkflowNode = {
		id: 'customer-tool',
		name: 'Customer',
		type: 'n8n-nodes-sage200.sage200Tool',
		typeVersion: 1,
		position: [220, 220],
		parameters: parameters as Record<string, unknown>,
	};
	const model: WorkflowNode = {
		id: 'model',
		name: 'Model',
		type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
		typeVersion: 1.2,
		position: [0, 220],
		parameters: { model: { __rl: true, mode: 'id', value: 'stand-in' }, options: {} },
		credentials: { openAiApi: MODEL },
	};
	const to = (type: string) => ({ [type]: [[{ node: 'Agent', type, index: 0 }]] });
	return {
		...workflow,
		nodes: [...workflow.nodes, connected(tool, credential), model],
		connections: {
			...workflow.connections,
			Customer: to('ai_tool'),
			Model: to('ai_languageModel'),
		},
	};
}

export async function agentSteps(
	scenario: Scenario,
	{ n8n, sage }: Stage,
	{ model, restricts }: { model: ModelServer; restricts: boolean },
): Promise<void> {
	const answer = async (path: string, question: string) => {
		await n8n.rest.publish(path);
		const response = await fetch(`${n8n.url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ question }),
		});
		return await response.text();
	};

	await scenario.step('an AI agent reads a customer by the node as its tool', async () => {
		const [customer] = (await readSage(sage, '/customers?$top=1')) as Array<{ reference: string }>;
		model.given = { customer: customer.reference };
		const said = await answer(ASK, `Who is ${customer.reference}?`);
		assert.ok(said.includes(customer.reference), said);
		const [{ function: offered }] = model.tools;
		assert.match(JSON.stringify(offered.parameters), /Account reference/);
	});

	await scenario.step('an AI agent is told what the tool refuses, and why', async () => {
		model.given = { customer: 'NOBODY' };
		assert.match(await answer(ASK, 'Who is NOBODY?'), /no customer with reference .*NOBODY/);
	});

	if (!restricts) return;
	await scenario.step('the HTTP Request node is not given the login', async () => {
		assert.match(await answer(ELSEWHERE, ''), /restricted to specific nodes/);
	});
}
