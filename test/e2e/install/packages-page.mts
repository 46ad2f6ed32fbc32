/** n8n's settings page _Community nodes_, as an owner uses it. */
import type { Locator, Page } from 'playwright-core';

/** npm and a busy machine take their time. */
const DONE_MS = 180_000;

export class PackagesPage {
	constructor(
		private readonly page: Page,
		private readonly url: string,
	) {}

	/** Opens the page anew: n8n looks for updates then. */
	async open(): Promise<void> {
		await this.page.goto(`${this.url}/settings/community-nodes`);
		await this.installButton.waitFor();
	}

	/**
	 * Types the package's name, takes the risk and installs.
	 * @throws Error with n8n's own words when it does not
	 */
	async install(name: string): Promise<void> {
		await this.installButton.click();
		const dialog = this.page.getByRole('dialog');
		await dialog.locator('input[name="packageNameInput"]').fill(name);
		await dialog.getByText('I understand the risks').click();
		await dialog.getByRole('button', { name: 'Install', exact: true }).click();
		await this.done(this.card(name));
	}

	/** What the page says of a package: its name, nodes and version. */
	async about(name: string): Promise<string> {
		return await this.card(name).innerText();
	}

	/**
	 * Takes the update that the page offers.
	 * @throws Error with n8n's own words when it does not
	 */
	async update(name: string, version: string): Promise<void> {
		await this.card(name).getByRole('button', { name: 'Update' }).click();
		await this.confirm('Confirm update');
		await this.done(this.card(name).getByText(`v${version}`));
	}

	async uninstall(name: string): Promise<void> {
		await this.card(name).locator('[data-test-id="action-toggle"]').click();
		await this.page.getByRole('menuitem', { name: 'Uninstall package' }).click();
		await this.confirm('Confirm uninstall');
		await this.card(name).waitFor({ state: 'detached', timeout: DONE_MS });
	}

	/** It says more where no package is installed yet. */
	private get installButton(): Locator {
		return this.page.getByRole('button', { name: /^Install/ });
	}

	private async done(sign: Locator): Promise<void> {
		const trouble = this.page.locator('.el-notification').filter({ hasText: /error/i });
		await sign.or(trouble).first().waitFor({ timeout: DONE_MS });
		if (await trouble.first().isVisible()) throw new Error(await trouble.first().innerText());
	}

	private async confirm(button: string): Promise<void> {
		await this.page.getByRole('dialog').getByRole('button', { name: button }).click();
	}

	private card(name: string): Locator {
		return this.page.locator('[data-test-id="community-package-card"]').filter({ hasText: name });
	}
}
