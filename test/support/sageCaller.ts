/** Calls the simulated Sage like any HTTP client: for tests of the simulator itself. */
import type { Simulator } from './simulator';

export interface SageReply {
	status: number;
	headers: Headers;
	text: string;
	/** The parsed JSON; undefined where there is none. */
	body: unknown;
}

export interface CallOptions {
	query?: Record<string, string>;
	/** Texts go out as they are. */
	body?: unknown;
	/** Replaces headers; undefined leaves one out. */
	headers?: Record<string, string | undefined>;
	/** Milliseconds after which the client gives up. */
	timeout?: number;
}

export type CallSage = (method: string, path: string, options?: CallOptions) => Promise<SageReply>;

/** Logs in and returns a caller for the simulator's first company. */
export async function sageCaller({
	apiUrl,
	siteId,
	companyId,
	admin,
}: Simulator): Promise<CallSage> {
	const { access_token: token } = await admin.mintTokens();
	return async (method, path, { query = {}, body, headers = {}, timeout } = {}) => {
		const all = {
			authorization: `Bearer ${token}`,
			'x-site': siteId,
			'x-company': String(companyId),
			...headers,
		};
		const sent = Object.entries(all).filter(
			(entry): entry is [string, string] => entry[1] !== undefined,
		);
		const reply = await fetch(`${apiUrl}${path}${queryText(query)}`, {
			method,
			headers: Object.fromEntries([['content-type', 'application/json'], ...sent]),
			body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
			signal: timeout === undefined ? undefined : AbortSignal.timeout(timeout),
			redirect: 'manual',
		});
		const text = await reply.text();
		return { status: reply.status, headers: reply.headers, text, body: parsed(text) };
	};
}

function queryText(query: Record<string, string>): string {
	const parts = Object.entries(query).map(
		([name, value]) => `${name}=${encodeURIComponent(value)}`,
	);
	return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
