/**
 * A list of as many rows as the bench sets, made while it is read: a simulator that holds a million would be what is
 * measured. A row is the simulator's own, with another ID. Everything but the list goes to the simulator.
 *
 *   tsx bench/sage/numbered-rows.mts <the simulator's origin> <the list's path>
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Below this path the bench sets how many rows there are. */
const CONTROL = '/numbered-rows';

export interface NumberedState {
	rows: number;
	/** Calls of the list since the number was set. */
	calls: number;
}

const [origin, path] = process.argv.slice(2);
const templates = new Map<string, string>();
const state: NumberedState = { rows: 0, calls: 0 };

const server = createServer((request, response) => {
	const url = new URL(request.url ?? '/', 'http://localhost');
	if (url.pathname === CONTROL) control(url, response);
	else if (url.pathname === path) void list(url, request, response);
	else response.writeHead(404).end();
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
	const { port } = server.address() as AddressInfo;
	console.log(JSON.stringify({ origin: `http://127.0.0.1:${port}` }));
});
// The bench holds the other end: when it ends, so does this.
process.stdin.resume().on('end', () => process.exit());

function control({ searchParams }: URL, response: ServerResponse): void {
	const rows = searchParams.get('rows');
	if (rows !== null) Object.assign(state, { rows: Number(rows), calls: 0 });
	response.end(JSON.stringify(state));
}

async function list(
	{ searchParams }: URL,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	state.calls++;
	const template = await templateFor(searchParams.get('$select') ?? '', request);
	const filter = searchParams.get('$filter') ?? '';
	const after = Math.max(0, ...numbersIn(filter, /\bid gt (\d+)/g));
	const upTo = Math.min(state.rows, ...numbersIn(filter, /\bid le (\d+)/g));
	const count = Math.max(0, Math.min(upTo - after, Number(searchParams.get('$top') ?? 500)));
	const first = /desc/.test(searchParams.get('$orderby') ?? '') ? upTo - count : after;
	const rows = Array.from({ length: count }, (_row, at) =>
		template.replace('"id":0', `"id":${first + at + 1}`),
	);
	response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
	response.end(`[${rows.join(',')}]`);
}

function numbersIn(text: string, pattern: RegExp): number[] {
	return [...text.matchAll(pattern)].map(([, number]) => Number(number));
}

/** The simulator's first row, with the fields that are asked for and the ID 0. */
async function templateFor(select: string, { headers }: IncomingMessage): Promise<string> {
	const known = templates.get(select);
	if (known !== undefined) return known;
	const query = select === '' ? '' : `&$select=${encodeURIComponent(select)}`;
	const reply = await fetch(`${origin}${path}?$top=1${query}`, {
		headers: {
			Authorization: String(headers.authorization),
			'X-Site': String(headers['x-site']),
			'X-Company': String(headers['x-company']),
		},
	});
	const [row] = (await reply.json()) as object[];
	const template = JSON.stringify({ ...row, id: 0 });
	templates.set(select, template);
	return template;
}
