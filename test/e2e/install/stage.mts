/** Where installing is tried: an n8n without the package, a registry that has it, and a local Sage. */
import { join } from 'node:path';
import { withCleanup, type StopLater } from '../../../scripts/cleanup.mts';
import { startLocalSage } from '../../../scripts/local-sage.mts';
import { sageStep, webhookChain } from '../../../scripts/n8n/chain.mts';
import { connectedCredential } from '../../../scripts/n8n/connected.mts';
import { installN8n } from '../../../scripts/n8n/install.mts';
import { N8nInstance } from '../../../scripts/n8n/instance.mts';
import type { Release } from '../../../scripts/n8n/releases.mts';
import { longStep } from '../../../scripts/progress.mts';
import { inTemporaryFolder } from '../../../scripts/temporary.mts';
import { makeCertificate } from './certificate.mts';
import { npmSettings } from './npm-settings.mts';
import { Proxy } from './proxy.mts';
import { PUBLIC_REGISTRY, Registry } from './registry.mts';

/** The workflow that is there before the package: it reads customers. */
export const WORKFLOW = 'customers';
export const SAGE_NODE = 'Read';
export const CUSTOMERS = 2;

export interface InstallStage {
	n8n: N8nInstance;
	/** Has no version yet. */
	registry: Registry;
	release: Release;
}

/**
 * Sets the stage, plays, and clears it away.
 * @param name the package's
 */
export async function onInstallStage(
	release: Release,
	name: string,
	play: (stage: InstallStage) => Promise<void>,
): Promise<void> {
	await inTemporaryFolder(async (folder) => {
		await withCleanup(async (stopLater) => await play(await set(release, name, folder, stopLater)));
	});
}

async function set(
	release: Release,
	name: string,
	folder: string,
	stopLater: StopLater,
): Promise<InstallStage> {
	const installation = await installN8n(release);
	const certificate = await makeCertificate(PUBLIC_REGISTRY, folder);
	const registry = new Registry(name, certificate);
	const proxy = new Proxy(PUBLIC_REGISTRY, registry.server);
	await proxy.start();
	stopLater(() => proxy.stop());

	const userFolder = join(folder, 'n8n');
	const env = await npmSettings(userFolder, proxy, certificate);
	const n8n = await N8nInstance.prepare({ installation, folder: userFolder, env });
	const starting = startLocalSage();
	stopLater(async () => await (await starting).stop());
	const { ready: sage } = await starting;
	const credential = await connectedCredential(sage);
	const read = sageStep(SAGE_NODE, {
		resource: 'customer',
		operation: 'getAll',
		limit: CUSTOMERS,
	});
	await n8n.cli.importCredentials([credential]);
	await n8n.cli.importWorkflows([webhookChain(WORKFLOW, credential, [read])]);
	stopLater(() => n8n.stop());
	await longStep(`Starting n8n ${release.version} without the package`, '15 seconds', () =>
		n8n.start(),
	);
	return { n8n, registry, release };
}
