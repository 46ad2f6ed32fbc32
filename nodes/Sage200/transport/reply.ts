/** Reads what came back: what Sage says in a body of whatever shape, and what a failed call means. */
import { SageFailure, type FailureKind } from '../sage200/protocol/failures';
import { releaseMissing } from '../sage200/protocol/releases';

import { redact, redactReply } from './redact';

export interface ReplyFacts {
	method: string;
	path: string;
	status: number;
	body: unknown;
	headers: Record<string, unknown>;
}

/** Keys under which Sage, ASP.NET and the identity server put their message, best first. */
const MESSAGE_KEYS = [
	'Message',
	'message',
	'ExceptionMessage',
	'error_description',
	'MessageDetail',
	'title',
	'detail',
	'error',
];
const LONGEST_MESSAGE = 500;
const DEEPEST_MESSAGE = 4;
const LONGEST_WAIT_SECONDS = 3600;

/** What a reply outside 2xx means. */
export function failureOf(reply: ReplyFacts): SageFailure {
	const sageMessage = messageIn(reply.body);
	const release = reply.status === 404 ? releaseMissing(reply.method, reply.path) : undefined;
	return new SageFailure({
		kind: release ? 'outdated' : kindOf(reply.status, sageMessage),
		remedy: release && `It came with Sage 200 ${release}: the site runs an older release.`,
		method: reply.method,
		path: reply.path,
		status: reply.status,
		sageMessage,
		retryAfterSeconds: retryAfter(reply.headers['retry-after']),
	});
}

/**
 * Sage's own words in a body: JSON with Message, ModelState and the like, plain text, or the title of an HTML page.
 * JSON that has none of them is shown as it is, for its words must not get lost.
 */
export function messageIn(body: unknown): string | undefined {
	const parsed = typeof body === 'string' ? parsedOrText(body) : body;
	const message = (
		typeof parsed === 'string' ? textOf(parsed) : (messageInJson(parsed) ?? rawJson(parsed))
	)
		.replace(/\s+/g, ' ')
		.trim();
	if (message === '') return undefined;
	// Before it is cut: half a token could not be told from a word.
	const shown = redactReply(message);
	return shown.length > LONGEST_MESSAGE ? `${shown.slice(0, LONGEST_MESSAGE)}…` : shown;
}

/** What a page that came in the place of a record calls itself: a login page, a gateway's notice. */
export function pageTitleIn(body: string): string | undefined {
	return isPage(body) ? messageIn(body) : undefined;
}

/** What IIS and ASP.NET say of an address that is too long, with 404 or 400. */
const TOO_LONG = /length of the (?:url|query string)\b.*\bexceeds/i;

function kindOf(status: number, message = ''): FailureKind {
	if ((status === 400 || status === 404) && TOO_LONG.test(message)) return 'tooLong';
	if (status >= 300 && status < 400) return 'redirected';
	if (status === 401) return 'unauthorised';
	if (status === 403) return 'forbidden';
	if (status === 404 || status === 405) return 'notFound';
	if (status === 408) return 'timeout';
	if (status === 413) return 'tooLarge';
	if (status === 414 || status === 431) return 'tooLong';
	if (status === 429) return 'throttled';
	if (status === 500) return 'crashed';
	return status > 500 ? 'unavailable' : 'refused';
}

function parsedOrText(body: string): unknown {
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return body;
	}
}

function messageInJson(body: unknown, depth = 0): string | undefined {
	if (depth > DEEPEST_MESSAGE) return undefined;
	if (Array.isArray(body)) return messageInJson(body[0], depth + 1);
	if (typeof body === 'string') return body;
	if (typeof body !== 'object' || body === null) return undefined;
	const fields = body as Record<string, unknown>;
	const details = modelState(fields.ModelState ?? fields.modelState ?? fields.errors);
	const general = MESSAGE_KEYS.map((key) => fields[key]).find(
		(value) => typeof value === 'string' && value !== '',
	) as string | undefined;
	const nested =
		typeof fields.error === 'object' ? messageInJson(fields.error, depth + 1) : undefined;
	const exception =
		typeof fields.ExceptionMessage === 'string' && fields.ExceptionMessage !== general
			? [fields.ExceptionMessage]
			: [];
	return [general ?? nested, ...exception, ...details].filter(Boolean).join(' ') || undefined;
}

/** ASP.NET's list of messages per field, `{"sop_order.lines[0].code": ["…"]}`, or just a list of them. */
function modelState(state: unknown): string[] {
	if (typeof state !== 'object' || state === null) return [];
	if (Array.isArray(state))
		return state.flatMap((each) => messageInJson(each, DEEPEST_MESSAGE) ?? []);
	return Object.entries(state).flatMap(([field, messages]) =>
		(Array.isArray(messages) ? messages : [messages]).map(
			(message) => `${field}: ${String(message)}`,
		),
	);
}

function rawJson(body: unknown): string {
	const isEmpty = typeof body !== 'object' || body === null || Object.keys(body).length === 0;
	return isEmpty ? '' : JSON.stringify(redact(body));
}

function isPage(body: string): boolean {
	return /^\s*</.test(body);
}

/** Gateways answer HTML: its title says all there is. */
function textOf(body: string): string {
	if (!isPage(body)) return body;
	const head = body.slice(0, 5000);
	return /<title>([^<]*)<\/title>/i.exec(head)?.[1] ?? /<h1>([^<]*)<\/h1>/i.exec(head)?.[1] ?? '';
}

function retryAfter(header: unknown): number | undefined {
	if (header === undefined || header === null) return undefined;
	const seconds = Number(header);
	const wait = Number.isFinite(seconds)
		? seconds
		: (Date.parse(String(header)) - Date.now()) / 1000;
	return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), LONGEST_WAIT_SECONDS) : undefined;
}
