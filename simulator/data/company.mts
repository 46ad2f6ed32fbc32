/** One company of a site: its tables, its number series, and what is derived from them. */
import { DEFAULT_BEHAVIOUR, type Behaviour } from '../behaviour/index.mts';
import type { Body, Clock, Company, Row, Withheld } from '../world.mts';
import { StoredTable, type Change } from './table.mts';

export interface CompanyIdentity {
	siteId: string;
	siteName: string;
	siteShortName: string;
	companyId: number;
	companyName: string;
}

/** What a company has from the site that it is on. */
export interface SiteParts {
	clock: Clock;
	/** How the site's Sage behaves; as Sage does as far as it is known, if left out. */
	behaviour?: Readonly<Behaviour>;
	/** What its tables keep from readers. */
	withheld?: Withheld;
	/** Fills the company when it is first looked into: most runs use one company only. */
	seed?: (company: Company) => void;
}

/** All that a company holds, to go back to. */
export interface CompanyState {
	tables: Array<[string, Row[]]>;
	series: Array<[string, number]>;
}

/** Sage numbers the records of a company from one series, so ids of two resources are rarely alike. */
const ID_SERIES = 'id';
const FIRST_ID = 20_000;

/** A company's tables and numbers. */
export class StoredCompany implements Company {
	readonly siteId: string;
	readonly siteName: string;
	readonly siteShortName: string;
	readonly companyId: number;
	readonly companyName: string;
	/** Grows with every change: tells whether something derived is still current. */
	version = 0;
	private tables = new Map<string, StoredTable>();
	private series = new Map<string, number>();
	readonly behaviour: Readonly<Behaviour>;
	private readonly clock: Clock;
	private readonly withheld: Withheld;
	private seed?: (company: Company) => void;
	private recorded?: Change[];

	constructor(identity: CompanyIdentity, site: SiteParts) {
		this.clock = site.clock;
		this.behaviour = site.behaviour ?? DEFAULT_BEHAVIOUR;
		this.withheld = site.withheld ?? {};
		this.seed = site.seed;
		this.siteId = identity.siteId;
		this.siteName = identity.siteName;
		this.siteShortName = identity.siteShortName;
		this.companyId = identity.companyId;
		this.companyName = identity.companyName;
	}

	table(resource: string): StoredTable {
		this.fill();
		let table = this.tables.get(resource);
		if (!table) {
			table = new StoredTable(resource, {
				clock: this.clock,
				newId: () => this.freeId(resource),
				changing: (change) => this.recorded?.push(change()),
				changed: () => this.touch(),
				withholds: () => this.withheld[resource]?.(this, this.clock),
			});
			this.tables.set(resource, table);
		}
		return table;
	}

	next(series: string): number {
		this.fill();
		const next = (this.series.get(series) ?? 0) + 1;
		this.series.set(series, next);
		return next;
	}

	/** Marks everything derived as out of date. */
	touch(): void {
		this.version++;
	}

	/** True while readers of some table see something else than what is stored. */
	get conceals(): boolean {
		return [...this.tables.values()].some((table) => table.conceals);
	}

	/** Runs an action and returns what it changed. */
	recording<Result>(action: () => Result): { result: Result; changes: Change[] } {
		const changes: Change[] = [];
		this.recorded = changes;
		try {
			return { result: action(), changes };
		} finally {
			this.recorded = undefined;
		}
	}

	/** A copy of everything. */
	state(): CompanyState {
		this.fill();
		return structuredClone({
			tables: [...this.tables].map(([name, table]): [string, Row[]] => [name, [...table.stored()]]),
			series: [...this.series],
		});
	}

	/** Goes back to a copy. */
	restore(state: CompanyState): void {
		this.seed = undefined;
		const { tables, series } = structuredClone(state);
		for (const table of this.tables.values()) table.replace([]);
		for (const [name, rows] of tables) this.table(name).replace(rows);
		this.series = new Map(series);
	}

	private fill(): void {
		const { seed } = this;
		this.seed = undefined;
		seed?.(this);
	}

	private freeId(resource: string): number {
		for (;;) {
			const id = FIRST_ID + this.next(ID_SERIES);
			if (!this.tables.get(resource)?.find(id)) return id;
		}
	}
}

const TENANT_ID = 1234;

/** A row of `GET /sites`. */
export function siteRow(company: StoredCompany): Body {
	return {
		company_id: company.companyId,
		company_name: company.companyName,
		// Captures have it, the schema does not.
		tenant_id: TENANT_ID,
		site_id: company.siteId,
		site_name: company.siteName,
		site_short_name: company.siteShortName,
	};
}
