/** The node as a person meets it: in n8n's editor, in a real browser. */
import assert from 'node:assert/strict';
import { inBrowser } from '../../scripts/browser/chromium.mts';
import { Editor } from '../../scripts/browser/editor.mts';
import type { Stage } from '../../scripts/stage.mts';
import { OWNER } from './owner.mts';
import type { Scenario } from './scenario.mts';

export async function editorSteps(scenario: Scenario, { n8n }: Stage): Promise<void> {
	await inBrowser(async (page) => {
		const editor = new Editor(page, n8n.url);
		await scenario.step("the node's form opens in the editor", async () => {
			await editor.signIn(OWNER);
			await editor.openWorkflow('shop-order-to-sage');
			const labels = await editor.openNode('Create the order');
			for (const label of [
				'Resource',
				'Operation',
				'Shop',
				'Order (JSON)',
				'Key Prefix',
				'Customer',
			]) {
				assert.ok(labels.includes(label), `The form has no "${label}":\n${labels}`);
			}
			assert.equal(await editor.chosen('resource'), 'Sales Order');
			assert.equal(await editor.chosen('operation'), 'Create From Shop Order');
		});
	});
}
