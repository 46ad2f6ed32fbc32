/** `npm run screenshots`: pictures of the node in n8n's editor, for the README, into docs/images. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inBrowser } from './browser/chromium.mts';
import { Editor } from './browser/editor.mts';
import { pushSampleOrder } from './demo/order.mts';
import { onDemoStage, OWNER, TEMPLATES } from './demo/stage.mts';
import { say } from './progress.mts';
import { root } from './root.mts';

const folder = join(root, 'docs', 'images');

try {
	await mkdir(folder, { recursive: true });
	await onDemoStage(undefined, async ({ n8n }) => {
		await pushSampleOrder(n8n.url);
		await inBrowser(async (page) => {
			const editor = new Editor(page, n8n.url);
			await editor.signIn(OWNER);
			for (const name of TEMPLATES) {
				await editor.openWorkflow(name);
				await picture(editor, `workflow-${name}`);
			}
			await editor.openWorkflow(TEMPLATES[0]);
			await editor.openNode('Create the order');
			await picture(editor, 'node-sales-order');
			await editor.closeNode();
			await editor.openWorkflow(TEMPLATES[1]);
			await editor.openNode('Changed products');
			await picture(editor, 'node-changed-products');
		});
	});
} catch (error) {
	say((error as Error).message);
	process.exitCode = 1;
}

async function picture(editor: Editor, name: string): Promise<void> {
	const file = join(folder, `${name}.png`);
	await editor.picture(file);
	say(`wrote docs/images/${name}.png`);
}
