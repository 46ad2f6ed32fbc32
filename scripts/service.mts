/** Child processes that stay up: started, watched until they are ready, and stopped by their own id. */
import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const ASKED_EVERY_MS = 200;
const GRACE_MS = 10_000;
const REMEMBERED_OUTPUT = 8_000;

/** Somebody else than the one who runs us. */
export interface SystemUser {
	uid: number;
	gid: number;
}

export interface ServiceOptions {
	name: string;
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** Whom it runs as; as ourselves if not given. */
	user?: SystemUser;
	readyWithinMs: number;
	/** What asks it to stop; SIGTERM if not given. */
	stopSignal?: NodeJS.Signals;
	/** How long it may take to stop before it is stopped by force; ten seconds if not given. */
	graceMs?: number;
}

/** One running child process. */
export class Service<Ready> {
	private constructor(
		private readonly child: ChildProcess,
		private readonly stopping: Pick<ServiceOptions, 'stopSignal' | 'graceMs'>,
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
			...options.user,
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
			if (ready !== undefined) return new Service(child, options, ready);
			if (hasEnded(child) || child.pid === undefined) {
				throw new Error(`${options.name} stopped while starting.\n${output}`);
			}
			if (Date.now() > deadline) {
				await end(child, options);
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

	/** Whether the process is there. */
	get running(): boolean {
		return !hasEnded(this.child);
	}

	/** Stops the process: politely first, by force when it does not heed. */
	async stop(): Promise<void> {
		await end(this.child, this.stopping);
	}

	/** Ends the process at once, as a machine that loses power does. */
	async kill(): Promise<void> {
		await signalled(this.child, 'SIGKILL');
	}
}

async function end(
	child: ChildProcess,
	{ stopSignal = 'SIGTERM', graceMs = GRACE_MS }: Pick<ServiceOptions, 'stopSignal' | 'graceMs'>,
): Promise<void> {
	const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
	await signalled(child, stopSignal);
	clearTimeout(force);
}

/** Sends a signal and waits for the end. */
async function signalled(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	if (hasEnded(child)) return;
	const ended = new Promise((resolve) => child.once('exit', resolve));
	child.kill(signal);
	await ended;
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
	return exitCode !== null || signalCode !== null;
}
