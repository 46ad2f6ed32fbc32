/** What the node costs an n8n before it does anything: loading it in a fresh process, and its description in the editor. */
import { createRequire } from 'node:module';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { run } from '../scripts/command.mts';
import { npm } from '../scripts/npm.mts';
import { root } from '../scripts/root.mts';
import { inTemporaryFolder } from '../scripts/temporary.mts';

const ROUNDS = 15;

const EMPTY = `exports.Empty = class { description = { name: 'empty', properties: [] } };`;

/** n8n has loaded its own parts by then; what counts is the node's. */
const TIMED = `
	require(${JSON.stringify(createRequire(import.meta.url).resolve('n8n-workflow'))});
	const started = performance.now();
	for (const made of Object.values(require(process.argv[1]))) new made().description;
	console.log(performance.now() - started);
`;

export interface LoadingFigures {
	loading: { nodeMs: number; emptyMs: number; overEmptyMs: number; descriptionKB: number };
}

export async function benchLoading(): Promise<LoadingFigures> {
	await npm(['run', 'build'], { cwd: root });
	const node = join(root, 'dist', 'nodes', 'Sage200', 'Sage200.node.js');
	return await inTemporaryFolder(async (folder) => {
		const empty = join(folder, 'Empty.node.js');
		await mkdir(folder, { recursive: true });
		await writeFile(empty, EMPTY);
		const taken: { node: number[]; empty: number[] } = { node: [], empty: [] };
		// In turn, so that whatever else the machine does meets both.
		for (let round = 0; round < ROUNDS; round++) {
			taken.node.push(await load(node));
			taken.empty.push(await load(empty));
		}
		const [nodeMs, emptyMs] = [median(taken.node), median(taken.empty)];
		return {
			loading: {
				nodeMs,
				emptyMs,
				overEmptyMs: Number((nodeMs - emptyMs).toFixed(1)),
				descriptionKB: describe(node),
			},
		};
	});
}

async function load(file: string): Promise<number> {
	return Number(await run(process.execPath, ['-e', TIMED, file], { cwd: root }));
}

/** As n8n sends it to the editor. */
function describe(file: string): number {
	const made = Object.values(
		createRequire(import.meta.url)(file) as Record<string, new () => { description: object }>,
	);
	return Math.ceil(
		made.reduce((sum, Node) => sum + JSON.stringify(new Node().description).length, 0) / 1024,
	);
}

function median(values: number[]): number {
	return Number(
		values.sort((left, right) => left - right)[Math.floor(values.length / 2)].toFixed(1),
	);
}
