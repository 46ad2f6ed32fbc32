/** A PostgreSQL of our own: on a free port of this machine, with its data in a folder of ours. */
import { randomUUID } from 'node:crypto';
import { chown, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import getPort from 'get-port';
import { run } from '../command.mts';
import { findProgram, versionFolders } from '../program.mts';
import { Service, type SystemUser } from '../service.mts';

const START_MS = 30_000;
/** Where Debian and Ubuntu keep each version's programs. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';
const USER = 'n8n';
/** The database that every new PostgreSQL has. */
const DATABASE = 'postgres';

/** The database that n8n's processes share. */
export class Postgres {
	/** What tells n8n where it is. */
	readonly env: Record<string, string>;
	private server?: Service<true>;

	private constructor(
		private readonly program: string,
		private readonly data: string,
		private readonly port: number,
		private readonly user: SystemUser | undefined,
		password: string,
	) {
		this.env = {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_DATABASE: DATABASE,
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_PASSWORD: password,
		};
	}

	/**
	 * Makes an empty database. PostgreSQL refuses to run as root, so root runs it as the user `postgres`, which the
	 * package makes.
	 * @param folder where it keeps its data; given to that user
	 * @throws Error that says how to install PostgreSQL where it is missing
	 */
	static async prepare(folder: string): Promise<Postgres> {
		const initdb = await findProgram({
			name: 'initdb',
			product: 'PostgreSQL',
			debianPackage: 'postgresql',
			folders: await versionFolders(DEBIAN_FOLDER, 'bin'),
		});
		const user = process.getuid?.() === 0 ? await userNamed('postgres') : undefined;
		const password = randomUUID();
		const passwordFile = join(folder, 'password');
		await writeFile(passwordFile, password, { mode: 0o600 });
		if (user) for (const owned of [folder, passwordFile]) await chown(owned, user.uid, user.gid);
		const data = join(folder, 'data');
		const options = ['--auth=scram-sha-256', `--username=${USER}`, `--pwfile=${passwordFile}`];
		await run(initdb, [`--pgdata=${data}`, '--encoding=UTF8', '--locale=C', ...options], {
			...user,
			cwd: folder,
		});
		return new Postgres(join(dirname(initdb), 'postgres'), data, await getPort(), user, password);
	}

	/** Starts it. */
	async start(): Promise<void> {
		const settings = {
			listen_addresses: '127.0.0.1',
			port: String(this.port),
			unix_socket_directories: '',
		};
		this.server = await Service.start(
			this.program,
			[
				'-D',
				this.data,
				...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
			],
			{
				name: 'PostgreSQL',
				cwd: dirname(this.data),
				user: this.user,
				readyWithinMs: START_MS,
				// SIGTERM waits until all clients have gone; this ends their sessions.
				stopSignal: 'SIGINT',
			},
			(output) => output.includes('ready to accept connections') || undefined,
		);
	}

	/** Stops it, if it runs. */
	async stop(): Promise<void> {
		await this.server?.stop();
	}
}

async function userNamed(name: string): Promise<SystemUser> {
	const users = (await readFile('/etc/passwd', 'utf8')).split('\n');
	const found = users.map((line) => line.split(':')).find(([user]) => user === name);
	if (found) return { uid: Number(found[2]), gid: Number(found[3]) };
	throw new Error(
		`PostgreSQL does not run as root, and there is no user "${name}" to run it as. ` +
			'Run this as another user than root.',
	);
}
