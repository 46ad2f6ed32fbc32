/**
 * What the simulator's parts agree on.
 *
 * `World` is the data: one `Company` per site and company, each a set of tables named after the catalog's resources.
 * A `Rule` answers one operation of the catalog in Sage's own way; operations without a rule are answered from the
 * catalog alone (list, get, create, update, delete). Rules know nothing of HTTP, faults or OAuth.
 */

import type { Behaviour } from './behaviour/index.mts';

export type Row = { id: number; [field: string]: unknown };
export type Body = Record<string, unknown>;

/** One collection of a company. Rows keep their children (lines, contacts …) nested under the field's own name. */
export interface Table {
	readonly name: string;
	all(): Iterable<Row>;
	find(id: number): Row | undefined;
	/** The row as it shows to who names its id: a change that is kept from readers for a while is not there yet. */
	named(id: number): Row | undefined;
	/** Finds rows by the exact value of a field; indexed for fields asked for often. Text compares without case, as SQL Server does. */
	where(field: string, value: unknown): Row[];
	/** Stores a new row, giving it an id and stamps (from the world's clock). Returns the stored row. */
	insert(row: Body): Row;
	/** Changes a stored row in place and moves its date_time_updated. */
	change(id: number, fields: Body): Row;
	/** Changes a stored row in place; its stamps stay, unless they are among the fields. */
	write(id: number, fields: Body): Row;
	remove(id: number): void;
}

export interface Company {
	/** How the site's Sage behaves where that is not known. */
	readonly behaviour: Readonly<Behaviour>;
	readonly siteId: string;
	readonly siteName: string;
	readonly companyId: number;
	readonly companyName: string;
	table(resource: string): Table;
	/** Next number of a named series: document numbers, URNs. */
	next(series: string): number;
}

export interface Clock {
	/** Milliseconds since 1970, on the simulator's own clock (the admin URL can move it). */
	now(): number;
	/** The stamp Sage writes: UTC, up to three decimals, trailing zeros dropped. */
	stamp(): string;
}

export interface Call {
	method: string;
	/** The catalog's path template, e.g. `/sop_orders/{Id}`. */
	path: string;
	/** Values of the template's placeholders. */
	ids: Record<string, number>;
	/** Query options as sent. A rule that has answered one itself ($filter of a despatch list) deletes it here; the engine applies what is left to a list. */
	query: Record<string, string>;
	/** Fields named in $expand. */
	expand: Set<string>;
	/** As sent, its types checked. Read-only fields are still there: `lock_id` is one, and a PUT sends it back. */
	body: unknown;
	company: Company;
	clock: Clock;
	user: Row;
	/** Release the site runs, e.g. '2025 R1'; endpoints newer than it answer 404. */
	release: string;
}

/** Answers one operation. What it returns is the reply's body; it throws `SageRefusal` for Sage's 400/403/404. */
export type Rule = (call: Call) => unknown;

/** `POST /sop_orders` → rule. */
export type Rules = Record<string, Rule>;

/** A narrowing that the reader of a projection may use: only rows whose field has this value are wanted. */
export interface KeyFilter {
	field: string;
	value: unknown;
}

/**
 * Builds the rows of a resource that is derived from stored tables: lookups, views, children of all parents.
 * The key is a hint; rows that do not match may still come and are filtered by the caller.
 */
export type Projection = (company: Company, key?: KeyFilter) => Iterable<Body>;

/** `lookup_customers` → projection. */
export type Projections = Record<string, Projection>;

/** Whether a stored row is kept from readers now. */
export type Withholds = (row: Row) => boolean;

/** `sales_posted_transactions` → which of its rows do not show; undefined where the site shows all. */
export type Withheld = Record<string, (company: Company, clock: Clock) => Withholds | undefined>;

/** Value of an object or list field that no row stores, made when the field is expanded. */
export type Expansion = (row: Body, company: Company) => unknown;

/** `product.warehouse_holdings` (schema and field) → expansion. */
export type Expansions = Record<string, Expansion>;

/**
 * What the parts export: `rules/index.mts` exports `rules: Rules`, `projections: Projections`, `expansions: Expansions`;
 * `seed/index.mts` exports `seedCompany: Seed`, called once for each company. Rows inserted with an id keep it.
 */
export interface SeedOptions {
	/** The same seed gives the same data. */
	seed: number;
	customers: number;
	products: number;
	clock: Clock;
}

export type Seed = (company: Company, options: SeedOptions) => void;

/** A call that Sage refuses, with its status and words. */
export class SageRefusal extends Error {
	constructor(
		message: string,
		readonly status: 400 | 401 | 403 | 404 = 400,
	) {
		super(message);
	}
}
