import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { findOperation } from '../catalog';
import { jsonObject, parsedJson } from '../core/form/fields';
import { LIMIT, limitOf, RETURN_ALL } from '../core/form/filters';
import type { Item } from '../core/item';
import { prepared, type Prepared } from '../core/prepared';
import { defineResource } from '../core/resource';
import type { HttpMethod, Query, SageApi } from '../sage200/protocol/api';
import { invalid } from '../sage200/protocol/failures';
import { SITES_PATH } from '../sage200/login/sites';
import { rowsIn } from '../sage200/protocol/rows';
import { safePath } from '../transport/path';

const READS = { show: { method: ['GET'] } };
const WRITES = { show: { method: ['POST', 'PUT'] } };

const properties: INodeProperties[] = [
	{
		displayName: 'Method',
		name: 'method',
		type: 'options',
		default: 'GET',
		options: [
			{ name: 'DELETE', value: 'DELETE' },
			{ name: 'GET', value: 'GET' },
			{ name: 'POST', value: 'POST' },
			{ name: 'PUT', value: 'PUT' },
		],
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
	{
		displayName: 'Query Parameters',
		name: 'query',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Parameter',
		default: {},
		options: [
			{
				displayName: 'Parameter',
				name: 'parameters',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. $filter',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: "e.g. code eq 'BOARD001'",
					},
				],
			},
		],
	},
	{
		displayName: 'Body (JSON)',
		name: 'body',
		type: 'json',
		default: '{}',
		displayOptions: WRITES,
		description: 'Sent as it is',
	},
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
			action: 'Send an API request',
			description: 'Call any path of the Sage 200 API',
			writes: (item) => item.text('method') !== 'GET',
			withoutCompany: (item) => isOfLogin(item) || hasAddress(tenancyOf(item)),
			properties,
			prepare: async (items) => prepareRequests(items),
		},
	],
});

interface ApiCall {
	method: HttpMethod;
	path: string;
	query: Query;
	body?: unknown;
}

function prepareRequests(items: Item[]): Prepared {
	const jobs = new Map<Item, ApiCall>();
	const refused = new Map<Item, unknown>();
	for (const item of items) {
		try {
			jobs.set(item, callOf(item));
		} catch (error) {
			refused.set(item, error);
		}
	}
	return prepared({ refused, jobs, execute: async (call, item) => await send(item, call) });
}

function callOf(item: Item): ApiCall {
	const { path, query } = safePath(item.text('path'));
	const rows = (item.collection('query').parameters as IDataObject[] | undefined) ?? [];
	const method = item.text('method') as HttpMethod;
	const given = Object.fromEntries(
		rows
			.filter(({ name }) => name !== '')
			.map(({ name, value }) => [String(name), String(value ?? '')]),
	);
	const body =
		method === 'POST' || method === 'PUT'
			? (parsedJson(item.parameter('body', '{}'), 'Body (JSON)') ?? {})
			: undefined;
	if (body !== undefined && typeof body !== 'object')
		throw invalid('Body (JSON)', 'must be a JSON object or array');
	return { method, path, query: { ...query, ...given }, body };
}

async function send(
	item: Item,
	{ method, path, query, body }: ApiCall,
): Promise<object | object[]> {
	const api = apiOf(item);
	if (method === 'GET' && !isSingle(path) && pages(item, query))
		return await api.list({ path, query });
	const reply = await api.send({ method, path, query, body });
	if (method === 'DELETE' && reply === undefined) return { deleted: true };
	const rows = method === 'GET' ? rowsIn(reply)?.slice(0, limitOf(item)) : reply;
	return Array.isArray(rows) ? rows.map(asRecord) : asRecord(reply);
}

/** A list is paged unless the user pages by hand. */
function pages(item: Item, query: Query): boolean {
	return (
		item.parameter('returnAll', false) && query.$top === undefined && query.$skip === undefined
	);
}

/** An address that gives one record: as the catalog says, or by its look where the catalog does not know it. */
function isSingle(path: string): boolean {
	const reply = findOperation('GET', path)?.reply;
	return reply ? !reply.list : /\/-?\d+$/.test(path);
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
