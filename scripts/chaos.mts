/**
 * Pushes orders under faults and asks the simulator's own ledger what came of it.
 *
 *   npm run chaos -- --orders 1000 --seed 1 [--protection standard|strict|automatic]
 *   npm run chaos -- --writes [200] --seed 1
 *   npm run chaos -- --trigger --changes 20000 --seed 1
 *
 * With `--writes`, despatches, transfers, allocations, postings and changes of orders are pushed in the place of orders.
 * With `--trigger`, Sage is written to while a real n8n with the trigger is killed and started again three times.
 *
 * The seed draws who orders what, which webhooks come twice, when a worker dies, and what the line does to each call,
 * in whatever order the calls come. Ends with exit code 1 if an order was lost or duplicated.
 */
import { Command, Option } from 'commander';

import { runChaos, type Protection, type Score } from './chaos/run.mts';
import { wholeNumberFrom } from './whole-number.mts';

const PROTECTIONS: Protection[] = ['standard', 'strict', 'automatic'];

const options = new Command()
	.option('--orders <number>', 'how many orders', wholeNumberFrom(1), 200)
	.option('--seed <number>', 'draws the plan and the faults', wholeNumberFrom(1), 1)
	.addOption(
		new Option('--writes [number]', 'other writes in the place of orders, and how many')
			.argParser(wholeNumberFrom(1))
			.conflicts(['trigger', 'protection']),
	)
	.addOption(new Option('--protection <level>').choices(['all', ...PROTECTIONS]).default('all'))
	.addOption(new Option('--trigger', 'the trigger in the place of orders').conflicts('protection'))
	.option(
		'--changes <number>',
		'how many changes the trigger is to see',
		wholeNumberFrom(1),
		20_000,
	)
	.parse()
	.opts<{
		orders: number;
		seed: number;
		protection: Protection | 'all';
		writes?: number | true;
		trigger?: boolean;
		changes: number;
	}>();

if (options.writes !== undefined) {
	const { runWrites } = await import('./chaos/writes/run.mts');
	const score = await runWrites(options.writes === true ? 200 : options.writes, options.seed);
	console.log(JSON.stringify(score));
	process.exit(score.lost + score.twice + score.inDoubt === 0 ? 0 : 1);
}

if (options.trigger) {
	const { runTriggerChaos } = await import('./chaos/trigger/run.mts');
	console.error(`Changing ${options.changes} records while n8n is killed and started again …`);
	const score = await runTriggerChaos(options.changes, options.seed);
	console.log(JSON.stringify(score));
	process.exit(score.lost + score.repeated === 0 ? 0 : 1);
}

const protections = options.protection === 'all' ? PROTECTIONS : [options.protection];
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
