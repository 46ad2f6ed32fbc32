/** Programs that a person installs with the system's package manager. */
import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

export interface SystemProgram {
	name: string;
	/** What it belongs to, as people call it. */
	product: string;
	/** The package of Debian and Ubuntu. */
	debianPackage: string;
	/** Where else than on the PATH it may be. */
	folders?: string[];
}

/**
 * Finds a program.
 * @throws Error that says how to install it.
 */
export async function findProgram(program: SystemProgram): Promise<string> {
	const { name, product, debianPackage, folders = [] } = program;
	const searched = [...folders, ...(process.env.PATH ?? '').split(delimiter)];
	for (const folder of searched) {
		const file = join(folder, name);
		if (await isExecutable(file)) return file;
	}
	throw new Error(
		`${product} is not installed: there is no program "${name}". ` +
			`Install it (Debian and Ubuntu: apt-get install ${debianPackage}), then run this again.`,
	);
}

/** The sub-folder of each version of a product, the newest first. */
export async function versionFolders(parent: string, below: string): Promise<string[]> {
	const versions = await readdir(parent).catch(() => []);
	return versions
		.sort((left, right) => Number(right) - Number(left))
		.map((version) => join(parent, version, below));
}

async function isExecutable(file: string): Promise<boolean> {
	return await access(file, constants.X_OK).then(
		() => true,
		() => false,
	);
}
