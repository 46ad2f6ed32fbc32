/** A read-only npm registry of one package, under the name of the public one. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Certificate } from './certificate.mts';
import type { Edition } from './editions.mts';

/** n8n asks for a licence to name another one. */
export const PUBLIC_REGISTRY = 'registry.npmjs.org';

interface Published {
	/** What npm calls the manifest of a version. */
	manifest: object;
	tarball: Buffer;
}

export class Registry {
	/** Answers whoever is led to it; it listens nowhere. */
	readonly server: Server;
	private readonly published = new Map<string, Published>();
	private latest = '';

	/** One that has no version yet. */
	constructor(
		private readonly name: string,
		{ key, cert }: Certificate,
	) {
		this.server = createServer({ key, cert }, (request, response) =>
			this.answer(request, response),
		);
	}

	/** Takes an edition as the newest version. */
	async publish({ file, manifest }: Edition): Promise<void> {
		const tarball = await readFile(file);
		const { version } = manifest;
		const dist = {
			tarball: `https://${PUBLIC_REGISTRY}/${this.name}/-/${this.name}-${version}.tgz`,
			integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
		};
		this.published.set(version, { tarball, manifest: { ...manifest, dist } });
		this.latest = version;
	}

	/** `/<name>`: all versions; `/<name>/<version or latest>`: one; `/<name>/-/<file>`: its tarball. */
	private answer({ url = '' }: IncomingMessage, response: ServerResponse): void {
		const { pathname } = new URL(url, `https://${PUBLIC_REGISTRY}`);
		const [name, part, file] = decodeURIComponent(pathname).split('/').slice(1);
		if (name !== this.name) refuse(response);
		else if (part === undefined) send(response, this.all());
		else if (part === '-') this.sendTarball(file, response);
		else this.sendOne(part === 'latest' ? this.latest : part, response);
	}

	private all(): object {
		const versions = [...this.published].map(([version, { manifest }]) => [version, manifest]);
		return {
			name: this.name,
			'dist-tags': { latest: this.latest },
			versions: Object.fromEntries(versions),
		};
	}

	private sendOne(version: string, response: ServerResponse): void {
		const one = this.published.get(version);
		if (one) send(response, one.manifest);
		else refuse(response);
	}

	private sendTarball(file: string, response: ServerResponse): void {
		const one = this.published.get(file.slice(`${this.name}-`.length, -'.tgz'.length));
		if (one) response.end(one.tarball);
		else refuse(response);
	}
}

function send(response: ServerResponse, body: object): void {
	response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse): void {
	response.writeHead(404, { 'Content-Type': 'application/json' }).end('{"error":"Not found"}');
}
