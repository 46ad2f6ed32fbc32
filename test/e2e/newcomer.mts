/**
 * A newcomer's way to a first order, in a real browser: every click is counted. What is typed is no click, nor is the
 * Enter key that takes the first entry of a search. docs/newcomer.md has the figures.
 */
import assert from 'node:assert/strict';
import { inBrowser } from '../../scripts/browser/chromium.mts';
import { Editor } from '../../scripts/browser/editor.mts';
import { Person } from '../../scripts/browser/person.mts';
import type { Workflow } from '../../scripts/n8n/cli.mts';
import { sampleOrder } from '../../scripts/n8n/templates.mts';
import type { Stage } from '../../scripts/stage.mts';
import { OWNER } from './owner.mts';
import type { Scenario } from './scenario.mts';

const SHOP_WORKFLOW = 'newcomer-shop';
const SHOP = 'Shop';
const CUSTOMER = 'Abbey Tools Ltd';

/** What a walk took. */
export interface Walk {
	clicks: number;
	seconds: number;
}

/** A workflow that begins with a shop's order: the newcomer adds the rest. */
export async function newcomerWorkflow(): Promise<Workflow> {
	const webhook = {
		id: 'shop',
		name: SHOP,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: SHOP_WORKFLOW,
		position: [0, 0],
		parameters: { path: SHOP_WORKFLOW, httpMethod: 'POST' },
	};
	const body = await sampleOrder('#2001');
	return {
		id: SHOP_WORKFLOW,
		name: SHOP_WORKFLOW,
		nodes: [webhook],
		connections: {},
		pinData: { [SHOP]: [{ json: { body } }] },
	};
}

export async function newcomerSteps(
	scenario: Scenario,
	{ n8n }: Stage,
): Promise<Record<string, Walk>> {
	const walks: Record<string, Walk> = {};
	await inBrowser(async (page) => {
		await page.setViewportSize({ width: 1280, height: 800 });
		const editor = new Editor(page, n8n.url);
		await editor.signIn(OWNER);
		const walk = async (
			name: string,
			{ most, from }: { most: number; from: string },
			go: (person: Person) => Promise<string[]>,
		) =>
			await scenario.step(`a newcomer: ${name} in at most ${most} clicks`, async () => {
				await page.goto(`${n8n.url}/workflow/${from}`);
				const person = new Person(page);
				const [outcome] = await go(person);
				assert.equal(outcome, 'created');
				walks[name] = { clicks: person.clicks, seconds: person.seconds };
				assert.ok(person.clicks <= most, `It took ${person.clicks} clicks`);
			});
		await walk('an order of one line', { most: 8, from: 'new' }, async (person) => {
			await firstLine(person, 'NEW-1');
			return await person.run();
		});
		await walk('two lines with address and payment', { most: 22, from: 'new' }, async (person) => {
			await firstLine(person, 'NEW-2');
			await person.addLine();
			await person.write('code', 'PAINT001', 1);
			await person.addField('Delivery', 'Postal Name');
			await person.write('postal_name', 'Ann Lee');
			await person.addField('Delivery', 'Address 1');
			await person.write('address_1', '1 High Street');
			await person.addField('Delivery', 'Postcode');
			await person.write('postcode', 'LS1 1AA');
			await person.addField('Prices and Payment', 'Payment Method');
			await person.write('paymentMethod', 'Stripe');
			return await person.run();
		});
		await walk("a shop's order", { most: 6, from: SHOP_WORKFLOW }, async (person) => {
			await person.addNode('canvas-handle-plus', 'Create sales order from shop order');
			await person.pick('customer', CUSTOMER);
			return await person.run();
		});
	});
	return walks;
}

async function firstLine(person: Person, key: string): Promise<void> {
	await person.addNode('canvas-plus-button', 'Create sales order');
	await person.pick('customer', CUSTOMER);
	await person.write('orderKey', key);
	await person.write('code', 'TOOLS001');
}
