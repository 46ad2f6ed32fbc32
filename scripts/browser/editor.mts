/** n8n's editor, as a person uses it. */
import type { Locator, Page } from 'playwright-core';
import type { Owner } from '../n8n/rest.mts';

/** One person at the editor. */
export class Editor {
	constructor(
		private readonly page: Page,
		private readonly url: string,
	) {}

	async signIn({ email, password }: Owner): Promise<void> {
		await this.page.goto(`${this.url}/signin`);
		await this.part('emailOrLdapLoginId').locator('input').fill(email);
		await this.part('password').locator('input').fill(password);
		await this.part('form-submit-button').click();
		await this.page.waitForURL(({ pathname }) => !pathname.includes('signin'));
	}

	/** Opens a workflow and waits until its nodes are drawn. */
	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.part('canvas-node').last().waitFor();
	}

	/** Opens a node's panel and returns the text of its form. */
	async openNode(name: string): Promise<string> {
		await this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
		const form = this.part('node-parameters');
		await form.waitFor();
		return await form.innerText();
	}

	/** What is chosen in a list of the open node's form. */
	async chosen(parameter: string): Promise<string> {
		return await this.part(`parameter-input-${parameter}`).locator('input').inputValue();
	}

	/** Closes the open node's panel. */
	async closeNode(): Promise<void> {
		await this.part('ndv-close-button').click();
	}

	/** Takes a picture of the window, once what is drawn has come to rest. */
	async picture(file: string): Promise<void> {
		await this.page.waitForLoadState('networkidle');
		await this.page.screenshot({ path: file, animations: 'disabled' });
	}

	private part(testId: string): Locator {
		return this.page.locator(`[data-test-id="${testId}"]`);
	}
}
