/** What follows the trigger: takes the ids of events that executions send on, and knows in which life of n8n each came. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Count {
	/** Different events. */
	emitted: number;
	/** Second times after a restart. */
	resent: number;
	/** Any other second times. */
	repeated: number;
}

/** Listens for events and remembers when each came. */
export class Receiver {
	/** Event → the life of n8n in which it came last. */
	readonly lives = new Map<string, number>();
	/** Which life of n8n this is. */
	life = 1;
	messages = 0;
	url = '';
	private resent = 0;
	private repeated = 0;

	private readonly server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk) => (body += chunk));
		request.on('end', () => {
			for (const id of JSON.parse(body) as string[]) this.take(id);
			this.messages++;
			response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
		});
	});

	get count(): Count {
		return { emitted: this.lives.size, resent: this.resent, repeated: this.repeated };
	}

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/events`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private take(id: string): void {
		const before = this.lives.get(id);
		if (before === this.life) this.repeated++;
		else if (before !== undefined) this.resent++;
		this.lives.set(id, this.life);
	}
}
