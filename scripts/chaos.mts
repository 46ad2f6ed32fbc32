/**
 * Pushes orders under faults and asks the simulator's own ledger what came of it.
 *
 *   npm run chaos -- --orders 1000 --seed 1 [--protection standard|strict|automatic]
 *   npm run chaos -- --writes [200] --seed 1
 *
 * With `--writes`, despatches, transfers, allocations, postings and changes of orders are pushed in the place of orders.
 *
 * The seed draws who orders what, which webhooks come twice, when a worker dies, and what the line does to each call,
 * in whatever order the calls come. Ends with exit code 1 if an order was lost or duplicated.
 */
import { Command, InvalidArgumentError } from 'commander';

import { runChaos, type Protection, type Score } from './chaos/run.mts';

const options = new Command()
	.option('--orders <number>', 'how many orders', whole, 200)
	.option('--seed <number>', 'draws the plan and the faults', whole, 1)
	.option('--writes [number]', 'other writes in the place of orders, and how many', whole)
	.option('--protection <level>', 'standard, strict, automatic or all', 'all')
	.parse()
	.opts<{ orders: number; seed: number; protection: string; writes?: number | true }>();

if (options.writes !== undefined) {
	const { runWrites } = await import('./chaos/writes/run.mts');
	const score = await runWrites(options.writes === true ? 200 : options.writes, options.seed);
	console.log(JSON.stringify(score));
	process.exit(score.lost + score.twice + score.inDoubt === 0 ? 0 : 1);
}

const all: Protection[] = ['standard', 'strict', 'automatic'];
const protections = all.filter((each) => ['all', each].includes(options.protection));
const scores: Record<string, Score> = {};
for (const protection of protections) {
	console.error(`Pushing ${options.orders} orders under faults, ${protection} protection …`);
	scores[protection] = await runChaos(options.orders, options.seed, protection);
	console.error(JSON.stringify({ protection, ...scores[protection] }));
}
const total = (field: 'pushed' | 'inSage' | 'lost' | 'duplicates' | 'hiddenCommits') =>
	Object.values(scores).reduce((sum, score) => sum + score[field], 0);
const result = {
	pushed: total('pushed'),
	inSage: total('inSage'),
	lost: total('lost'),
	duplicates: total('duplicates'),
	hiddenCommits: total('hiddenCommits'),
	protections: scores,
};
console.log(JSON.stringify(result));
process.exit(result.lost + result.duplicates === 0 ? 0 : 1);

function whole(text: string): number {
	const number = Number(text);
	if (!Number.isInteger(number) || number < 1)
		throw new InvalidArgumentError('must be a whole number above 0');
	return number;
}
