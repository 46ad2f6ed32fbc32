/** API Request: any path of the Sage 200 API, with the login, site and company of the credential. */
import type { INodeProperties } from 'n8n-workflow';

import { jsonObject, parsedJson } from '../../core/form/fields';
import { LIMIT, limitOf, RETURN_ALL } from '../../core/form/rowLimit';
import type { Item } from '../../core/item';
import { changedBy, prepared, type Output, type Prepared } from '../../core/prepared';
import { defineResource } from '../../core/resource';
import { SITES_PATH } from '../../sage200/login/sites';
import { claimWrites } from '../../core/push/claims';
import { writeInExecution } from '../../core/push/writeInExecution';
import { write } from '../../sage200/lookups/writing';
import type { HttpMethod, SageApi, SageRequest } from '../../sage200/protocol/api';
import { isReadOnly } from '../../sage200/protocol/effects';
import { invalid } from '../../sage200/protocol/failures';
import { writeOnce, type LookFirst } from '../../sage200/push/lookFirst';
import { keyRegister } from '../../sage200/push/register';
import { safePath } from '../../transport/path';

import { LOOK_FIRST, lookFirsts, type Destination } from '../../core/push/lookFirst';
import { QUERY, queryOf } from './query';
import { read } from './reading';

const METHODS = ['DELETE', 'GET', 'POST', 'PUT'] as const satisfies HttpMethod[];
const READS = { show: { method: ['GET'] } };
const WRITES = { show: { method: ['POST', 'PUT'] } };

const properties: INodeProperties[] = [
	{
		displayName: 'Method',
		name: 'method',
		type: 'options',
		default: 'GET',
		options: METHODS.map((value) => ({ name: value, value })),
	},
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. /warehouse_holdings',
		description:
			'Path below the API address. Never another host: the login is sent only to the address of the credential.',
	},
	{ ...RETURN_ALL, displayOptions: READS },
	{ ...LIMIT, displayOptions: { show: { ...READS.show, returnAll: [false] } } },
	QUERY,
	{
		displayName: 'Body (JSON)',
		name: 'body',
		type: 'json',
		default: '{}',
		displayOptions: WRITES,
		description: 'Sent as it is',
	},
	LOOK_FIRST,
	{
		displayName: 'Headers to Override',
		name: 'tenancy',
		type: 'collection',
		placeholder: 'Add Header',
		default: {},
		options: [
			{
				displayName: 'X-Company',
				name: 'companyId',
				type: 'string',
				default: '',
				description: 'Company ID to send instead of the one of the credential',
			},
			{
				displayName: 'X-Site',
				name: 'siteId',
				type: 'string',
				default: '',
				description: 'Site ID to send instead of the one of the credential',
			},
		],
	},
];

/** Any call that the other resources do not offer. The site and company headers are added, paging is done. */
export const apiRequest = defineResource({
	value: 'apiRequest',
	name: 'API Request',
	operations: [
		{
			value: 'send',
			name: 'Send',
			action: 'Send API request',
			description: 'Call any path of the Sage 200 API',
			writes: changesSage,
			withoutCompany: (item) => isOfLogin(item) || hasAddress(tenancyOf(item)),
			properties,
			prepare: async (items) => prepareRequests(items),
		},
	],
});

interface ApiCall {
	request: SageRequest;
	/** How many rows are wanted of a list; all when undefined. */
	limit?: number;
}

function changesSage(item: Item): boolean {
	try {
		return !isReadOnly(callOf(item).request);
	} catch {
		// What cannot be sent is refused in its own words.
		return false;
	}
}

async function prepareRequests(items: Item[]): Promise<Prepared> {
	const jobs = new Map<Item, ApiCall>();
	const refused = new Map<Item, unknown>();
	const destinations = new Map<Item, Destination>();
	for (const item of items) {
		try {
			const call = callOf(item);
			const api = apiOf(item);
			jobs.set(item, call);
			if (takesBody(call.request)) destinations.set(item, { api, path: call.request.path });
		} catch (error) {
			refused.set(item, error);
		}
	}
	const { looks, refused: unclear } = await lookFirsts(destinations);
	return prepared({
		refused: new Map([...refused, ...unclear]),
		jobs,
		changes: ({ request }, item) => changedBy(apiOf(item), request),
		execute: async (call, item) => await send(item, call, looks.get(item)),
		end: await claimWrites([...destinations.keys()], []),
	});
}

function takesBody({ method }: SageRequest): boolean {
	return method === 'POST' || method === 'PUT';
}

function callOf(item: Item): ApiCall {
	const { path, query: typed } = safePath(item.text('path'));
	const method = methodOf(item);
	const query = queryOf(item, typed);
	if (method === 'GET') return { request: { method, path, query }, limit: limitOf(item) };
	if (method === 'DELETE') return { request: { method, path, query } };
	const body = bodyOf(item);
	return { request: { method, path, query, body } };
}

function methodOf(item: Item): HttpMethod {
	const given = item.text('method').toUpperCase();
	const method = METHODS.find((each) => each === given);
	if (method) return method;
	throw invalid('Method', `"${given}" is not possible`, `Choose one of ${METHODS.join(', ')}.`);
}

function bodyOf(item: Item): object {
	const label = 'Body (JSON)';
	const body = parsedJson(item.parameter('body', '{}'), label) ?? {};
	if (typeof body !== 'object')
		throw invalid(label, 'must be a JSON object or array', 'Write it as {"field": "value"}.');
	return body;
}

async function send(
	item: Item,
	{ request, limit }: ApiCall,
	lookFirst: LookFirst | undefined,
): Promise<Output> {
	const api = apiOf(item);
	if (request.method === 'GET')
		return rowsOf(await read(api, request.path, request.query ?? {}, limit));
	if (lookFirst) return await sendOnce(api, request, lookFirst);
	if (request.method !== 'DELETE') return rowsOf(await writeInExecution(item, request, api));
	const reply = await write(api, request);
	return reply === undefined ? { deleted: true } : rowsOf(reply);
}

/** What Sage answered, or what was found in its place, with what became of the request. */
async function sendOnce(api: SageApi, request: SageRequest, look: LookFirst): Promise<Output> {
	const { reply, outcome } = await writeOnce(api, request, look, keyRegister);
	const sent = request.method === 'POST' ? 'created' : 'updated';
	const told = { outcome: outcome === 'written' ? sent : outcome };
	return [rowsOf(reply)].flat().map((row) => ({ ...row, ...told }));
}

function rowsOf(reply: unknown): Output {
	return Array.isArray(reply) ? reply.map(asRecord) : asRecord(reply);
}

/** n8n's items are objects; what is none goes into one. */
function asRecord(reply: unknown): object {
	return typeof reply === 'object' && reply !== null ? reply : { data: reply ?? null };
}

function apiOf(item: Item): SageApi {
	if (isOfLogin(item)) return item.run.login;
	const { siteId, companyId } = tenancyOf(item);
	if (!siteId && !companyId) return item.company.api;
	const { connection } = item.run;
	return item.run.client(siteId || connection.siteId, companyId || connection.companyId);
}

/** Site and company that the item asks for in headers, as text; empty where it leaves them to the credential. */
function tenancyOf(item: Item): { siteId: string; companyId: string } {
	const { siteId, companyId } = jsonObject(item.collection('tenancy'), 'Headers to Override');
	return { siteId: String(siteId ?? '').trim(), companyId: String(companyId ?? '').trim() };
}

function hasAddress({ siteId, companyId }: { siteId: string; companyId: string }): boolean {
	return siteId !== '' && companyId !== '';
}

/** The list of sites belongs to the login and not to one of them. */
function isOfLogin(item: Item): boolean {
	return safePath(item.text('path')).path === SITES_PATH;
}
