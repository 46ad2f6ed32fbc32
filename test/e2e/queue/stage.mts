/** Where queue mode is tried: a real n8n of several processes, a local Sage, and what the shop orders. */
import { withCleanup, type StopLater } from '../../../scripts/cleanup.mts';
import { startLocalSage } from '../../../scripts/local-sage.mts';
import type { StoredCredential, Workflow } from '../../../scripts/n8n/cli.mts';
import { connectedCredential } from '../../../scripts/n8n/connected.mts';
import { installN8n } from '../../../scripts/n8n/install.mts';
import { QueueMode } from '../../../scripts/n8n/queue-mode.mts';
import type { Release } from '../../../scripts/n8n/releases.mts';
import { pack } from '../../../scripts/package/pack.mts';
import { longStep } from '../../../scripts/progress.mts';
import { readRange, type Range } from '../../../scripts/shop-orders.mts';
import { inTemporaryFolder } from '../../../scripts/temporary.mts';
import { connectAdmin, type SimulatorAdmin } from '../../../simulator/admin-client.mts';
import { OWNER } from '../owner.mts';

export interface QueueStage {
	n8n: QueueMode;
	admin: SimulatorAdmin;
	credential: StoredCredential;
	range: Range;
	release: Release;
}

export interface QueueStageOptions {
	release: Release;
	workers: number;
	workflows(credential: StoredCredential): Promise<Workflow[]>;
}

/** Sets the stage, plays, and clears it away. */
export async function onQueueStage(
	options: QueueStageOptions,
	play: (stage: QueueStage) => Promise<void>,
): Promise<void> {
	await inTemporaryFolder(async (folder) => {
		await inTemporaryFolder(async (databaseFolder) => {
			await withCleanup(async (stopLater) => {
				await play(await set(options, folder, databaseFolder, stopLater));
			});
		});
	});
}

async function set(
	{ release, workers, workflows }: QueueStageOptions,
	folder: string,
	databaseFolder: string,
	stopLater: StopLater,
): Promise<QueueStage> {
	const installation = await installN8n(release);
	const n8n = await QueueMode.prepare({ installation, folder, databaseFolder, workers });
	stopLater(() => n8n.stop());
	const starting = startLocalSage();
	stopLater(async () => await (await starting).stop());
	const { ready: sage } = await starting;
	const credential = await connectedCredential(sage);
	const live = await workflows(credential);

	await longStep('Packing the node, filling the database', '40 seconds', async () => {
		const [{ file }] = await Promise.all([pack(folder), n8n.startServices()]);
		await n8n.installNode(file);
		await n8n.main.cli.importCredentials([credential]);
		await n8n.main.cli.importWorkflows(live);
	});
	await longStep(`Starting n8n ${release.version} with ${workers} workers`, '40 seconds', () =>
		n8n.startProcesses(),
	);
	await n8n.main.rest.signIn(OWNER);
	for (const { id } of live) await n8n.main.rest.publish(String(id));
	const admin = connectAdmin(sage.adminUrl);
	return { n8n, admin, credential, range: await readRange(admin), release };
}
