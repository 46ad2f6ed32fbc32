/** A worker of n8n's queue mode: it carries out the executions that the main process hands out. */
import getPort from 'get-port';
import { Service } from '../service.mts';
import { processEnvironment } from './environment.mts';
import type { Installation } from './install.mts';
import { addNode } from './user-folder.mts';

/** n8n's own default is ten; five is what it advises where the database is small. */
const CONCURRENCY = 5;
/** A machine that is busy with other work takes minutes. */
const START_MS = 300_000;
/** A worker that is asked to stop ends what it has begun: n8n gives it 30 seconds for that. */
const GRACE_MS = 40_000;

export interface WorkerOptions {
	installation: Installation;
	/** Its user folder; a new one starts empty. */
	folder: string;
	/** Where the queue and the database are, and the key that credentials are encrypted with. */
	env: Record<string, string>;
}

/** One worker process, which can be stopped, killed and started again. */
export class N8nWorker {
	private process?: Service<true>;

	private constructor(
		private readonly installation: Installation,
		private readonly folder: string,
		private readonly env: NodeJS.ProcessEnv,
		private readonly healthUrl: string,
	) {}

	static async prepare({ installation, folder, env }: WorkerOptions): Promise<N8nWorker> {
		const port = String(await getPort());
		const settings = {
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: port,
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			...env,
		};
		return new N8nWorker(
			installation,
			folder,
			await processEnvironment(installation, folder, settings),
			`http://127.0.0.1:${port}/healthz/readiness`,
		);
	}

	/** Puts the packed node where the worker finds it at boot. */
	async installNode(tarball: string): Promise<void> {
		await addNode(this.folder, tarball);
	}

	/** Starts the process and waits until it takes work. */
	async start(): Promise<void> {
		const { node, program } = this.installation;
		this.process = await Service.start(
			node,
			[program, 'worker', `--concurrency=${CONCURRENCY}`],
			{ name: "n8n's worker", env: this.env, readyWithinMs: START_MS, graceMs: GRACE_MS },
			async () => (await isReady(this.healthUrl)) || undefined,
		);
	}

	/**
	 * The process's id.
	 * @throws Error before it is started
	 */
	get pid(): number {
		if (!this.process) throw new Error('The worker is not started');
		return this.process.pid;
	}

	/** Whether its process is there. */
	get running(): boolean {
		return this.process?.running ?? false;
	}

	/** Lets it end what it has begun, then ends it. */
	async stop(): Promise<void> {
		await this.process?.stop();
	}

	/** Ends it at once, with whatever it has begun. */
	async kill(): Promise<void> {
		await this.process?.kill();
	}
}

async function isReady(url: string): Promise<boolean> {
	return await fetch(url).then(
		({ ok }) => ok,
		() => false,
	);
}
