/**
 * Pictures of the nodes in n8n's editor.
 *
 *   npm run screenshots                   those of the README and the docs, into docs/images
 *   npm run screenshots -- --all <folder> every form at 1280×800, light and dark, to be looked at
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { inBrowser, type View } from './browser/chromium.mts';
import { Editor } from './browser/editor.mts';
import { pushSampleOrder } from './demo/order.mts';
import { OWNER } from './demo/stage.mts';
import { DEFAULT_RELEASE, findRelease } from './n8n/releases.mts';
import { readyTemplate } from './n8n/templates.mts';
import { say } from './progress.mts';
import { root } from './root.mts';
import { EVERY_FORM } from './screenshots/every.mts';
import { FORMS, NODE, NODE_ID, workflowOf } from './screenshots/forms.mts';
import { SHOP_CREDENTIAL, SHOP_TO_SAGE, shopToSage } from './screenshots/shopToSage.mts';
import { onStage, type Stage, type StageOptions } from './stage.mts';
import { inTemporaryFolder } from './temporary.mts';

const IMAGES = join(root, 'docs', 'images');
/** Makes the order that the despatch is of. */
const TEMPLATE = 'shop-order-to-sage';
/** What many people have at least. */
const SMALL = { width: 1280, height: 800 };

const { all } = new Command()
	.option('--all <folder>', 'every form, light and dark, into this folder')
	.parse()
	.opts<{ all?: string }>();

try {
	await (all === undefined ? picturesOfDocs() : picturesOfAll(all));
} catch (error) {
	say((error as Error).message);
	process.exitCode = 1;
}

async function picturesOfDocs(): Promise<void> {
	const credentials = async () => [SHOP_CREDENTIAL];
	await onOwnStage({ credentials, workflows }, async ({ n8n }) => {
		await n8n.rest.publish(TEMPLATE);
		await pushSampleOrder(n8n.url);
		await inEditor(n8n.url, {}, photograph);
		await inEditor(n8n.url, { window: SMALL }, async (editor) => {
			await editor.openWorkflow(SHOP_TO_SAGE);
			await editor.runWorkflow();
			await take(IMAGES, SHOP_TO_SAGE, async (file) => await editor.picture(file));
		});
	});
}

async function workflows({ credential, shop }: Omit<Stage, 'n8n'>) {
	return [
		await readyTemplate(TEMPLATE, credential, { shopUrl: shop.url }),
		await shopToSage(credential),
		...FORMS.map((form) => workflowOf(form, credential)),
	];
}

async function photograph(editor: Editor): Promise<void> {
	for (const { name, output, down } of FORMS) {
		await editor.openWorkflow(name);
		await editor.openNode(NODE);
		if (name === 'form-record-create') await fillCustomer(editor);
		await editor.execute(output);
		if (down) await editor.scrollTo(down);
		await take(IMAGES, name, async (file) => await editor.panel(file));
	}
	await editor.openCredential();
	await take(IMAGES, 'credential-connected', async (file) => await editor.credential(file));
	await editor.scrollCredential();
	await take(IMAGES, 'credential', async (file) => await editor.credential(file));
}

/** A record of any kind, as a person fills it in: the kind from the list, then its fields. */
async function fillCustomer(editor: Editor): Promise<void> {
	await editor.pick('recordType', 'Sales: Customers');
	await editor.fill('name', 'Northern Tools Ltd');
	await editor.addField('Reference (at most 8)');
	await editor.fill('reference', 'NOR900');
	await editor.addField('Currency');
	await editor.fill('currency_id', 'Pound Sterling · £');
	await editor.addField('Main Address: Postcode (at most 10)');
	await editor.fill('main_address.postcode', 'NE1 1AA');
}

async function picturesOfAll(folder: string): Promise<void> {
	const forms = async ({ credential }: Omit<Stage, 'n8n'>) =>
		EVERY_FORM.map((form) => workflowOf(form, credential));
	await onOwnStage({ workflows: forms }, async ({ n8n }) => {
		for (const theme of ['light', 'dark'] as const)
			await inEditor(n8n.url, { window: SMALL, theme }, async (editor) => {
				for (const { name } of EVERY_FORM) await takeForm(editor, name, join(folder, theme));
			});
	});
}

/** A form that is longer than the window is more than one picture. */
async function takeForm(editor: Editor, name: string, folder: string): Promise<void> {
	await editor.openForm(name, NODE_ID);
	let isMore = true;
	for (let part = 1; isMore; part++) {
		const file = part === 1 ? name : `${name}-${part}`;
		await take(folder, file, async (path) => await editor.picture(path));
		isMore = await editor.scrollOn();
	}
}

async function onOwnStage(
	options: Pick<StageOptions, 'credentials' | 'workflows'>,
	play: (stage: Stage) => Promise<void>,
): Promise<void> {
	await inTemporaryFolder(async (folder) => {
		const release = findRelease(DEFAULT_RELEASE);
		await onStage({ release, folder, owner: OWNER, ...options }, play);
	});
}

async function inEditor(
	url: string,
	view: View,
	work: (editor: Editor) => Promise<void>,
): Promise<void> {
	await inBrowser(async (page) => {
		const editor = new Editor(page, url);
		await editor.signIn(OWNER);
		await work(editor);
	}, view);
}

async function take(
	folder: string,
	name: string,
	picture: (file: string) => Promise<void>,
): Promise<void> {
	await mkdir(folder, { recursive: true });
	await picture(join(folder, `${name}.png`));
	say(`wrote ${name}.png`);
}
