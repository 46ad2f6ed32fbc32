/** Child processes that stay up: started, watched until they are ready, and stopped by their own id. */
import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const ASKED_EVERY_MS = 200;
const GRACE_MS = 10_000;
const REMEMBERED_OUTPUT = 8_000;

export interface ServiceOptions {
	name: string;
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	readyWithinMs: number;
}

/** One running child process. */
export class Service<Ready> {
	private constructor(
		private readonly child: ChildProcess,
		/** What the service said about itself when it became ready. */
		readonly ready: Ready,
	) {}

	/**
	 * Starts a service and waits until `isReady`, which is asked again and again with the output so
	 * far, gives an answer.
	 * @throws Error with the end of its output if it stops or stays silent.
	 */
	static async start<Ready>(
		command: string,
		args: string[],
		options: ServiceOptions,
		isReady: (output: string) => Promise<Ready | undefined> | Ready | undefined,
	): Promise<Service<Ready>> {
		const child = spawn(command, args, {
			cwd: options.cwd,
			env: options.env,
			stdio: 'pipe',
		});
		const deadline = Date.now() + options.readyWithinMs;
		let output = '';
		const remember = (chunk: Buffer) => (output = (output + chunk).slice(-REMEMBERED_OUTPUT));
		child.stdout.on('data', remember);
		child.stderr.on('data', remember);
		child.on('error', (error) => (output += error.message));
		for (;;) {
			const ready = await isReady(output);
			if (ready !== undefined) return new Service(child, ready);
			if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
				throw new Error(`${options.name} stopped while starting.\n${output}`);
			}
			if (Date.now() > deadline) {
				await end(child);
				throw new Error(
					`${options.name} was not ready after ${options.readyWithinMs / 1000} s.\n${output}`,
				);
			}
			await sleep(ASKED_EVERY_MS);
		}
	}

	/** The process's id. */
	get pid(): number {
		return this.child.pid!;
	}

	/** Stops the process: politely first, by force when it does not heed. */
	async stop(): Promise<void> {
		await end(this.child);
	}
}

async function end(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const closed = new Promise((resolve) => child.once('exit', resolve));
	child.kill('SIGTERM');
	const force = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
	await closed;
	clearTimeout(force);
}
