/** One n8n of our own: its user folder with the packed node, its command line, its server. */
import getPort from 'get-port';
import { Service } from '../service.mts';
import { N8nCli } from './cli.mts';
import { processEnvironment } from './environment.mts';
import type { Installation } from './install.mts';
import { N8nRest } from './rest.mts';
import { addNode } from './user-folder.mts';

/** Where n8n takes a login back. */
export const OAUTH_CALLBACK = '/rest/oauth2-credential/callback';

/** A machine that is busy with other work takes minutes. */
const START_MS = 300_000;

export interface InstanceOptions {
	installation: Installation;
	/** n8n's user folder; a new one starts empty. */
	folder: string;
	/** The editor's port; a free one if not given. */
	port?: number;
	/** Settings beside those of every n8n of ours. */
	env?: Record<string, string>;
}

/** An n8n that is set up and not started yet. */
export class N8nInstance {
	readonly cli: N8nCli;
	readonly rest: N8nRest;
	readonly url: string;
	private starting?: Promise<Service<true>>;
	private server?: Service<true>;

	private constructor(
		private readonly installation: Installation,
		private readonly folder: string,
		private readonly env: NodeJS.ProcessEnv,
	) {
		this.url = `http://localhost:${env.N8N_PORT}`;
		this.cli = new N8nCli(installation, env);
		this.rest = new N8nRest(this.url, installation.release);
	}

	/** Chooses ports and prepares what n8n needs to be run on the folder. */
	static async prepare(options: InstanceOptions): Promise<N8nInstance> {
		const { installation, folder, port = await getPort(), env = {} } = options;
		const settings = { N8N_PORT: String(port), ...env };
		return new N8nInstance(
			installation,
			folder,
			await processEnvironment(installation, folder, settings),
		);
	}

	/** Puts the packed node where n8n finds it at boot, as if installed from its settings page. */
	async installNode(tarball: string): Promise<void> {
		await addNode(this.folder, tarball);
	}

	/**
	 * Starts the server and waits until it takes requests.
	 * @throws Error where another n8n has taken the port in the meantime: it would answer in the place of this one
	 */
	async start(): Promise<void> {
		if (await isReady(this.url))
			throw new Error(`Another n8n answers at ${this.url}. End it, or choose another port.`);
		const { node, program } = this.installation;
		this.starting = Service.start(
			node,
			[program, 'start'],
			{ name: 'n8n', env: this.env, readyWithinMs: START_MS },
			async () => (await isReady(this.url)) || undefined,
		);
		this.server = await this.starting;
	}

	/**
	 * The server's process id.
	 * @throws Error before it is started
	 */
	get pid(): number {
		if (!this.server) throw new Error('n8n is not started');
		return this.server.pid;
	}

	/** Ends the server at once, as a machine that loses power does. */
	async kill(): Promise<void> {
		await this.server?.kill();
	}

	/** Stops the server, if it runs or is starting. */
	async stop(): Promise<void> {
		await (await this.starting)?.stop();
	}
}

async function isReady(url: string): Promise<boolean> {
	try {
		const { ok: databaseIsReady } = await fetch(`${url}/healthz/readiness`);
		// n8n 1 says that it is ready a moment before its REST interface answers.
		return databaseIsReady && (await fetch(`${url}/rest/settings`)).ok;
	} catch {
		return false;
	}
}
