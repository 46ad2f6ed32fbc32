import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Tells npm what to install in a folder. */
export async function writePackage(folder: string, content: object): Promise<void> {
	await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, ...content }));
}
