/** n8n's editor, as a person uses it. */
import type { Locator, Page } from 'playwright-core';
import type { Owner } from '../n8n/rest.mts';

/** What has not moved for so long has come to rest. */
const REST_MS = 400;

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
		await this.onCanvas(name).dblclick();
		const form = this.part('node-parameters');
		await form.waitFor();
		return await form.innerText();
	}

	/** Opens the panel of a node that is not installed and returns what n8n says in the place of its form. */
	async openUninstalledNode(name: string): Promise<string> {
		await this.onCanvas(name).dblclick();
		return await this.page.getByText('This node is not currently installed').innerText();
	}

	/** Opens a workflow with the panel of one of its nodes. */
	async openForm(workflow: string, node: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${workflow}/${node}`);
		await this.atRest(this.part('node-parameters'));
	}

	/** Scrolls the form of the open node by what is seen of it; false at its end. */
	async scrollOn(): Promise<boolean> {
		return await this.part('node-parameters').evaluate((form) => {
			let box: typeof form | null = form;
			while (box && box.scrollHeight <= box.clientHeight) box = box.parentElement;
			const before = box?.scrollTop;
			box?.scrollBy(0, box.clientHeight);
			return box?.scrollTop !== before;
		});
	}

	/** Runs the open workflow and shows below it what its last node gave. */
	async runWorkflow(): Promise<void> {
		await this.part('execute-workflow-button').click();
		await this.page.locator('.el-notification').first().waitFor();
		await this.part('logs-overview-header').click();
		await this.part('logs-panel').getByText('Output', { exact: true }).first().waitFor();
		await this.closeNotices();
	}

	/** What is chosen in a list of the open node's form. */
	async chosen(parameter: string): Promise<string> {
		return await this.part(`parameter-input-${parameter}`).locator('input').inputValue();
	}

	/** Chooses an entry of a picker in the open node's form, by searching for it. */
	async pick(parameter: string, entry: string): Promise<void> {
		await this.part(`resource-locator-${parameter}`).locator('[data-test-id="rlc-input"]').click();
		await this.part('rlc-search').fill(entry.split(': ').at(-1)!);
		await this.page.getByText(entry, { exact: true }).first().click();
	}

	/** Adds a field to the open node's resource mapper. */
	async addField(label: string): Promise<void> {
		await this.page.getByText('Add field to send').click();
		await this.page.getByRole('menuitem', { name: label, exact: true }).click();
	}

	/** Fills in a field of the open node's form by its name: chosen where it is a list, typed otherwise. */
	async fill(name: string, value: string): Promise<void> {
		const input = this.part(`parameter-input-${name}`).locator('input');
		if ((await input.getAttribute('readonly')) === null) await input.fill(value);
		else {
			await input.click();
			await this.page.getByRole('option', { name: value, exact: true }).click();
		}
	}

	/** Runs the open node and waits for what it says; shown as a table, JSON or schema. */
	async execute(shown?: 'table' | 'json' | 'schema'): Promise<void> {
		await this.part('node-execute-button').click();
		await this.page.locator('.el-notification').first().waitFor();
		if (shown)
			await this.part('output-panel').locator(`[data-test-id="radio-button-${shown}"]`).click();
	}

	/** Scrolls the form of the open node to one of its labels. */
	async scrollTo(label: string): Promise<void> {
		await this.part('node-parameters').getByText(label, { exact: true }).scrollIntoViewIfNeeded();
	}

	/** Takes a picture of the open node's form with its output beside it. */
	async panel(file: string): Promise<void> {
		await this.closeNotices();
		const form = await this.atRest(this.part('node-parameters'));
		const output = await this.atRest(this.part('output-panel'));
		const width = output.x + output.width - form.x;
		await this.page.screenshot({
			path: file,
			animations: 'disabled',
			clip: { x: form.x, y: output.y, width, height: output.height },
		});
	}

	/** Opens the credential of the open node. */
	async openCredential(): Promise<void> {
		await this.part('credential-edit-button').click();
		await this.part('editCredential-modal').waitFor();
	}

	/** Takes a picture of what is seen of the open credential's form. */
	async credential(file: string): Promise<void> {
		await this.closeNotices();
		const form = this.part('editCredential-modal');
		await this.atRest(form);
		await form.screenshot({ path: file, animations: 'disabled' });
	}

	/** Scrolls to the end of the open credential's form, which is longer than its window. */
	async scrollCredential(): Promise<void> {
		await this.part('editCredential-modal').locator('input').last().scrollIntoViewIfNeeded();
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

	/** Notices stand over what a picture should show. */
	private async closeNotices(): Promise<void> {
		const notices = this.page.locator('.el-notification');
		for (const notice of await notices.all())
			await notice.locator('.el-notification__closeBtn').click();
		await notices.first().waitFor({ state: 'detached' });
	}

	/** Where a part of the page stands once it has stopped moving. */
	private async atRest(
		part: Locator,
	): Promise<{ x: number; y: number; width: number; height: number }> {
		await this.page.waitForLoadState('networkidle');
		for (let before = '', now = ''; ; before = now) {
			const box = (await part.boundingBox())!;
			now = JSON.stringify(box);
			if (now === before) return box;
			await this.page.waitForTimeout(REST_MS);
		}
	}

	private onCanvas(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	private part(testId: string): Locator {
		return this.page.locator(`[data-test-id="${testId}"]`);
	}
}
