/** The node and its credential as a person meets them: in n8n's editor, in a real browser. */
import assert from 'node:assert/strict';
import { inBrowser } from '../../scripts/browser/chromium.mts';
import { Editor } from '../../scripts/browser/editor.mts';
import { logInToSage } from '../../scripts/browser/sage-login.mts';
import type { Stage } from '../../scripts/stage.mts';
import { OWNER } from './owner.mts';
import type { Scenario } from './scenario.mts';
import { storedTokens } from './tokens.mts';

export async function editorSteps(
	scenario: Scenario,
	{ n8n, sage, credential }: Stage,
): Promise<void> {
	await inBrowser(async (page) => {
		const editor = new Editor(page, n8n.url);
		await scenario.step("the node's form opens in the editor", async () => {
			await editor.signIn(OWNER);
			await editor.openWorkflow('shop-order-to-sage');
			const labels = await editor.openNode('Create the order');
			for (const label of [
				'Resource',
				'Operation',
				'Customer',
				'Order Key',
				'Order Lines (JSON)',
			]) {
				assert.ok(labels.includes(label), `The form has no "${label}":\n${labels}`);
			}
			assert.equal(await editor.chosen('resource'), 'Sales Order');
			assert.equal(await editor.chosen('operation'), 'Create');
		});

		await scenario.step('a person connects the credential by login and consent', async () => {
			const before = await storedTokens(n8n, credential.id);
			await page.goto(await n8n.rest.get<string>(`/oauth2-credential/auth?id=${credential.id}`));
			await logInToSage(page, sage.login);
			await page.getByText('Connection successful').waitFor();
			const { access_token, refresh_token } = await storedTokens(n8n, credential.id);
			assert.ok(access_token && refresh_token);
			assert.notEqual(access_token, before.access_token);
		});
	});
}
