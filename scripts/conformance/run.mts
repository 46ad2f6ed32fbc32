/** Every catalogued operation once, each from the same state of the simulated company. */
import {
	allOperations,
	schema,
	type CatalogOperation,
	type Field,
} from '../../nodes/Sage200/catalog/index.ts';
import { nested } from '../../nodes/Sage200/resources/record/fieldTree.ts';
import { endpointOf, type Endpoint } from '../../nodes/Sage200/sage200/protocol/endpoints.ts';
import { connectAdmin } from '../../simulator/admin-client.mts';
import { wrongInReply } from '../../test/support/catalogReply.ts';

import { mintTokens, startLocalSage } from '../local-sage.mts';

import { Bodies } from './bodies.mts';
import { Company, type Row } from './company.mts';
import { bodyForm, placeOf, readForm } from './form.mts';
import { inputs } from './inputs.mts';
import { lostFrom } from './kept.mts';
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

/**
 * Tries every catalogued operation whose path contains a text.
 * @throws Error if none does
 */
export async function conform(only = ''): Promise<Conformance> {
	const operations = allOperations().filter(({ path }) => path.includes(only));
	if (operations.length === 0) throw new Error(`No path contains "${only}": nothing was tried`);
	const simulator = await startLocalSage();
	const recorder = await Recorder.start(simulator.ready.apiUrl);
	try {
		return await new Run(simulator.ready, recorder).all(operations);
	} finally {
		recorder.stop();
		await simulator.stop();
	}
}

type Address = Awaited<ReturnType<typeof startLocalSage>>['ready'];
type Engine = typeof import('../../test/support/engine.ts');

class Run {
	private readonly admin;
	private readonly result: Conformance = {
		operations: 0,
		reached: 0,
		requestsValid: 0,
		repliesValid: 0,
		unknownVerbs: { operations: 0, reached: 0 },
		gaps: [],
	};
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

	async all(operations: CatalogOperation[]): Promise<Conformance> {
		this.engine = await import('../../test/support/engine.ts');
		const { identityUrl, clientId, clientSecret, siteId, companyId } = this.sage;
		const oauthTokenData = { ...(await mintTokens(this.sage)) };
		this.stored = this.engine.credential({
			apiUrl: this.recorder.url,
			identityUrl,
			clientId,
			clientSecret,
			siteId,
			companyId: String(companyId),
			oauthTokenData,
		} as never);
		this.company = await Company.open(this.sage, this.admin);
		this.bodies = new Bodies(
			this.company,
			`${(await this.admin.clock()).now.slice(0, 10)}T00:00:00Z`,
		);
		await this.admin.takeSnapshot(BEFORE);
		for (const operation of operations) {
			await this.try(operation);
			if (operation.method !== 'GET') await this.admin.restoreSnapshot(BEFORE);
		}
		return this.result;
	}

	private async try(operation: CatalogOperation): Promise<void> {
		const problems = await this.problemsOf(operation).catch((error: Error) => [
			`could not be tried: ${error.message}`,
		]);
		this.result.gaps.push(
			...problems.map((problem) => `${operation.method} ${operation.path} ${problem}`),
		);
	}

	private async problemsOf(operation: CatalogOperation): Promise<string[]> {
		const endpoint = endpointOf(operation);
		const tally = operation.method === 'UNKNOWN' ? this.result.unknownVerbs : this.result;
		tally.operations++;
		const { ids, given } = await this.inputFor(endpoint);
		const place = placeOf(endpoint, ids);
		const { exchanges, error, json } = await this.drive(endpoint, {
			...place,
			...(given === undefined ? readForm(expandable(operation)) : bodyForm(endpoint, given)),
		});
		const exchange = exchanges.findLast((each) => isOf(each, operation));
		if (!exchange)
			return [
				`was not reached: ${error?.message ?? JSON.stringify(json).slice(0, 200)} ${error?.description ?? ''}`,
			];
		tally.reached++;
		if (tally !== this.result) return [];
		const request = [
			...wrongInRequest(exchange, operation),
			...lostFrom(given, exchange.body),
			...(await this.wrongWithAllFields(endpoint)),
		];
		const output = Array.isArray(exchange.reply) ? json : json[0];
		const reply = error
			? [error.message]
			: [...wrongReply(exchange, operation), ...lostFrom(exchange.reply, output)];
		if (request.length === 0) this.result.requestsValid++;
		if (reply.length === 0) this.result.repliesValid++;
		return [
			...request.map((each) => `request ${each}`),
			...reply.map(
				(each) => `reply ${each} to ${JSON.stringify(exchange.body ?? '').slice(0, 300)}`,
			),
		];
	}

	/** What is wrong with what the node sends when every field that its form offers is filled in; the company is not asked to take it. */
	private async wrongWithAllFields(endpoint: Endpoint): Promise<string[]> {
		const { operation, verb } = endpoint;
		const { request } = operation;
		if (request === undefined || request.list) return [];
		// The call before may have used its record up: an invoice is authorised once.
		await this.admin.restoreSnapshot(BEFORE);
		const place = placeOf(endpoint, (await this.inputFor(endpoint)).ids);
		const offered = await this.engine.offeredFields(this.stored, {
			resource: 'record',
			operation: verb,
			...place,
		} as never);
		const filled = await this.bodies.filled(request.schema, offered);
		this.recorder.holdsWrites = true;
		const { error, exchanges, json } = await this.drive(endpoint, {
			...place,
			input: 'fields',
			fields: { mappingMode: 'defineBelow', value: filled },
		}).finally(() => (this.recorder.holdsWrites = false));
		if (json[0]?.outcome === 'unchanged') return [];
		const exchange = exchanges.findLast((each) => isOf(each, operation));
		if (!exchange) return [`with all fields was not sent: ${error?.message}`];
		const asItWas = JSON.stringify(exchanges.map(({ reply }) => reply));
		// An update leaves out what the record has already, and rows that it has.
		const unchanged = (path: string, value: unknown) =>
			verb === 'update' &&
			(Array.isArray(value) ||
				asItWas.includes(`${JSON.stringify(path.split('.').at(-1))}:${JSON.stringify(value)}`));
		const hidden = writable(request.schema, operation).filter(
			(name) => !offered.some((each) => each.split('.')[0] === name),
		);
		return [
			...hidden.map((name) => `does not offer ${name}`),
			...wrongInRequest(exchange, operation),
			...lostFrom(nested(filled), exchange.body, unchanged),
		].map((each) => `with all fields: ${each}`);
	}

	/** Runs the node once, and returns what it said and what went over the line. */
	private async drive({ verb }: Endpoint, parameters: Row) {
		this.recorder.take();
		const { error, json } = await this.engine.runNode(this.stored, {
			resource: 'record',
			operation: verb,
			simplify: false,
			options: { retries: 0 },
			...parameters,
		} as never);
		return { error, json, exchanges: this.recorder.take() };
	}

	/** IDs for the path, and the body where the operation has one. */
	private async inputFor(endpoint: Endpoint): Promise<{ ids: number[]; given: unknown }> {
		const { operation, verb } = endpoint;
		const input = await inputs[`${operation.method} ${operation.path}`]?.(
			this.company,
			this.bodies,
		);
		const ids = input?.ids ?? (await this.company.idsFor(endpoint));
		if (verb === 'delete')
			return {
				ids: [
					...ids.slice(0, -1),
					(await this.fresh(endpoint, input?.body as Row | undefined)) ?? ids.at(-1)!,
				],
				given: undefined,
			};
		const given =
			verb === 'get' || verb === 'getAll'
				? undefined
				: (input?.body ?? (await this.bodyFor(endpoint, ids.at(-1))));
		return { ids, given };
	}

	private async bodyFor(
		{ operation: { request, resource }, verb }: Endpoint,
		id: number | undefined,
	): Promise<unknown> {
		if (!request) return {};
		if (verb !== 'update')
			return request.list
				? [await this.bodies.least(request.schema)]
				: await this.bodies.least(request.schema);
		const record = (await this.company.call('GET', `/${resource}/${String(id)}`)) as
			| Row
			| undefined;
		return await this.bodies.change(request.schema, record ?? {});
	}

	/** A record that nothing uses, so that it can be removed; undefined where none can be made for it. */
	private async fresh(
		{ operation, parents }: Endpoint,
		body: Row | undefined,
	): Promise<number | undefined> {
		const create = allOperations()
			.map(endpointOf)
			.find(
				(each) =>
					each.verb === 'create' &&
					each.operation.resource === operation.resource &&
					each.parents.length === parents.length,
			);
		if (!create || parents.length > 0) return undefined;
		const made = (await this.company.call(
			'POST',
			create.operation.path,
			body ??
				((await inputs[`POST ${create.operation.path}`]?.(this.company, this.bodies))
					?.body as Row) ??
				(await this.bodies.least(create.operation.request!.schema)),
		)) as Row | undefined;
		return typeof made?.id === 'number' ? made.id : undefined;
	}
}

/** Sage's schema calls a URN text, and its answers were seen to hold a number. */
const NUMBERED_URN = /^\.urn is \d+, not string$/;

/** What is nested in the records that an operation reads. */
function expandable({ reply }: CatalogOperation): string[] {
	if (!reply) return [];
	return [...schema(reply.schema).fields.values()]
		.filter(({ type }) => type === 'object' || type === 'list')
		.map(({ name }) => name);
}

/**
 * What can be written: neither stamps nor whole records beside their own IDs, which Sage only shows; of a new record
 * nothing can be removed.
 */
function writable(name: string, { method }: CatalogOperation): string[] {
	const { fields } = schema(name);
	const shown = ({ name: field, type }: Field) =>
		/^date_time_/.test(field) || (type === 'object' && fields.has(`${field}_id`));
	return [...fields.values()]
		.filter((field) => !field.readOnly && !shown(field))
		.filter((field) => method !== 'POST' || field.name !== 'is_to_delete')
		.map((field) => field.name);
}

/** Whether a call is one of an operation; where Sage published no verb, any but GET is. */
function isOf({ method, path }: Exchange, operation: CatalogOperation): boolean {
	const pattern = new RegExp(`^${operation.path.replace(/\{\w+\}/g, '-?\\d+')}$`);
	return (
		pattern.test(path) &&
		(operation.method === 'UNKNOWN' ? method !== 'GET' : method === operation.method)
	);
}

function wrongReply({ status, reply }: Exchange, operation: CatalogOperation): string[] {
	if (status < 200 || status > 299) return [`is ${status}`];
	if (!operation.reply) return reply === undefined ? [] : ['has a body'];
	return wrongInReply(reply, operation.reply).filter((each) => !NUMBERED_URN.test(each));
}
