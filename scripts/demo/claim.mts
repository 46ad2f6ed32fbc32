/** Two demos on one folder would write into each other's data. */
import { rmSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';

/**
 * Keeps what belongs to the file for this process, until it ends.
 * @throws Error while another process that runs has it
 */
export async function claim(file: string): Promise<void> {
	const holder = Number(await readFile(file, 'utf8').catch(() => ''));
	if (isRunning(holder))
		throw new Error(
			`The demo runs in this folder already, as process ${holder}. End it with Ctrl+C first. ` +
				`If that process is something else, delete ${file}.`,
		);
	await rm(file, { force: true });
	await writeFile(file, String(process.pid), { flag: 'wx' });
	process.once('exit', () => rmSync(file, { force: true }));
}

/** A file that was left behind by a process that was killed claims nothing. */
function isRunning(pid: number): boolean {
	if (!(pid > 0)) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// It runs, as somebody else's.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
