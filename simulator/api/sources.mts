/**
 * The rows of every resource: a stored table, or what the rules derive from tables. Derived rows are kept until
 * something changes, and sorted once per field they are paged by.
 */
import type { StoredCompany } from '../data/company.mts';
import type { StoredTable } from '../data/table.mts';
import type { RowSource } from '../odata/rows.mts';
import type { Body, Projection, Projections } from '../world.mts';

/** Finds a resource's rows. */
export class Sources {
	private derived = new WeakMap<StoredCompany, Map<string, DerivedRows>>();

	constructor(private readonly projections: Projections) {}

	/** The rows of a resource. */
	of(company: StoredCompany, resource: string): RowSource {
		const projection = this.projections[resource];
		return projection
			? this.derivedRows(company, resource, projection)
			: new TableRows(company.table(resource));
	}

	/** Whether rows of a resource come from a table of its own. */
	isStored(resource: string): boolean {
		return !(resource in this.projections);
	}

	private derivedRows(
		company: StoredCompany,
		resource: string,
		projection: Projection,
	): DerivedRows {
		const kept = this.derived.get(company) ?? new Map<string, DerivedRows>();
		this.derived.set(company, kept);
		if (!kept.has(resource)) kept.set(resource, new DerivedRows(company, projection));
		return kept.get(resource)!;
	}
}

class TableRows implements RowSource {
	constructor(private readonly table: StoredTable) {}

	all(): Iterable<Body> {
		return this.table.all();
	}

	where(field: string, value: unknown): Iterable<Body> {
		return this.table.where(field, value);
	}

	ascending(field: string, above: number): Iterable<Body> | undefined {
		return field === 'id' ? this.table.after(above) : undefined;
	}
}

class DerivedRows implements RowSource {
	private version?: number;
	private rows: Body[] = [];
	private orders = new Map<string, Body[]>();

	constructor(
		private readonly company: StoredCompany,
		private readonly projection: Projection,
	) {}

	all(): Iterable<Body> {
		this.refresh();
		return this.rows;
	}

	where(field: string, value: unknown): Iterable<Body> {
		return this.projection(this.company, { field, value });
	}

	ascending(field: string, above: number): Iterable<Body> | undefined {
		this.refresh();
		if (this.rows.some((row) => typeof row[field] !== 'number')) return undefined;
		let sorted = this.orders.get(field);
		if (!sorted) {
			sorted = [...this.rows].sort((one, other) => Number(one[field]) - Number(other[field]));
			this.orders.set(field, sorted);
		}
		return from(sorted, firstAbove(sorted, field, above));
	}

	private refresh(): void {
		// What is kept from readers shows itself by the clock, not by a change.
		if (this.version === this.company.version && !this.company.conceals) return;
		this.version = this.company.version;
		this.rows = [...this.projection(this.company)];
		this.orders.clear();
	}
}

function* from(rows: Body[], position: number): Iterable<Body> {
	for (let at = position; at < rows.length; at++) yield rows[at];
}

function firstAbove(sorted: Body[], field: string, above: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (Number(sorted[middle][field]) > above) high = middle;
		else low = middle + 1;
	}
	return low;
}
