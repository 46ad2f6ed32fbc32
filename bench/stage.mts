/** Where n8n is measured: one real n8n with the packed node, a local Sage, and what stands before it. */
import { join } from 'node:path';
import type { SageAddress } from '../scripts/local-sage.mts';
import type { StoredCredential, Workflow } from '../scripts/n8n/cli.mts';
import { installN8n } from '../scripts/n8n/install.mts';
import { DEFAULT_RELEASE, findRelease } from '../scripts/n8n/releases.mts';
import { onStage, type Stage } from '../scripts/stage.mts';
import { inTemporaryFolder } from '../scripts/temporary.mts';
import { connectAdmin, type SimulatorAdmin } from '../simulator/admin-client.mts';

import { addFloorNodes, floorCredential } from './n8n/floor-nodes.mts';
import { bareCredential } from './n8n/http-request.mts';

/** The n8n that is measured. */
export const RELEASE = findRelease(DEFAULT_RELEASE);

export interface BenchStage extends Stage {
	admin: SimulatorAdmin;
	/** The Node that n8n runs on. */
	node: string;
}

export interface BenchStageOptions {
	/** What n8n calls in the place of Sage. */
	front?(sage: SageAddress): Promise<SageAddress>;
	workflows(sage: SageAddress, credential: StoredCredential): Promise<Workflow[]>;
}

const OWNER = { email: 'bench@example.com', password: 'Sage200bench' };

/** Sets the stage with all workflows live, measures, and clears it away. */
export async function onBenchStage(
	{ front, workflows }: BenchStageOptions,
	measure: (stage: BenchStage) => Promise<void>,
): Promise<void> {
	const { node } = await installN8n(RELEASE);
	await inTemporaryFolder(async (folder) => {
		await addFloorNodes(join(folder, 'n8n'));
		const imported: Workflow[] = [];
		await onStage(
			{
				release: RELEASE,
				folder,
				owner: OWNER,
				front,
				credentials: async (sage) => [await bareCredential(sage), await floorCredential(sage)],
				workflows: async ({ sage, credential }) => {
					imported.push(...(await workflows(sage, credential)));
					return imported;
				},
			},
			async (stage) => {
				for (const { id } of imported) await stage.n8n.rest.publish(String(id));
				await measure({ ...stage, node, admin: connectAdmin(stage.sage.adminUrl) });
			},
		);
	});
}
