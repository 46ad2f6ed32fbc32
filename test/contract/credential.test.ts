/** The addresses that n8n itself calls for the credential, worked out as n8n does it. */
import fc from 'fast-check';
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
	['http:/sage.example.com', 'https://sage.example.com'],
	['http:sage.example.com', 'https://sage.example.com'],
	['http:\\\\sage.example.com', 'https://sage.example.com'],
	['  http://sage.example.com', 'https://sage.example.com'],
	['ht\ntp://sage.example.com', 'https://sage.example.com'],
	['//sage.example.com', 'https://sage.example.com'],
	['sage.example.com', 'https://sage.example.com'],
	['http://localhost:x@sage.example.com', 'https://sage.example.com'],
	['http://localhost@sage.example.com/x', 'https://sage.example.com/x'],
	['http://localhost:x', 'https://localhost:x'],
	['Http://LocalHost:4001', 'http://LocalHost:4001'],
])('are one’s own for a custom edition, but never http beyond this machine: %s', (given, used) => {
	expect(addressesFor({ edition: 'custom', identityUrl: given, apiUrl: given })).toEqual([
		`${used}/authorize`,
		`${used}/oauth/token`,
		used,
	]);
});

it('never lead over http to another machine, however they are written', () => {
	const part = fc.constantFrom(
		...['http', 'HTTP', 'https', ':', '/', '//', '\\', '@', ' ', '\t', '\n', '.', '?', '#', '%40'],
		...['localhost', '127.0.0.1', '[::1]', 'sage.example.com', '10.0.0.4', ':80', ':x', 'user'],
	);
	fc.assert(
		fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
			const given = parts.join('');
			for (const used of addressesFor({ edition: 'custom', identityUrl: given, apiUrl: given })) {
				if (!URL.canParse(String(used))) continue;
				const { protocol, hostname } = new URL(String(used));
				if (protocol !== 'https:')
					expect([protocol, hostname]).toEqual([
						'http:',
						expect.stringMatching(/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/),
					]);
			}
		}),
		{ numRuns: 2000 },
	);
});
