/** Runs the script that does the least. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { mintTokens, type SageAddress } from '../../scripts/local-sage.mts';
import { root } from '../../scripts/root.mts';

export interface Call {
	method: 'GET' | 'POST';
	/** Below the API's address. */
	path: string;
	body?: object;
}

export interface BareSample {
	seconds: number;
	/** Rows read, or records made. */
	rows: number;
}

/**
 * Makes the calls, so many at a time, and reads what they answer.
 * @param node the Node that n8n runs on
 */
export async function runBare(
	node: string,
	sage: SageAddress,
	calls: Call[],
	inFlight: number,
): Promise<BareSample> {
	const { access_token } = await mintTokens(sage);
	const task = {
		inFlight,
		headers: {
			Authorization: `Bearer ${access_token}`,
			'Content-Type': 'application/json',
			'X-Site': sage.siteId,
			'X-Company': String(sage.companyId),
		},
		calls: calls.map(({ method, path, body }) => ({
			method,
			url: `${sage.apiUrl}${path}`,
			body: body && JSON.stringify(body),
		})),
	};
	const child = spawn(node, [join(root, 'bench', 'floor', 'bare.mjs')], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const ended = once(child, 'close');
	child.stdin.end(JSON.stringify(task));
	const output = await text(child.stdout);
	const [code] = (await ended) as [number];
	if (code !== 0) throw new Error('The bare script failed');
	return JSON.parse(output) as BareSample;
}
