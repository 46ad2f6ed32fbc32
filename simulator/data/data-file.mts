/** Keeps the simulator's data in a file, so that what was pushed today is still there tomorrow. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { World } from './world.mts';

/** Goes back to what the file keeps; a file that does not exist yet leaves the seed as it is. */
export async function readData(world: World, file: string): Promise<void> {
	let text: string;
	try {
		text = await readFile(file, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
		throw error;
	}
	world.restore(JSON.parse(text));
}

/** Writes all data; a crash meanwhile leaves the file as it was. */
export async function writeData(world: World, file: string): Promise<void> {
	await writeFile(`${file}.new`, JSON.stringify(world.state()));
	await rename(`${file}.new`, file);
}
