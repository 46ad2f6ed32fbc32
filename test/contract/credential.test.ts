/** The addresses that n8n itself calls for the credential, worked out as n8n does it. */
import { Workflow, type IDataObject, type INode } from 'n8n-workflow';

import { Sage200OAuth2Api } from '../../credentials/Sage200OAuth2Api.credentials';
import { nodeTypes } from '../support/engine';

const credential = new Sage200OAuth2Api();
const node: INode = {
	id: '1',
	name: 'n',
	type: 'test.source',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const { expression } = new Workflow({
	nodes: [node],
	connections: {},
	active: false,
	nodeTypes: nodeTypes as never,
});

function worked(text: string, data: IDataObject): unknown {
	return expression.getComplexParameterValue(
		node,
		text,
		'internal',
		{ $credentials: data } as never,
		undefined,
		undefined,
		data,
	);
}

function addressesFor(data: IDataObject): unknown[] {
	const ofField = (name: string) =>
		worked(String(credential.properties.find((property) => property.name === name)!.default), data);
	return [
		ofField('authUrl'),
		ofField('accessTokenUrl'),
		worked(String(credential.test.request.baseURL), data),
	];
}

it.each([
	['professional', 'sage200extra'],
	['standard', 'sage200'],
])('are Sage’s for %s, whatever is left over in other fields', (edition, path) => {
	expect(
		addressesFor({ edition, identityUrl: 'http://evil.example', apiUrl: 'http://evil.example' }),
	).toEqual([
		'https://id.sage.com/authorize',
		'https://id.sage.com/oauth/token',
		`https://api.columbus.sage.com/uk/${path}/accounts/v1`,
	]);
});

it.each([
	['https://sage.example.com/', 'https://sage.example.com'],
	['http://127.0.0.1:4001', 'http://127.0.0.1:4001'],
	['http://localhost:4001/x/', 'http://localhost:4001/x'],
	['http://[::1]:4001', 'http://[::1]:4001'],
	['http://sage.example.com', 'https://sage.example.com'],
	['HTTP://10.0.0.4:80', 'https://10.0.0.4:80'],
	['http://localhost.evil.example', 'https://localhost.evil.example'],
	['http://127.0.0.1.evil.example', 'https://127.0.0.1.evil.example'],
])('are one’s own for a custom edition, but never http beyond this machine: %s', (given, used) => {
	expect(addressesFor({ edition: 'custom', identityUrl: given, apiUrl: given })).toEqual([
		`${used}/authorize`,
		`${used}/oauth/token`,
		used,
	]);
});
