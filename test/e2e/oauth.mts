/** Connecting the credential as a person does, in n8n's own window, and what goes wrong there. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { inBrowser } from '../../scripts/browser/chromium.mts';
import { Editor } from '../../scripts/browser/editor.mts';
import { logInToSage } from '../../scripts/browser/sage-login.mts';
import { administer } from '../../scripts/local-sage.mts';
import type { Stage } from '../../scripts/stage.mts';
import { OWNER } from './owner.mts';
import type { Scenario } from './scenario.mts';
import { TOKEN_WORKFLOW } from './token-workflow.mts';
import { storedTokens } from './tokens.mts';

const CONNECTED = '[data-test-id="oauth-connect-success-banner"]';
const NOT_CONNECTED = '[data-test-id="oauth-not-connected-banner"]';
/** n8n 1 has no banner before the credential is connected, but this. */
const CONNECT_BUTTON = '[data-test-id="oauth-connect-button"]';

/** @param pictures a folder for pictures of what the person sees; none are taken without */
export async function oauthSteps(
	scenario: Scenario,
	stage: Stage,
	pictures?: string,
): Promise<void> {
	const { n8n, sage, credential } = stage;
	const take = async (page: Page, name: string) => {
		if (pictures)
			await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
	};
	await inBrowser(async (page) => {
		await new Editor(page, n8n.url).signIn(OWNER);

		await scenario.step(
			"Connect in n8n's window, login and consent at Sage, connected",
			async () => {
				const { oauthTokenData, ...unconnected } = credential.data;
				await n8n.cli.importCredentials([{ ...credential, data: unconnected }]);
				assert.deepEqual(await storedTokens(n8n, credential.id), {});
				await connect(page, stage);
				await take(page, 'oauth-connected');
				assert.ok((await storedTokens(n8n, credential.id)).refresh_token);
				await runs(stage);
			},
		);

		await scenario.step('a denied consent is told as one', async () => {
			const popup = await connectWindow(page, stage);
			await popup.getByRole('button', { name: 'Deny' }).click();
			await popup.waitForLoadState();
			// n8n's own page: its first line names the missing answer only, what Sage said is below.
			await popup.getByText('More details').click();
			await take(popup, 'oauth-denied');
			assert.match(
				await popup.locator('body').innerText(),
				/The user denied access[^]*Failed to connect/,
			);
			await popup.close();
		});

		await scenario.step('a redirect URL that Sage does not know is told as one', async () => {
			await page.context().route(
				'**/authorize?*',
				async (route) => {
					const address = new URL(route.request().url());
					address.searchParams.set('redirect_uri', 'https://elsewhere.example.com/callback');
					await route.fulfill({ status: 302, headers: { location: address.href } });
				},
				{ times: 1 },
			);
			const popup = await connectWindow(page, stage);
			await popup.getByText('redirect_uri').first().waitFor();
			await take(popup, 'oauth-wrong-redirect');
			assert.match(
				await popup.locator('body').innerText(),
				/redirect URL[^]*not registered[^]*OAuth Redirect URL/,
			);
			await popup.close();
		});

		await scenario.step(
			'a login that has ended asks to reconnect, by the name of the credential',
			async () => {
				await administer(sage, 'POST', '/tokens/expire');
				await administer(sage, 'POST', '/tokens/revoke');
				await page.goto(`${n8n.url}/workflow/connection-check-cli`);
				await page.locator('[data-test-id="execute-workflow-button"]').first().click();
				await page.getByText('needs to be reconnected').first().waitFor();
				await take(page, 'oauth-login-ended');
			},
		);

		await scenario.step('connecting again mends it', async () => {
			await connect(page, stage);
			await runs(stage);
		});
	});
}

/** The whole way: button, login, consent, and n8n's word that it is connected. */
async function connect(page: Page, stage: Stage): Promise<void> {
	const popup = await connectWindow(page, stage);
	// Waited for from the start: n8n closes the window as soon as it has the tokens.
	await Promise.all([popup.waitForEvent('close'), logInToSage(popup, stage.sage.login)]);
	await page
		.locator(CONNECTED)
		.filter({ hasText: /connected/i })
		.first()
		.waitFor();
}

/** A workflow that reads from Sage comes to its end. */
async function runs({ n8n }: Stage): Promise<void> {
	const response = await fetch(`${n8n.url}/webhook/${TOKEN_WORKFLOW}`, { method: 'POST' });
	assert.equal(response.status, 200, await response.text());
}

/** Opens the credential, presses its button as a new person at Sage, and returns the window that n8n opens. */
async function connectWindow(page: Page, { n8n, sage, credential }: Stage): Promise<Page> {
	await page.context().clearCookies({ domain: new URL(sage.identityUrl).hostname });
	await page.goto(`${n8n.url}/home/credentials/${credential.id}`);
	const button = page
		.locator(`${CONNECTED} button:visible, ${NOT_CONNECTED} button:visible, ${CONNECT_BUTTON}`)
		.first();
	const [popup] = await Promise.all([page.waitForEvent('popup'), button.click()]);
	return popup;
}
