/** Child processes that run to their end. */
import { spawn } from 'node:child_process';

const SHOWN_ON_FAILURE = 4_000;

export interface CommandOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** Whom it runs as; as ourselves if not given. */
	uid?: number;
	gid?: number;
}

/** A command that could not be started or ended with an error. */
export class CommandFailed extends Error {
	constructor(
		command: string,
		reason: string,
		readonly output: string,
	) {
		super(`${command} failed (${reason}).\n${output.slice(-SHOWN_ON_FAILURE).trim()}`);
	}
}

/**
 * Runs a command and returns what it wrote to standard output.
 * @throws CommandFailed with the end of all its output.
 */
export async function run(
	command: string,
	args: string[],
	options: CommandOptions = {},
): Promise<string> {
	return await new Promise((resolve, reject) => {
		const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
		const name = [command, ...args].join(' ');
		let stdout = '';
		let output = '';
		child.stdout.on('data', (chunk) => {
			stdout += chunk;
			output += chunk;
		});
		child.stderr.on('data', (chunk) => (output += chunk));
		child.on('error', (error) => reject(new CommandFailed(name, error.message, output)));
		child.on('close', (code, signal) => {
			if (code === 0) resolve(stdout);
			else reject(new CommandFailed(name, signal ?? `exit code ${code}`, output));
		});
	});
}
