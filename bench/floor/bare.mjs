/**
 * The least that the work takes: a script without n8n that knows every address and every id beforehand, with so many
 * calls in flight. It reads its task from standard input and prints `{"seconds":…}`.
 */
import { text } from 'node:stream/consumers';

/** @type {{ headers: Record<string, string>, inFlight: number, calls: Array<{ method: string, url: string, body?: string }> }} */
const { headers, inFlight, calls } = JSON.parse(await text(process.stdin));

const started = performance.now();
const replies = new Array(calls.length);
let next = 0;
async function lane() {
	while (next < calls.length) {
		const at = next++;
		const { method, url, body } = calls[at];
		const reply = await fetch(url, { method, headers, body });
		if (!reply.ok) throw new Error(`${method} ${url}: ${reply.status} ${await reply.text()}`);
		replies[at] = await reply.json();
	}
}
await Promise.all(Array.from({ length: inFlight }, lane));
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ seconds, rows: replies.flat().length }));
