/**
 * The only way out of an n8n process: an https proxy that leads the public registry's name to the one of ours and refuses
 * every other. n8n, its request library and the npm that it starts all heed `HTTPS_PROXY`.
 */
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export class Proxy {
	private readonly server: Server = createServer((_request, response) =>
		response.writeHead(403).end(),
	);
	private readonly sockets = new Set<Socket>();

	/**
	 * @param host whose calls are let through, to whatever port
	 * @param port where they go on this machine
	 */
	constructor(host: string, port: number) {
		this.server.on('connect', ({ url = '' }, caller: Socket) => {
			if (url.split(':')[0] !== host) {
				caller.end('HTTP/1.1 403 Forbidden\r\n\r\n');
				return;
			}
			const target = connect(port, '127.0.0.1', () => {
				caller.write('HTTP/1.1 200 Connection Established\r\n\r\n');
				target.pipe(caller).pipe(target);
			});
			for (const socket of [caller, target]) this.keep(socket);
		});
	}

	async start(): Promise<void> {
		await new Promise<void>((ready) => this.server.listen(0, '127.0.0.1', ready));
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		await new Promise((closed) => this.server.close(closed));
	}

	/** A side that breaks off takes the other one along. */
	private keep(socket: Socket): void {
		this.sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.on('close', () => this.sockets.delete(socket));
	}
}
