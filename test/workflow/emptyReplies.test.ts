/**
 * What a write says of itself: one that Sage answers with nothing is not told as done, for the item names the record or its
 * error says that it may be; and a result begins with what became of the item.
 */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { formOf } from '../../nodes/Sage200/core/commonForm';
import { resources } from '../../nodes/Sage200/resources';
import { credential, runNode } from '../support/engine';
import { fastClock } from '../support/fastClock';
import { HttpServer, reply } from '../support/httpServer';

const usualClock = fastClock(300);
const server = new HttpServer();
const ROW = { id: 5, reference: 'ABB001', code: 'ABB001', name: 'Abbey', urn: '5', lines: [] };
let apiUrl: string;
let written: number;
/** Operations that got as far as a write. */
const sent = new Set<string>();
let answer: [number, unknown];

beforeAll(async () => {
	apiUrl = await server.start();
	server.answer = ({ method, url }, response) => {
		if (method !== 'GET') {
			written++;
			reply(response, ...answer);
		} else if (url.startsWith('/sites')) reply(response, 200, []);
		else reply(response, 200, /\/\d+(\?|$)/.test(url) ? ROW : [ROW]);
	};
});
afterAll(async () => {
	usualClock();
	await server.stop();
});

const writes = resources.flatMap(({ value, operations }) =>
	operations
		.filter(({ writes: changes, value: name }) => changes !== false && name !== 'delete')
		.map((operation) => ({ resource: value, operation })),
);
const EMPTY: Array<[string, [number, unknown]]> = [
	['200 without a body', [200, undefined]],
	['204', [204, undefined]],
	['null', [200, null]],
	['[]', [200, []]],
	['{}', [200, {}]],
];

it.each(writes)('$resource: $operation.value', async ({ resource, operation }) => {
	const properties = formOf(operation);
	const parameters = Object.fromEntries(
		properties.map((each) => [each.name, plausible(each)]),
	) as IDataObject;
	for (const [what, given] of EMPTY) {
		answer = given;
		written = 0;
		const { json, error } = await runNode(
			credential({
				apiUrl,
				siteId: 'S1',
				companyId: '1',
				oauthTokenData: { access_token: 't', refresh_token: 'r', token_type: 'Bearer' },
			}),
			{ ...parameters, resource, operation: operation.value },
		);
		if (written > 0) sent.add(`${resource}: ${operation.value}`);
		if (written === 0 || error) continue;
		expect([what, json]).toEqual([what, json.filter(namesRecord)]);
		expect([what, json.length]).not.toEqual([what, 0]);
		if (resource === 'apiRequest' || operation.value === 'discardDraft') continue;
		expect([what, json.map((row) => Object.keys(row)[0])]).toEqual([
			what,
			json.map(() => 'outcome'),
		]);
	}
});

it('were tried on many kinds of write', () => {
	expect(sent.size).toBeGreaterThanOrEqual(20);
});

function namesRecord({ id, urn, outcome }: IDataObject): boolean {
	return id !== undefined || urn !== undefined || outcome === 'unchanged';
}

function plausible({ type, default: usual, name, modes }: INodeProperties): unknown {
	if (name === 'recordType') return { __rl: true, mode: 'name', value: 'customers' };
	if (name === 'method') return 'POST';
	if (name === 'path') return '/customers';
	if (name === 'body') return '{"name": "x"}';
	if (name === 'protection') return { level: 'standard', lookAgainSeconds: 0 };
	if (name === 'company') return { __rl: true, mode: 'list', value: '' };
	if (name === 'linesInput') return 'json';
	if (name === 'linesJson') return '[{"code": "NEW001", "quantity": 1}]';
	if (type === 'resourceLocator')
		return modes?.some((mode) => mode.name === 'id')
			? { __rl: true, mode: 'id', value: '5' }
			: { __rl: true, mode: 'name', value: 'id:5' };
	if (type === 'options' && usual === '') return 'id:5';
	if (name === 'cheque_value' || name === 'document_goods_value') return 10;
	if (type === 'string' && usual === '') return 'NEW001';
	return usual;
}
