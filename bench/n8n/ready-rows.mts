/** A node that gives rows which it has ready: what n8n itself takes to pass so many on. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Step } from '../../scripts/n8n/chain.mts';

const PACKAGE = 'n8n-nodes-ready-rows';

const NODE = `
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

/** Puts the node where n8n finds it at boot. */
export async function addReadyRows(userFolder: string): Promise<void> {
	const folder = join(userFolder, '.n8n', 'nodes', 'node_modules', PACKAGE);
	await mkdir(folder, { recursive: true });
	const description = {
		name: PACKAGE,
		version: '1.0.0',
		n8n: { n8nNodesApiVersion: 1, nodes: ['ReadyRows.node.js'] },
	};
	await writeFile(join(folder, 'package.json'), JSON.stringify(description));
	await writeFile(join(folder, 'ReadyRows.node.js'), NODE);
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
