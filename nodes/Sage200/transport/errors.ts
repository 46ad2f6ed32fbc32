/** Reads the errors that n8n-core throws for a call and says what they mean for us. */
import { SageFailure, type FailureKind } from '../sage200/protocol/failures';

import { failureOf } from './reply';

interface Call {
	method: string;
	path: string;
}

/** The parts of n8n's NodeApiError, and of the network error inside it, that matter. */
interface HttpErrorShape {
	httpCode?: string | null;
	code?: string;
	/** What Node was doing: `connect`, or `read` and `write` on a line that was there. */
	syscall?: string;
	message?: string;
	status?: number;
	response?: ReplyShape;
	/** n8n 1 keeps of a reply its status, as httpCode, and its body, here. */
	context?: { data?: unknown };
	config?: { url?: string };
	cause?: HttpErrorShape;
}

interface ReplyShape {
	status?: number;
	data?: unknown;
	headers?: Record<string, unknown>;
}

/** Where n8n renews the access token, in the middle of a call that was answered with 401. */
const TOKEN_ADDRESS = '/oauth/token';
/** The call never left: no name, no connection, a certificate that does not fit. */
const NEVER_SENT = new Set([
	'ENOTFOUND',
	'EAI_AGAIN',
	'ECONNREFUSED',
	'ENETUNREACH',
	'EHOSTUNREACH',
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'ERR_TLS_CERT_ALTNAME_INVALID',
]);
const TIMED_OUT = new Set(['ETIMEDOUT', 'ECONNABORTED', 'ESOCKETTIMEDOUT']);
const LINE_LOST = new Set([
	'ECONNRESET',
	'EPIPE',
	'EPROTO',
	'ERR_STREAM_PREMATURE_CLOSE',
	'UND_ERR_SOCKET',
	'ERR_BAD_RESPONSE',
	'ERR_NETWORK',
]);
/** Node could not read the answer as HTTP at all, so there was one. */
const NO_HTTP = /^HPE_/;

/**
 * A failure of ours for a failed call. What is not about the call is returned as it came, most of all n8n's own
 * messages about the login ("needs to be reconnected"), which name the credential and the remedy.
 */
export function failureFromError(error: unknown, call: Call): unknown {
	if (error instanceof SageFailure) return error;
	const failure = callFailure(error as HttpErrorShape, call);
	if (!failure) return error;
	return isRenewal(error as HttpErrorShape)
		? new SageFailure({ ...failure.facts, kind: 'notRenewed', remedy: undefined })
		: failure;
}

function callFailure(shape: HttpErrorShape, call: Call): SageFailure | undefined {
	const reply =
		chainOf(shape).find(({ response }) => response?.status !== undefined)?.response ??
		replyOfN8n1(shape);
	if (reply && !isSuccess(reply)) {
		return failureOf({
			...call,
			status: reply.status!,
			body: textBody(reply.data),
			headers: reply.headers ?? {},
		});
	}
	if (refusedByIdentity(shape))
		return new SageFailure({ kind: 'loginEnded', ...call, sageMessage: shape.message });
	// A success that still is an error: the line dropped in the middle of the body, when Sage had done its work.
	const kind = networkKind(shape) ?? (reply && 'dropped');
	return kind && new SageFailure({ kind, ...call });
}

/** The identity server gave no new token, and said why: n8n 2 has words of its own for a login that ended, n8n 1 has not. */
function refusedByIdentity({ httpCode }: HttpErrorShape): boolean {
	return httpCode === 'EAUTH';
}

function replyOfN8n1({ httpCode, context }: HttpErrorShape): ReplyShape | undefined {
	return /^[1-5]\d\d$/.test(httpCode ?? '')
		? { status: Number(httpCode), data: context?.data }
		: undefined;
}

function isRenewal(error: HttpErrorShape): boolean {
	return chainOf(error).some(({ config }) => config?.url?.endsWith(TOKEN_ADDRESS));
}

function isSuccess({ status }: ReplyShape): boolean {
	return status! >= 200 && status! < 300;
}

function networkKind(error: HttpErrorShape): FailureKind | undefined {
	const codes = chainOf(error).flatMap(({ code, httpCode }) => [code ?? '', httpCode ?? '']);
	const has = (known: Set<string>) => codes.some((code) => known.has(code));
	const during = (...calls: string[]) =>
		chainOf(error).some(({ syscall }) => syscall !== undefined && calls.includes(syscall));
	// Routes are lost under a call as well: then it went out.
	if (has(NEVER_SENT) && !during('read', 'write')) return 'unreachable';
	// No connection in all that time: nothing went out.
	if (has(TIMED_OUT)) return during('connect') ? 'unreachable' : 'timeout';
	if (has(NEVER_SENT) || has(LINE_LOST) || codes.some((code) => NO_HTTP.test(code)))
		return 'dropped';
	const text = chainOf(error)
		.map(({ message }) => message ?? '')
		.join(' ');
	if (/timeout|timed out/i.test(text)) return 'timeout';
	if (/socket hang up|aborted|network error/i.test(text)) return 'dropped';
	return undefined;
}

/** The error and its causes, outermost first; at most five, should a chain bite its tail. */
function chainOf(error: HttpErrorShape): HttpErrorShape[] {
	const chain: HttpErrorShape[] = [];
	for (let each: HttpErrorShape | undefined = error; each && chain.length < 5; each = each.cause)
		chain.push(each);
	return chain;
}

function textBody(data: unknown): unknown {
	return Buffer.isBuffer(data) ? data.toString('utf8') : data;
}
