/** The demo's stage: n8n and Sage keep their data in the checkout, so an order pushed yesterday is still there today. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_RELEASE, findRelease } from '../n8n/releases.mts';
import { readyTemplate } from '../n8n/templates.mts';
import { root } from '../root.mts';
import { onStage, type Stage } from '../stage.mts';
import { claim } from './claim.mts';
import { freePort } from './port.mts';

export const OWNER = { email: 'demo@example.com', password: 'Sage200demo' };
export const TEMPLATES = ['shop-order-to-sage', 'stock-to-shop'];

/** Sets the demo's stage with the templates published, and plays. */
export async function onDemoStage(
	port: number | undefined,
	play: (stage: Stage) => Promise<void>,
): Promise<void> {
	const folder = join(root, '.demo');
	await mkdir(folder, { recursive: true });
	await claim(join(folder, 'process'));
	const options = {
		release: findRelease(DEFAULT_RELEASE),
		folder,
		owner: OWNER,
		port: await freePort(port),
		dataFile: join(folder, 'sage.json'),
		workflows: async ({ credential, shop }: Omit<Stage, 'n8n'>) =>
			await Promise.all(
				TEMPLATES.map((name) => readyTemplate(name, credential, { shopUrl: shop.url })),
			),
	};
	await onStage(options, async (stage) => {
		for (const name of TEMPLATES) await stage.n8n.rest.publish(name);
		await play(stage);
	});
}
