/** Reads the errors that n8n-core throws for a call and says what they mean for us. */
import { SageFailure, type FailureKind } from '../sage200/protocol/failures';

import { failureOf, messageIn } from './reply';

/** n8n's own words, which name the credential: the identity server gave no new token for good. */
const RECONNECT = /needs to be reconnected/i;

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
	name?: string;
	message?: string;
	status?: number;
	/** What the identity server answered. */
	body?: unknown;
	/** What a database's driver said. */
	driverError?: unknown;
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
/** n8n's words and codes for an answer of the identity server that holds no token (client-oauth2 1.23). */
const TOKEN_STATUS = 'ESTATUS';
const NO_TOKEN = /OAuth2 token endpoint|without access token/i;
const NO_REFRESH_TOKEN = /no refresh token is available/i;
/** Names and words of TypeORM, pg and SQLite. */
const DATABASE_ERROR =
	/^(QueryFailedError|TypeORMError|ConnectionIsNotSetError|CannotConnectAlreadyConnectedError|DriverPackageNotInstalledError|DatabaseError|SqliteError|DbConnectionTimeoutError|CannotExecuteNotConnectedError)$/;
const DATABASE =
	/is not queryable|Connection terminated|timeout exceeded when trying to connect|SQLITE_|database (is locked|is not ready|connection|system is)|terminating connection due to|too many clients already|remaining connection slots|not established/i;
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
	const shape = error as HttpErrorShape;
	if (isOfDatabase(shape))
		return new SageFailure({ kind: 'notMade', ...call, note: `It said: ${shape.message}.` });
	if (refusedByIdentity(shape))
		return new SageFailure({ kind: 'loginEnded', ...call, sageMessage: shape.message });
	if (isRenewal(shape)) return notRenewed(shape, call);
	return callFailure(shape, call) ?? error;
}

/** Whether the identity server said that the login has ended, so that no further call can succeed. */
export function endsLogin(error: Error): boolean {
	if (error instanceof SageFailure) return error.kind === 'loginEnded';
	return chainOf(error as HttpErrorShape).some(({ message }) => RECONNECT.test(message ?? ''));
}

function callFailure(shape: HttpErrorShape, call: Call): SageFailure | undefined {
	const reply =
		chainOf(shape).find(({ response }) => response?.status !== undefined)?.response ??
		replyOfN8n1(shape);
	if (reply?.status !== undefined && !isSuccess(reply)) {
		return failureOf({
			...call,
			status: reply.status,
			body: textBody(reply.data),
			headers: reply.headers ?? {},
		});
	}
	// A success that still is an error: the line dropped in the middle of the body, when Sage had done its work.
	const kind = networkKind(shape) ?? (reply && 'dropped');
	return kind && new SageFailure({ kind, ...call });
}

/** The message says that no new token can be had: n8n 2 has words of its own for a login that ended, n8n 1 has not. */
function refusedByIdentity(error: HttpErrorShape): boolean {
	return (
		error.httpCode === 'EAUTH' ||
		chainOf(error).some(({ message }) => NO_REFRESH_TOKEN.test(message ?? ''))
	);
}

function replyOfN8n1({ httpCode, context }: HttpErrorShape): ReplyShape | undefined {
	return /^[1-5]\d\d$/.test(httpCode ?? '')
		? { status: Number(httpCode), data: context?.data }
		: undefined;
}

/**
 * The call failed in the middle, where n8n renews the token: the identity server did not answer, or with something that
 * holds no token.
 */
function isRenewal(error: HttpErrorShape): boolean {
	return chainOf(error).some(
		({ config, code, message }) =>
			config?.url?.endsWith(TOKEN_ADDRESS) || code === TOKEN_STATUS || NO_TOKEN.test(message ?? ''),
	);
}

function notRenewed(error: HttpErrorShape, call: Call): SageFailure {
	const chain = chainOf(error);
	const body = chain.map(({ response, body: text }) => response?.data ?? text).find(Boolean);
	const status = chain.map(({ response, status: code }) => response?.status ?? code).find(Boolean);
	const words = body === undefined ? undefined : messageIn(textBody(body));
	return new SageFailure({ kind: 'notRenewed', ...call, status, sageMessage: words });
}

/** Whether n8n failed at its own database, where it keeps credentials and tokens. No call to Sage was under way then. */
function isOfDatabase(error: HttpErrorShape): boolean {
	const chain = chainOf(error);
	return (
		!chain.some(({ config, response }) => config !== undefined || response !== undefined) &&
		chain.some(
			({ name, message, driverError }) =>
				driverError !== undefined ||
				DATABASE_ERROR.test(name ?? '') ||
				DATABASE.test(message ?? ''),
		)
	);
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
	// There was no connection in all that time: nothing was sent.
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

/** The error and its causes, outermost first; at most five, since causes may form a circle. */
function chainOf(error: HttpErrorShape): HttpErrorShape[] {
	const chain: HttpErrorShape[] = [];
	for (let each: HttpErrorShape | undefined = error; each && chain.length < 5; each = each.cause)
		chain.push(each);
	return chain;
}

function textBody(data: unknown): unknown {
	return Buffer.isBuffer(data) ? data.toString('utf8') : data;
}
