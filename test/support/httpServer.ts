/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code, never published: a server that answers what no recorded reply can, such as half a body */
/** A server on this machine that answers as a test tells it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call {
	method: string;
	/** With its query, as it came. */
	url: string;
	body: string;
	headers: IncomingMessage['headers'];
}

export type Answer = (call: Call, response: ServerResponse) => void;

/** A server that answers as a test says, and keeps the calls that it got. */
export class HttpServer {
	calls: Call[] = [];
	answer: Answer = (_call, response) => response.end();

	private readonly server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const call = {
				method: request.method!,
				url: request.url!,
				body: Buffer.concat(chunks).toString(),
				headers: request.headers,
			};
			this.calls.push(call);
			this.answer(call, response);
		});
	});

	async start(): Promise<string> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}

/** Answers JSON, or text as it stands. */
export function reply(
	response: ServerResponse,
	status: number,
	body: unknown,
	headers: Record<string, string> = {},
): void {
	response.writeHead(status, { 'content-type': 'application/json', ...headers });
	response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
}
