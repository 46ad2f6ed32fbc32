/** Lists that change while they are read: no row that is there all the time is missing, and none comes twice. */
import fc from 'fast-check';

import type { Query, SageRecord } from '../../nodes/Sage200/sage200/protocol/api';
import { LargestPage } from '../../nodes/Sage200/transport/pages';
import { readAll } from '../../nodes/Sage200/transport/paging';
import { tick } from '../support/tick.js';

interface Row extends SageRecord {
	id: number;
	name: string;
	active: boolean;
	date_time_updated: string;
}

interface Change {
	kind: 'remove' | 'insert' | 'move';
	/** Which row, as a share of all. */
	at: number;
	value: number;
}

/** A collection that follows Sage's rules, with a maximum of its own, and changes after every page. */
class ChangingRows {
	rows: Row[];
	private clock = 1_000_000;
	private nextId: number;
	pages = 0;
	/** Whether any row changed in a way that moves it. */
	readonly moved = new Set<number>();
	moves = 0;

	constructor(
		count: number,
		private readonly mostPerPage: number,
		private readonly changes: Change[][],
		private readonly hidden: string[] = [],
	) {
		this.rows = Array.from({ length: count }, (_, at) => this.row(at + 1, at * 7));
		this.nextId = count + 1;
	}

	read = async (query: Query): Promise<SageRecord[]> => {
		if (query.$skip !== undefined && query.$orderby === undefined)
			throw new Error('$skip needs $orderby');
		const filter = String(query.$filter ?? '');
		const bound = (pattern: RegExp, otherwise: number) =>
			Number(pattern.exec(filter)?.[1] ?? otherwise);
		const [after, upTo] = [bound(/id gt (\d+)/, 0), bound(/id le (\d+)/, Infinity)];
		const onlyActive = filter.includes('active eq true');
		const found = this.rows
			.filter(({ id, active }) => id > after && id <= upTo && (active || !onlyActive))
			.sort(comparerOf(String(query.$orderby ?? 'id asc')));
		const skip = Number(query.$skip ?? 0);
		const page = found.slice(skip, skip + Math.min(Number(query.$top ?? 500), this.mostPerPage));
		const shown = page.map((row) =>
			Object.fromEntries(Object.entries(row).filter(([name]) => !this.hidden.includes(name))),
		);
		for (const change of this.changes[this.pages++] ?? []) this.apply(change);
		return shown;
	};

	private apply({ kind, at, value }: Change): void {
		const place = Math.min(this.rows.length - 1, Math.floor(at * this.rows.length));
		if (kind === 'insert') this.rows.push(this.row(this.nextId++, value));
		else if (place < 0) return;
		else if (kind === 'remove') this.rows.splice(place, 1);
		else {
			const { id } = this.rows[place];
			this.moved.add(id);
			this.moves++;
			this.rows[place] = this.row(id, value);
		}
	}

	private row(id: number, value: number): Row {
		return {
			id,
			name: `N${(value * 31) % 97}`,
			active: id % 3 > 0,
			date_time_updated: new Date(this.clock++ * 1000).toISOString(),
		};
	}
}

function comparerOf(orderBy: string): (left: Row, right: Row) => number {
	const parts = orderBy.split(',').map((part) => part.trim().split(' '));
	return (left, right) => {
		for (const [name, direction] of parts) {
			const [a, b] = [left[name] as string | number, right[name] as string | number];
			if (a !== b) return (a < b ? -1 : 1) * (direction === 'desc' ? -1 : 1);
		}
		return 0;
	};
}

const change = fc.record({
	kind: fc.constantFrom('remove' as const, 'insert' as const, 'move' as const),
	at: fc.double({ min: 0, max: 1, noNaN: true }),
	value: fc.nat(1000),
});
const changesOf = (most: number) =>
	fc.array(fc.array(change, { maxLength: most }), { maxLength: 40 });
const list = fc.record({
	count: fc.nat(400),
	mostPerPage: fc.integer({ min: 25, max: 130 }),
	orderBy: fc.constantFrom(
		undefined,
		'name asc',
		'name desc',
		'date_time_updated asc',
		'date_time_updated desc',
		'id desc',
	),
	filter: fc.constantFrom(undefined, 'active eq true'),
});

const idsOf = (rows: SageRecord[]) => rows.map(({ id }) => Number(id));

it('reads every row that is there all the time, by whatever it is sorted and filtered, however rows change', async () => {
	await fc.assert(
		fc.asyncProperty(list, changesOf(20), async (asked, changes) => {
			const source = new ChangingRows(asked.count, asked.mostPerPage, changes);
			const before = source.rows.map(({ id }) => id);
			const query = { $orderby: asked.orderBy, $filter: asked.filter };
			const ids = idsOf(await readAll({ path: '/x', query }, { key: 'id' }, source.read));
			expect(new Set(ids).size).toBe(ids.length);
			const after = new Set(source.rows.map(({ id }) => id));
			const stayed = before.filter((id) => after.has(id) && (!asked.filter || id % 3 > 0));
			const read = new Set(ids);
			expect(stayed.filter((id) => !read.has(id))).toEqual([]);
		}),
		{ numRuns: 150 },
	);
});

it('gives them in the order that is asked for, as one page of Sage would', async () => {
	await fc.assert(
		fc.asyncProperty(list, async (asked) => {
			const source = new ChangingRows(asked.count, asked.mostPerPage, []);
			const query = { $orderby: asked.orderBy, $filter: asked.filter };
			const all = await readAll({ path: '/x', query }, { key: 'id' }, source.read);
			const once = new ChangingRows(asked.count, 5000, []);
			const whole = await once.read({
				...query,
				$orderby: `${asked.orderBy ?? 'id asc'},id asc`,
				$top: 5000,
			});
			expect(idsOf(all)).toEqual(idsOf(whole));
		}),
		{ numRuns: 100 },
	);
});

it('reads by position what has no key: every row that neither went nor moved', async () => {
	await fc.assert(
		fc.asyncProperty(list, changesOf(8), async (asked, changes) => {
			const source = new ChangingRows(asked.count, asked.mostPerPage, changes);
			const before = source.rows.map(({ id }) => id);
			const query = { $orderby: asked.orderBy };
			const rows = await readAll({ path: '/x', query }, { orderBy: 'id asc' }, source.read);
			const ids = new Set(idsOf(rows));
			const after = new Set(source.rows.map(({ id }) => id));
			const stayed = before.filter((id) => after.has(id) && !source.moved.has(id));
			expect(stayed.filter((id) => !ids.has(id))).toEqual([]);
			// A row that moved is another to who knows it only by what it holds.
			expect(rows.length - ids.size).toBeLessThanOrEqual(source.moves);
		}),
		{ numRuns: 150 },
	);
});

it('keeps rows apart that are alike, where nothing else tells them apart', async () => {
	const alike = Array.from({ length: 1240 }, (_, at) => ({
		name: at < 330 ? 'same' : `other ${at}`,
	}));
	const read = async ({ $skip = 0, $top }: Query) =>
		alike.slice(Number($skip), Number($skip) + Math.min(Number($top), 200));
	expect(await readAll({ path: '/x' }, { orderBy: 'name asc' }, read)).toHaveLength(1240);
});

it.each([25, 37, 128, 256, 500, 512, 999, 1000, 5000])(
	'reads all where the site gives no more than %i rows at once, with one call more than pages, and those that cut a long list',
	async (most) => {
		for (const count of [
			0,
			1,
			24,
			25,
			26,
			most - 1,
			most,
			most + 1,
			2 * most,
			2 * most + 30,
			1203,
		]) {
			for (const orderBy of [undefined, 'name asc']) {
				const source = new ChangingRows(count, most, []);
				const query = { $orderby: orderBy };
				const rows = await readAll({ path: '/x', query }, { key: 'id' }, source.read);
				expect(rows).toHaveLength(count);
				const pages = Math.ceil(count / Math.min(most, 1000));
				// Sorted, the first page is read once more by its key.
				const again = orderBy ? 1 : 0;
				// Where to cut is asked once; a list that is cut is read to the end of each range.
				const cut = (pages >= 2 ? 1 : 0) + Math.min(4, Math.max(0, pages - 3));
				expect(source.pages).toBeLessThanOrEqual(pages + 1 + again + cut);
			}
		}
	},
);

it('asks for nothing more where the run has seen a larger page, or knows how many rows there are', async () => {
	const largest = new LargestPage();
	const first = new ChangingRows(640, 1000, []);
	await readAll({ path: '/x' }, { key: 'id' }, first.read, largest);
	expect(first.pages).toBe(2);
	const second = new ChangingRows(300, 1000, []);
	expect(await readAll({ path: '/y' }, { key: 'id' }, second.read, largest)).toHaveLength(300);
	expect(second.pages).toBe(1);
	const known = new ChangingRows(50, 1000, []);
	expect(await readAll({ path: '/z', expected: 50 }, { key: 'id' }, known.read)).toHaveLength(50);
	expect(known.pages).toBe(1);
	const cut = new ChangingRows(50, 37, []);
	expect(await readAll({ path: '/z', expected: 50 }, { key: 'id' }, cut.read)).toHaveLength(50);
	expect(cut.pages).toBe(2);
	const long = new ChangingRows(150, 25, []);
	expect(await readAll({ path: '/z', expected: 150 }, { key: 'id' }, long.read)).toHaveLength(150);
	expect(long.pages).toBe(6);
});

it('reads by position where the rows do not show what they are sorted by', async () => {
	const source = new ChangingRows(700, 100, [], ['date_time_updated']);
	const query = { $orderby: 'date_time_updated desc' };
	const ids = idsOf(await readAll({ path: '/x', query }, { key: 'id' }, source.read));
	expect(ids).toEqual(Array.from({ length: 700 }, (_, at) => 700 - at));
});

it('reads no range on when one of them cannot be read', async () => {
	const rows = 40_000;
	let [calls, underWay] = [0, 0];
	const read = async ({ $filter, $orderby, $top }: Query) => {
		calls++;
		if (String($orderby).includes('desc')) return [{ id: rows }];
		const after = Number(/id gt (\d+)/.exec(String($filter))?.[1] ?? 0);
		const upTo = Number(/id le (\d+)/.exec(String($filter))?.[1] ?? rows);
		underWay++;
		await tick();
		underWay--;
		if (after > rows / 2) throw new Error('no rights');
		const count = Math.min(Number($top), upTo - after);
		return Array.from({ length: count }, (_, at) => ({ id: after + at + 1 }));
	};
	await expect(readAll({ path: '/x' }, { key: 'id' }, read)).rejects.toThrow('no rights');
	const atEnd = calls;
	while (underWay > 0) await tick();
	await tick();
	expect(calls).toBe(atEnd);
});

it('says so when a list changes faster than it can be read', async () => {
	let call = 0;
	const read = async ({ $top }: Query) => {
		call++;
		return Array.from({ length: Math.min(Number($top), 100) }, (_, at) => ({
			name: `${call}-${at}`,
		}));
	};
	await expect(readAll({ path: '/x' }, { orderBy: 'name asc' }, read)).rejects.toMatchObject({
		kind: 'unreadable',
		facts: { remedy: expect.stringContaining('changes faster') as string },
	});
});
