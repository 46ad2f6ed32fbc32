/** Folders that are expensive to fill and are kept between runs, outside the checkout. */
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

const NAME = 'n8n-nodes-sage200';
const COMPLETE = '.complete';

function cacheFolder(): string {
	const { N8N_NODES_SAGE200_CACHE, XDG_CACHE_HOME } = process.env;
	return N8N_NODES_SAGE200_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), NAME);
}

/**
 * A folder of the cache, filled on first use. The marker is written last, so that a fill that was
 * interrupted is done again from the start.
 */
export async function cached(
	name: string,
	fill: (folder: string) => Promise<void>,
): Promise<string> {
	const folder = join(cacheFolder(), name);
	const marker = join(folder, COMPLETE);
	if (existsSync(marker)) return folder;
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	await fill(folder);
	await writeFile(marker, '');
	return folder;
}
