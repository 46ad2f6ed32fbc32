/** A read-only npm registry for one package, under the name of the public one. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate.mts';
import type { Edition } from './editions.mts';

/** n8n asks for a licence to name another one. */
export const PUBLIC_REGISTRY = 'registry.npmjs.org';

export class Registry {
	private readonly published = new Map<string, { manifest: object; tarball: Buffer }>();
	private latest = '';

	private constructor(
		private readonly name: string,
		private readonly server: Server,
	) {
		server.on('request', (request, response) => this.answer(request, response));
	}

	/** Starts one that has no version yet. */
	static async start(name: string, { key, cert }: Certificate): Promise<Registry> {
		const server = createServer({ key, cert });
		const registry = new Registry(name, server);
		await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
		return registry;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	/** Takes an edition as the newest version. */
	async publish({ file, manifest }: Edition): Promise<void> {
		const tarball = await readFile(file);
		const { version } = manifest;
		const dist = {
			tarball: `https://${PUBLIC_REGISTRY}/${this.name}/-/${this.name}-${version}.tgz`,
			shasum: createHash('sha1').update(tarball).digest('hex'),
			integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
		};
		this.published.set(version, { tarball, manifest: { ...manifest, dist } });
		this.latest = version;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((closed) => this.server.close(closed));
	}

	/** `/<name>`: all versions; `/<name>/<version or latest>`: one; `/<name>/-/<file>`: its tarball. */
	private answer({ url = '' }: IncomingMessage, response: ServerResponse): void {
		const [name, part, file] = decodeURIComponent(url).split('?')[0].split('/').slice(1);
		if (name !== this.name) sendJson(response, 404, { error: 'Not found' });
		else if (part === undefined) sendJson(response, 200, this.all());
		else if (part === '-') this.sendTarball(file, response);
		else this.sendOne(part === 'latest' ? this.latest : part, response);
	}

	private all(): object {
		return {
			name: this.name,
			'dist-tags': { latest: this.latest },
			versions: Object.fromEntries(
				[...this.published].map(([version, { manifest }]) => [version, manifest]),
			),
		};
	}

	private sendOne(version: string, response: ServerResponse): void {
		const one = this.published.get(version);
		if (one) sendJson(response, 200, one.manifest);
		else sendJson(response, 404, { error: `version not found: ${version}` });
	}

	private sendTarball(file: string, response: ServerResponse): void {
		const one = this.published.get(file.slice(this.name.length + 1, -'.tgz'.length));
		if (!one) return sendJson(response, 404, { error: 'Not found' });
		response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(one.tarball);
	}
}

function sendJson(response: ServerResponse, status: number, body: object): void {
	response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
