/** Records that were created or changed, told apart, through histories with restarts that are drawn at random. */
import fc from 'fast-check';

import {
	recordsMachine,
	type RecordEvent,
	type RecordsState,
} from '../../nodes/Sage200/trigger/records';
import { ChangingSage, type Habits } from '../support/changingSage';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SOURCE = {
	path: '/customers',
	key: 'id',
	stamp: 'date_time_updated',
	created: 'date_time_created',
};

interface Limits {
	most?: number;
	pages?: number;
}

/** n8n, and whoever listens. */
class Listener {
	state?: RecordsState;
	/** How often each version was told. */
	readonly told = new Map<string, number>();
	/** Versions told as created. */
	readonly created = new Set<string>();
	/** Versions that are to be told. */
	readonly due = new Set<string>();
	private readonly known: Set<string>;
	private readonly firstSeen = new Set<string>();
	private readonly machine;

	constructor(
		readonly sage: ChangingSage,
		private readonly kind: RecordEvent,
		private readonly capacity = 20_000,
		private readonly overlap = 0,
		filter?: string,
	) {
		this.machine = recordsMachine({ ...SOURCE, filter }, kind);
		this.poll();
		this.known = new Set(sage.versions().map(idOf));
		for (const version of sage.versions()) this.firstSeen.add(version);
	}

	/** Returns how many versions it told. */
	poll({ most = 100_000, pages = Infinity }: Limits = {}): number {
		const reading = this.machine.poll(this.state, {
			overlap: this.overlap,
			capacity: this.capacity,
			clock: () => this.sage.time,
			timeZone: 'UTC',
			most,
		});
		let step = reading.next();
		for (let call = 1; !step.done; call++)
			step = reading.next(call > pages ? undefined : this.sage.page(step.value));
		const { happenings, state } = step.value;
		this.state = JSON.parse(JSON.stringify(state)) as RecordsState;
		for (const { type, record } of happenings) {
			const version = `${String(record.id)}@${String(record.date_time_updated)}`;
			this.told.set(version, (this.told.get(version) ?? 0) + 1);
			if (type === 'record.created') this.created.add(version);
		}
		return happenings.length;
	}

	/** A poll to the end, which sees all there is. */
	pollWhole(): number {
		const isWhole = this.isIdle;
		const told = this.poll();
		if (isWhole && this.isIdle) for (const version of this.sage.versions()) this.see(version);
		return told;
	}

	restart(): void {
		this.state = this.state && this.machine.rewound(this.state);
	}

	catchUp(): void {
		for (let polls = 0, quiet = 0; quiet < 3; polls++) {
			if (polls > 300) throw new Error('The polls come to no end');
			this.sage.time += 2 * MINUTE;
			quiet = this.pollWhole() === 0 && this.isIdle ? quiet + 1 : 0;
		}
	}

	get lost(): string[] {
		const now = new Set(this.sage.versions());
		return [...this.due].filter((version) => now.has(version) && !this.told.has(version));
	}

	private get isIdle(): boolean {
		return !this.state?.watch?.position.sweep;
	}

	private see(version: string): void {
		if (this.firstSeen.has(version)) return;
		const isFirst = !this.known.has(idOf(version));
		if (isFirst) this.firstSeen.add(version);
		this.known.add(idOf(version));
		if (this.kind !== 'updated' || !isFirst) this.due.add(version);
	}
}

function idOf(version: string): string {
	return version.split('@')[0];
}

function companyOf(habits?: Habits): ChangingSage {
	const sage = new ChangingSage(habits);
	sage.create(20);
	sage.time += 11 * MINUTE;
	return sage;
}

const KINDS = ['create', 'update', 'time', 'long', 'poll', 'poll', 'part', 'restart'] as const;
const events = fc.array(
	fc.record({ kind: fc.constantFrom(...KINDS), size: fc.nat(120), pages: fc.nat(4) }),
	{ minLength: 5, maxLength: 50, size: 'max' },
);
const habits = fc.record({
	largestPage: fc.constantFrom(30, 50, 1000),
	grain: fc.constantFrom(1, 1000),
	isCutWhenStored: fc.boolean(),
});
/** With a zone left out, an hour may not have more changes than are remembered beside a page (docs/triggers.md). */
const remembering = fc.constantFrom<{ capacity: number; zone?: number }>(
	{ capacity: 20_000 },
	{ capacity: 300 },
	{ capacity: 60 },
	{ capacity: 20_000, zone: HOUR },
	{ capacity: 300, zone: HOUR },
);

it.each(['updated', 'createdOrUpdated'] as const)(
	'tells each version that is %s, with restarts and polls that are cut',
	(kind) => {
		fc.assert(
			fc.property(events, habits, remembering, (events, habits, { capacity, zone }) => {
				const sage = companyOf({ ...habits, zone });
				const listener = new Listener(sage, kind, capacity);
				for (const { kind: event, size, pages } of events) {
					sage.time += 1000 + size;
					if (event === 'create') sage.create(1 + (size % 70));
					if (event === 'update') sage.update(1 + (size % 9));
					if (event === 'time') sage.time += size * 1000;
					if (event === 'long') sage.time += size * MINUTE;
					if (event === 'poll') listener.pollWhole();
					if (event === 'part') listener.poll({ most: 1 + (size % 40), pages });
					if (event === 'restart') listener.restart();
				}
				fc.pre(zone === undefined || sage.mostWrittenWithin(HOUR) <= capacity / 2);
				listener.catchUp();
				expect(listener.lost).toEqual([]);
			}),
			{ numRuns: 150 },
		);
	},
	60_000,
);

it('takes no record for new that it knew, where a poll is done again and looks back for long', () => {
	const sage = companyOf({ largestPage: 30, grain: 1, zone: HOUR });
	const listener = new Listener(sage, 'updated');
	sage.time += 2.5 * HOUR;
	sage.create(1);
	sage.time += 1000;
	listener.poll();
	sage.time += 1.5 * HOUR;
	listener.poll();
	sage.update(1);
	sage.time += 1000;
	expect(listener.poll({ most: 1, pages: 1 })).toBe(1);
	sage.time += HOUR;
	listener.restart();
	listener.poll();
	const untold = sage.versions().filter((version) => !listener.told.has(version));
	expect(untold).toEqual([]);
});

it('loses nothing where a site without a zone has more changes than may be remembered', () => {
	const sage = companyOf({ largestPage: 30, grain: 1, zone: HOUR });
	const listener = new Listener(sage, 'createdOrUpdated', 60);
	sage.create(11);
	sage.time += 1000;
	expect(listener.poll()).toBe(11);
	for (let second = 0; second < 5; second++) {
		sage.time += 1000;
		sage.create(1);
	}
	sage.time += MINUTE;
	expect(listener.poll()).toBe(5);
});

it('tells what is written into an hour that is read, twice at most and then no more', () => {
	const sage = companyOf({ largestPage: 30, grain: 1, zone: HOUR });
	const listener = new Listener(sage, 'createdOrUpdated', 60);
	sage.create(200);
	for (let polls = 0; polls < 12; polls++) {
		sage.time += 1000;
		if (polls % 4 === 0) sage.update(5);
		listener.poll({ most: 30, pages: 4 });
	}
	listener.catchUp();
	const isWritten = (version: string) => Number(idOf(version)) > 20;
	const untold = sage.versions().filter((version) => !listener.told.has(version));
	expect(untold.filter(isWritten)).toEqual([]);
	expect(Math.max(...listener.told.values())).toBeLessThanOrEqual(2);
	for (let polls = 0; polls < 90; polls++) {
		sage.time += MINUTE;
		expect(listener.poll()).toBe(0);
	}
});

it('tells as created what was created and changed while the site was away for long', () => {
	const sage = companyOf({ largestPage: 30, grain: 1 });
	const listener = new Listener(sage, 'createdOrUpdated');
	sage.create(1);
	sage.time += 5 * HOUR;
	sage.create(40);
	sage.time += 1000;
	sage.update(21);
	sage.time += 1000;
	expect(listener.poll()).toBe(41);
	const versions = sage.versions().filter((version) => idOf(version) === '21');
	expect([...listener.created]).toEqual(expect.arrayContaining(versions));
});

describe('with a filter', () => {
	const FILTER = 'on_hold eq true';

	it('tells the change that makes a record fulfil it, however new the record is', () => {
		for (const since of [MINUTE, 20 * MINUTE, 2 * HOUR, 50 * HOUR]) {
			const sage = companyOf({ largestPage: 30, grain: 1 });
			const fulfilling = new Set([3]);
			sage.fulfilling = fulfilling;
			const updated = new Listener(sage, 'updated', 20_000, 5 * MINUTE, FILTER);
			sage.time += HOUR;
			sage.create(1);
			sage.time += 1000;
			expect(updated.poll()).toBe(0);
			sage.time += since;
			fulfilling.add(21);
			sage.update(21);
			sage.time += 1000;
			expect([since, updated.poll()]).toEqual([since, 1]);
			expect([...updated.created]).toEqual([]);
			sage.time += MINUTE;
			expect(updated.poll()).toBe(0);
		}
	});

	it('tells no update of a record that fulfils it from the start', () => {
		const sage = companyOf({ largestPage: 30, grain: 1 });
		const updated = new Listener(sage, 'updated', 20_000, 5 * MINUTE, FILTER);
		sage.create(3);
		sage.time += MINUTE;
		expect(updated.poll()).toBe(0);
		sage.update(21);
		sage.time += MINUTE;
		expect(updated.poll()).toBe(1);
	});
});
