/** Where n8n-core keeps its settings when no n8n runs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives n8n-core, which otherwise writes into the user's own folder, one of this process. Call it before n8n-core is
 * imported. The folder is removed when the process ends by itself.
 */
export function ownUserFolder(): void {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-sage200-'));
	process.env.N8N_USER_FOLDER = folder;
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
