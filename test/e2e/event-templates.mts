/** The templates that begin with the trigger: what happens in Sage reaches the shops, the CRM and a person. */
import assert from 'node:assert/strict';
import { administer, readSage, writeSage, type SageAddress } from '../../scripts/local-sage.mts';
import type { StoredCredential, Workflow, WorkflowNode } from '../../scripts/n8n/cli.mts';
import { sageStep, webhookChain } from '../../scripts/n8n/chain.mts';
import { readyTemplate } from '../../scripts/n8n/templates.mts';
import type { Stage } from '../../scripts/stage.mts';
import { approve, type Mailbox } from './mailbox.mts';
import type { Outside } from './outside.mts';
import { until, type Scenario } from './scenario.mts';
import { spedUp } from './schedule.mts';

/** They keep despatches in data tables. */
const DESPATCHES = ['despatch-to-shopify', 'despatch-to-woocommerce', 'despatch-to-magento'];
const OTHERS = ['price-to-shop', 'customers-to-crm', 'credit-control'];
const WAREHOUSE = 'warehouse-despatches';

interface Order {
	id: number;
	customer_document_no: string;
	document_status: string;
}

/** The logins of shops, CRM and mail that a person connects. */
export function outsideCredentials(outside: Outside, mailbox: Mailbox): StoredCredential[] {
	const { url } = outside;
	const of = (type: string, data: Record<string, unknown>) => ({
		id: `outside-${type}`.slice(0, 21),
		name: type,
		type,
		data,
	});
	return [
		of('shopifyAccessTokenApi', { shopSubdomain: 'none', accessToken: 'none', appSecretKey: '' }),
		of('wooCommerceApi', { url, consumerKey: 'none', consumerSecret: 'none' }),
		of('magento2Api', { host: url, accessToken: 'none' }),
		of('hubspotAppToken', { appToken: 'none' }),
		of('smtp', { host: '127.0.0.1', port: mailbox.port, secure: false, disableStartTls: true }),
	];
}

export async function eventTemplates(
	credential: StoredCredential,
	outside: Outside,
	others: StoredCredential[],
	makesDataTables: boolean,
): Promise<Workflow[]> {
	const settings = {
		shopUrl: outside.url,
		crmUrl: outside.url,
		keyProperty: 'sage_key',
		from: 'n8n@example.com',
		to: 'credit@example.com',
	};
	const ready = await Promise.all(
		templatesFor(makesDataTables).map(async (name) =>
			spedUp(
				await readyTemplate(name, credential, {
					...settings,
					...(name === 'price-to-shop' ? { shopUrl: `${outside.url}/prices` } : {}),
				}),
			),
		),
	);
	return [
		...ready.map((workflow) => ({
			...workflow,
			nodes: workflow.nodes.map((node) => withLogin(node, others)),
		})),
		warehouse(credential),
	];
}

function templatesFor(makesDataTables: boolean): string[] {
	return [...(makesDataTables ? DESPATCHES : []), ...OTHERS];
}

/** Despatches all of an order by its key. */
function warehouse(credential: StoredCredential): Workflow {
	return webhookChain(WAREHOUSE, credential, [
		sageStep('Despatch', {
			resource: 'despatch',
			operation: 'confirm',
			order: { __rl: true, mode: 'customer_document_no', value: '={{ $json.body.key }}' },
		}),
	]);
}

function withLogin(node: WorkflowNode, credentials: StoredCredential[]): WorkflowNode {
	const wanted = /emailSend$/.test(node.type) ? 'smtp' : node.parameters.nodeCredentialType;
	const login = credentials.find(({ type }) => type === wanted);
	return login
		? { ...node, credentials: { [login.type]: { id: login.id, name: login.name } } }
		: node;
}

export async function eventTemplateSteps(
	scenario: Scenario,
	{ n8n, sage }: Stage,
	outside: Outside,
	mailbox: Mailbox,
	makesDataTables: boolean,
): Promise<void> {
	await scenario.step('templates that begin with the trigger go live', async () => {
		for (const name of [WAREHOUSE, ...templatesFor(makesDataTables)]) await n8n.rest.publish(name);
	});
	if (makesDataTables)
		await scenario.step('despatches reach Shopify, WooCommerce and Magento', async () => {
			for (const prefix of ['WEB-', 'WOO-', 'MAG-']) await despatched(n8n.url, sage, prefix);
			await until('Shopify has it', () => outside.asked('metafieldsSet').length > 0);
			const [{ variables }] = outside.asked('fulfillmentCreate');
			assert.match(JSON.stringify(variables), /"id":"line-TOOLS001","quantity":2/);
			await until('WooCommerce has it', () => outside.toldTo('/notes').length > 0);
			assert.match(JSON.stringify(outside.toldTo('/notes')), /our order is on its way/);
			await until('Magento has it', () => outside.toldTo('/ship').length > 0);
			assert.match(JSON.stringify(outside.toldTo('/ship')), /"order_item_id":1,"qty":2/);
		});
	await scenario.step('all prices of the band reach the shop', async () => {
		await until('the shop has prices', () => outside.toldTo('/prices').length > 0);
		assert.match(JSON.stringify(outside.toldTo('/prices')[0].body), /"kind":"price","sku":"/);
	});
	await scenario.step('a customer who is changed reaches the CRM', async () => {
		const [{ id }] = await readSage<{ id: number }>(sage, '/customers?$top=1&$orderby=id');
		await writeSage(sage, `/customers/${id}`, { short_name: 'Changed' });
		await until('the CRM has it', () => outside.toldTo('/crm').length > 0);
		assert.match(
			JSON.stringify(outside.toldTo('/crm')[0].body),
			new RegExp(`/${sage.companyId}/${id}","idProperty":"sage_key"`),
		);
	});
	await scenario.step('an order on hold is released where a person approves', async () => {
		const { id } = await orderOf(sage, 'BIG-');
		await administer(sage, 'PUT', `/tables/sop_orders/${id}`, {
			document_status: 'EnumDocumentStatusOnHold',
		});
		await until('a person is asked', () => mailbox.mails.length > 0);
		await approve(mailbox.mails[0]);
		await until('the order is live', async () => {
			const { document_status } = await orderOf(sage, 'BIG-');
			return document_status === 'EnumDocumentStatusLive';
		});
	});
}

/** The warehouse despatches all of a shop's first order. */
async function despatched(n8n: string, sage: SageAddress, prefix: string): Promise<void> {
	const { customer_document_no: key } = await orderOf(sage, prefix);
	const response = await fetch(`${n8n}/webhook/${WAREHOUSE}`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ key }),
	});
	assert.equal(response.status, 200, await response.text());
}

async function orderOf(sage: SageAddress, prefix: string): Promise<Order> {
	const filter = encodeURIComponent(`startswith(customer_document_no,'${prefix}')`);
	const [order] = await readSage<Order>(sage, `/sop_orders?$filter=${filter}&$orderby=id`);
	return order;
}
