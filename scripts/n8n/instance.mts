/** One n8n of our own: its user folder with the packed node, its command line, its server. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import getPort from 'get-port';
import { extract } from 'tar';
import { Service } from '../service.mts';
import { N8nCli } from './cli.mts';
import type { Installation } from './install.mts';
import { N8nRest } from './rest.mts';

const PACKAGE = 'n8n-nodes-sage200';

/** Where n8n takes a login back. */
export const OAUTH_CALLBACK = '/rest/oauth2-credential/callback';

const START_MS = 120_000;

export interface InstanceOptions {
	installation: Installation;
	/** n8n's user folder; a new one starts empty. */
	folder: string;
	/** The editor's port; a free one if not given. */
	port?: number;
}

/** An n8n that is set up and not started yet. */
export class N8nInstance {
	readonly cli: N8nCli;
	readonly rest: N8nRest;
	readonly url: string;
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
	static async prepare({ installation, folder, port }: InstanceOptions): Promise<N8nInstance> {
		const env = environment(folder, port ?? (await getPort()), await getPort());
		return new N8nInstance(installation, folder, { ...env, ...installation.release.env });
	}

	/** Puts the packed node where n8n finds it at boot, as if installed from its settings page. */
	async installNode(tarball: string): Promise<void> {
		const target = join(this.folder, '.n8n', 'nodes', 'node_modules', PACKAGE);
		await rm(target, { recursive: true, force: true });
		await mkdir(target, { recursive: true });
		await extract({ file: tarball, cwd: target, strip: 1 });
	}

	/** Starts the server and waits until it takes requests. */
	async start(): Promise<void> {
		const { node, program } = this.installation;
		this.server = await Service.start(
			node,
			[program, 'start'],
			{ name: 'n8n', env: this.env, readyWithinMs: START_MS },
			async () => (await isReady(this.url)) || undefined,
		);
	}

	/** The server's process id. @throws Error before it is started */
	get pid(): number {
		if (!this.server) throw new Error('n8n is not started');
		return this.server.pid;
	}

	/** Stops the server, if it runs. */
	async stop(): Promise<void> {
		await this.server?.stop();
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

function environment(folder: string, port: number, brokerPort: number): NodeJS.ProcessEnv {
	// Settings of the Node that runs us must not reach n8n's own Node.
	const { NODE_OPTIONS, NODE_TEST_CONTEXT, ...inherited } = process.env;
	return {
		...inherited,
		N8N_USER_FOLDER: folder,
		N8N_PORT: String(port),
		// Two n8n processes on one machine need two brokers: a clash ends the second one.
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		// The editor is opened over plain http on this machine.
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		// `n8n execute` writes its result as a log line of this level.
		N8N_LOG_LEVEL: 'info',
	};
}
