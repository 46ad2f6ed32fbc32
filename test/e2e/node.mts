/** What n8n makes of the package. */
import assert from 'node:assert/strict';
import { templates } from '../../scripts/n8n/templates.mts';
import { OAUTH_CALLBACK } from '../../scripts/n8n/instance.mts';
import { outputSchemas } from '../../scripts/package/schemas.mts';
import type { Scenario } from './scenario.mts';
import type { Stage } from '../../scripts/stage.mts';

const DATA_TABLE = 'n8n-nodes-base.dataTable';

/** @param makesDataTables whether this n8n has what templates with a data table need */
export async function nodeSteps(
	scenario: Scenario,
	{ n8n, credential }: Stage,
	makesDataTables: boolean,
): Promise<void> {
	await scenario.step('n8n offers the node, also as a tool of an AI agent', async () => {
		const types = await n8n.rest.nodeTypes();
		const ours = [...types.keys()].filter((name) => name.startsWith('n8n-nodes-sage200.'));
		assert.ok(
			ours.includes('n8n-nodes-sage200.sage200'),
			`n8n knows of ours: ${ours.join(', ') || 'none'}`,
		);
		assert.ok(ours.includes('n8n-nodes-sage200.sage200Tool'));
	});

	await scenario.step('the editor gets the fields of an output before a first run', async () => {
		for (const [path, schema] of outputSchemas()) {
			const [resource, file] = path.split('/').slice(-2);
			const answer = await fetch(
				`${n8n.url}/schemas/n8n-nodes-sage200.sage200/1.0.0/${resource}/${file}`,
			);
			assert.deepEqual([path, await answer.json()], [path, schema]);
		}
	});

	await scenario.step('n8n has every node of every template, in the version it is in', async () => {
		const types = await n8n.rest.nodeTypes();
		const tried = (await templates()).filter(
			({ nodes }) => makesDataTables || !nodes.some(({ type }) => type === DATA_TABLE),
		);
		const missing = tried.flatMap(({ name, nodes }) =>
			nodes
				.filter(({ type, typeVersion }) => !types.get(type)?.includes(Number(typeVersion)))
				.map(({ type, typeVersion }) => `${name}: ${type} ${String(typeVersion)}`),
		);
		assert.deepEqual(missing, []);
	});

	await scenario.step(
		'connecting sends the person to the login with audience and scopes',
		async () => {
			const address = new URL(
				await n8n.rest.get<string>(`/oauth2-credential/auth?id=${credential.id}`),
			);
			assert.equal(
				`${address.origin}${address.pathname}`,
				`${credential.data.identityUrl}/authorize`,
			);
			assert.equal(address.searchParams.get('audience'), 's200ukipd/sage200');
			assert.equal(address.searchParams.get('scope'), 'openid profile email offline_access');
			assert.equal(address.searchParams.get('redirect_uri'), `${n8n.url}${OAUTH_CALLBACK}`);
		},
	);

	await scenario.step('the list of customers searches in Sage', async () => {
		const found = await n8n.rest.pickList({
			parameter: 'customer',
			method: 'customers',
			search: "O'Brien",
			credential,
			workflowId: 'shop-order-to-sage',
		});
		assert.equal(found.length, 1, JSON.stringify(found));
		assert.match(found[0].name, /O'Brien/);
	});
}
