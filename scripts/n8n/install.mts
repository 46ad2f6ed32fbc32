/** Installs a release of n8n into the cache, or finds it there. */
import { delimiter, dirname, join } from 'node:path';
import { npm } from '../npm.mts';
import { longStep } from '../progress.mts';
import { cached } from './cache.mts';
import { addDatabaseDriver, databaseDriver } from './database-driver.mts';
import { writePackage } from './package-file.mts';
import { NODE_VERSION, type Release } from './releases.mts';

export interface Installation {
	release: Release;
	/** The Node binary that runs it. */
	node: string;
	/** n8n's command line program. */
	program: string;
}

/** Installs the release unless the cache has it. */
export async function installN8n(release: Release): Promise<Installation> {
	const node = release.node === 'own' ? await installNode() : process.execPath;
	const folder = await cached(`n8n-${release.version}`, async (target) => {
		await longStep(
			`Installing n8n ${release.version}, ${release.size}, once`,
			'3 to 4 minutes',
			async () => {
				// Compiling the driver takes a minute or two of one core, which npm leaves free.
				const [driver] = await Promise.all([
					databaseDriver(),
					installPackages(target, release, node),
				]);
				await addDatabaseDriver(target, driver, node);
			},
		);
	});
	return { release, node, program: join(folder, 'node_modules', 'n8n', 'bin', 'n8n') };
}

async function installPackages(folder: string, release: Release, node: string): Promise<void> {
	await writePackage(folder, {
		dependencies: { n8n: release.version },
		overrides: release.overrides,
	});
	// With install scripts on, @confluentinc/kafka-javascript downloads sources and fails.
	await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
		cwd: folder,
		env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` },
	});
}

async function installNode(): Promise<string> {
	const folder = await cached('node-24', async (target) => {
		await writePackage(target, { dependencies: { node: NODE_VERSION } });
		// The package fetches its binary in an install script.
		await longStep(`Installing Node ${NODE_VERSION} for n8n`, '10 seconds', async () => {
			await npm(['install', '--ignore-scripts=false', '--no-audit', '--no-fund'], { cwd: target });
		});
	});
	return join(folder, 'node_modules', 'node', 'bin', 'node');
}
