/**
 * Answers calls that have been let in: a rule if the operation has one, else the catalog; then Sage's shape. Knows
 * nothing of HTTP servers, faults and time-outs, so that a call can be answered at once, or later where a fault
 * delays its commit.
 */
import { findSchema, type Schema } from '../../nodes/Sage200/catalog/index.ts';
import { siteRow, type StoredCompany } from '../data/company.mts';
import type { Change } from '../data/table.mts';
import type { World } from '../data/world.mts';
import { checkSingleOptions, expandNames, shapeOptions } from '../odata/options.mts';
import { ListedRows, type RowSource } from '../odata/rows.mts';
import {
	SageRefusal,
	type Body,
	type Expansions,
	type Projections,
	type Row,
	type Rules,
} from '../world.mts';
import type { Behaviour } from '../behaviour/index.mts';
import type { Gate } from './gate.mts';
import { CUSTOM_EXPANDS } from './captured.mts';
import { answerFromCatalog, type EngineCall } from './generic.mts';
import { listBody } from './list-reply.mts';
import { done, refusal, type Reply } from './replies.mts';
import { readBody } from './request-body.mts';
import type { AdmittedCall } from './request.mts';
import { shaper, writeReply, type ShapeContext } from './shape.mts';
import { Sources } from './sources.mts';

/** What Sage does beyond storing. */
export interface Meaning {
	rules: Rules;
	projections: Projections;
	expansions: Expansions;
}

/** Answers one call that was let in. */
export class SageService {
	private readonly sources: Sources;

	constructor(
		private readonly world: World,
		private readonly gate: Gate,
		private readonly meaning: Meaning,
		private readonly behaviour: Behaviour,
	) {
		this.sources = new Sources(meaning.projections);
	}

	/** Answers an admitted call. `committed` is told what the call changed. */
	answer(call: AdmittedCall, committed?: (changes: Change[]) => void): Reply {
		const { company, request } = call;
		try {
			if (!company) return this.sites(call);
			const { result, changes } = company.recording(() => this.run(call, company));
			if (request.method !== 'GET') company.touch();
			committed?.(changes);
			return result;
		} catch (error) {
			if (error instanceof SageRefusal) {
				return refusal(error.status, error.message, this.behaviour);
			}
			console.error('Sage 200 simulator: a rule failed', error);
			return { status: 500, body: { Message: 'An error has occurred.' } };
		}
	}

	private sites({ request, operation }: AdmittedCall): Reply {
		const schema = findSchema(operation.reply!.schema)!;
		const source = new ListedRows(this.gate.reachable().map(siteRow));
		const shape = (row: Body) => row;
		return done(listBody({ source, query: request.query, schema, shape }, this.behaviour));
	}

	private run(admitted: AdmittedCall, company: StoredCompany): Reply {
		const call = this.callOf(admitted, company);
		if (call.method === 'GET' && 'Id' in call.ids) checkSingle(call);
		const stampBefore = stampOf(call);
		const rule = this.meaning.rules[`${call.operation.method} ${call.path}`];
		const result = rule ? rule(call) : answerFromCatalog(call, this.sources);
		const tellsOld = call.method === 'PUT' && this.behaviour.putReplyStamps === 'old';
		return done(this.bodyOf(call, tellsOld ? withStamp(result, stampBefore) : result));
	}

	private callOf({ request, operation }: AdmittedCall, company: StoredCompany): EngineCall {
		return {
			method: request.method,
			path: operation.path,
			ids: idsOf(operation.path, request.path),
			query: { ...request.query },
			expand: expandNames(request.query),
			body: readBody(request, operation, company, this.sources, this.behaviour),
			company,
			clock: this.world.clock,
			user: userOf(company),
			release: this.behaviour.release,
			operation,
		};
	}

	private bodyOf(call: EngineCall, result: unknown): unknown {
		const { method, operation, query, company } = call;
		if (method === 'DELETE') return undefined;
		const schema = operation.reply && findSchema(operation.reply.schema);
		if (!schema) return result ?? undefined;
		const options = shapeOptions(query, schema, CUSTOM_EXPANDS);
		if (options.metadata) return metadataOf(schema);
		const wanted = { ...options, ...writeReply(operation, schema, this.behaviour) };
		const shape = shaper(schema, wanted, this.shapeContext(company));
		if (method === 'GET' && operation.reply!.list) {
			return listBody({ source: sourceOf(result), query, schema, shape, company }, this.behaviour);
		}
		if (Array.isArray(result)) return result.map((row) => shape(row as Body));
		return shape((result ?? {}) as Body);
	}

	private shapeContext(company: StoredCompany): ShapeContext {
		const { sources, behaviour, meaning } = this;
		return { company, sources, behaviour, expansions: meaning.expansions };
	}
}

/** One record takes few options, and is not there while its commit is kept from readers. */
function checkSingle({ query, company, operation, ids }: EngineCall): void {
	checkSingleOptions(query);
	const table = company.table(operation.resource);
	if (table.find(ids.Id) && !table.named(ids.Id)) {
		throw new SageRefusal('There is no such record.', 404);
	}
}

/** The stamp of the record that a call names. */
function stampOf({ company, operation, ids }: EngineCall): unknown {
	return company.table(operation.resource).find(ids.Id)?.date_time_updated;
}

/** A record with another stamp than it has now. */
function withStamp(record: unknown, stamp: unknown): unknown {
	return stamp === undefined ? record : { ...(record as Body), date_time_updated: stamp };
}

function idsOf(template: string, path: string): Record<string, number> {
	const segments = path.split('/');
	const ids = template
		.split('/')
		.map((name, at) => [name, Number(segments[at])] as const)
		.filter(([name]) => name.startsWith('{'));
	return Object.fromEntries(ids.map(([name, id]) => [name.slice(1, -1), id]));
}

/** The simulated login is the company's first user. */
function userOf(company: StoredCompany): Row {
	for (const user of company.table('users').all()) return user;
	return { id: 1, name: 'Demo' };
}

/** Rules answer a list with rows, the catalog with where they come from. */
function sourceOf(result: unknown): RowSource {
	const isSource = typeof result === 'object' && result !== null && 'ascending' in result;
	return isSource ? (result as RowSource) : new ListedRows(result as Iterable<Body>);
}

/** What `$metadata=true` tells of the fields. */
function metadataOf(schema: Schema): Body[] {
	return [...schema.fields.values()].map(({ name, type }) => ({
		name,
		type,
		sort_order: name === 'id' ? 1 : 0,
		sort_ascending: true,
	}));
}
