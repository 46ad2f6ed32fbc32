/** The admin URL: sets the simulator up, orders faults, and shows and changes what is stored. Without login; this machine only. */
import type { FastifyInstance } from 'fastify';
import { setBehaviour, SWITCHES, type Behaviour } from '../behaviour/index.mts';
import type { Fault, Faults } from '../api/faults.mts';
import type { LoggedCall, Traffic } from '../api/traffic.mts';
import type { CompanyState, StoredCompany } from '../data/company.mts';
import type { World } from '../data/world.mts';
import { resetRenewals } from '../identity/renewals.mts';
import type { IdentityServer } from '../identity/server.mts';
import type { Body } from '../world.mts';
import { bulk, type BulkRequest } from './bulk.mts';
import { orderLedger } from './order-ledger.mts';

export interface AdminParts {
	world: World;
	behaviour: Behaviour;
	/** The switches as the simulator was started with. */
	usual: Readonly<Behaviour>;
	faults: Faults;
	traffic: Traffic;
	identity: IdentityServer;
}

export const ADMIN_PATH = '/admin';

interface CompanyQuery {
	siteId?: string;
	companyId?: string;
	[field: string]: string | undefined;
}

/** Serves the admin URL. */
export function serveAdmin(server: FastifyInstance, parts: AdminParts): void {
	serveBehaviour(server, parts);
	serveLine(server, parts);
	serveClock(server, parts);
	serveTokens(server, parts);
	serveLog(server, parts);
	serveData(server, parts);
	serveReset(server, parts);
}

function serveBehaviour(server: FastifyInstance, { behaviour, usual, world }: AdminParts): void {
	const behaveAs = (changes: Partial<Behaviour>) => {
		setBehaviour(behaviour, changes);
		world.touch();
		return behaviour;
	};
	server.get(`${ADMIN_PATH}/behaviour`, () => behaviour);
	server.put(`${ADMIN_PATH}/behaviour`, ({ body }) => behaveAs(bodyOf<Partial<Behaviour>>(body)));
	server.delete(`${ADMIN_PATH}/behaviour`, () => behaveAs(structuredClone(usual)));
	server.get(`${ADMIN_PATH}/switches`, () => SWITCHES);
}

function serveLine(server: FastifyInstance, { faults, traffic }: AdminParts): void {
	server.get(`${ADMIN_PATH}/faults`, () => faults.list());
	server.put(`${ADMIN_PATH}/faults`, ({ body }) => {
		const { faults: wanted, seed } = bodyOf<{ faults: Fault[]; seed?: number }>(body);
		faults.set(wanted, seed);
		return faults.list();
	});
	server.get(`${ADMIN_PATH}/latency`, () => traffic.latency);
	server.put(`${ADMIN_PATH}/latency`, ({ body }) => Object.assign(traffic.latency, bodyOf(body)));
	server.get(`${ADMIN_PATH}/throttle`, () => traffic.throttle);
	server.put(`${ADMIN_PATH}/throttle`, ({ body }) => Object.assign(traffic.throttle, bodyOf(body)));
}

function serveClock(server: FastifyInstance, { world: { clock } }: AdminParts): void {
	const state = () => ({ now: clock.stamp(), frozen: clock.frozen, pending: clock.pending });
	server.get(`${ADMIN_PATH}/clock`, state);
	server.post(`${ADMIN_PATH}/clock`, ({ body }) => {
		const { advanceMs = 0, frozen } = bodyOf<{ advanceMs?: number; frozen?: boolean }>(body);
		if (frozen === true) clock.freeze();
		clock.advance(advanceMs);
		if (frozen === false) clock.resume();
		return state();
	});
}

function serveTokens(server: FastifyInstance, { identity }: AdminParts): void {
	server.post(
		`${ADMIN_PATH}/tokens`,
		async ({ body }) => await identity.mint(bodyOf<{ login?: string }>(body).login ?? 'demo'),
	);
	server.post(`${ADMIN_PATH}/tokens/expire`, () => ({ expired: identity.expireAccessTokens() }));
	server.post(`${ADMIN_PATH}/tokens/revoke`, () => ({ revoked: identity.revokeRefreshTokens() }));
	server.get(`${ADMIN_PATH}/tokens/renewals`, () => identity.renewals);
	server.delete(`${ADMIN_PATH}/tokens/renewals`, () => {
		resetRenewals(identity.renewals);
		return {};
	});
}

function serveLog(server: FastifyInstance, { traffic }: AdminParts): void {
	server.get(`${ADMIN_PATH}/log`, () => ({
		count: traffic.count,
		inFlight: traffic.inFlight,
		peak: traffic.peak,
		counts: countsOf(traffic.calls),
		calls: traffic.calls,
	}));
	server.delete(`${ADMIN_PATH}/log`, () => {
		traffic.clear();
		return {};
	});
}

function serveData(server: FastifyInstance, { world }: AdminParts): void {
	const states = new Map<string, CompanyState[]>();
	server.get<{ Querystring: CompanyQuery }>(`${ADMIN_PATH}/orders`, ({ query }) =>
		orderLedger(companyOf(world, query), world.clock.pending, query.resource, query.field),
	);
	server.post<{ Params: { name: string } }>(`${ADMIN_PATH}/snapshots/:name`, ({ params }) => {
		states.set(params.name, world.state());
		return {};
	});
	server.post<{ Params: { name: string } }>(
		`${ADMIN_PATH}/snapshots/:name/restore`,
		({ params }) => {
			const state = states.get(params.name);
			if (!state) throw new Error(`There is no snapshot "${params.name}"`);
			world.restore(state);
			return {};
		},
	);
	server.post<{ Querystring: CompanyQuery }>(`${ADMIN_PATH}/bulk`, ({ query, body }) => ({
		ids: bulk(companyOf(world, query), bodyOf<BulkRequest>(body), world.clock.stamp()),
	}));
	serveTables(server, world);
}

/** Back to how it started, but for the tokens: a connected credential stays connected. */
function serveReset(
	server: FastifyInstance,
	{ world, behaviour, usual, faults, traffic }: AdminParts,
): void {
	server.post(`${ADMIN_PATH}/reset`, () => {
		Object.assign(behaviour, structuredClone(usual));
		faults.set([]);
		traffic.reset();
		world.reset();
		return {};
	});
}

function serveTables(server: FastifyInstance, world: World): void {
	interface Route {
		Params: { resource: string; id: string };
		Querystring: CompanyQuery;
	}
	const table = (params: { resource: string }, query: CompanyQuery) =>
		companyOf(world, query).table(params.resource);
	server.get<Route>(`${ADMIN_PATH}/tables/:resource`, ({ params, query }) => {
		const { siteId: _site, companyId: _company, ...fields } = query;
		const wanted = Object.entries(fields);
		return [...table(params, query).stored()].filter((row) =>
			wanted.every(([name, value]) => String(row[name]) === value),
		);
	});
	server.get<Route>(
		`${ADMIN_PATH}/tables/:resource/:id`,
		({ params, query }) => table(params, query).find(Number(params.id)) ?? {},
	);
	server.post<Route>(`${ADMIN_PATH}/tables/:resource`, ({ params, query, body }) =>
		table(params, query).insert(bodyOf<Body>(body)),
	);
	server.put<Route>(`${ADMIN_PATH}/tables/:resource/:id`, ({ params, query, body }) => {
		const { stamp, ...fields } = bodyOf<Body>(body);
		const rows = table(params, query);
		// As told, or as an ordinary change made now.
		if (stamp === undefined) return rows.change(Number(params.id), fields);
		return rows.write(Number(params.id), { ...fields, date_time_updated: stamp });
	});
	server.delete<Route>(`${ADMIN_PATH}/tables/:resource/:id`, ({ params, query }) => {
		table(params, query).remove(Number(params.id));
		return {};
	});
}

/** The company that a call names, else the first. */
function companyOf(world: World, { siteId, companyId }: CompanyQuery): StoredCompany {
	const [first] = world.companies;
	const found = world.find(siteId ?? first.siteId, companyId ?? String(first.companyId));
	if (!found) throw new Error(`There is no company ${companyId} on site ${siteId}`);
	return found;
}

/** `GET /sop_orders/{Id}` → how often. */
function countsOf(calls: LoggedCall[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { method, path } of calls) {
		const name = `${method} ${path.replace(/\/\d+/g, '/{Id}')}`;
		counts[name] = (counts[name] ?? 0) + 1;
	}
	return counts;
}

function bodyOf<Shape extends object>(text: unknown): Shape {
	return (typeof text === 'string' && text !== '' ? JSON.parse(text) : {}) as Shape;
}
