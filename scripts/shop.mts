/** The shop's end of the second template: takes every message and counts what it says. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Change {
	kind: 'product' | 'stock';
	sku: string;
	[field: string]: unknown;
}

/** A shop's endpoint on this machine. */
export class Shop {
	/** Every change that the shop has taken, in order. */
	readonly taken: Change[] = [];
	/** While set, the shop refuses all messages with this status. */
	refusal?: number;
	refused = 0;
	url = '';

	private readonly server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk) => (body += chunk));
		request.on('end', () => {
			if (this.refusal) this.refused++;
			else this.taken.push(...(JSON.parse(body) as { changes: Change[] }).changes);
			response.writeHead(this.refusal ?? 200, { 'Content-Type': 'application/json' }).end('{}');
		});
	});

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/changes`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
