/** The package as it would be published: this version, and a next one that differs by its number alone. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create, extract } from 'tar';
import { pack } from '../../../scripts/package/pack.mts';

export interface Edition {
	/** The tarball. */
	file: string;
	/** Its package.json. */
	manifest: { name: string; version: string };
}

/** Packs the checkout. */
export async function thisEdition(folder: string): Promise<Edition> {
	const { file } = await pack(folder);
	return { file, manifest: await manifestIn(await unpacked(file, join(folder, 'this'))) };
}

/** The same files under the next number. */
export async function nextEdition({ file }: Edition, folder: string): Promise<Edition> {
	const target = await unpacked(file, join(folder, 'next'));
	const before = await manifestIn(target);
	const [major, minor, patch] = before.version.split('.').map(Number);
	const manifest = { ...before, version: `${major}.${minor}.${patch + 1}` };
	await writeFile(join(target, 'package', 'package.json'), JSON.stringify(manifest, null, '\t'));
	const next = join(folder, `${manifest.name}-${manifest.version}.tgz`);
	await create({ gzip: true, file: next, cwd: target }, ['package']);
	return { file: next, manifest };
}

async function unpacked(file: string, target: string): Promise<string> {
	await mkdir(target, { recursive: true });
	await extract({ file, cwd: target });
	return target;
}

async function manifestIn(folder: string): Promise<Edition['manifest']> {
	return JSON.parse(
		await readFile(join(folder, 'package', 'package.json'), 'utf8'),
	) as Edition['manifest'];
}
