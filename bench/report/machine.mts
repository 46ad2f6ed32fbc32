/** What the figures were measured on. */
import { cpus, totalmem } from 'node:os';

import { NODE_VERSION } from '../../scripts/n8n/releases.mts';
import { RELEASE } from '../stage.mts';
import type { Machine } from './performance.mts';

const GB = 1024 ** 3;

/** The machine that this runs on. */
export function machineOf(): Machine {
	const processors = cpus();
	return {
		processor: processors[0]?.model.trim() ?? 'processor unknown',
		processors: processors.length,
		memoryGB: Math.round(totalmem() / GB),
		node: NODE_VERSION,
		n8n: RELEASE.version,
		date: new Date().toISOString().slice(0, 10),
	};
}
