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
/** From this version on an agent lets a person review its calls. */
export const AGENT_VERSION = 3;

/** The credential of the model's place. */
export function modelCredential({ url }: ModelServer): StoredCredential {
	return { ...MODEL, type: 'openAiApi', data: { apiKey: 'none', url, header: false } };
}

export function agentWorkflows(credential: StoredCredential, { apiUrl }: SageAddress): Workflow[] {
	return [
		lookingWorkflow(credential),
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

/** An agent that may look, as docs/ai-agents.md has it. Its last tool would write, and is to be refused. */
function lookingWorkflow(credential: StoredCredential): Workflow {
	const customer = {
		__rl: true,
		mode: 'reference',
		value: "={{ $fromAI('customer', 'Account reference', 'string') }}",
	};
	const filter = (field: string, operator: string, value: string) => ({
		filters: { conditions: [{ field, operator, value }] },
	});
	return withAgent(
		webhookChain(ASK, credential, [agentStep({ typeVersion: 2.2 })]),
		[
			sageTool('Customer', { resource: 'customer', operation: 'get', customer }),
			sageTool('Customers', {
				resource: 'customer',
				operation: 'getAll',
				output: 'selectedFields',
				outputFields: 'id, reference, name',
				...filter(
					'name',
					'contains',
					"={{ $fromAI('name', 'Part of the customer name', 'string') }}",
				),
			}),
			sageTool('Orders', {
				resource: 'salesOrder',
				operation: 'getAll',
				output: 'selectedFields',
				outputFields: 'document_no, document_status',
				...filter(
					'customer_id',
					'eq',
					"={{ $fromAI('customer', 'ID of the customer', 'number') }}",
				),
			}),
			sageTool('Rename', {
				resource: 'customer',
				operation: 'update',
				customer,
				otherFields: "={{ JSON.stringify({ name: $fromAI('name', 'New name', 'string') }) }}",
			}),
		].map((tool) => connected(tool, credential)),
	);
}

/** The agent, which is asked what the webhook got. */
export function agentStep({ typeVersion }: { typeVersion: number }) {
	return {
		name: 'Agent',
		type: '@n8n/n8n-nodes-langchain.agent',
		typeVersion,
		parameters: { promptType: 'define', text: '={{ $json.body.question }}', options: {} },
	};
}

/** The node as a tool that may only look. */
function sageTool(name: string, parameters: object): WorkflowNode {
	return toolNode(name, { ...parameters, readOnly: true });
}

export function toolNode(name: string, parameters: object): WorkflowNode {
	return {
		id: `tool-${name}`,
		...sageStep(name, parameters),
		type: 'n8n-nodes-sage200.sage200Tool',
		position: [220, 220],
	} as WorkflowNode;
}

/** The workflow with the model and the tools of its agent. */
export function withAgent(workflow: Workflow, tools: WorkflowNode[]): Workflow {
	const model: WorkflowNode = {
		id: 'model',
		name: 'Model',
		type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
		typeVersion: 1.2,
		position: [0, 220],
		parameters: { model: { __rl: true, mode: 'id', value: 'stand-in' }, options: {} },
		credentials: { openAiApi: MODEL },
	};
	return {
		...workflow,
		nodes: [...workflow.nodes, ...tools, model],
		connections: {
			...workflow.connections,
			...Object.fromEntries(tools.map(({ name }) => [name, leadingTo('Agent', 'ai_tool')])),
			Model: leadingTo('Agent', 'ai_languageModel'),
		},
	};
}

export function leadingTo(node: string, type: string) {
	return { [type]: [[{ node, type, index: 0 }]] };
}

interface Order {
	customer_id: number;
	document_no: string;
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
	const [customer] = await readSage<{ reference: string; name: string }>(
		sage,
		'/customers?$top=1&$orderby=id',
	);

	await scenario.step('an AI agent reads a customer by the node as its tool', async () => {
		model.calls = [() => ({ tool: 'Customer', given: { customer: customer.reference } })];
		const said = await answer(ASK, `Who is ${customer.reference}?`);
		assert.ok(said.includes(customer.reference), said);
		assert.match(JSON.stringify(model.tools), /Account reference/);
	});

	await scenario.step('an AI agent is told what the tool refuses, and why', async () => {
		model.calls = [() => ({ tool: 'Customer', given: { customer: 'NOBODY' } })];
		assert.match(await answer(ASK, 'Who is NOBODY?'), /no customer with reference .*NOBODY/);
	});

	await scenario.step('an AI agent tells which orders of a customer are waiting', async () => {
		const [{ customer_id: id }] = await readSage<Order>(sage, '/sop_orders?$top=1&$orderby=id');
		const [{ name }] = await readSage<{ name: string }>(sage, `/customers?$filter=id eq ${id}`);
		const orders = await readSage<Order>(sage, `/sop_orders?$filter=customer_id eq ${id}`);
		model.calls = [
			() => ({ tool: 'Customers', given: { name } }),
			(found) => ({
				tool: 'Orders',
				given: { customer: Number(/"id\\*":(\d+)/.exec(found)?.[1]) },
			}),
		];
		const said = await answer(ASK, `Which orders of ${name} are waiting?`);
		for (const { document_no } of orders) assert.ok(said.includes(document_no), said);
		assert.match(said, /EnumDocumentStatusLive/);
		assert.doesNotMatch(said, /total_gross_value/);
	});

	await scenario.step('an AI agent that may only look changes nothing', async () => {
		const given = { customer: customer.reference, name: 'Renamed' };
		model.calls = [() => ({ tool: 'Rename', given })];
		assert.match(await answer(ASK, 'Rename it'), /Read Only: .*Update.* would change data/);
		const [now] = await readSage<{ name: string }>(sage, '/customers?$top=1&$orderby=id');
		assert.equal(now.name, customer.name);
	});

	if (!restricts) return;
	await scenario.step('the HTTP Request node is not given the login', async () => {
		assert.match(await answer(ELSEWHERE, ''), /restricted to specific nodes/);
	});
}
