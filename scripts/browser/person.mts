/** A person at n8n's editor, whose clicks are counted: what a form costs them. */
import type { Locator, Page } from 'playwright-core';

const NODE = 'Sage 200';
/** n8n's lists are drawn anew while somebody types. */
const LIST_MS = 800;

/** Clicks and types in a page, and counts it. */
export class Person {
	clicks = 0;
	private readonly started = Date.now();

	constructor(private readonly page: Page) {}

	/** Seconds since this person began. */
	get seconds(): number {
		return Math.round((Date.now() - this.started) / 1000);
	}

	/** Adds the node with one of its actions, from the plus of an empty workflow or of the last node. */
	async addNode(plus: 'canvas-plus-button' | 'canvas-handle-plus', action: string): Promise<void> {
		await this.click(this.part(plus));
		await this.type(NODE);
		await this.page.getByText(NODE, { exact: true }).first().waitFor();
		await this.enter();
		const entry = this.page.getByText(action, { exact: true }).first();
		const closed = this.page.getByText(/^Actions \(\d+\)$/).first();
		await closed.waitFor();
		await this.page.waitForTimeout(LIST_MS);
		if (!(await entry.isVisible())) await this.click(closed);
		await this.click(entry);
		await this.part('node-parameters').waitFor();
	}

	/** Chooses the record of a picker whose name begins so. */
	async pick(parameter: string, entry: string): Promise<void> {
		await this.click(this.part(`resource-locator-${parameter}`).locator(part('rlc-input')));
		await this.click(this.part('rlc-item').filter({ hasText: entry }));
	}

	/** Types into a field of the form, and leaves it: n8n shows a hint below the field that has the cursor. */
	async write(parameter: string, text: string, at = 0): Promise<void> {
		const field = this.part(`parameter-input-${parameter}`).nth(at);
		await this.click(field.locator('input:not([readonly]), textarea'));
		await this.type(text);
		await this.page.keyboard.press('Tab');
	}

	/** Adds a field of a box. */
	async addField(box: string, field: string): Promise<void> {
		const label = this.page.getByText(box, { exact: true });
		const own = this.part('parameter-item').filter({ has: label });
		await this.click(own.locator(part('collection-parameter-add')).last());
		const entries = this.part('collection-parameter-option').filter({ visible: true });
		await this.click(entries.getByText(field, { exact: true }));
	}

	async addLine(): Promise<void> {
		await this.click(this.page.getByText('Add Line', { exact: true }));
	}

	/** Runs the node and returns the first row of its output, cell by cell. */
	async run(): Promise<string[]> {
		await this.click(this.part('node-execute-button'));
		const cells = this.part('output-panel').locator('tbody tr').first().locator('td');
		await cells.first().waitFor();
		return await cells.allInnerTexts();
	}

	private part(name: string): Locator {
		return this.page.locator(part(name));
	}

	private async click(target: Locator): Promise<void> {
		await target.first().click();
		this.clicks += 1;
	}

	private async type(text: string): Promise<void> {
		await this.page.waitForTimeout(LIST_MS);
		await this.page.keyboard.type(text);
		await this.page.waitForTimeout(LIST_MS);
	}

	private async enter(): Promise<void> {
		await this.page.keyboard.press('Enter');
	}
}

/** What n8n's own tests find a part of the editor by. */
function part(name: string): string {
	return `[data-test-id="${name}"]`;
}
