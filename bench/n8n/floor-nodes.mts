/**
 * The shortest nodes that do a part of the work: what n8n itself takes for it, whoever wrote the node.
 *
 * - _Ready Rows_ gives rows that it has ready: n8n passing them on.
 * - _Bare Calls_ makes calls that are known beforehand through n8n's request helper, so many at a time, and gives the rows
 *   that they answer as they are: n8n's requests, its login for each of them, and its passing on. Its pick list reads the
 *   credential, as each list must that takes site and company from there, and makes one such call.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SageAddress } from '../../scripts/local-sage.mts';
import type { Step } from '../../scripts/n8n/chain.mts';
import type { StoredCredential } from '../../scripts/n8n/cli.mts';

import { bareCredential, siteHeaders } from './http-request.mts';

const PACKAGE = 'n8n-nodes-floor';
const LOGIN_FILE = 'FloorOAuth2Api.credentials.js';
const LOGIN_TYPE = 'floorOAuth2Api';
const CREDENTIAL = { id: 'sage200-floor', name: 'Sage 200 (floor)' };

const READY_ROWS = `
let rows;
exports.ReadyRows = class {
	description = {
		displayName: 'Ready Rows', name: 'readyRows', group: ['input'], version: 1, description: 'Rows that are ready',
		defaults: { name: 'Ready Rows' }, inputs: ['main'], outputs: ['main'],
		properties: [
			{ displayName: 'Row', name: 'row', type: 'string', default: '' },
			{ displayName: 'Count', name: 'count', type: 'number', default: 1 },
		],
	};
	async execute() {
		const row = this.getNodeParameter('row', 0);
		const count = this.getNodeParameter('count', 0);
		rows ??= Array.from({ length: count }, (_, id) => ({ ...JSON.parse(row), id: id + 1 }));
		return [rows.map((json) => ({ json, pairedItem: { item: 0 } }))];
	}
};
`;

const BARE_CALLS = `
exports.BareCalls = class {
	description = {
		displayName: 'Bare Calls', name: 'bareCalls', group: ['input'], version: 1, description: 'Calls that are known',
		defaults: { name: 'Bare Calls' }, inputs: ['main'], outputs: ['main'],
		credentials: [{ name: '${LOGIN_TYPE}', required: true }],
		properties: [
			{ displayName: 'How', name: 'how', type: 'string', default: '' },
			{ displayName: 'Calls', name: 'calls', type: 'string', default: '' },
		],
	};
	methods = {
		listSearch: {
			async known() {
				const { apiUrl, headers } = JSON.parse(this.getCurrentNodeParameter('how'));
				await this.getCredentials('${LOGIN_TYPE}');
				const [{ method, path }] = JSON.parse(this.getCurrentNodeParameter('calls'));
				const request = { method, url: apiUrl + path, headers, json: true };
				const rows = await this.helpers.httpRequestWithAuthentication.call(this, '${LOGIN_TYPE}', request);
				return { results: rows.map(({ name, id }) => ({ name, value: id })) };
			},
		},
	};
	async execute() {
		const { apiUrl, headers, inFlight } = JSON.parse(this.getNodeParameter('how', 0));
		const calls = JSON.parse(this.getNodeParameter('calls', 0));
		const answers = new Array(calls.length);
		let next = 0;
		const lane = async () => {
			while (next < calls.length) {
				const at = next++;
				const { method, path, body } = calls[at];
				const request = { method, url: apiUrl + path, headers, body, json: true };
				answers[at] = await this.helpers.httpRequestWithAuthentication.call(this, '${LOGIN_TYPE}', request);
			}
		};
		await Promise.all(Array.from({ length: inFlight }, lane));
		return [answers.flat().map((json) => ({ json, pairedItem: { item: 0 } }))];
	}
};
`;

/** n8n signs calls of a credential that extends its own OAuth2; with its own one it leaves that to the HTTP Request node. */
const LOGIN = `
exports.FloorOAuth2Api = class {
	name = '${LOGIN_TYPE}';
	displayName = 'Floor OAuth2 API';
	extends = ['oAuth2Api'];
	properties = [];
};
`;

const NODES = { ReadyRows: READY_ROWS, BareCalls: BARE_CALLS };

/** Puts the nodes where n8n finds them at boot. */
export async function addFloorNodes(userFolder: string): Promise<void> {
	const folder = join(userFolder, '.n8n', 'nodes', 'node_modules', PACKAGE);
	await mkdir(folder, { recursive: true });
	const description = {
		name: PACKAGE,
		version: '1.0.0',
		n8n: {
			n8nNodesApiVersion: 1,
			credentials: [LOGIN_FILE],
			nodes: Object.keys(NODES).map((name) => `${name}.node.js`),
		},
	};
	await writeFile(join(folder, 'package.json'), JSON.stringify(description));
	await writeFile(join(folder, LOGIN_FILE), LOGIN);
	for (const [name, code] of Object.entries(NODES))
		await writeFile(join(folder, `${name}.node.js`), code);
}

/** A step that gives the row so many times. */
export function readyRows(row: object, count: number): Step {
	return {
		name: 'Ready',
		type: `${PACKAGE}.readyRows`,
		typeVersion: 1,
		parameters: { row: JSON.stringify(row), count },
	};
}

/** The login of the bare node. */
export async function floorCredential(sage: SageAddress): Promise<StoredCredential> {
	const login = await bareCredential(sage);
	return { ...login, ...CREDENTIAL, type: LOGIN_TYPE };
}

/**
 * A step that makes calls, so many at a time, and gives the rows of their answers.
 * @param calls a list of `Call` as JSON, or an expression that gives it
 */
export function bareCalls(sage: SageAddress, calls: string, inFlight: number): Step {
	const how = { apiUrl: sage.apiUrl, headers: siteHeaders(sage), inFlight };
	return {
		name: 'Calls',
		type: `${PACKAGE}.bareCalls`,
		typeVersion: 1,
		credentials: { [LOGIN_TYPE]: CREDENTIAL },
		parameters: { how: JSON.stringify(how), calls },
	};
}
