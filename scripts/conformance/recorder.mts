/** Stands between the node and the simulator and keeps what goes over the line. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Exchange {
	method: string;
	/** Below the API address. */
	path: string;
	query: URLSearchParams;
	/** Parsed; undefined where none was sent. */
	body: unknown;
	status: number;
	reply: unknown;
}

/** Passes calls on, and gives what passed since it was last asked. */
export class Recorder {
	private readonly server: Server;
	private exchanges: Exchange[] = [];
	/** Answers what writes itself, with an empty record: to see what is sent, whatever the company would say to it. */
	holdsWrites = false;

	private constructor(private readonly target: string) {
		this.server = createServer((request, response) => {
			this.forward(request).then(
				({ status, headers, text }) => response.writeHead(status, headers).end(text),
				(error: Error) => response.writeHead(599).end(error.message),
			);
		});
	}

	/** @param target API address that calls go on to */
	static async start(target: string): Promise<Recorder> {
		const recorder = new Recorder(target);
		await new Promise<void>((resolve) => recorder.server.listen(0, '127.0.0.1', resolve));
		return recorder;
	}

	/** Address that stands for the target. */
	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	/** What went over the line since it was last asked. */
	take(): Exchange[] {
		const taken = this.exchanges;
		this.exchanges = [];
		return taken;
	}

	stop(): void {
		this.server.closeAllConnections();
		this.server.close();
	}

	private async forward(request: IncomingMessage) {
		const sent = await textOf(request);
		const { authorization, accept } = request.headers;
		const tenancy = {
			'x-site': request.headers['x-site'],
			'x-company': request.headers['x-company'],
		};
		const headers = {
			authorization,
			accept,
			...tenancy,
			...(sent === '' ? {} : { 'content-type': 'application/json' }),
		};
		const given = Object.entries(headers).flatMap(([name, value]) =>
			value === undefined ? [] : [[name, String(value)]],
		);
		const held = this.holdsWrites && request.method !== 'GET';
		const answer = held
			? new Response('{}', { headers: { 'content-type': 'application/json' } })
			: await fetch(`${this.target}${request.url}`, {
					method: request.method,
					headers: Object.fromEntries(given),
					body: sent === '' ? undefined : sent,
				});
		const text = await answer.text();
		const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
		this.exchanges.push({
			method: request.method ?? '',
			path: pathname,
			query: searchParams,
			body: parsed(sent),
			status: answer.status,
			reply: parsed(text),
		});
		return {
			status: answer.status,
			headers: { 'content-type': answer.headers.get('content-type') ?? 'application/json' },
			text,
		};
	}
}

async function textOf(request: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts).toString('utf8');
}

function parsed(text: string): unknown {
	if (text === '') return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
