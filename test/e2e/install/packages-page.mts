/** n8n's settings page _Community nodes_, as an owner uses it. */
import type { Locator, Page } from 'playwright-core';

/** npm and n8n take their time. */
const DONE_MS = 180_000;

export class PackagesPage {
	constructor(
		private readonly page: Page,
		private readonly url: string,
	) {}

	async open(): Promise<void> {
		await this.page.goto(`${this.url}/settings/community-nodes`);
		await this.installButton.waitFor();
	}

	/** Types the package's name, takes the risk and installs. */
	async install(name: string): Promise<void> {
		await this.installButton.click();
		const dialog = this.page.getByRole('dialog');
		await dialog.locator('input[name="packageNameInput"]').fill(name);
		await dialog.getByText('I understand the risks').click();
		await dialog.getByRole('button', { name: 'Install', exact: true }).click();
		await this.done(this.card(name));
	}

	/** What the package's card says: its nodes and version. */
	async about(name: string): Promise<string> {
		return await this.card(name).innerText();
	}

	/** Takes the update that the page offers. */
	async update(name: string, version: string): Promise<void> {
		await this.card(name).getByRole('button', { name: 'Update' }).click();
		await this.confirm();
		await this.done(this.card(name).getByText(`v${version}`));
	}

	async uninstall(name: string): Promise<void> {
		await this.card(name).locator('[data-test-id="action-toggle"]').click();
		await this.page.getByRole('menuitem', { name: 'Uninstall package' }).click();
		await this.confirm();
		await this.card(name).waitFor({ state: 'detached', timeout: DONE_MS });
	}

	/** Names itself after what is installed already. */
	private get installButton(): Locator {
		return this.page.getByRole('button', { name: /^Install/ });
	}

	/**
	 * Waits until something shows.
	 * @throws Error with n8n's own words when it tells one instead
	 */
	private async done(sign: Locator): Promise<void> {
		const trouble = this.page.locator('.el-notification').filter({ hasText: /error/i });
		await sign.or(trouble).first().waitFor({ timeout: DONE_MS });
		if (await trouble.first().isVisible()) throw new Error(await trouble.first().innerText());
	}

	private async confirm(): Promise<void> {
		await this.page
			.getByRole('dialog')
			.getByRole('button', { name: /^Confirm/ })
			.click();
	}

	private card(name: string): Locator {
		return this.page.locator('[data-test-id="community-package-card"]').filter({ hasText: name });
	}
}
