/** `npm run screenshots`: pictures of the node in n8n's editor, for the README and docs/forms.md, into docs/images. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inBrowser } from './browser/chromium.mts';
import { Editor } from './browser/editor.mts';
import { pushSampleOrder } from './demo/order.mts';
import { OWNER, TEMPLATES } from './demo/stage.mts';
import { DEFAULT_RELEASE, findRelease } from './n8n/releases.mts';
import { readyTemplate } from './n8n/templates.mts';
import { say } from './progress.mts';
import { root } from './root.mts';
import { FORMS, NODE, workflowOf } from './screenshots/forms.mts';
import { onStage, type Stage } from './stage.mts';
import { inTemporaryFolder } from './temporary.mts';

const images = join(root, 'docs', 'images');

try {
	await mkdir(images, { recursive: true });
	await inTemporaryFolder(async (folder) => {
		const release = findRelease(DEFAULT_RELEASE);
		await onStage({ release, folder, owner: OWNER, workflows }, photograph);
	});
} catch (error) {
	say((error as Error).message);
	process.exitCode = 1;
}

async function workflows({ credential, shop }: Omit<Stage, 'n8n'>) {
	const templates = await Promise.all(
		TEMPLATES.map((name) => readyTemplate(name, credential, { shopUrl: shop.url })),
	);
	return [...templates, ...FORMS.map((form) => workflowOf(form, credential))];
}

async function photograph({ n8n }: Stage): Promise<void> {
	for (const name of TEMPLATES) await n8n.rest.publish(name);
	await pushSampleOrder(n8n.url);
	await inBrowser(async (page) => {
		const editor = new Editor(page, n8n.url);
		await editor.signIn(OWNER);
		for (const name of TEMPLATES) {
			await editor.openWorkflow(name);
			await take(`workflow-${name}`, async (file) => await editor.picture(file));
		}
		for (const { name, output, down } of FORMS) {
			await editor.openWorkflow(name);
			await editor.openNode(NODE);
			if (name === 'form-record-create') await fillCustomer(editor);
			await editor.execute(output);
			if (down) await editor.scrollTo(down);
			await take(name, async (file) => await editor.panel(file));
		}
		await editor.openCredential();
		await take('credential', async (file) => await editor.credential(file));
	});
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

async function take(name: string, picture: (file: string) => Promise<void>): Promise<void> {
	await picture(join(images, `${name}.png`));
	say(`wrote docs/images/${name}.png`);
}
