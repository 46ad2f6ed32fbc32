/** n8n in queue mode: a main process, workers, and the Redis and PostgreSQL that they share. */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import getPort from 'get-port';
import type { Installation } from './install.mts';
import { N8nInstance } from './instance.mts';
import { Postgres } from './postgres.mts';
import { Redis } from './redis.mts';
import { N8nWorker } from './worker.mts';

export interface QueueModeOptions {
	installation: Installation;
	/** Each process gets a user folder of its own in it. */
	folder: string;
	/** Of PostgreSQL alone: where root runs this, it belongs to another user. */
	databaseFolder: string;
	workers: number;
}

/** The processes of a queue mode that is set up and not started yet. */
export class QueueMode {
	private constructor(
		/** Takes webhooks and runs schedules; hands every execution to a worker. */
		readonly main: N8nInstance,
		readonly workers: N8nWorker[],
		readonly redis: Redis,
		readonly postgres: Postgres,
	) {}

	/** @throws Error that says how to install Redis or PostgreSQL where one is missing */
	static async prepare(options: QueueModeOptions): Promise<QueueMode> {
		const { installation, folder, databaseFolder, workers } = options;
		const redisFolder = join(folder, 'redis');
		await mkdir(redisFolder, { recursive: true });
		const redis = await Redis.prepare(redisFolder);
		const postgres = await Postgres.prepare(databaseFolder);
		const port = await getPort();
		const env = {
			EXECUTIONS_MODE: 'queue',
			N8N_ENCRYPTION_KEY: randomUUID(),
			// A worker does not know the main process's address: it would tell its own as where a Wait is resumed.
			WEBHOOK_URL: `http://localhost:${port}/`,
			...redis.env,
			...postgres.env,
		};
		return new QueueMode(
			await N8nInstance.prepare({ installation, folder: join(folder, 'main'), port, env }),
			await Promise.all(
				Array.from({ length: workers }, async (_, at) => {
					return await N8nWorker.prepare({
						installation,
						folder: join(folder, `worker-${at + 1}`),
						env,
					});
				}),
			),
			redis,
			postgres,
		);
	}

	/** Gives every process the packed node. */
	async installNode(tarball: string): Promise<void> {
		await this.main.installNode(tarball);
		for (const worker of this.workers) await worker.installNode(tarball);
	}

	/** Starts Redis and PostgreSQL: n8n's command line works from then on. */
	async startServices(): Promise<void> {
		await Promise.all([this.redis.start(), this.postgres.start()]);
	}

	/** Starts the main process, which brings the database up to date, then the workers. */
	async startProcesses(): Promise<void> {
		await this.main.start();
		await Promise.all(this.workers.map(async (worker) => await worker.start()));
	}

	/** Stops everything that runs. */
	async stop(): Promise<void> {
		await Promise.all(this.workers.map(async (worker) => await worker.stop()));
		await this.main.stop();
		await Promise.all([this.redis.stop(), this.postgres.stop()]);
	}
}
