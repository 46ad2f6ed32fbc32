/** A Redis of our own: on a free port of this machine, with its data in a folder of ours. */
import getPort from 'get-port';
import { findProgram } from '../program.mts';
import { Service } from '../service.mts';

const START_MS = 20_000;

/** Through Redis n8n's main process hands executions to its workers. */
export class Redis {
	/** What tells n8n where it is. */
	readonly env: Record<string, string>;
	private server?: Service<true>;

	private constructor(
		private readonly program: string,
		private readonly folder: string,
		private readonly port: number,
	) {
		this.env = { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port) };
	}

	/**
	 * @param folder where it keeps its data
	 * @throws Error that says how to install Redis where it is missing
	 */
	static async prepare(folder: string): Promise<Redis> {
		const program = await findProgram({
			name: 'redis-server',
			product: 'Redis',
			debianPackage: 'redis-server',
		});
		return new Redis(program, folder, await getPort());
	}

	/** Starts it. Every write is kept (append-only file), so that a restart loses no job. */
	async start(): Promise<void> {
		const options = {
			bind: '127.0.0.1',
			port: String(this.port),
			dir: this.folder,
			appendonly: 'yes',
		};
		this.server = await Service.start(
			this.program,
			Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
			{ name: 'Redis', readyWithinMs: START_MS },
			(output) => output.includes('Ready to accept connections') || undefined,
		);
	}

	/** Stops it, if it runs. */
	async stop(): Promise<void> {
		await this.server?.stop();
	}
}
