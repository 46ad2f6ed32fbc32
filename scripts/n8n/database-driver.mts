/** sqlite3, the one native module that n8n cannot do without. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../command.mts';
import { npm } from '../npm.mts';
import { cached } from './cache.mts';
import { writePackage } from './package-file.mts';

/** The version that both releases of n8n pin. Its binary serves every Node (N-API). */
const VERSION = '5.1.7';
const BINARY = join('build', 'Release', 'node_sqlite3.node');

/** A driver with its binary, in a folder of its own. */
export async function databaseDriver(): Promise<string> {
	const folder = await cached(`sqlite3-${VERSION}`, async (target) => {
		await writePackage(target, { dependencies: { sqlite3: VERSION } });
		// Its install script downloads the binary, or compiles it where that is out of reach.
		await npm(['install', '--ignore-scripts=false', '--no-audit', '--no-fund'], { cwd: target });
	});
	return join(folder, 'node_modules', 'sqlite3');
}

/** Gives an n8n that was installed without install scripts its driver's binary. */
export async function addDatabaseDriver(
	n8nFolder: string,
	driver: string,
	node: string,
): Promise<void> {
	await cp(join(driver, BINARY), join(n8nFolder, 'node_modules', 'sqlite3', BINARY), {
		recursive: true,
	});
	await run(node, ['-e', "require('sqlite3')"], { cwd: n8nFolder });
}
