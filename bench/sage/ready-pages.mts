/**
 * Ready-made pages in a process of their own, so that the server is not what is measured. A page is fetched from the
 * simulator the first time it is asked for, so it is what the simulator answers; from then on it is sent as it is, after
 * the latency that is set.
 *
 *   tsx bench/sage/ready-pages.mts <the simulator's origin>
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Below this path the bench sets the latency and asks how many pages were not ready. */
const CONTROL = '/ready-pages';

export interface PageState {
	latencyMs: number;
	/** Pages that had to be fetched since the state was set. */
	fetched: number;
}

const [origin] = process.argv.slice(2);
const pages = new Map<string, Buffer>();
const state: PageState = { latencyMs: 0, fetched: 0 };

const server = createServer((request, response) => {
	const path = request.url ?? '/';
	if (path.startsWith(CONTROL)) return control(path, response);
	void answer(path, request, response);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
	const { port } = server.address() as AddressInfo;
	console.log(JSON.stringify({ origin: `http://127.0.0.1:${port}` }));
});
// The bench holds the other end: when it ends, so does this.
process.stdin.resume().on('end', () => process.exit());

function control(path: string, response: ServerResponse): void {
	const latency = new URL(path, 'http://localhost').searchParams.get('latencyMs');
	if (latency !== null) Object.assign(state, { latencyMs: Number(latency), fetched: 0 });
	response.end(JSON.stringify(state));
}

async function answer(
	path: string,
	{ headers }: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const ready = pages.get(path);
	if (ready) {
		if (state.latencyMs === 0) send(response, ready);
		else setTimeout(() => send(response, ready), state.latencyMs);
		return;
	}
	state.fetched++;
	const reply = await fetch(`${origin}${path}`, {
		headers: {
			Authorization: String(headers.authorization),
			'X-Site': String(headers['x-site']),
			'X-Company': String(headers['x-company']),
		},
	});
	const page = Buffer.from(await reply.arrayBuffer());
	if (reply.ok) pages.set(path, page);
	send(response, page, reply.status);
}

function send(response: ServerResponse, page: Buffer, status = 200): void {
	response.writeHead(status, {
		'Content-Type': 'application/json; charset=utf-8',
		'Content-Length': page.length,
	});
	response.end(page);
}
