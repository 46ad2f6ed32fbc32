/** "A resource is one file": the one that CONTRIBUTING.md prints works as printed, once it is named in the list. */
import type { IDataObject } from 'n8n-workflow';

import type { Resource } from '../../nodes/Sage200/core/resource';
import { resources } from '../../nodes/Sage200/resources';
import { printedResource } from '../support/contributing.js';
import { HttpServer, reply } from '../support/httpServer';

const [added] = Object.values(printedResource()) as Resource[];
const server = new HttpServer();
let run: (parameters: IDataObject, items?: IDataObject[]) => Promise<IDataObject[]>;

beforeAll(async () => {
	// Somebody who has followed the example has it in the list already.
	const others = resources.filter(({ value }) => value !== added.value);
	resources.splice(0, resources.length, ...others, added);
	// Only now: the node builds its form when it is loaded.
	const { credential, runNode } = await import('../support/engine');
	const apiUrl = await server.start();
	server.answer = (_call, response) =>
		reply(response, 200, [{ id: 5, reference: '4000', name: 'Sales' }]);
	run = async (parameters, items = [{}]) => {
		const stored = credential({
			apiUrl,
			siteId: 'S1',
			companyId: '1',
			oauthTokenData: { access_token: 't', refresh_token: 'r', token_type: 'Bearer' },
		});
		const { json, error } = await runNode(
			stored,
			{ resource: added.value, ...parameters },
			{ items },
		);
		if (error) throw error;
		return json;
	};
});
afterAll(async () => await server.stop());

it('reads records by their human key, all items in one call', async () => {
	const picked = { __rl: true, mode: 'reference', value: '={{ $json.code }}' };
	const rows = await run({ operation: 'get', [added.identity!.parameter]: picked }, [
		{ code: '4000' },
		{ code: 4000 },
	]);
	expect(rows.map(({ id }) => id)).toEqual([5, 5]);
	expect(server.calls).toHaveLength(1);
});

it('reads many by filters, and only fields that Sage has', async () => {
	const { schema } = await import('../../nodes/Sage200/catalog');
	server.calls = [];
	await run({
		operation: 'getAll',
		filters: { conditions: [{ field: 'name', operator: 'contains', value: 'Sal' }] },
	});
	const query = new URL(server.calls[0].url, 'http://sage').searchParams;
	expect(query.get('$filter')).toBe("contains(name,'Sal')");
	const { fields } = schema('nominal_code');
	for (const name of query.get('$select')!.split(','))
		expect(fields.get(name)?.type).toMatch(/^(?!object|list)/);
});
