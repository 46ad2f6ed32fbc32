/** Every catalogued operation once, each from the same state of the simulated company. */
import { allOperations, type CatalogOperation } from '../../nodes/Sage200/catalog/index.ts';
import { endpointOf, type Endpoint } from '../../nodes/Sage200/sage200/endpoints.ts';
import { connectAdmin } from '../../simulator/admin-client.mts';
import { wrongInReply } from '../../test/support/catalogReply.ts';

import { mintTokens, startLocalSage } from '../local-sage.mts';

import { Bodies } from './bodies.mts';
import { Company, type Row } from './company.mts';
import { inputs } from './inputs.mts';
import { Recorder, type Exchange } from './recorder.mts';
import { wrongInRequest } from './request.mts';

export interface Conformance {
	operations: number;
	reached: number;
	requestsValid: number;
	repliesValid: number;
	/** Paths that Sage published without a verb: reached, and counted apart. */
	unknownVerbs: { operations: number; reached: number };
	gaps: string[];
}

const BEFORE = 'conformance';

export async function conform(only = ''): Promise<Conformance> {
	const simulator = await startLocalSage();
	const recorder = await Recorder.start(simulator.ready.apiUrl);
	try {
		return await new Run(simulator.ready, recorder).all(only);
	} finally {
		recorder.stop();
		await simulator.stop();
	}
}

type Address = Awaited<ReturnType<typeof startLocalSage>>['ready'];
type Engine = typeof import('../../test/support/engine.ts');

class Run {
	private readonly admin;
	private readonly result: Conformance = { operations: 0, reached: 0, requestsValid: 0, repliesValid: 0, unknownVerbs: { operations: 0, reached: 0 }, gaps: [] };
	private engine!: Engine;
	private stored!: ReturnType<Engine['credential']>;
	private company!: Company;
	private bodies!: Bodies;

	constructor(
		private readonly sage: Address,
		private readonly recorder: Recorder,
	) {
		this.admin = connectAdmin(sage.adminUrl);
	}

	async all(only: string): Promise<Conformance> {
		this.engine = await import('../../test/support/engine.ts');
		const { identityUrl, clientId, clientSecret, siteId, companyId } = this.sage;
		const oauthTokenData = { ...(await mintTokens(this.sage)) };
		this.stored = this.engine.credential({ apiUrl: this.recorder.url, identityUrl, clientId, clientSecret, siteId, companyId: String(companyId), oauthTokenData } as never);
		this.company = await Company.open(this.sage, this.admin);
		this.bodies = new Bodies(this.company, `${(await this.admin.clock()).now.slice(0, 10)}T00:00:00Z`);
		await this.admin.takeSnapshot(BEFORE);
		for (const operation of allOperations().filter(({ path }) => path.includes(only))) {
			await this.try(operation);
			if (operation.method !== 'GET') await this.admin.restoreSnapshot(BEFORE);
		}
		return this.result;
	}

	private async try(operation: CatalogOperation): Promise<void> {
		const problems = await this.problemsOf(operation).catch((error: Error) => [`could not be tried: ${error.message}`]);
		this.result.gaps.push(...problems.map((problem) => `${operation.method} ${operation.path} ${problem}`));
	}

	private async problemsOf(operation: CatalogOperation): Promise<string[]> {
		const endpoint = endpointOf(operation);
		const tally = operation.method === 'UNKNOWN' ? this.result.unknownVerbs : this.result;
		tally.operations++;
		const parameters = await this.parametersOf(endpoint);
		this.recorder.take();
		const { error, json } = await this.engine.runNode(this.stored, { resource: 'record', operation: endpoint.verb, options: { retries: 0 }, ...parameters } as never);
		const exchange = this.recorder.take().findLast((each) => isOf(each, operation));
		if (!exchange) return [`was not reached: ${error?.message ?? JSON.stringify(json).slice(0, 200)} ${error?.description ?? ''}`];
		tally.reached++;
		if (tally !== this.result) return [];
		const request = wrongInRequest(exchange, operation);
		const reply = error ? [error.message] : wrongReply(exchange, operation);
		if (request.length === 0) this.result.requestsValid++;
		if (reply.length === 0) this.result.repliesValid++;
		return [...request.map((each) => `request ${each}`), ...reply.map((each) => `reply ${each} to ${JSON.stringify(exchange.body ?? '').slice(0, 300)}`)];
	}

	private async parametersOf(endpoint: Endpoint): Promise<Row> {
		const { operation, parents, place, single, verb } = endpoint;
		const input = await inputs[`${operation.method} ${operation.path}`]?.(this.company, this.bodies);
		const ids = input?.ids ?? (await this.company.idsFor(endpoint));
		const byId = (id: number | undefined) => ({ __rl: true, mode: 'id', value: String(id ?? '') });
		return {
			recordType: { __rl: true, mode: 'list', value: place },
			...(parents.length > 0 ? { parent: byId(ids[0]) } : {}),
			...(parents.length > 1 ? { innerParent: byId(ids[1]) } : {}),
			...(single ? { record: byId(verb === 'delete' ? ((await this.fresh(endpoint, input?.body as Row | undefined)) ?? ids.at(-1)) : ids.at(-1)) } : {}),
			...(verb === 'getAll' ? { limit: 5 } : {}),
			...(verb === 'create' || verb === 'update' || verb === 'action' ? { input: 'json', bodyJson: JSON.stringify(input?.body ?? (await this.bodyFor(endpoint, ids.at(-1)))) } : {}),
		};
	}

	private async bodyFor({ operation: { request, resource }, verb }: Endpoint, id: number | undefined): Promise<unknown> {
		if (!request) return {};
		if (verb !== 'update') return request.list ? [await this.bodies.least(request.schema)] : await this.bodies.least(request.schema);
		const record = (await this.company.call('GET', `/${resource}/${String(id)}`)) as Row | undefined;
		return await this.bodies.change(request.schema, record ?? {});
	}

	/** A record that nothing uses, so that it can be removed; undefined where none can be made for it. */
	private async fresh({ operation, parents }: Endpoint, body: Row | undefined): Promise<number | undefined> {
		const create = allOperations().map(endpointOf).find((each) => each.verb === 'create' && each.operation.resource === operation.resource && each.parents.length === parents.length);
		if (!create || parents.length > 0) return undefined;
		const made = (await this.company.call('POST', create.operation.path, body ?? ((await inputs[`POST ${create.operation.path}`]?.(this.company, this.bodies))?.body as Row) ?? (await this.bodies.least(create.operation.request!.schema)))) as Row | undefined;
		return typeof made?.id === 'number' ? made.id : undefined;
	}
}

/** Sage's schema calls a URN text, and its answers were seen to hold a number. */
const NUMBERED_URN = /^\.urn is \d+, not string$/;

/** Whether a call is one of an operation; where Sage published no verb, any but GET is. */
function isOf({ method, path }: Exchange, operation: CatalogOperation): boolean {
	const pattern = new RegExp(`^${operation.path.replace(/\{\w+\}/g, '-?\\d+')}$`);
	return pattern.test(path) && (operation.method === 'UNKNOWN' ? method !== 'GET' : method === operation.method);
}

function wrongReply({ status, reply }: Exchange, operation: CatalogOperation): string[] {
	if (status < 200 || status > 299) return [`is ${status}`];
	if (!operation.reply) return reply === undefined ? [] : ['has a body'];
	return wrongInReply(reply, operation.reply).filter((each) => !NUMBERED_URN.test(each));
}
