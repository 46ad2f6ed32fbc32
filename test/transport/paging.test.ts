/** Return All against a collection that follows Sage's rules and changes while it is read. */
import type { Query, SageRecord } from '../../nodes/Sage200/sage200/api';
import { SageFailure } from '../../nodes/Sage200/sage200/failures';
import { readAll } from '../../nodes/Sage200/transport/paging';

interface Row extends SageRecord {
	id: number;
	name: string;
}

class Rows {
	queries: Query[] = [];
	constructor(public rows: Row[], private readonly between: (rows: Row[], page: number) => Row[] = (rows) => rows) {}

	read = async (query: Query): Promise<SageRecord[]> => {
		this.queries.push(query);
		if (query.$skip !== undefined && query.$orderby === undefined) throw new Error('$skip needs $orderby');
		const after = Number(/id gt (\d+)/.exec(String(query.$filter ?? ''))?.[1] ?? 0);
		const descending = String(query.$orderby).startsWith('name desc');
		const sorted = this.rows.filter(({ id }) => id > after).sort((a, b) => (descending ? b.name.localeCompare(a.name) : 0) || a.id - b.id);
		const page = sorted.slice(Number(query.$skip ?? 0), Number(query.$skip ?? 0) + Math.min(Number(query.$top ?? 500), 5000));
		this.rows = this.between(this.rows, this.queries.length);
		return page;
	};
}

const rows = (count: number, from = 1): Row[] => Array.from({ length: count }, (_, at) => ({ id: from + at, name: `n${at % 7}` }));
const order = { key: 'id' };

it.each([0, 1, 499, 500, 501, 999, 1000, 1001, 5001])('returns all of %i rows, each once', async (count) => {
	const all = await readAll({ path: '/x' }, order, new Rows(rows(count)).read);
	expect(all.map(({ id }) => id)).toEqual(rows(count).map(({ id }) => id));
});

it('asks for no more rows than the limit', async () => {
	const source = new Rows(rows(3000));
	expect(await readAll({ path: '/x', limit: 1200 }, order, source.read)).toHaveLength(1200);
	expect(source.queries.map(({ $top }) => $top)).toEqual([1000, 200]);
});

it('loses and repeats nothing while rows come and go', async () => {
	const source = new Rows(rows(2500), (current, page) => [...current.filter(({ id }) => id !== page), { id: 10_000 + page, name: 'late' }]);
	const ids = (await readAll({ path: '/x' }, order, source.read)).map(({ id }) => Number(id));
	expect(new Set(ids).size).toBe(ids.length);
	for (let id = 4; id <= 2500; id++) expect(ids).toContain(id);
});

it('keeps a sort of the user and lets the id decide among equals', async () => {
	const source = new Rows(rows(2100));
	const all = await readAll({ path: '/x', query: { $orderby: 'name desc' } }, order, source.read);
	expect(new Set(all.map(({ id }) => id)).size).toBe(2100);
	expect(source.queries[1]).toMatchObject({ $orderby: 'name desc,id asc', $skip: 1000 });
});

it('keeps the filter of the user beside its own', async () => {
	const source = new Rows(rows(1500));
	await readAll({ path: '/x', query: { $filter: "name eq 'a' or name eq 'b'" } }, order, source.read);
	expect(source.queries[1].$filter).toBe("(name eq 'a' or name eq 'b') and (id gt 1000)");
});

it('reads the key even when the user selects other fields', async () => {
	const source = new Rows(rows(3));
	await readAll({ path: '/x', query: { $select: 'name' } }, order, source.read);
	expect(source.queries[0].$select).toBe('name,id');
});

it('asks for smaller pages when Sage times out, and gives up in the end', async () => {
	const asked: unknown[] = [];
	const slow = async (query: Query) => {
		asked.push(query.$top);
		if (Number(query.$top) > 250) throw new SageFailure({ kind: 'timeout', method: 'GET', path: '/x' });
		return rows(10);
	};
	expect(await readAll({ path: '/x' }, order, slow)).toHaveLength(10);
	expect(asked).toEqual([1000, 250]);
	const never = async () => {
		throw new SageFailure({ kind: 'timeout', method: 'GET', path: '/x' });
	};
	await expect(readAll({ path: '/x' }, order, never)).rejects.toMatchObject({ kind: 'timeout' });
});

it('pages collections without a key by position', async () => {
	const source = new Rows(rows(1300));
	expect(await readAll({ path: '/x' }, { orderBy: 'name asc' }, source.read)).toHaveLength(1300);
	expect(source.queries[1]).toMatchObject({ $skip: 1000, $orderby: 'name asc' });
});
