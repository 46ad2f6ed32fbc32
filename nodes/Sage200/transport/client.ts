/**
 * The one place that talks HTTP to Sage 200: headers, encoding, retry, paging, failures.
 * The login, its token and its renewal are n8n's: every call goes through `httpRequestWithAuthentication`.
 */
import {
	type IAdditionalCredentialOptions,
	type IHttpRequestOptions,
	type IN8nHttpFullResponse,
	type Logger,
} from 'n8n-workflow';

import { resourceOfPath } from '../catalog';
import type { ListRequest, Query, SageApi, SageRecord, SageRequest } from '../sage200/protocol/api';
import {
	invalid,
	SageFailure,
	type FailureFacts,
	type InvalidInput,
} from '../sage200/protocol/failures';
import { isReadOnly } from '../sage200/protocol/effects';
import { rowOrderOf } from '../sage200/protocol/rowKeys';
import { rowsIn } from '../sage200/protocol/rows';
import { isRecord } from '../sage200/values/records';

import { isBeyondBounds } from './bounds';
import { CREDENTIAL, type Connection } from './connection';
import { failureFromError } from './errors';
import { Deadline, type Cancellable } from './deadline';
import { readAll } from './paging';
import { holdsHalfCharacter } from './path';
import { redactText } from './redact';
import { failureOf, pageTitleIn } from './reply';
import { waitBeforeRetry, type RetryPolicy } from './retry';
import type { Session } from './session';
import { waitIn } from './waiting';

/** What every n8n context (execute, poll, load options) offers for an authenticated call. */
export interface HttpContext extends Cancellable {
	/** n8n's log; the contexts of its lists may have none. */
	logger?: Pick<Logger, 'warn'>;
	helpers: {
		httpRequestWithAuthentication(
			this: unknown,
			credentialsType: string,
			options: IHttpRequestOptions,
			additional?: IAdditionalCredentialOptions,
		): Promise<unknown>;
	};
}

export interface ClientSettings {
	connection: Connection;
	/** X-Site and X-Company; `/sites` alone goes without. */
	siteId: string;
	companyId: string;
	/** Milliseconds until a call is given up. */
	timeout: number;
	retry: RetryPolicy;
	session: Session;
	/** What n8n is to do about the login in these calls, where it is not the usual. */
	login?: IAdditionalCredentialOptions;
	/** The failure that a call is known to end in, so that it need not be made. */
	foreseen?: (request: SageRequest) => SageFailure | undefined;
	/** Finds out what is behind a failure that stands. */
	explain?: (failure: SageFailure) => Promise<SageFailure>;
}

/** Calls to one site and company. */
export class SageClient implements SageApi {
	constructor(
		private readonly context: HttpContext,
		private readonly settings: ClientSettings,
	) {}

	get scope(): string {
		const { connection, siteId, companyId } = this.settings;
		// Sage does not mind capitals, so people write a site ID with or without.
		return [connection.apiUrl, siteId, companyId].join('|').toLowerCase();
	}

	async send(request: SageRequest): Promise<unknown> {
		const { connection, session, explain, foreseen } = this.settings;
		refuseHalfCharacters(request);
		if (connection.readOnly && !isReadOnly(request)) throw refusedChange(request);
		const failure = foreseen?.(request);
		if (failure) throw failure;
		try {
			return await session.run(this.scope, async () => await this.sendWithRetry(request));
		} catch (error) {
			// Outside the lanes: finding out takes a call of its own, which must not wait for this one's lane.
			throw await asExplained(error, explain);
		}
	}

	async list(request: ListRequest): Promise<SageRecord[]> {
		return await readAll(
			request,
			rowOrderOf(resourceOfPath(request.path)),
			async (query) =>
				rowsOf(await this.send({ method: 'GET', path: request.path, query }), request.path),
			this.settings.session.largestPageOf(this.settings.siteId),
		);
	}

	async wait(milliseconds: number): Promise<void> {
		await waitIn(this.context, milliseconds);
	}

	private async sendWithRetry(request: SageRequest): Promise<unknown> {
		const { throttle } = this.settings.session;
		const place = throttle.newPlace();
		for (let attempt = 1; ; attempt++) {
			const { reply, wait } = await throttle.send(
				place,
				async () => await this.attempted(request, attempt),
			);
			if (wait === undefined) return reply;
			await this.wait(wait);
		}
	}

	/** The reply, or how long the request waits by itself before it is sent again. */
	private async attempted(
		request: SageRequest,
		attempt: number,
	): Promise<{ reply?: unknown; wait?: number }> {
		const { session, retry } = this.settings;
		const wasStopped = this.isStopped;
		try {
			return { reply: await this.sendInTime(request) };
		} catch (error) {
			const failure = failureFromError(error, request);
			if (!(failure instanceof SageFailure)) {
				const { method, path } = request;
				const isOnItsWay = this.isStopped && !wasStopped;
				throw isOnItsWay ? new SageFailure({ kind: 'stopped', method, path }) : failure;
			}
			const wait = waitBeforeRetry(failure, attempt, retry);
			if (wait === undefined || isTooLate(wait, retry)) throw failure;
			this.tellRetry(failure, attempt, wait);
			if (failure.kind !== 'throttled') return { wait };
			// It waits with all others, and before those that came after it.
			session.throttle.pause(this.wait(wait));
			return { wait: 0 };
		}
	}

	/** Whether the execution was cancelled; what is sent from then on never leaves n8n. */
	private get isStopped(): boolean {
		return this.context.getExecutionCancelSignal?.()?.aborted === true;
	}

	/** For n8n's log: what happened and where, without Sage's words, queries and bodies, which may hold anything. */
	private tellRetry({ facts, summary }: SageFailure, attempt: number, wait: number): void {
		const again = `sent again in ${Math.ceil(wait / 1000)} s (${attempt} of ${this.settings.retry.maximum})`;
		this.context.logger?.warn(`${summary}: ${facts.method} ${redactText(facts.path)} is ${again}`);
	}

	private async sendInTime(request: SageRequest): Promise<unknown> {
		const deadline = new Deadline(this.settings.timeout);
		const { method, path } = request;
		const late = () => new SageFailure({ kind: 'timeout', method, path });
		try {
			return await deadline.hold(this.sendOnce(deadline.contextOf(this.context), request), late);
		} catch (error) {
			throw deadline.passed ? late() : error;
		}
	}

	private async sendOnce(context: HttpContext, request: SageRequest): Promise<unknown> {
		const reply = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL,
			this.optionsOf(request),
			this.settings.login,
		)) as IN8nHttpFullResponse;
		const facts = {
			method: request.method,
			path: request.path,
			status: reply.statusCode,
			body: reply.body,
			headers: reply.headers,
		};
		if (reply.statusCode >= 300) throw failureOf(facts);
		const body = bodyOf(reply, request);
		if (isBeyondBounds(body, reply.headers))
			throw unreadable({ method: request.method, path: request.path, status: reply.statusCode });
		return body;
	}

	/** Built anew for every attempt: n8n-core changes the object it is given. */
	private optionsOf({ method, path, query, body }: SageRequest): IHttpRequestOptions {
		const { connection, siteId, companyId, timeout } = this.settings;
		const tenancy = path === '/sites' ? {} : { 'X-Site': siteId, 'X-Company': companyId };
		const key = connection.subscriptionKey && {
			'ocp-apim-subscription-key': connection.subscriptionKey,
		};
		const content = body === undefined ? {} : { 'Content-Type': 'application/json' };
		return {
			method,
			url: `${connection.apiUrl}${path}${queryText(query)}`,
			headers: { Accept: 'application/json', ...content, ...tenancy, ...key },
			// As text: n8n-core drops an empty object, and Sage wants `{}` on some posts.
			body: body === undefined ? undefined : JSON.stringify(body),
			timeout,
			returnFullResponse: true,
			// A redirect would carry the token to another address.
			disableFollowRedirect: true,
		};
	}
}

function isTooLate(wait: number, { until = Infinity }: RetryPolicy): boolean {
	return Date.now() + wait > until;
}

async function asExplained(error: unknown, explain: ClientSettings['explain']): Promise<unknown> {
	return explain && error instanceof SageFailure ? await explain(error) : error;
}

/** Whatever an operation says of itself: with Read Only nothing goes out that changes or locks a record. */
function refusedChange({ method, path }: SageRequest): InvalidInput {
	return invalid(
		'Read Only',
		`${method} ${path} would change or lock data in Sage 200`,
		'Switch Read Only off, in the node or in its credential, to allow it.',
	);
}

/**
 * An address cannot hold half a character.
 * @throws InvalidInput naming the option that holds it
 */
function refuseHalfCharacters({ path, query = {} }: SageRequest): void {
	const half = Object.entries({ Path: path, ...query }).find(([, value]) =>
		holdsHalfCharacter(String(value ?? '')),
	);
	if (half) throw invalid(half[0], 'holds half a character', 'Remove the letter that was cut.');
}

/** Spaces as %20: Sage does not take `+`. */
function queryText(query: Query = {}): string {
	const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
	if (given.length === 0) return '';
	return `?${given.map(([name, value]) => `${encodeURIComponent(name).replace('%24', '$')}=${encodeURIComponent(String(value))}`).join('&')}`;
}

function bodyOf(reply: IN8nHttpFullResponse, { method, path }: SageRequest): unknown {
	const body: unknown = reply.body;
	if (typeof body !== 'string') return body;
	if (body.trim() === '') return undefined;
	try {
		return JSON.parse(body) as unknown;
	} catch {
		throw unreadable({ method, path, status: reply.statusCode, sageMessage: pageTitleIn(body) });
	}
}

function rowsOf(body: unknown, path: string): SageRecord[] {
	const rows: unknown[] | undefined = rowsIn(body);
	if (rows === undefined) throw unreadable({ method: 'GET', path });
	if (rows.every(isRecord)) return rows;
	// Items and records have fields; what has none goes into one.
	return rows.map((row) => (isRecord(row) ? row : { data: row }));
}

function unreadable(facts: Omit<FailureFacts, 'kind'>): SageFailure {
	return new SageFailure({ kind: 'unreadable', ...facts });
}
