/**
 * Measures what the product promises, as ratios of sides that take turns. The last line is JSON; ends with exit code 1 when
 * a bar is missed. A run of all writes docs/performance.md.
 *
 *   npm run bench
 *   npm run bench -- --only orders
 */
import { writeFile } from 'node:fs/promises';
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
import { performancePage } from './report/performance.mts';
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

const { only } = new Command()
	.option('--only <name>', `one of: ${Object.keys(benches).join(', ')}`)
	.parse()
	.opts<{ only?: string }>();
const chosen = only === undefined ? Object.keys(benches) : [only];
const unknown = chosen.find((name) => !(name in benches));
if (unknown) {
	console.error(`There is no bench "${unknown}"; there are: ${Object.keys(benches).join(', ')}`);
	process.exit(2);
}

const results = new Map<string, Result>();
for (const name of chosen) results.set(name, await benches[name]());
if (only === undefined) {
	const page = performancePage(machineOf(), [...results.values()]);
	const style = await resolveConfig(PAGE);
	await writeFile(PAGE, await format(page, { ...style, filepath: PAGE }));
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
	}),
);
process.exit(missed.length === 0 ? 0 : 1);
