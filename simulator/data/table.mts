/**
 * One collection in memory: rows by id, in order of id, with an index for every field that is asked for by value.
 * A change can be kept from readers for a while, as a database does with a commit that is still under way.
 */
import type { Body, Clock, Row, Table, Withholds } from '../world.mts';
import { textKey } from './text-key.mts';

export interface Change {
	table: StoredTable;
	id: number;
	/** The row as readers know it; undefined for a new one. */
	before?: Row;
}

export interface TableContext {
	clock: Clock;
	newId(): number;
	/** Told before each change, so that it can be kept from readers. */
	changing(change: () => Change): void;
	/** Told after each change: what was derived from the rows is out of date. */
	changed(): void;
	/** Which rows Sage keeps to itself now; undefined where it shows all. */
	withholds(): Withholds | undefined;
}

interface Concealment {
	until: number;
	before?: Row;
	/** Who names the row's id sees it as it is: only what searches and lists has not caught up. */
	byId: boolean;
}

type Index = Map<unknown, Set<number>>;

/** Rows by id, found by the value of a field. */
export class StoredTable implements Table {
	private rows = new Map<number, Row>();
	/** Ascending. */
	private ids: number[] = [];
	private indexes = new Map<string, Index>();
	private concealed = new Map<number, Concealment>();
	/** New rows that readers were kept from for a while. */
	lateRows = 0;

	constructor(
		readonly name: string,
		private readonly context: TableContext,
	) {}

	all(): Iterable<Row> {
		return this.from(0);
	}

	/** Rows with a greater id, in order of id. */
	after(id: number): Iterable<Row> {
		return this.from(this.position(id + 1));
	}

	find(id: number): Row | undefined {
		return this.rows.get(id);
	}

	/** The row as lists show it now. */
	visible(id: number): Row | undefined {
		const concealment = this.concealment(id);
		return this.shown(concealment ? concealment.before : this.rows.get(id));
	}

	/** The row as it shows to who names its id. */
	named(id: number): Row | undefined {
		return this.concealment(id)?.byId === true ? this.shown(this.rows.get(id)) : this.visible(id);
	}

	where(field: string, value: unknown): Row[] {
		const key = textKey(value);
		// A row that readers see as it was is indexed as it is.
		const ids = [
			...new Set([...(this.index(field).get(key) ?? []), ...this.concealed.keys()]),
		].sort((one, other) => one - other);
		return ids
			.flatMap((id) => this.visible(id) ?? [])
			.filter((row) => !this.conceals || textKey(row[field]) === key);
	}

	insert(row: Body): Row {
		const id = typeof row.id === 'number' && row.id > 0 ? row.id : this.context.newId();
		if (this.rows.has(id)) throw new Error(`${this.name} already has a row ${id}`);
		const now = this.context.clock.stamp();
		const stored: Row = { date_time_created: now, date_time_updated: now, ...row, id };
		this.context.changing(() => ({ table: this, id }));
		this.rows.set(id, stored);
		this.ids.splice(this.position(id), 0, id);
		for (const [field, index] of this.indexes) enter(index, stored[field], id);
		this.context.changed();
		return stored;
	}

	change(id: number, fields: Body): Row {
		return this.write(id, { ...fields, date_time_updated: this.context.clock.stamp() });
	}

	/** Changes a row and its stamps exactly as told. */
	write(id: number, fields: Body): Row {
		const row = this.rows.get(id);
		if (!row) throw new Error(`${this.name} has no row ${id}`);
		this.context.changing(() => ({ table: this, id, before: structuredClone(row) }));
		const moved = [...this.indexes].filter(([field]) => field in fields);
		for (const [field, index] of moved) leave(index, row[field], id);
		Object.assign(row, fields, { id });
		for (const [field, index] of moved) enter(index, row[field], id);
		this.context.changed();
		return row;
	}

	remove(id: number): void {
		const row = this.rows.get(id);
		if (!row) return;
		this.rows.delete(id);
		this.ids.splice(this.position(id), 1);
		for (const [field, index] of this.indexes) leave(index, row[field], id);
		this.concealed.delete(id);
		this.context.changed();
	}

	get size(): number {
		return this.rows.size;
	}

	/** True while readers see something else than what is stored. */
	get conceals(): boolean {
		return this.concealed.size > 0 || this.context.withholds() !== undefined;
	}

	/** Every stored row, those kept from readers too. */
	stored(): Iterable<Row> {
		return this.rows.values();
	}

	/**
	 * Readers go on seeing the row as it was before a change (not at all, for a new one) until a time.
	 * A row that is kept from them already stays what they know it as, however often it changes meanwhile.
	 * @param byId whether who names its id sees the row as it is
	 */
	conceal({ id, before }: Change, until: number, byId: boolean): void {
		const earlier = this.concealment(id);
		if (!earlier && before === undefined) this.lateRows++;
		this.concealed.set(id, { until, byId, before: earlier ? earlier.before : before });
	}

	/** Forgets all rows and takes others. */
	replace(rows: Row[]): void {
		this.rows = new Map(rows.map((row) => [row.id, row]));
		this.ids = [...this.rows.keys()].sort((one, other) => one - other);
		this.indexes.clear();
		this.concealed.clear();
		this.lateRows = 0;
		this.context.changed();
	}

	private *from(position: number): Iterable<Row> {
		const { ids } = this;
		for (let at = position; at < ids.length; at++) {
			const row = this.visible(ids[at]);
			if (row) yield row;
		}
	}

	private shown(row: Row | undefined): Row | undefined {
		return row && this.context.withholds()?.(row) === true ? undefined : row;
	}

	/** What keeps a row from readers, until its time is over. */
	private concealment(id: number): Concealment | undefined {
		const concealment = this.concealed.get(id);
		if (!concealment || concealment.until > this.context.clock.now()) return concealment;
		this.concealed.delete(id);
		return undefined;
	}

	/** Where an id stands, or would stand, in the order of ids. */
	private position(id: number): number {
		let low = 0;
		let high = this.ids.length;
		if (high === 0 || this.ids[high - 1] < id) return high;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.ids[middle] < id) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	private index(field: string): Index {
		let index = this.indexes.get(field);
		if (!index) {
			index = new Map();
			for (const row of this.rows.values()) enter(index, row[field], row.id);
			this.indexes.set(field, index);
		}
		return index;
	}
}

function enter(index: Index, value: unknown, id: number): void {
	const key = textKey(value);
	const ids = index.get(key);
	if (ids) ids.add(id);
	else index.set(key, new Set([id]));
}

function leave(index: Index, value: unknown, id: number): void {
	index.get(textKey(value))?.delete(id);
}
