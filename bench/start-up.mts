/** What the package costs n8n's own start. */
import { join } from 'node:path';

import { installN8n } from '../scripts/n8n/install.mts';
import { N8nInstance } from '../scripts/n8n/instance.mts';
import { pack } from '../scripts/package/pack.mts';
import { processorTimeOf } from '../scripts/process-usage.mts';
import { inTemporaryFolder } from '../scripts/temporary.mts';

import { alternate } from './measure/alternate.mts';
import { ratio, spreadOf } from './measure/figures.mts';
import type { Result } from './measure/result.mts';
import { RELEASE } from './stage.mts';

const MOST = 1.05;

type Side = 'with' | 'without';

const NAMES: Record<Side, string> = {
	with: 'n8n with the package',
	without: 'n8n without it',
};

interface StartSample {
	/** Until n8n takes requests. */
	seconds: number;
	processorSeconds: number;
}

/** Times n8n's start with the package and without, in turn. */
export async function benchStartUp(): Promise<Result> {
	const installation = await installN8n(RELEASE);
	return await inTemporaryFolder(async (folder) => {
		const instances: Record<Side, N8nInstance> = {
			with: await N8nInstance.prepare({ installation, folder: join(folder, 'with') }),
			without: await N8nInstance.prepare({ installation, folder: join(folder, 'without') }),
		};
		await instances.with.installNode((await pack(folder)).file);
		const { samples, noisy } = await alternate<Side, StartSample>({
			name: 'Start of n8n',
			sides: {
				with: async () => await started(instances.with),
				without: async () => await started(instances.without),
			},
			floor: 'without',
			seconds: ({ processorSeconds }) => processorSeconds,
		});
		const processor = (side: Side) => samples[side].map(({ processorSeconds }) => processorSeconds);
		const measured = ratio(processor('with'), processor('without'));
		return {
			title: "n8n's start",
			about: `n8n ${RELEASE.version} from its start until it takes requests, with the package in its folder and without.`,
			rows: (Object.keys(samples) as Side[]).map((side) => ({
				name: NAMES[side],
				seconds: spreadOf(samples[side].map(({ seconds }) => seconds)),
				processorSeconds: spreadOf(processor(side)),
			})),
			bars: [{ what: "n8n's start with the package, in processor time", measured, most: MOST }],
			curves: [],
			notes: [],
			noisy,
			figures: { withToWithout: measured.median },
		};
	});
}

async function started(n8n: N8nInstance): Promise<StartSample> {
	const began = performance.now();
	await n8n.start();
	try {
		const seconds = (performance.now() - began) / 1000;
		return { seconds, processorSeconds: await processorTimeOf(n8n.pid) };
	} finally {
		await n8n.stop();
	}
}
