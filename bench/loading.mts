/** What the package costs an n8n before it does anything: loading its nodes, and their descriptions in the editor. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { run } from '../scripts/command.mts';
import { npm } from '../scripts/npm.mts';
import { root } from '../scripts/root.mts';

import { alternate } from './measure/alternate.mts';
import { exactly, ratio, spreadOf } from './measure/figures.mts';
import type { Result } from './measure/result.mts';

const TO_N8N_WORKFLOW = 0.08;
const DESCRIPTION_KB = 250;
/** A load takes a tenth of a second: many rounds cost little and even out what else the machine does. */
const ROUNDS = 15;

interface LoadSample {
	/** Of n8n-workflow, which every node needs and n8n has loaded. */
	workflowMs: number;
	/** Of the nodes, after that, with their descriptions. */
	nodesMs: number;
}

/**
 * The nodes of package.json are loaded as n8n loads them: made, and asked for their description. Counted is processor
 * time, which does not grow while others have the processors: all of it is work, none is waiting.
 */
const TIMED = `
	const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
	const began = used();
	require(${JSON.stringify(createRequire(import.meta.url).resolve('n8n-workflow'))});
	const loaded = used();
	for (const file of process.argv.slice(1))
		for (const Node of Object.values(require(file))) new Node().description;
	console.log(JSON.stringify({ workflowMs: loaded - began, nodesMs: used() - loaded }));
`;

/** Times the loading of the nodes against that of n8n-workflow, and weighs their descriptions. */
export async function benchLoading(): Promise<Result> {
	await npm(['run', 'build'], { cwd: root });
	const require = createRequire(import.meta.url);
	const { n8n } = require(join(root, 'package.json')) as { n8n: { nodes: string[] } };
	const files = n8n.nodes.map((file) => join(root, file));
	const { samples, noisy } = await alternate({
		name: 'Loading',
		sides: { nodes: async () => await load(files) },
		floor: 'nodes',
		seconds: ({ workflowMs }) => workflowMs / 1000,
		rounds: ROUNDS,
	});
	const nodes = samples.nodes.map(({ nodesMs }) => nodesMs / 1000);
	const workflow = samples.nodes.map(({ workflowMs }) => workflowMs / 1000);
	const toWorkflow = ratio(nodes, workflow);
	const descriptionKB = Math.ceil(
		files.reduce((sum, file) => sum + descriptionBytes(require(file)), 0) / 1024,
	);
	return {
		title: 'Loading',
		about: `What n8n does with the package's ${files.length} node file(s) at every start, in a fresh process, against loading n8n-workflow in the same process, in processor time.`,
		rows: [
			{ name: 'n8n-workflow', seconds: spreadOf(workflow) },
			{ name: "the package's nodes", seconds: spreadOf(nodes) },
		],
		bars: [
			{
				what: 'Loading the nodes, against n8n-workflow',
				measured: toWorkflow,
				most: TO_N8N_WORKFLOW,
			},
			{
				what: 'Node descriptions as n8n serves them',
				measured: exactly(descriptionKB),
				most: DESCRIPTION_KB,
				unit: 'KB',
			},
		],
		curves: [],
		notes: [],
		noisy,
		figures: { toWorkflow: toWorkflow.median, descriptionKB },
	};
}

async function load(files: string[]): Promise<LoadSample> {
	return JSON.parse(await run(process.execPath, ['-e', TIMED, ...files], { cwd: root }));
}

function descriptionBytes(exported: Record<string, new () => { description: object }>): number {
	return Object.values(exported).reduce(
		(sum, Node) => sum + JSON.stringify(new Node().description).length,
		0,
	);
}
