/** Values that are told when they change, through histories that are drawn at random. */
import fc from 'fast-check';

import type { SageRecord } from '../../nodes/Sage200/sage200/protocol/api';
import { deletionsMachine } from '../../nodes/Sage200/trigger/deletions';
import {
	figuresMachine,
	type FigureRules,
	type FigureSource,
} from '../../nodes/Sage200/trigger/figures';
import type { Happening, Machine, PollRules } from '../../nodes/Sage200/trigger/happening';
import { loginsMachine } from '../../nodes/Sage200/trigger/logins';
import type { Page, PageRequest } from '../../nodes/Sage200/trigger/reading';
import { changeId, lastTold } from '../../nodes/Sage200/trigger/values';
import { groupBy } from '../../nodes/Sage200/sage200/values/grouping';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface Row extends SageRecord {
	id: number;
	product_id: number;
	quantity: number;
	at: number;
}

/** Two rows a product, whose sum is followed. */
class Holdings {
	readonly rows = new Map<number, Row>();
	time = Date.UTC(2026, 2, 2, 12);
	/** Most rows of one page. */
	largestPage = 30;
	private nextId = 1;

	add(product: number, quantity: number): void {
		const id = this.nextId++;
		this.rows.set(id, { id, product_id: product, quantity, at: this.time });
	}

	change(turn: number, quantity: number, stamped = true): void {
		const rows = [...this.rows.values()];
		if (rows.length === 0) return;
		const row = rows[turn % rows.length];
		row.quantity = quantity;
		if (stamped) row.at = this.time;
	}

	/** All holdings of the product whose turn it is, as when it is given up. */
	giveUp(turn: number): void {
		const products = [...new Set([...this.rows.values()].map(({ product_id }) => product_id))];
		const product = products[turn % products.length];
		for (const [id, row] of this.rows) if (row.product_id === product) this.rows.delete(id);
	}

	sums(): Map<string, string> {
		const sums = new Map<string, number>();
		for (const { product_id, quantity } of this.rows.values())
			sums.set(String(product_id), (sums.get(String(product_id)) ?? 0) + quantity);
		return new Map([...sums].map(([key, sum]) => [key, String(sum)]));
	}

	page({ query, limit = 1000 }: PageRequest): Page {
		const filter = String(query.$filter ?? '');
		const order = String(query.$orderby ?? '');
		const number = (pattern: RegExp) => Number(pattern.exec(filter)?.[1] ?? NaN);
		const moment = (pattern: RegExp) => Date.parse(pattern.exec(filter)?.[1] ?? '');
		const since = moment(/stamp ge ([^\s)]+)/);
		const until = moment(/stamp le ([^\s)]+)/);
		const afterId = number(/(?:^|\W)id gt (\d+)/);
		const afterProduct = number(/product_id gt (\d+)/);
		const products = [...filter.matchAll(/product_id eq (\d+)/g)].map(([, id]) => Number(id));
		const rows = [...this.rows.values()]
			.filter(
				(row) =>
					!(row.at < since) &&
					!(row.at > until) &&
					!(row.id <= afterId) &&
					!(row.product_id <= afterProduct) &&
					(products.length === 0 || products.includes(row.product_id)),
			)
			.sort((one, other) => {
				if (order.startsWith('stamp desc')) return other.at - one.at;
				if (order.startsWith('stamp')) return one.at - other.at || one.id - other.id;
				if (order.startsWith('product_id'))
					return one.product_id - other.product_id || one.id - other.id;
				return one.id - other.id;
			});
		const asked = Math.min(limit, this.largestPage);
		return {
			asked,
			rows: rows.slice(0, asked).map((row) => ({ ...row, stamp: new Date(row.at).toISOString() })),
		};
	}
}

const subjectOf = (key: string, sum: number, at: number) => ({
	key,
	figure: String(sum),
	at,
	record: { key, figure: String(sum) },
});

const source: FigureSource = {
	rows: { path: '/holdings', key: 'id', stamp: 'stamp' },
	group: 'product_id',
	subjects: (rows) =>
		[...groupBy(rows, ({ product_id }) => String(product_id))].map(([key, group]) =>
			subjectOf(
				key,
				group.reduce((sum, { quantity }) => sum + Number(quantity), 0),
				Math.max(...group.map(({ at }) => Number(at))),
			),
		),
	gone: { groupOf: Number, subject: (key, at) => subjectOf(key, 0, at) },
	tell: (subject, before) => ({
		type: 'sum',
		id: changeId('sum', subject, before),
		record: subject.record,
		facts: { before: lastTold(before) },
	}),
};

class Poller<State> {
	state?: State;
	told: Happening[] = [];
	/** What a shop knows: the figure told last. */
	readonly known = new Map<string, string>();

	constructor(
		private readonly machine: Machine<State>,
		private readonly clock: () => number,
		private readonly answer: (request: PageRequest) => Page,
		private readonly rules: Partial<PollRules> = {},
	) {}

	poll(pages = Infinity): Happening[] {
		const rules: PollRules = {
			clock: this.clock,
			overlap: 5 * MINUTE,
			capacity: 20_000,
			most: 100_000,
			timeZone: 'Europe/London',
			...this.rules,
		};
		const reading = this.machine.poll(this.state, rules);
		let step = reading.next();
		for (let call = 1; !step.done; call++) {
			const isOver = step.value.mayEnd && call > pages;
			step = isOver ? reading.next(undefined) : this.answered(reading, step.value);
		}
		this.state = JSON.parse(JSON.stringify(step.value.state)) as State;
		this.told = step.value.happenings;
		for (const { record } of this.told) this.known.set(String(record.key), String(record.figure));
		return this.told;
	}

	rewind(): void {
		if (this.state) this.state = this.machine.rewound(this.state);
	}

	/** Hands the page to the machine, or the failure in its place. */
	private answered(reading: ReturnType<Machine<State>['poll']>, request: PageRequest) {
		let page: Page;
		try {
			page = this.answer(request);
		} catch (error) {
			return reading.throw(error);
		}
		return reading.next(page);
	}
}

function following(
	holdings: Holdings,
	rules: FigureRules,
	pollRules: Partial<PollRules> = {},
): Poller<unknown> {
	const machine = figuresMachine(source, rules) as Machine;
	return new Poller(
		machine,
		() => holdings.time,
		(request) => holdings.page(request),
		pollRules,
	);
}

function stocked(products = 40): Holdings {
	const holdings = new Holdings();
	for (let product = 1; product <= products; product++) {
		holdings.add(product, product);
		holdings.add(product, 1);
	}
	holdings.time += 10 * MINUTE;
	return holdings;
}

const step = fc.oneof(
	fc.record({ turn: fc.nat(200), quantity: fc.nat(5) }),
	fc.record({ minutes: fc.integer({ min: 1, max: 90 }) }),
	fc.record({ pages: fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 5 })) }),
);

it('leaves whoever listens with the value that each has, and tells nothing that is the same', () => {
	fc.assert(
		fc.property(fc.array(step, { maxLength: 40 }), fc.boolean(), (steps, restarts) => {
			const holdings = stocked();
			const poller = following(holdings, { first: 'all' });
			for (const each of steps) {
				if ('turn' in each) holdings.change(each.turn, each.quantity);
				else if ('minutes' in each) holdings.time += each.minutes * MINUTE;
				else {
					const before = new Map(poller.known);
					const told = poller.poll(each.pages);
					if (!restarts)
						expect(
							told.filter(({ record }) => before.get(String(record.key)) === record.figure),
						).toEqual([]);
					if (restarts) poller.rewind();
				}
				holdings.time += 1000;
			}
			for (let polls = 0; polls < 4; polls++) {
				holdings.time += 6 * MINUTE;
				poller.poll();
			}
			expect(poller.known).toEqual(holdings.sums());
		}),
		{ numRuns: 150 },
	);
});

const movement = fc.record({
	kind: fc.constantFrom(
		'change',
		'unstamped',
		'touch',
		'delete',
		'giveUp',
		'add',
		'night',
		'poll',
		'restart',
	),
	turn: fc.nat(200),
	quantity: fc.nat(3),
	pages: fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 4 })),
	seconds: fc.nat(400),
});

it('names each change once, and by the same name when it is told again, whatever becomes of the rows', () => {
	fc.assert(
		fc.property(
			fc.array(movement, { minLength: 5, maxLength: 60, size: 'max' }),
			fc.constantFrom('remember' as const, 'all' as const),
			fc.constantFrom(3, 100_000),
			(movements, first, most) => {
				const holdings = stocked(12);
				const poller = following(holdings, { first, nightly: 2 }, { most });
				const ids: string[] = [];
				// Told by polls that were undone: these may come again.
				const undone = new Set<string>();
				const poll = (pages: number) => {
					const told = poller.poll(pages).map(({ id }) => id);
					ids.push(...told.filter((id) => !undone.delete(id)));
				};
				poll(Infinity);
				if (first === 'remember')
					for (const [key, sum] of holdings.sums()) poller.known.set(key, sum);
				for (const { kind, turn, quantity, pages, seconds } of movements) {
					holdings.time += seconds * 1000;
					if (kind === 'change') holdings.change(turn, quantity);
					if (kind === 'unstamped') holdings.change(turn, quantity, false);
					if (kind === 'delete') holdings.rows.delete(1 + (turn % 24));
					if (kind === 'giveUp') holdings.giveUp(turn);
					if (kind === 'add') holdings.add(1 + (turn % 12), quantity);
					if (kind === 'night') holdings.time += DAY;
					if (kind === 'poll') poll(pages);
					if (kind === 'restart') {
						for (const id of ids) undone.add(id);
						poller.rewind();
					}
					if (kind !== 'touch' || poller.told.length === 0) continue;
					const told = new Map(poller.told.map(({ id, record }) => [JSON.stringify(record), id]));
					for (const { id } of poller.told) undone.add(id);
					poller.rewind();
					for (const row of holdings.rows.values()) row.at = holdings.time;
					poll(Infinity);
					for (const { record, id } of poller.told)
						expect(told.get(JSON.stringify(record)) ?? id).toBe(id);
				}
				for (let night = 0; night < 3; night++) {
					holdings.time += DAY;
					for (let polls = 0; polls < 15; polls++) poll(Infinity);
				}
				expect(new Set(ids).size).toBe(ids.length);
				const gone = [...poller.known].filter(([key]) => !holdings.sums().has(key));
				expect(gone.map(([, figure]) => figure).filter((figure) => figure !== '0')).toEqual([]);
				for (const [key, sum] of holdings.sums())
					expect([key, poller.known.get(key)]).toEqual([key, sum]);
			},
		),
		{ numRuns: 300 },
	);
}, 60_000);

it('tells the value before where it was read at first', () => {
	const holdings = stocked();
	const poller = following(holdings, { first: 'remember' });
	expect(poller.poll()).toEqual([]);
	holdings.time += MINUTE;
	holdings.change(0, 7);
	expect(poller.poll()).toMatchObject([
		{ record: { key: '1', figure: '8' }, facts: { before: '2' } },
	]);
});

it('tells what changes while all is read for the first time', () => {
	for (const turn of [3, 40, 79]) {
		const holdings = stocked();
		let comparisons = 0;
		const machine = figuresMachine(source, { first: 'remember' }) as Machine;
		const poller = new Poller(
			machine,
			() => holdings.time,
			(request) => {
				const isComparison = String(request.query.$orderby).startsWith('product_id');
				if (isComparison && ++comparisons === 1) {
					holdings.time += 1000;
					holdings.change(turn, 99);
				}
				return holdings.page(request);
			},
		);
		expect(poller.poll()).toEqual([]);
		holdings.time += MINUTE;
		const product = String([...holdings.rows.values()][turn].product_id);
		expect(poller.poll().map(({ record }) => record.key)).toEqual([product]);
	}
});

it.each([2, 20, 100])('follows values where it may remember %i', (capacity) => {
	const holdings = stocked();
	const poller = following(holdings, { first: 'changes' }, { capacity });
	for (let polls = 0; polls < 100; polls++) poller.poll();
	holdings.time += MINUTE;
	for (let turn = 0; turn < 80; turn++) holdings.change(turn, 90);
	for (let polls = 0; polls < 200; polls++) poller.poll();
	expect(poller.known).toEqual(holdings.sums());
});

it('says of a value beyond what it may remember that it does not know it', () => {
	const holdings = stocked();
	const poller = following(holdings, { first: 'remember' }, { capacity: 20 });
	poller.poll();
	holdings.time += MINUTE;
	for (let turn = 0; turn < 80; turn++) holdings.change(turn, 90);
	const told: Happening[] = [];
	for (let polls = 0; polls < 20; polls++) told.push(...poller.poll());
	expect(new Set(told.map(({ record }) => record.key)).size).toBe(40);
	expect(told.filter(({ facts }) => facts?.before === undefined).length).toBeGreaterThan(20);
	const { values } = (poller.state as { figures: { values: string[] } }).figures;
	expect(values.length / 2).toBeLessThanOrEqual(14);
});

it('completes its news page by page, so that little is left to be read when the time of a poll is over', () => {
	const holdings = stocked(1000);
	const completing: FigureSource = {
		...source,
		*complete(happenings) {
			for (let at = 0; at < happenings.length; at += 50)
				yield { path: '/products', query: {}, mayEnd: false };
			return happenings.map((each) => ({ ...each, facts: { ...each.facts, complete: true } }));
		},
	};
	let run = 0;
	let longestRun = 0;
	const poller = new Poller(
		figuresMachine(completing, { first: 'changes' }) as Machine,
		() => holdings.time,
		(request) => {
			if (request.path !== '/products') {
				run = 0;
				return holdings.page(request);
			}
			longestRun = Math.max(longestRun, ++run);
			return { rows: [], asked: 1000 };
		},
	);
	poller.poll();
	holdings.time += MINUTE;
	for (let turn = 0; turn < 2000; turn++) holdings.change(turn, 90);
	holdings.time += MINUTE;
	const told = poller.poll();
	expect(told).toHaveLength(1000);
	expect(told.every(({ facts }) => facts?.complete === true)).toBe(true);
	expect(longestRun).toBeLessThanOrEqual(4);
});

it('reads no more to remember it than there is room for', () => {
	const holdings = stocked(2000);
	const pages: PageRequest[] = [];
	const poller = new Poller(
		figuresMachine(source, { first: 'remember' }) as Machine,
		() => holdings.time,
		(request) => {
			pages.push(request);
			return holdings.page(request);
		},
		{ capacity: 200 },
	);
	expect(poller.poll()).toEqual([]);
	const compared = pages.filter(({ query }) => String(query.$orderby).startsWith('product_id'));
	expect(compared.length).toBeLessThan(20);
	const read = pages.length;
	holdings.time += 10 * MINUTE;
	expect(poller.poll()).toEqual([]);
	expect(pages.length - read).toBeLessThan(5);
	holdings.change(0, 7);
	holdings.change(3999, 7);
	holdings.time += MINUTE;
	const told = poller.poll();
	expect(told.map(({ record }) => record.key)).toEqual(['1', '2000']);
	expect(told.map(({ facts }) => facts?.before)).toEqual(['2', undefined]);
});

it('finds at night what was changed without a stamp, once, and goes on with it in the next poll', () => {
	const holdings = stocked();
	const poller = following(holdings, { first: 'remember', nightly: 2 });
	poller.poll();
	for (let turn = 0; turn < 80; turn += 2) holdings.change(turn, 50, false);
	holdings.time += 20 * MINUTE;
	expect(poller.poll()).toEqual([]);
	holdings.time += DAY;
	const told = [...poller.poll(2), ...poller.poll(2), ...poller.poll(), ...poller.poll()];
	expect(told).toHaveLength(40);
	expect(poller.known).toEqual(holdings.sums());
});

it('finds deletions, tells no more than the maximum at once, and again after a restart', () => {
	const holdings = stocked();
	const machine = deletionsMachine({ path: '/holdings', key: 'id', every: 24 });
	const poller = new Poller(
		machine,
		() => holdings.time,
		(request) => holdings.page(request),
		{ most: 3 },
	);
	expect(poller.poll()).toEqual([]);
	for (const id of [2, 4, 6, 8]) holdings.rows.delete(id);
	expect(poller.poll()).toEqual([]);
	holdings.time += DAY;
	expect(poller.poll().map(({ record }) => record.id)).toEqual([2, 4, 6]);
	poller.rewind();
	expect(poller.poll().map(({ record }) => record.id)).toEqual([2, 4, 6]);
	expect(poller.poll().map(({ record }) => record.id)).toEqual([8]);
	holdings.time += DAY;
	expect(poller.poll()).toEqual([]);
});

it('finds deletions where a poll has time for one page only', () => {
	const holdings = stocked();
	const machine = deletionsMachine({ path: '/holdings', key: 'id', every: 24 });
	const poller = new Poller(
		machine,
		() => holdings.time,
		(request) => holdings.page(request),
	);
	const told: unknown[] = [];
	const day = () => {
		for (let polls = 0; polls < 6; polls++) {
			told.push(...poller.poll(1).map(({ record }) => record.id));
			holdings.time += MINUTE;
		}
		holdings.time += DAY;
	};
	day();
	for (const id of [1, 40, 80]) holdings.rows.delete(id);
	holdings.add(99, 1);
	day();
	day();
	expect(told).toEqual([1, 40, 80]);
});

it('refuses to look for deletions among more records than it may remember', () => {
	const holdings = stocked();
	const machine = deletionsMachine({ path: '/holdings', key: 'id', every: 24 });
	const poller = new Poller(
		machine,
		() => holdings.time,
		(request) => holdings.page(request),
		{ capacity: 79 },
	);
	expect(() => poller.poll()).toThrow('more than 79 records');
});

it('tells the end of a login once a day, by the calendar of the workflow', () => {
	let time = Date.UTC(2026, 5, 1, 22, 50);
	const times = {
		started_at: '',
		source: 'given' as const,
		expires_at: '2026-06-08',
		days_left: 7,
	};
	const machine = loginsMachine({ below: 10, times, credential: 'Sage', isLost: () => false });
	const poller = new Poller(
		machine,
		() => time,
		() => ({ asked: 1, rows: [] }),
	);
	expect(poller.poll()).toHaveLength(1);
	expect(poller.poll()).toHaveLength(0);
	// In London it is past midnight.
	time += 15 * MINUTE;
	expect(poller.poll()).toHaveLength(1);
});

it('tells the end of a login no second time when a poll of the old login ends with the new one', () => {
	const times = {
		started_at: '',
		source: 'given' as const,
		expires_at: '2026-06-08',
		days_left: 7,
	};
	let isLost = false;
	const poller = new Poller(
		loginsMachine({ below: 10, times, credential: 'Sage', isLost: () => true }),
		() => Date.UTC(2026, 5, 1, 12),
		() => {
			if (isLost) throw new Error('The login has ended');
			return { asked: 1, rows: [] };
		},
	);
	expect(poller.poll()).toMatchObject([{ type: 'login.ending' }]);
	isLost = true;
	expect(poller.poll()).toMatchObject([{ type: 'login.lost' }]);
	isLost = false;
	expect(poller.poll()).toHaveLength(0);
	isLost = true;
	expect(poller.poll()).toMatchObject([{ type: 'login.lost' }]);
});

it('stores no more than it may, in half a megabyte at most', () => {
	const holdings = stocked(25_000);
	holdings.largestPage = 1000;
	const poller = following(holdings, { first: 'all' });
	poller.poll();
	const { figures, watch } = poller.state as {
		figures: { values: string[]; undo: string[] };
		watch: { versions: { older: string; last: string } };
	};
	const versions = [watch.versions.older, watch.versions.last]
		.filter((text) => text !== '')
		.flatMap((text) => text.split(/[;,]/));
	const stored = figures.values.length / 2 + figures.undo.length / 2 + versions.length;
	expect(stored).toBeLessThanOrEqual(20_000);
	expect(JSON.stringify(poller.state).length).toBeLessThan(500_000);
});
