/**
 * Runs the workflow tests against every other Sage that docs/sage200-facts.md leaves possible.
 *
 *   npm run switches                          each switch of the simulator alone, in each of its other values
 *   npm run switches -- --only posting        one switch
 *   npm run switches -- --pairs 10 --seed 3   ten pairs of switches, drawn at random
 *
 * Ends with exit code 1 if a test fails. The last line is JSON: how many settings were tried, and the failures of each.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, Option } from 'commander';

import { SWITCHES } from '../simulator/behaviour/index.mts';
import { makeDice } from '../simulator/seed/dice.mts';

import { CommandFailed, run } from './command.mts';
import { root } from './root.mts';
import { inTemporaryFolder } from './temporary.mts';
import { wholeNumberFrom } from './whole-number.mts';

type Setting = Record<string, string | number>;

const FOLDERS = ['test/workflow', 'test/record'];
/** What a test imports that plays on the simulator. */
const ON_SIMULATOR = /support\/(simulator|salesWorld|shopWorld)'/;

const options = new Command()
	.addOption(
		new Option('--only <switch>', 'one switch alone')
			.choices(Object.keys(SWITCHES))
			.conflicts('pairs'),
	)
	.option(
		'--pairs <number>',
		'so many pairs, drawn at random, in the place of single switches',
		wholeNumberFrom(1),
	)
	.option('--seed <number>', 'draws the pairs', wholeNumberFrom(1), 1)
	.parse()
	.opts<{ only?: string; pairs?: number; seed: number }>();

const singles = Object.entries(SWITCHES).flatMap(([name, [, ...others]]) =>
	others.map((value): Setting => ({ [name]: value })),
);
const settings = options.pairs
	? pairsOf(options.pairs, options.seed)
	: singles.filter((each) => options.only === undefined || options.only in each);

const tests = await testsOnSimulator();
const failures: Record<string, string[]> = {};
for (const setting of settings) {
	const behaviour = JSON.stringify(setting);
	const failed = await failuresUnder(behaviour);
	console.log(
		`${failed.length === 0 ? '✓' : '✗'} ${behaviour}${failed.map((each) => `\n    ${each}`).join('')}`,
	);
	if (failed.length > 0) failures[behaviour] = failed;
}
console.log(JSON.stringify({ settings: settings.length, failures }));
process.exitCode = Object.keys(failures).length === 0 ? 0 : 1;

/** Pairs of settings of two different switches. */
function pairsOf(count: number, seed: number): Setting[] {
	const dice = makeDice(seed);
	return Array.from({ length: count }, () => {
		const one = dice.pick(singles);
		const [name] = Object.keys(one);
		return { ...one, ...dice.pick(singles.filter((each) => !(name in each))) };
	});
}

async function testsOnSimulator(): Promise<string[]> {
	const files = await Promise.all(
		FOLDERS.map(async (folder) =>
			(await readdir(join(root, folder))).map((name) => `${folder}/${name}`),
		),
	);
	const read = files.flat().map(async (file) => {
		const text = await readFile(join(root, file), 'utf8');
		return ON_SIMULATOR.test(text) ? [file] : [];
	});
	return (await Promise.all(read)).flat();
}

/** Names of the tests that fail. */
async function failuresUnder(behaviour: string): Promise<string[]> {
	return await inTemporaryFolder(async (folder) => {
		const file = join(folder, 'results.json');
		const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
		const env = { ...process.env, SIMULATOR_BEHAVIOUR: behaviour };
		const args = [jest, '--silent', '--json', `--outputFile=${file}`, ...tests];
		await run(process.execPath, args, { cwd: root, env }).catch((error: unknown) => {
			// Tests that fail are told by the file.
			if (!(error instanceof CommandFailed)) throw error;
		});
		return failedIn(await readFile(file, 'utf8'));
	});
}

interface Results {
	testResults: Array<{
		name: string;
		message: string;
		assertionResults: Array<{ fullName: string; status: string }>;
	}>;
}

function failedIn(json: string): string[] {
	return (JSON.parse(json) as Results).testResults.flatMap(
		({ name, message, assertionResults }) => {
			const failed = assertionResults.filter(({ status }) => status === 'failed');
			// A file that does not load has no tests.
			if (assertionResults.length === 0) return [`${name}: ${message}`];
			return failed.map(({ fullName }) => fullName);
		},
	);
}
