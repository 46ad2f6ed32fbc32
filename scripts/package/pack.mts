/** The package as npm would publish it. */
import { join } from 'node:path';
import { npm } from '../npm.mts';
import { root } from '../root.mts';

export interface Tarball {
	file: string;
	bytes: number;
	/** Paths inside the package. */
	paths: string[];
}

interface PackReport {
	filename: string;
	size: number;
	files: Array<{ path: string }>;
}

/** Builds the package and packs it into a folder. */
export async function pack(folder: string): Promise<Tarball> {
	await npm(['run', 'build'], { cwd: root });
	const report = await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
		cwd: root,
	});
	const [{ filename, size, files }] = JSON.parse(report) as PackReport[];
	return { file: join(folder, filename), bytes: size, paths: files.map(({ path }) => path) };
}
