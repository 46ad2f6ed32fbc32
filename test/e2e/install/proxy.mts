/**
 * The only way out of an n8n process: a proxy that answers calls to one host itself and refuses all others. n8n's own
 * requests and the npm that it starts both heed `HTTPS_PROXY`, so nothing else on the machine learns of it.
 */
import { createServer, type Server } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export class Proxy {
	private readonly server: Server = createServer((_request, response) =>
		response.writeHead(403).end(),
	);
	private readonly callers = new Set<Socket>();

	/** @param site what answers in the host's place; it need not listen */
	constructor(host: string, site: HttpsServer) {
		this.server.on('connect', ({ url }, caller: Socket) => {
			if (url !== `${host}:443`) {
				caller.end('HTTP/1.1 403 Forbidden\r\n\r\n');
				return;
			}
			this.keep(caller);
			caller.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			site.emit('connection', caller);
		});
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
	}

	async stop(): Promise<void> {
		for (const caller of this.callers) caller.destroy();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private keep(caller: Socket): void {
		this.callers.add(caller);
		caller.on('error', () => caller.destroy());
		caller.on('close', () => this.callers.delete(caller));
	}
}
