/** How the bench counts. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alternate, takeTurns } from '../../bench/measure/alternate.mts';
import { exactly, isMet, median, ratio, spreadOf, waver } from '../../bench/measure/figures.mts';
import { withSection } from '../../bench/report/performance.mts';

describe('figures', () => {
	it('have a middle and a spread', () => {
		assert.equal(median([3, 1, 2]), 2);
		assert.equal(median([4, 1, 2, 3]), 2.5);
		assert.deepEqual(spreadOf([3, 1, 2]), { median: 2, least: 1, most: 3 });
		assert.equal(waver([1, 2, 3]), 1);
	});

	it('of two sides are compared round by round, so that what slows both does not count', () => {
		assert.deepEqual(ratio([1, 2, 30], [2, 4, 60]), exactly(0.5));
		assert.deepEqual(ratio([1, 3, 30], [2, 4, 30]), { median: 0.75, least: 0.5, most: 1 });
	});

	it('meet a bar when their middle is not above it', () => {
		assert.ok(
			isMet({ what: 'time', measured: { median: 0.45, least: 0.4, most: 0.5 }, most: 0.45 }),
		);
		assert.ok(!isMet({ what: 'time', measured: exactly(0.46), most: 0.45 }));
	});
});

describe('sides', () => {
	const contest = (floor: number[]) => {
		const order: string[] = [];
		let played = 0;
		return {
			order,
			name: 'Sides',
			rounds: 2,
			floor: 'bare' as const,
			seconds: (sample: number) => sample,
			sides: {
				bare: async () => {
					order.push('bare');
					return floor[played++ % floor.length];
				},
				node: async () => {
					order.push('node');
					return 2;
				},
			},
		};
	};

	it('warm up, then take turns, each round in the other order', async () => {
		const quiet = contest([1]);
		const { samples, noisy } = await alternate(quiet);
		assert.deepEqual(quiet.order, ['bare', 'node', 'bare', 'node', 'node', 'bare']);
		assert.deepEqual(samples, { bare: [1, 1], node: [2, 2] });
		assert.equal(noisy, false);
	});

	it('that begin with a fresh process need no round to warm up', async () => {
		const fresh = contest([1]);
		assert.deepEqual(await takeTurns(fresh), { bare: [1, 1], node: [2, 2] });
		assert.deepEqual(fresh.order, ['bare', 'node', 'node', 'bare']);
	});

	it('are played again where the floor wavers, and the quieter attempt counts', async () => {
		const { samples, noisy } = await alternate(contest([0, 1, 3, 0, 5, 5]));
		assert.deepEqual(samples.bare, [5, 5]);
		assert.equal(noisy, false);
	});

	it('are called noisy where it wavers in every attempt', async () => {
		const { noisy } = await alternate(contest([0, 1, 3]));
		assert.equal(noisy, true);
	});
});

describe('the page of figures', () => {
	const machine = {
		processor: 'A processor',
		processors: 2,
		memoryGB: 8,
		node: '24',
		n8n: '2.40.7',
		date: '2026-01-01',
	};
	const result = {
		title: 'Loading',
		about: 'What it is.',
		rows: [{ name: 'nodes', seconds: { median: 1, least: 0.5, most: 2 } }],
		bars: [
			{ what: 'Time', measured: { median: 2, least: 1.5, most: 3 }, most: 1 },
			{ what: 'Calls', measured: { median: 7, least: 7, most: 7 }, most: 7, unit: 'calls' },
		],
		curves: [
			{
				title: 'Rows',
				axes: { across: 'rows', up: 'seconds' },
				points: [{ size: 1000, value: 1 }],
			},
		],
		notes: ['A note.'],
		noisy: true,
		figures: {},
	};

	it('tells the machine, every figure with its spread, every bar, and that it was noisy', () => {
		const page = withSection('', ['loading'], { name: 'loading', machine, result });
		assert.match(page, /2 × A processor, 8 GB; n8n 2\.40\.7, Node 24/);
		assert.match(page, /\| nodes \| 1 \(0\.5 – 2\) \|/);
		assert.match(page, /\| Time \| 2 \(1\.5 – 3\) × \| 1 × \| missed \|/);
		assert.match(page, /\| Calls \| 7 calls \| 7 calls \| met \|/);
		assert.match(page, /line \[1\]/);
		assert.match(page, /A note\./);
		assert.match(page, /\*\*Noisy\*\*/);
	});

	it('keeps the sections of other benches, in their order, and replaces that of this one', () => {
		const order = ['first', 'second', 'third'];
		const measure = (page: string, name: string, title: string) =>
			withSection(page, order, { name, machine, result: { ...result, title } });
		const page = ['third', 'first', 'third'].reduce(
			(before, name, at) => measure(before, name, `${name} ${at}`),
			'',
		);
		assert.deepEqual(
			[...page.matchAll(/^## .*$/gm)].map(([title]) => title),
			['## first 1', '## third 2'],
		);
		assert.equal(measure(page, 'third', 'third 2'), page);
	});
});
