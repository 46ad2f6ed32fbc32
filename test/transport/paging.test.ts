/** Return All against a collection that follows Sage's rules and changes while it is read. */
import type { Query, SageRecord } from '../../nodes/Sage200/sage200/protocol/api';
import { SageFailure } from '../../nodes/Sage200/sage200/protocol/failures';
import { readAll } from '../../nodes/Sage200/transport/paging';

interface Row extends SageRecord {
	id: number;
	name: string;
}

class Rows {
	queries: Query[] = [];
	/** Calls that are under way, and the most that were. */
	private running = 0;
	peak = 0;
	constructor(
		public rows: Row[],
		private readonly between: (rows: Row[], page: number) => Row[] = (rows) => rows,
		private readonly mostPerPage = 5000,
	) {}

	read = async (query: Query): Promise<SageRecord[]> => {
		this.queries.push(query);
		if (query.$skip !== undefined && query.$orderby === undefined)
			throw new Error('$skip needs $orderby');
		this.peak = Math.max(this.peak, ++this.running);
		await Promise.resolve();
		const bound = (pattern: RegExp, otherwise: number) =>
			Number(pattern.exec(String(query.$filter ?? ''))?.[1] ?? otherwise);
		const [after, upTo] = [bound(/id gt (\d+)/, 0), bound(/id le (\d+)/, Infinity)];
		const order = String(query.$orderby);
		const byName = order.startsWith('name desc')
			? (a: Row, b: Row) => b.name.localeCompare(a.name)
			: () => 0;
		const sorted = this.rows
			.filter(({ id }) => id > after && id <= upTo)
			.sort((a, b) => byName(a, b) || (order.endsWith('id desc') ? b.id - a.id : a.id - b.id));
		const skip = Number(query.$skip ?? 0);
		const page = sorted.slice(skip, skip + Math.min(Number(query.$top ?? 500), this.mostPerPage));
		this.rows = this.between(this.rows, this.queries.length);
		this.running--;
		return page;
	};
}

const rows = (count: number, from = 1): Row[] =>
	Array.from({ length: count }, (_, at) => ({ id: from + at, name: `n${at % 7}` }));
const order = { key: 'id' };

it.each([0, 1, 499, 500, 501, 999, 1000, 1001, 5001])(
	'returns all of %i rows, each once',
	async (count) => {
		const all = await readAll({ path: '/x' }, order, new Rows(rows(count)).read);
		expect(all.map(({ id }) => id)).toEqual(rows(count).map(({ id }) => id));
	},
);

it.each([50, 100, 500])(
	'reads all where the site gives no more than %i rows at once',
	async (most) => {
		const source = new Rows(rows(1203), undefined, most);
		expect(await readAll({ path: '/x' }, order, source.read)).toHaveLength(1203);
		const byName = new Rows(rows(1203), undefined, 500);
		expect(
			await readAll({ path: '/x', query: { $orderby: 'name desc' } }, order, byName.read),
		).toHaveLength(1203);
	},
);

it('reads the rest of a long list in ranges at the same time, each row once and in order', async () => {
	const gaps = rows(23_000).filter(({ id }) => id % 1000 < 900 || id < 2000);
	const source = new Rows(gaps);
	const ids = (await readAll({ path: '/x' }, order, source.read)).map(({ id }) => id);
	expect(ids).toEqual(gaps.map(({ id }) => id));
	expect(source.peak).toBe(4);
	expect(source.queries.length).toBeLessThanOrEqual(Math.ceil(gaps.length / 1000) + 1 + 4);
});

it('reads a long list to its end even where the newest id is not to be had', async () => {
	const source = new Rows(rows(9000));
	const misled = async (query: Query) =>
		String(query.$orderby) === 'id desc' ? [{ id: 7 }] : await source.read(query);
	expect(await readAll({ path: '/x' }, order, misled)).toHaveLength(9000);
});

it('loses and repeats nothing of a long list while rows come and go', async () => {
	const source = new Rows(rows(12_000), (current, page) => [
		...current.filter(({ id }) => id !== page),
		{ id: 20_000 + page, name: 'late' },
	]);
	const ids = (await readAll({ path: '/x' }, order, source.read)).map(({ id }) => Number(id));
	expect(new Set(ids).size).toBe(ids.length);
	const read = new Set(ids);
	for (let id = 30; id <= 12_000; id++) expect(read.has(id)).toBe(true);
});

it('says so when the address gives the same full page again and again, instead of reading for ever', async () => {
	const same = rows(1000);
	const deaf = async () => same;
	await expect(readAll({ path: '/x' }, order, deaf)).rejects.toMatchObject({ kind: 'unreadable' });
	await expect(
		readAll({ path: '/x', query: { $orderby: 'name asc' } }, order, deaf),
	).rejects.toMatchObject({ kind: 'unreadable' });
	const nameless = same.map(({ name }) => ({ name }));
	await expect(readAll({ path: '/x' }, {}, async () => nameless)).rejects.toMatchObject({
		kind: 'unreadable',
	});
});

it('takes a short page that comes again for the end', async () => {
	expect(await readAll({ path: '/x' }, order, async () => rows(100))).toHaveLength(100);
});

it('pages by position where the rows lack the key that the catalog promises', async () => {
	const named = Array.from({ length: 2300 }, (_, at) => ({ name: `n${at}` }));
	const source = async ({ $skip, $top }: Query) =>
		named.slice(Number($skip ?? 0), Number($skip ?? 0) + Number($top));
	expect(await readAll({ path: '/x' }, order, source)).toEqual(named);
});

it('pages by position where the rows lose their key on the way', async () => {
	const source = new Rows(rows(12_000));
	const losing = async (query: Query) =>
		(await source.read(query)).map(({ id, name }) =>
			Number(id) <= 7000 ? { id, name } : { name },
		);
	expect(await readAll({ path: '/x' }, order, losing)).toHaveLength(12_000);
});

it('reads all where nobody can say where to cut a long list', async () => {
	const source = new Rows(rows(6000));
	const rising = async (query: Query) => {
		if (query.$orderby === 'id desc')
			throw new SageFailure({ kind: 'timeout', method: 'GET', path: '/x' });
		return await source.read(query);
	};
	expect(await readAll({ path: '/x' }, order, rising)).toEqual(rows(6000));
});

it('asks for no more rows than the limit', async () => {
	const source = new Rows(rows(3000));
	expect(await readAll({ path: '/x', limit: 1200 }, order, source.read)).toHaveLength(1200);
	expect(source.queries.map(({ $top }) => $top)).toEqual([1000, 200]);
});

it('loses and repeats nothing while rows come and go', async () => {
	const source = new Rows(rows(2500), (current, page) => [
		...current.filter(({ id }) => id !== page),
		{ id: 10_000 + page, name: 'late' },
	]);
	const ids = (await readAll({ path: '/x' }, order, source.read)).map(({ id }) => Number(id));
	expect(new Set(ids).size).toBe(ids.length);
	for (let id = 4; id <= 2500; id++) expect(ids).toContain(id);
});

it('keeps a sort of the user and lets the id decide among equals', async () => {
	const source = new Rows(rows(2100));
	const request = { path: '/x', query: { $orderby: 'name desc' } };
	const all = await readAll({ ...request, limit: 1500 }, order, source.read);
	expect(new Set(all.map(({ id }) => id)).size).toBe(1500);
	expect(source.queries[1]).toMatchObject({ $orderby: 'name desc,id asc', $skip: 950, $top: 550 });
	// Without a limit the rows are read by their ID, and sorted when all are there.
	expect(await readAll(request, order, source.read)).toEqual(
		rows(2100).sort((a, b) => b.name.localeCompare(a.name) || a.id - b.id),
	);
	expect(source.queries[3]).toMatchObject({ $orderby: 'id asc' });
});

it('keeps the filter of the user beside its own', async () => {
	const source = new Rows(rows(1500));
	await readAll(
		{ path: '/x', query: { $filter: "name eq 'a' or name eq 'b'" } },
		order,
		source.read,
	);
	expect(source.queries[1].$filter).toBe("(name eq 'a' or name eq 'b') and (id gt 1000)");
});

it('reads the key even when the user selects other fields', async () => {
	const source = new Rows(rows(3));
	await readAll({ path: '/x', query: { $select: 'name' } }, order, source.read);
	expect(source.queries[0].$select).toBe('name,id');
});

it('asks for smaller pages when Sage times out, and gives up in the end', async () => {
	const asked: unknown[] = [];
	const source = new Rows(rows(130));
	const slow = async (query: Query) => {
		asked.push(query.$top);
		if (Number(query.$top) > 100)
			throw new SageFailure({ kind: 'timeout', method: 'GET', path: '/x' });
		return await source.read(query);
	};
	expect(await readAll({ path: '/x' }, order, slow)).toHaveLength(130);
	// Beside the third page it is asked where to cut the rest.
	expect(asked).toEqual([1000, 250, 62, 62, 62, 1]);
	const never = async () => {
		throw new SageFailure({ kind: 'timeout', method: 'GET', path: '/x' });
	};
	await expect(readAll({ path: '/x' }, order, never)).rejects.toMatchObject({ kind: 'timeout' });
});

it('asks for 500 rows where the site refuses more, and tells any other refusal', async () => {
	const source = new Rows(rows(1203), undefined, 500);
	const strict = async (query: Query) => {
		if (Number(query.$top) > 500)
			throw new SageFailure({
				kind: 'refused',
				method: 'GET',
				path: '/x',
				status: 400,
				sageMessage: "The limit of '500' for Top query has been exceeded.",
			});
		return await source.read(query);
	};
	expect(await readAll({ path: '/x' }, order, strict)).toHaveLength(1203);
	expect(source.queries.map(({ $top }) => $top)).toEqual([500, 500, 500, 1]);
	const wrong = async () => {
		throw new SageFailure({
			kind: 'refused',
			method: 'GET',
			path: '/x',
			status: 400,
			sageMessage: 'Syntax error in $filter.',
		});
	};
	await expect(readAll({ path: '/x' }, order, wrong)).rejects.toMatchObject({ kind: 'refused' });
});

it('says so when the rows do not come in order and there are more of them, rather than lose some', async () => {
	const mixed = rows(2500).sort((a, b) => (a.id % 7) - (b.id % 7));
	const unsorted = async ({ $filter, $top }: Query) =>
		mixed
			.filter(({ id }) => id > Number(/gt (\d+)/.exec(String($filter))?.[1] ?? 0))
			.slice(0, Number($top));
	await expect(readAll({ path: '/x' }, order, unsorted)).rejects.toMatchObject({
		kind: 'unreadable',
	});
	expect(await readAll({ path: '/x', limit: 40 }, order, unsorted)).toHaveLength(40);
});

it('reads ids that come as text', async () => {
	const source = new Rows(rows(2100));
	const asText = async (query: Query) =>
		(await source.read(query)).map((row) => ({ ...row, id: String(row.id) }));
	expect(await readAll({ path: '/x' }, order, asText)).toHaveLength(2100);
});

it('pages collections without a key by position', async () => {
	const source = new Rows(rows(1300));
	expect(await readAll({ path: '/x' }, { orderBy: 'name asc' }, source.read)).toHaveLength(1300);
	expect(source.queries[1]).toMatchObject({ $skip: 950, $orderby: 'name asc' });
});
