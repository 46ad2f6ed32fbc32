/** The files of the repository, as git has them. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { run } from '../command.mts';
import { root } from '../root.mts';

/** Tracked files and those about to be added; what git ignores is left out. */
export async function repositoryFiles(): Promise<string[]> {
	const output = await run(
		'git',
		['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
		{ cwd: root },
	);
	return output.split('\0').filter((file) => file !== '');
}

/** A file's text; undefined for what is no text, or is gone. */
export async function textOf(file: string): Promise<string | undefined> {
	try {
		const text = await readFile(resolve(root, file), 'utf8');
		return text.includes('\0') ? undefined : text;
	} catch {
		return undefined;
	}
}
