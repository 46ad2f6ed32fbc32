/** Changes of a collection, followed through histories that are drawn at random. */
import fc from 'fast-check';

import type { Source } from '../../nodes/Sage200/trigger/source';
import { Watch, type Change, type StoredWatch } from '../../nodes/Sage200/trigger/watch';
import { ChangingSage, type Habits } from '../support/changingSage';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OVERLAP = 5 * MINUTE;
const SOURCE: Source = {
	path: '/customers',
	key: 'id',
	stamp: 'date_time_updated',
	created: 'date_time_created',
};

interface PollOptions {
	/** Most changes. */
	most?: number;
	/** Pages until the poll's time is over. */
	pages?: number;
	/** The call that fails. */
	failsAt?: number;
	/** What happens in Sage after each page. */
	between?: () => void;
}

/** n8n: keeps the state, and what was emitted. */
class Follower {
	stored?: StoredWatch;
	emitted: string[] = [];
	lastPoll: string[] = [];
	/** How far n8n's clock is ahead of true time. */
	ahead = 0;

	constructor(
		readonly sage: ChangingSage,
		private readonly capacity = 20_000,
		private readonly backFill?: number,
		private readonly overlap = OVERLAP,
	) {}

	/** One poll; its items go out and its state is stored. Undefined for one that failed. */
	poll(options: PollOptions = {}): Change[] | undefined {
		const { watch, changes } = this.read(options);
		if (!changes) return undefined;
		this.stored = JSON.parse(JSON.stringify(watch.toStored() ?? null)) ?? undefined;
		const names = changes.map(nameOf);
		this.emitted.push(...names);
		if (names.length > 0) this.lastPoll = names;
		return changes;
	}

	/** The items go out, but n8n stops before it stores the state. */
	pollUnsaved(): void {
		const { changes } = this.read({});
		this.emitted.push(...(changes ?? []).map(nameOf));
	}

	/** n8n starts again and the last poll is done again. */
	rewind(): void {
		this.stored = this.stored && Watch.rewound(this.stored);
	}

	/** Polls until nothing more comes. A poll that ends what an earlier one began may have passed what is new. */
	catchUp(): void {
		for (let count = 0, quiet = 0; quiet < 2; count++) {
			if (count > 500) throw new Error('The polls come to no end');
			this.sage.time += MINUTE;
			const found = this.poll()?.length ?? 0;
			quiet = found === 0 && !this.stored?.position.sweep ? quiet + 1 : 0;
		}
	}

	private read({ most = 100_000, pages = Infinity, failsAt = Infinity, between }: PollOptions): {
		watch: Watch;
		changes?: Change[];
	} {
		const rules = {
			overlap: this.overlap,
			capacity: this.capacity,
			clock: () => this.sage.time + this.ahead,
		};
		const watch = new Watch(SOURCE, rules, this.stored);
		if (!this.stored && this.backFill !== undefined) watch.armAt(this.backFill);
		const reading = watch.changes(most);
		let step = reading.next();
		for (let call = 1; !step.done; call++) {
			if (call > 5000) throw new Error('The poll comes to no end');
			if (call === failsAt) return { watch };
			step = reading.next(call > pages ? undefined : this.sage.page(step.value));
			between?.();
		}
		return { watch, changes: step.value };
	}
}

function nameOf({ id, row }: Change): string {
	return `${id}@${String(row.date_time_updated)}`;
}

type Event =
	| { kind: 'create'; count: number; late: number }
	| { kind: 'update'; step: number; late: number }
	| { kind: 'delete'; turn: number }
	| { kind: 'time'; by: number }
	| { kind: 'poll' }
	| { kind: 'pollPart'; pages: number; most: number }
	| { kind: 'pollFails'; at: number }
	| { kind: 'pollWhileWritten'; step: number };

const late = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: OVERLAP }));
const event: fc.Arbitrary<Event> = fc.oneof(
	fc.record({ kind: fc.constant('create' as const), count: fc.integer({ min: 1, max: 60 }), late }),
	fc.record({ kind: fc.constant('update' as const), step: fc.integer({ min: 1, max: 9 }), late }),
	fc.record({ kind: fc.constant('delete' as const), turn: fc.nat(1000) }),
	fc.record({
		kind: fc.constant('time' as const),
		by: fc.oneof(
			fc.integer({ min: 0, max: 2000 }),
			fc.integer({ min: 0, max: 10 * MINUTE }),
			fc.integer({ min: 0, max: 30 * HOUR }),
		),
	}),
	fc.record({ kind: fc.constant('poll' as const) }),
	fc.record({
		kind: fc.constant('pollPart' as const),
		pages: fc.nat(6),
		most: fc.integer({ min: 1, max: 80 }),
	}),
	fc.record({ kind: fc.constant('pollFails' as const), at: fc.integer({ min: 1, max: 5 }) }),
	fc.record({
		kind: fc.constant('pollWhileWritten' as const),
		step: fc.integer({ min: 1, max: 20 }),
	}),
);

const habits: fc.Arbitrary<Habits> = fc.record({
	largestPage: fc.constantFrom(50, 100, 128, 1000),
	grain: fc.constantFrom(1, 10, 1000),
	zone: fc.constantFrom(undefined, 0, HOUR),
});

function happen(event: Event, sage: ChangingSage, follower: Follower): void {
	switch (event.kind) {
		case 'create':
			return sage.create(event.count, event.late);
		case 'update':
			return sage.update(event.step, event.late);
		case 'delete':
			return sage.delete(event.turn);
		case 'time':
			sage.time += event.by;
			return;
		case 'poll':
			follower.poll();
			return;
		case 'pollPart':
			follower.poll({ pages: event.pages, most: event.most });
			return;
		case 'pollFails':
			follower.poll({ failsAt: event.at });
			return;
		case 'pollWhileWritten':
			follower.poll({
				// What is written faster than it is read has no end: the poll's time has.
				pages: 12,
				between: () => {
					sage.time += 700;
					if (sage.requests.length % 3 === 0) sage.update(event.step);
				},
			});
	}
}

/** What was not emitted of what was to be. */
function missing(expected: string[], emitted: string[]): string[] {
	const known = new Set(emitted);
	return expected.filter((name) => !known.has(name));
}

function duplicates(names: string[]): string[] {
	const known = new Set<string>();
	return names.filter((name) => known.size === known.add(name).size);
}

/** The follower armed on a company that has records already. */
function armed(sage: ChangingSage, capacity?: number): Follower {
	sage.create(30);
	sage.time += 10 * MINUTE;
	sage.create(30);
	sage.time += MINUTE;
	const follower = new Follower(sage, capacity);
	expect(follower.poll()).toEqual([]);
	sage.time += 1;
	return follower;
}

it('emits every version that a poll can see at least once, and none twice', () => {
	fc.assert(
		fc.property(fc.array(event, { maxLength: 40 }), habits, (events, habits) => {
			const sage = new ChangingSage(habits);
			const follower = armed(sage);
			const since = sage.clock;
			for (const each of events) {
				const startsAnew = !follower.stored?.position.sweep;
				happen(each, sage, follower);
				if (each.kind === 'poll' && startsAnew && !follower.stored?.position.sweep)
					expect(missing(sage.versions(since), follower.emitted)).toEqual([]);
			}
			sage.time += OVERLAP;
			follower.catchUp();
			expect(missing(sage.versions(since), follower.emitted)).toEqual([]);
			expect(duplicates(follower.emitted)).toEqual([]);
		}),
		{ numRuns: 200 },
	);
}, 60_000);

it('loses nothing when n8n stops before it stores the state, and repeats only what it emitted since', () => {
	fc.assert(
		fc.property(fc.array(event, { maxLength: 20 }), (events) => {
			const sage = new ChangingSage();
			const follower = armed(sage);
			const since = sage.clock;
			for (const [at, each] of events.entries()) {
				happen(each, sage, follower);
				if (at % 5 !== 4) continue;
				const emitted = new Set(follower.emitted);
				follower.pollUnsaved();
				const unsaved = follower.emitted.splice(emitted.size);
				expect(unsaved.filter((name) => emitted.has(name))).toEqual([]);
			}
			sage.time += OVERLAP;
			follower.catchUp();
			expect(missing(sage.versions(since), follower.emitted)).toEqual([]);
			expect(duplicates(follower.emitted)).toEqual([]);
		}),
		{ numRuns: 50 },
	);
}, 60_000);

it('does the last poll again after a restart: what it emitted, and nothing from before it', () => {
	fc.assert(
		fc.property(
			fc.array(event, { maxLength: 20 }),
			fc.array(event, { maxLength: 5 }),
			(events, more) => {
				const sage = new ChangingSage();
				const follower = armed(sage);
				const since = sage.clock;
				for (const each of events) happen(each, sage, follower);
				const lastPoll = new Set(follower.lastPoll);
				const earlier = follower.emitted.filter((name) => !lastPoll.has(name));
				follower.rewind();
				follower.emitted = [];
				follower.catchUp();
				// A record that was changed meanwhile comes as it is now.
				const wanted = sage.versions().filter((name) => lastPoll.has(name));
				expect(missing(wanted, follower.emitted)).toEqual([]);
				expect(follower.emitted.filter((name) => earlier.includes(name))).toEqual([]);
				for (const each of more) happen(each, sage, follower);
				sage.time += OVERLAP;
				follower.catchUp();
				expect(missing(sage.versions(since), [...earlier, ...follower.emitted])).toEqual([]);
				expect(duplicates(follower.emitted)).toEqual([]);
			},
		),
		{ numRuns: 50 },
	);
}, 60_000);

it('loses nothing where it is set back to any state that it stored before, at a restart', () => {
	fc.assert(
		fc.property(
			fc.array(event, { minLength: 1, maxLength: 20 }),
			fc.nat(20),
			fc.array(event, { maxLength: 10 }),
			(events, turn, more) => {
				const sage = new ChangingSage();
				const follower = armed(sage);
				const since = sage.clock;
				const stored = [follower.stored];
				for (const each of events) {
					happen(each, sage, follower);
					stored.push(structuredClone(follower.stored));
				}
				follower.stored = stored[turn % stored.length];
				follower.rewind();
				const before = follower.emitted;
				follower.emitted = [];
				for (const each of more) happen(each, sage, follower);
				sage.time += OVERLAP;
				follower.catchUp();
				expect(missing(sage.versions(since), [...before, ...follower.emitted])).toEqual([]);
				// What comes again comes once more, not again and again.
				expect(duplicates(follower.emitted)).toEqual([]);
			},
		),
		{ numRuns: 50 },
	);
}, 60_000);

it('finds what a transaction shows late after a restart in the middle of a long read', () => {
	const sage = new ChangingSage();
	const follower = armed(sage);
	sage.create(1, 3 * MINUTE);
	sage.time += 20_000;
	sage.create(40);
	expect(follower.poll({ most: 20 })).toHaveLength(20);
	expect(follower.poll({ most: 20 })).toHaveLength(20);
	follower.rewind();
	follower.emitted = [];
	sage.time += 3 * MINUTE;
	follower.catchUp();
	expect(follower.emitted).toHaveLength(21);
});

it.each([
	['ahead', HOUR],
	['behind', -HOUR],
	['hours ahead', 5 * HOUR],
])('follows a Sage whose clock is %s', (_name, ahead) => {
	const sage = new ChangingSage();
	sage.ahead = ahead;
	const follower = armed(sage);
	const since = sage.clock;
	for (let round = 0; round < 30; round++) {
		sage.time += 7 * MINUTE;
		sage.update(1 + (round % 7), round % 3 === 0 ? 4 * MINUTE : 0);
		follower.poll();
	}
	sage.time += OVERLAP;
	follower.catchUp();
	expect(missing(sage.versions(since), follower.emitted)).toEqual([]);
	expect(duplicates(follower.emitted)).toEqual([]);
});

it('loses nothing of what is changed after the Sage clock was set back by an hour', () => {
	fc.assert(
		fc.property(
			fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 20 })), {
				minLength: 1,
				maxLength: 20,
			}),
			fc.integer({ min: 0, max: HOUR }),
			(updates, back) => {
				const sage = new ChangingSage();
				const follower = armed(sage);
				const atFirst = new Set(sage.versions());
				sage.time += MINUTE;
				sage.update(2);
				follower.poll();
				sage.ahead -= back;
				for (const [step, minutes] of updates) {
					sage.update(step);
					for (let minute = 0; minute < minutes; minute++) {
						sage.time += MINUTE;
						follower.poll();
					}
				}
				sage.time += 2 * HOUR;
				follower.catchUp();
				const changed = sage.versions().filter((name) => !atFirst.has(name));
				expect(missing(changed, follower.emitted)).toEqual([]);
				expect(duplicates(follower.emitted)).toEqual([]);
			},
		),
		{ numRuns: 30 },
	);
});

it('goes through the hour that comes twice in autumn, where a site shows local time without a zone', () => {
	const winter = Date.UTC(2026, 9, 25, 1);
	fc.assert(
		fc.property(
			fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 12, maxLength: 30 }),
			(steps) => {
				const sage = new ChangingSage({
					largestPage: 50,
					grain: 1,
					zone: (stamp) => (stamp < winter ? HOUR : 0),
				});
				sage.time = winter - 30 * MINUTE;
				const follower = armed(sage);
				const emittedBefore = new Set(sage.versions());
				for (const step of steps) {
					sage.time += 6 * MINUTE + 7;
					sage.update(step, step % 4 === 0 ? 3 * MINUTE : 0);
					follower.poll();
				}
				sage.time += 4 * HOUR;
				follower.catchUp();
				const wanted = sage.versions().filter((name) => !emittedBefore.has(name));
				expect(missing(wanted, follower.emitted)).toEqual([]);
				expect(duplicates(follower.emitted)).toEqual([]);
			},
		),
		{ numRuns: 50 },
	);
}, 60_000);

it('finds what is written in the second of the newest stamp, without any overlap', () => {
	const sage = new ChangingSage({ largestPage: 1000, grain: 1000, isCutWhenStored: true });
	const follower = new Follower(sage, undefined, sage.time, 0);
	sage.create(1);
	expect(follower.poll()).toHaveLength(1);
	sage.time += 300;
	expect(follower.poll()).toEqual([]);
	sage.time += 300;
	sage.create(1);
	expect(follower.poll()).toHaveLength(1);
	expect(follower.poll()).toEqual([]);
});

it('is not led astray by a stamp that lies years ahead', () => {
	const sage = new ChangingSage();
	const follower = armed(sage);
	sage.createStamped(Date.UTC(2036, 0, 1));
	expect(follower.poll()).toHaveLength(1);
	for (let round = 0; round < 5; round++) {
		sage.time += HOUR;
		sage.update(1);
		expect(follower.poll()).toHaveLength(61 - 1 + 1);
		expect(follower.poll()).toEqual([]);
	}
	expect(duplicates(follower.emitted)).toEqual([]);
});

it('starts in a company whose newest stamp lies years ahead', () => {
	const sage = new ChangingSage();
	sage.createStamped(Date.UTC(2036, 0, 1));
	const follower = armed(sage);
	sage.create(3);
	expect(follower.poll()).toHaveLength(3);
});

it.each([20_000, 2000, 40, 4])(
	'emits 5,000 equal stamps, each once, where it may remember %i versions',
	(capacity) => {
		const sage = new ChangingSage();
		sage.create(5000);
		sage.time += HOUR;
		const follower = new Follower(sage, capacity);
		expect(follower.poll()).toEqual([]);
		const since = sage.clock;
		sage.update(1);
		follower.catchUp();
		sage.time += MINUTE;
		sage.update(2);
		follower.catchUp();
		expect(missing(sage.versions(since), follower.emitted)).toEqual([]);
		expect(follower.emitted).toHaveLength(7500);
		expect(duplicates(follower.emitted)).toEqual([]);
	},
	60_000,
);

it('emits a maximum at a time, oldest first, until all is caught up', () => {
	const sage = new ChangingSage();
	const follower = armed(sage);
	for (let day = 0; day < 10; day++) {
		sage.time += HOUR;
		sage.update(2);
		sage.create(20);
	}
	const stamps: number[] = [];
	for (let found = 1; found > 0; ) {
		const changes = follower.poll({ most: 7 }) ?? [];
		expect(changes.length).toBeLessThanOrEqual(7);
		stamps.push(...changes.map(({ at }) => at));
		found = changes.length;
	}
	expect(stamps).toEqual([...stamps].sort((one, other) => one - other));
	expect(missing(sage.versions(sage.time - 9.5 * HOUR), follower.emitted)).toEqual([]);
});

it('costs one call where nothing has changed', () => {
	const sage = new ChangingSage();
	const follower = armed(sage);
	sage.update(1);
	follower.poll();
	for (let minute = 0; minute < 59; minute++) {
		sage.time += MINUTE;
		sage.requests = [];
		expect(follower.poll()).toEqual([]);
		// Until the overlap has passed, so many equal stamps are looked through for one that came late.
		expect(sage.requests.length).toBeLessThanOrEqual(minute < 6 ? 5 : 1);
	}
});

it('leaves its state as it is while nothing changes, so that n8n has nothing to store', () => {
	const sage = new ChangingSage();
	const follower = armed(sage);
	sage.time += 10 * MINUTE;
	follower.poll();
	const before = JSON.stringify(follower.stored);
	for (let minute = 0; minute < 40; minute++) {
		sage.time += MINUTE;
		follower.poll();
	}
	expect(JSON.stringify(follower.stored)).toBe(before);
});

it('tells the created from the updated by Sage’s stamps', () => {
	const sage = new ChangingSage();
	const follower = armed(sage);
	sage.create(2);
	sage.time += 1000;
	sage.update(31);
	const changes = follower.poll()!;
	expect(changes.filter(({ isNew }) => isNew).map(({ id }) => id)).toEqual([61, 62]);
	expect(changes.filter(({ isNew }) => !isNew).map(({ id }) => id)).toEqual([31]);
	sage.time += 1000;
	sage.update(61);
	expect(follower.poll()!.map(({ id, isNew }) => [id, isNew])).toEqual([[61, false]]);
});

it('starts at a date that is given, oldest first', () => {
	const sage = new ChangingSage();
	sage.create(10);
	sage.time += 3 * HOUR;
	const date = sage.clock;
	sage.update(2);
	sage.time += HOUR;
	sage.create(1);
	const follower = new Follower(sage, undefined, date);
	expect(follower.poll()!.map(({ id, isNew }) => [id, isNew])).toEqual([
		[2, false],
		[4, false],
		[6, false],
		[8, false],
		[10, false],
		[11, true],
	]);
});

it('refuses rows that it cannot follow', () => {
	const rules = { overlap: OVERLAP, capacity: 100, clock: () => 0 };
	const watchOf = () => {
		const watch = new Watch(SOURCE, rules);
		watch.armAt(0);
		return watch.changes(10);
	};
	const give = (...rows: object[]) => {
		const reading = watchOf();
		reading.next();
		return () => reading.next({ rows: rows as never, asked: 50 });
	};
	expect(give({ id: 1 })).toThrow('not one that Sage 200 sends');
	expect(give({ date_time_updated: '2024-01-01T00:00:00Z' })).toThrow(
		'not one that Sage 200 sends',
	);
	expect(
		give(
			{ id: 1, date_time_updated: '2024-01-02T00:00:00Z' },
			{ id: 2, date_time_updated: '2024-01-01T00:00:00Z' },
		),
	).toThrow('not one that Sage 200 sends');
});

it('remembers no more than it may, in a few hundred kilobytes at most', () => {
	const sage = new ChangingSage();
	sage.create(10);
	const follower = new Follower(sage);
	follower.poll();
	for (let round = 0; round < 22; round++) {
		sage.time += 20_000;
		for (let burst = 0; burst < 100; burst++) {
			sage.time += 7;
			sage.create(10);
		}
	}
	sage.time += 1;
	follower.poll();
	const { versions } = follower.stored!;
	const count = [versions.older, versions.last]
		.filter((text) => text !== '')
		.flatMap((text) => text.split(/[;,]/)).length;
	expect(count).toBeLessThanOrEqual(20_000);
	expect(count).toBeGreaterThan(15_000);
	expect(JSON.stringify(follower.stored).length).toBeLessThan(300_000);
	follower.catchUp();
	expect(duplicates(follower.emitted)).toEqual([]);
	expect(follower.emitted).toHaveLength(22_000);
});
