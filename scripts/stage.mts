/** Where the demo and the end-to-end tests play: a real n8n with the packed node, a local Sage, a shop. */
import { join } from 'node:path';
import getPort from 'get-port';
import { withCleanup, type StopLater } from './cleanup.mts';
import { startLocalSage, type SageAddress } from './local-sage.mts';
import type { StoredCredential, Workflow } from './n8n/cli.mts';
import { connectedCredential } from './n8n/connected.mts';
import { installN8n } from './n8n/install.mts';
import { N8nInstance, OAUTH_CALLBACK } from './n8n/instance.mts';
import type { Release } from './n8n/releases.mts';
import type { Owner } from './n8n/rest.mts';
import { pack } from './package/pack.mts';
import { longStep } from './progress.mts';
import { Shop } from './shop.mts';

export interface Stage {
	n8n: N8nInstance;
	sage: SageAddress;
	shop: Shop;
	credential: StoredCredential;
}

export interface StageOptions {
	release: Release;
	/** Everything is kept here. */
	folder: string;
	owner: Owner;
	/** The editor's port; a free one if not given. */
	port?: number;
	/** Keeps Sage's data from one play to the next. */
	dataFile?: string;
	/** What n8n calls in the place of Sage; Sage itself if not given. */
	front?(sage: SageAddress): Promise<SageAddress>;
	/** Credentials beside the one of Sage 200. */
	credentials?(sage: SageAddress): Promise<StoredCredential[]>;
	/** The workflows to import. */
	workflows(parts: Omit<Stage, 'n8n'>): Promise<Workflow[]>;
}

/** Sets the stage, plays, and clears it away: also after a failure, and when the person presses Ctrl+C. */
export async function onStage(
	options: StageOptions,
	play: (stage: Stage) => Promise<void>,
): Promise<void> {
	await withCleanup(async (stopLater) => await play(await set(options, stopLater)));
}

async function set(options: StageOptions, stopLater: StopLater): Promise<Stage> {
	const { release, folder, owner } = options;
	const installation = await installN8n(release);
	const shop = new Shop();
	await shop.start();
	stopLater(() => shop.stop());

	const port = options.port ?? (await getPort());
	const n8n = await N8nInstance.prepare({ installation, folder: join(folder, 'n8n'), port });
	const parts = await longStep(
		'Packing the node, filling a local Sage 200 and n8n',
		'15 seconds',
		async () => {
			const filled = fill(n8n, shop, options, stopLater);
			const [{ file }] = await Promise.all([pack(folder), filled]);
			await n8n.installNode(file);
			return await filled;
		},
	);
	stopLater(() => n8n.stop());
	await longStep(`Starting n8n ${release.version} with the node`, '15 seconds', () => n8n.start());
	await n8n.rest.signIn(owner);
	return { n8n, ...parts };
}

/** Starts Sage and gives n8n its credential and workflows. */
async function fill(
	{ cli, url }: N8nInstance,
	shop: Shop,
	{ dataFile, front, credentials, workflows }: StageOptions,
	stopLater: StopLater,
): Promise<Omit<Stage, 'n8n'>> {
	const starting = startLocalSage({ dataFile, redirectUri: `${url}${OAUTH_CALLBACK}` });
	stopLater(async () => await (await starting).stop());
	const { ready } = await starting;
	const sage = front ? await front(ready) : ready;
	const parts = { sage, shop, credential: await connectedCredential(sage) };
	await cli.importCredentials([parts.credential, ...((await credentials?.(sage)) ?? [])]);
	await cli.importWorkflows(await workflows(parts));
	return parts;
}
