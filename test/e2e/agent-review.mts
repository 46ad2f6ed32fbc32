/** Orders that an AI agent enters, each of which a person approves first: n8n's human review of a tool's calls, by e-mail. */
import assert from 'node:assert/strict';
import { chain } from '../../scripts/n8n/chain.mts';
import type { StoredCredential, Workflow, WorkflowNode } from '../../scripts/n8n/cli.mts';
import { connected } from '../../scripts/n8n/templates.mts';
import { readSage, type SageAddress } from '../../scripts/local-sage.mts';
import type { Stage } from '../../scripts/stage.mts';
import { formOf } from '../../nodes/Sage200/core/commonForm.ts';
import { resources } from '../../nodes/Sage200/resources/index.ts';
import { leftToModel } from '../support/leftToModel.ts';

import { AGENT_VERSION, agentStep, leadingTo, toolNode, withAgent } from './agent.mts';
import { approve, decline, plainText, type Mailbox } from './mailbox.mts';
import type { ModelServer } from './model-server.mts';
import { until, type Scenario } from './scenario.mts';

const REVIEWED = 'agent-reviewed';
const MAIL = { id: 'agent-mail', name: 'Agent mail' };
const REVIEW = 'Review';

/** The login of who is asked. */
export function reviewCredential({ port }: Mailbox): StoredCredential {
	const data = { host: '127.0.0.1', port, secure: false, disableStartTls: true };
	return { ...MAIL, type: 'smtp', data };
}

/** Sales Order: Create, whose every field is left to the model. */
function orderForm() {
	const create = resources
		.find(({ value }) => value === 'salesOrder')
		?.operations.find(({ value }) => value === 'create');
	assert.ok(create);
	return leftToModel(formOf(create));
}

/** An agent whose orders pass a person, as docs/ai-agents.md has it. */
export function reviewWorkflow(credential: StoredCredential): Workflow {
	const { parameters } = orderForm();
	const order = connected(
		toolNode('Order', {
			resource: 'salesOrder',
			operation: 'create',
			...parameters,
			orderKey: "={{ $('Start').first().json.body.conversation }}",
			linesJson: "={{ $fromAI('lines', 'Array of lines, each with code and quantity', 'json') }}",
		}),
		credential,
	);
	const review: WorkflowNode = {
		id: 'review',
		name: REVIEW,
		type: 'n8n-nodes-base.emailSendHitlTool',
		typeVersion: 2.1,
		position: [220, 220],
		parameters: {
			fromEmail: 'n8n@example.com',
			toEmail: 'orders@example.com',
			subject: 'An order to approve',
			message:
				'=The agent wants to run {{ $tool.name }} with {{ JSON.stringify($tool.parameters) }}',
			approvalOptions: { values: { approvalType: 'double' } },
			options: {},
		},
		credentials: { smtp: MAIL },
	};
	const start = {
		name: 'Start',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: REVIEWED,
		parameters: { httpMethod: 'POST', path: REVIEWED, responseMode: 'onReceived' },
	};
	const talk = chain(REVIEWED, credential, [start, agentStep({ typeVersion: AGENT_VERSION })]);
	const workflow = withAgent(talk, [review]);
	return {
		...workflow,
		nodes: [...workflow.nodes, order],
		connections: { ...workflow.connections, Order: leadingTo(REVIEW, 'ai_tool') },
	};
}

export async function reviewSteps(
	scenario: Scenario,
	{ n8n, sage }: Stage,
	model: ModelServer,
	{ mails }: Mailbox,
): Promise<void> {
	const [customer] = await readSage<{ reference: string }>(
		sage,
		"/customers?$top=1&$filter=on_hold eq false and account_status_type eq 'AccountStatusActive'",
	);
	const [product] = await readSage<{ code: string }>(
		sage,
		"/products?$top=1&$filter=traceable_type eq 'EnumTraceableTypeNone' and product_status_type eq 'EnumStockItemStatusTypeActive'",
	);
	const given = {
		...orderForm().given,
		customer: customer.reference,
		linesInput: 'json',
		lines: [{ code: product.code, quantity: 2 }],
		deliveryAddress_postal_name: 'Ann Lee',
		additionalFields_override_on_hold: true,
	};
	const ask = async (conversation: string) => {
		model.calls = [() => ({ tool: 'Order', given: { toolParameters: given, hitlParameters: {} } })];
		const before = mails.length;
		const response = await fetch(`${n8n.url}/webhook/${REVIEWED}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ question: `Order ${product.code}`, conversation }),
		});
		assert.equal(response.status, 200);
		await until('a person is asked', () => mails.length > before);
		return mails[before];
	};

	await scenario.step('an AI agent’s order is entered once a person has approved it', async () => {
		await n8n.rest.publish(REVIEWED);
		const mail = await ask('TALK-1');
		assert.match(plainText(mail), new RegExp(`${customer.reference}[^]*${product.code}`));
		assert.equal((await ordersOf(sage, 'TALK-1')).length, 0);
		await approve(mail);
		await until('the agent tells of the order', () => /created/.test(model.said.at(-1) ?? ''));
		const orders = await ordersOf(sage, 'TALK-1');
		assert.equal(orders.length, 1);
		assert.ok(model.said.at(-1)?.includes(orders[0].document_no), model.said.at(-1));
		await approve(mail);
		assert.equal((await ordersOf(sage, 'TALK-1')).length, 1);
	});

	await scenario.step('an AI agent’s order that a person refuses is not entered', async () => {
		await decline(await ask('TALK-2'));
		await until('the agent is told', () => /rejected/.test(model.said.at(-1) ?? ''));
		assert.equal((await ordersOf(sage, 'TALK-2')).length, 0);
	});
}

async function ordersOf(sage: SageAddress, key: string): Promise<Array<{ document_no: string }>> {
	return await readSage(sage, `/sop_orders?$filter=customer_document_no eq '${key}'`);
}
