/** The simulated Sage on HTTP: takes a call, applies the faults that are ordered, and answers. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SimulatorClock } from '../data/clock.mts';
import type { Behaviour } from '../behaviour/index.mts';
import { dripped } from './drip.mts';
import { faultyOutcome, gatewayPage, type Outcome } from './call-faults.mts';
import type { Fault, Faults } from './faults.mts';
import { refusal, type Reply } from './replies.mts';
import { isReply, type SageRequest } from './request.mts';
import type { Gate } from './gate.mts';
import type { SageService } from './service.mts';
import type { Traffic } from './traffic.mts';

export interface ApiParts {
	gate: Gate;
	service: SageService;
	behaviour: Behaviour;
	faults: Faults;
	traffic: Traffic;
	clock: SimulatorClock;
	log(line: string): void;
}

/** One call's way to Sage, and what is wrong with it. */
interface Line {
	request: FastifyRequest;
	fault: Fault | undefined;
	gone: AbortSignal;
}

/** Paths of Sage's gateway, by edition. */
export const API_PATHS: Record<SageRequest['edition'], string> = {
	professional: '/uk/sage200extra/accounts/v1',
	standard: '/uk/sage200/accounts/v1',
};

/** Serves the API below its published paths. */
export function serveApi(server: FastifyInstance, parts: ApiParts): void {
	for (const [edition, base] of Object.entries(API_PATHS)) {
		server.all(`${base}/*`, (request, reply) =>
			handle(requestOf(request, base, edition as SageRequest['edition']), request, reply, parts),
		);
	}
}

async function handle(
	call: SageRequest,
	request: FastifyRequest,
	reply: FastifyReply,
	parts: ApiParts,
): Promise<FastifyReply> {
	const { traffic, faults, clock } = parts;
	const began = performance.now();
	const at = clock.stamp();
	const room = traffic.enter();
	const { inFlight } = traffic;
	const fault = room ? faults.next(call) : undefined;
	const gone = hangUp(reply);
	let outcome: Outcome = 'drop';
	try {
		outcome = room
			? await overTheLine(call, { request, fault, gone }, parts)
			: gatewayPage(429, traffic.throttle.retryAfter);
	} finally {
		const status = outcome === 'drop' ? null : outcome.status;
		const ms = Math.round(performance.now() - began);
		const { method, path, query, siteId, companyId } = call;
		traffic.leave({
			at,
			method,
			path,
			query,
			status,
			ms,
			inFlight,
			siteId,
			companyId,
			fault: fault?.kind,
		});
		parts.log(`${method} ${path} ${status ?? 'dropped'} ${ms} ms`);
	}
	return finish(outcome, request, reply);
}

/** Half of the line's time passes before Sage does the work, half after it. */
async function overTheLine(call: SageRequest, line: Line, parts: ApiParts): Promise<Outcome> {
	const delay = parts.traffic.delay();
	await pass(delay / 2);
	const outcome = await outcomeOf(call, line, parts);
	await pass(delay / 2);
	return outcome;
}

async function outcomeOf(
	call: SageRequest,
	{ request, fault, gone }: Line,
	parts: ApiParts,
): Promise<Outcome> {
	const { gate, service, behaviour, clock } = parts;
	const { longUrl, longestUrl, redirectTo } = behaviour;
	if (redirectTo !== '') return { status: 302, headers: { location: redirectTo } };
	if (longUrl !== 'accepted' && addressLength(request) > longestUrl) {
		return refusal(
			longUrl,
			'The length of the URL for this request exceeds the configured maximum.',
			behaviour,
		);
	}
	// The gateway's own errors come before Sage looks at the login.
	if (fault?.kind === 'status' && !fault.commit) return gatewayPage(fault.status, fault.retryAfter);
	const admitted = gate.admit(call);
	if (isReply(admitted)) return admitted;
	if (!fault) return service.answer(admitted);
	return await faultyOutcome(
		fault,
		(committed) => service.answer(admitted, committed),
		clock,
		gone,
	);
}

/** Tells when the client hangs up. */
function hangUp(reply: FastifyReply): AbortSignal {
	const gone = new AbortController();
	reply.raw.once('close', () => gone.abort());
	return gone.signal;
}

async function pass(milliseconds: number): Promise<void> {
	if (milliseconds > 0) await sleep(milliseconds);
}

function finish(outcome: Outcome, request: FastifyRequest, reply: FastifyReply): FastifyReply {
	if (outcome !== 'drop') return send(outcome, reply);
	reply.hijack();
	request.raw.socket.destroy();
	return reply;
}

function send({ status, body, headers = {}, drip }: Reply, reply: FastifyReply): FastifyReply {
	if (drip) {
		reply.hijack();
		dripped(reply.raw, status, JSON.stringify(body ?? null), drip);
		return reply;
	}
	reply.code(status).headers(headers);
	if (body === undefined) return reply.send();
	if (typeof body === 'string')
		return reply.type(body.startsWith('<') ? 'text/html; charset=utf-8' : 'text/plain').send(body);
	return reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}

function requestOf(
	request: FastifyRequest,
	base: string,
	edition: SageRequest['edition'],
): SageRequest {
	const [path, search = ''] = request.url.split('?');
	return {
		method: request.method,
		path: path.slice(base.length),
		query: Object.fromEntries(new URLSearchParams(search)),
		body: (request.body as string | undefined) ?? '',
		bearer: /^Bearer (.+)$/i.exec(header(request, 'authorization') ?? '')?.[1],
		siteId: header(request, 'x-site'),
		companyId: header(request, 'x-company'),
		edition,
	};
}

function addressLength(request: FastifyRequest): number {
	return `http://${request.headers.host}${request.url}`.length;
}

function header(request: FastifyRequest, name: string): string | undefined {
	const value = request.headers[name];
	return Array.isArray(value) ? value[0] : value;
}
