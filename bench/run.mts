/**
 * Measures what the product promises, as ratios of sides that take turns. The last line is JSON; ends with exit code 1 when
 * a bar is missed or a bench breaks off. A run of all writes docs/performance.md, each section as soon as it is measured.
 *
 *   npm run bench
 *   npm run bench -- --only orders
 *   npm run bench -- --only orders --record     writes that section alone
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { format, resolveConfig } from 'prettier';

import { say } from '../scripts/progress.mts';
import { root } from '../scripts/root.mts';

import { benchGrowth } from './growth.mts';
import { benchStartUp } from './start-up.mts';
import { benchPickers } from './pickers.mts';
import { benchLoading } from './loading.mts';
import { isMet } from './measure/figures.mts';
import type { Bench, Result } from './measure/result.mts';
import { benchOrderBatch } from './order-batch.mts';
import { benchOrders } from './orders.mts';
import { machineOf } from './report/machine.mts';
import { withSection } from './report/performance.mts';
import { benchReturnAll } from './return-all.mts';
import { benchTrigger } from './trigger.mts';

const benches: Record<string, Bench> = {
	orders: benchOrders,
	orderBatch: benchOrderBatch,
	trigger: benchTrigger,
	returnAll: benchReturnAll,
	loading: benchLoading,
	startUp: benchStartUp,
	pickers: benchPickers,
	growth: benchGrowth,
};
const PAGE = join(root, 'docs', 'performance.md');

const { only, record } = new Command()
	.option('--only <name>', `one of: ${Object.keys(benches).join(', ')}`)
	.option('--record', 'with --only: write its section of docs/performance.md')
	.parse()
	.opts<{ only?: string; record?: boolean }>();
const chosen = only === undefined ? Object.keys(benches) : [only];
const unknown = chosen.find((name) => !(name in benches));
if (unknown) {
	console.error(`There is no bench "${unknown}"; there are: ${Object.keys(benches).join(', ')}`);
	process.exit(2);
}

const results = new Map<string, Result>();
const brokenOff: string[] = [];
for (const name of chosen) {
	try {
		const result = await benches[name]();
		results.set(name, result);
		if (only === undefined || record) await write(name, result);
	} catch (error) {
		// The others take half an hour and do not depend on it.
		say(`${name} broke off: ${error instanceof Error ? error.stack : String(error)}`);
		brokenOff.push(name);
	}
}
const missed = [...results.values()].flatMap(({ bars }) => bars).filter((bar) => !isMet(bar));
for (const { what, measured, most } of missed)
	say(`Missed: ${what}: ${measured.median}, at most ${most}`);
console.log(
	JSON.stringify({
		// One bench alone gives its figures as they are.
		...(only === undefined
			? Object.fromEntries([...results].map(([name, { figures }]) => [name, figures]))
			: results.get(only)?.figures),
		noisy: [...results].filter(([, { noisy }]) => noisy).map(([name]) => name),
		missed: missed.map(({ what }) => what),
		brokenOff,
	}),
);
process.exit(missed.length + brokenOff.length === 0 ? 0 : 1);

async function write(name: string, result: Result): Promise<void> {
	const before = await readFile(PAGE, 'utf8');
	const measured = { name, machine: machineOf(), result };
	const page = withSection(before, Object.keys(benches), measured);
	const style = await resolveConfig(PAGE);
	await writeFile(PAGE, await format(page, { ...style, filepath: PAGE }));
}
