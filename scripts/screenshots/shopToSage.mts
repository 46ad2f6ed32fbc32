/** The shortest way from a shop to Sage: its trigger, with an order that is pinned to it, and ours. */
import { connected, sampleOrder } from '../n8n/templates.mts';
import type { StoredCredential, Workflow } from '../n8n/cli.mts';
import { NODE } from './forms.mts';

/** Of the workflow and of the picture. */
export const SHOP_TO_SAGE = 'shop-to-sage';
const SHOP = 'Order in the shop';

/** Of a shop that is never called: the order is pinned. */
export const SHOP_CREDENTIAL: StoredCredential = {
	id: 'shop',
	name: 'Shopify',
	type: 'shopifyAccessTokenApi',
	data: { shopSubdomain: 'example', accessToken: 'none', appSecretKey: 'none' },
};

/** A workflow of two nodes, for the picture in the README. */
export async function shopToSage(credential: StoredCredential): Promise<Workflow> {
	const { id, name, type } = SHOP_CREDENTIAL;
	const shop = {
		id: 'shop',
		name: SHOP,
		type: 'n8n-nodes-base.shopifyTrigger',
		typeVersion: 1,
		position: [0, 0],
		webhookId: SHOP_TO_SAGE,
		parameters: { authentication: 'accessToken', topic: 'orders/create' },
		credentials: { [type]: { id, name } },
	};
	const node = {
		id: 'sage',
		name: NODE,
		type: 'n8n-nodes-sage200.sage200',
		typeVersion: 1,
		position: [260, 0],
		parameters: {
			resource: 'salesOrder',
			operation: 'createFromShopOrder',
			customer: { __rl: true, mode: 'reference', value: 'ZEN001' },
			shopRules: { deliveryCharge: { __rl: true, mode: 'name', value: 'Carriage' } },
		},
	};
	return {
		id: SHOP_TO_SAGE,
		name: 'Shop to Sage 200',
		nodes: [shop, connected(node, credential)],
		connections: { [SHOP]: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
		pinData: { [SHOP]: [{ json: await sampleOrder('#1002') }] },
		settings: { executionOrder: 'v1', timezone: 'Europe/London' },
		active: false,
	};
}
