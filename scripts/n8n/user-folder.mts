/** n8n's user folder, where it keeps what was installed from its settings page. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { extract } from 'tar';

const PACKAGE = 'n8n-nodes-sage200';

/** Puts the packed node where n8n finds it at boot, as if installed from its settings page. */
export async function addNode(userFolder: string, tarball: string): Promise<void> {
	const target = join(userFolder, '.n8n', 'nodes', 'node_modules', PACKAGE);
	await rm(target, { recursive: true, force: true });
	await mkdir(target, { recursive: true });
	await extract({ file: tarball, cwd: target, strip: 1 });
}
