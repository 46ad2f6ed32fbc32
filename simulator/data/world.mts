/** All sites and companies of the simulator, on one clock. */
import type { Behaviour } from '../behaviour/index.mts';
import type { Company, Seed, SeedOptions, Withheld } from '../world.mts';
import { SimulatorClock } from './clock.mts';
import { StoredCompany, type CompanyIdentity, type CompanyState } from './company.mts';

/** The companies and the clock that they share. */
export class World {
	readonly clock: SimulatorClock;
	companies: StoredCompany[] = [];

	constructor(
		private readonly identities: CompanyIdentity[],
		private readonly seed: Seed,
		private readonly options: Omit<SeedOptions, 'clock'>,
		private readonly behaviour: Readonly<Behaviour>,
		private readonly withheld: Withheld,
	) {
		this.clock = new SimulatorClock(behaviour);
		this.companies = this.unseeded();
	}

	/** Goes back to the seed: what was waiting to be committed is forgotten. */
	reset(): void {
		this.clock.reset();
		this.companies = this.unseeded();
	}

	/** Seeds the first company, the one that everybody is sent to, so that its first call need not wait. */
	warmUp(): void {
		this.companies[0].table('users');
	}

	/** The company of a site; texts as the headers carry them. */
	find(siteId: string, companyId: string): StoredCompany | undefined {
		return this.companies.find(
			(company) =>
				company.siteId.toLowerCase() === siteId.trim().toLowerCase() &&
				String(company.companyId) === companyId.trim(),
		);
	}

	/** Marks everything derived as out of date: readers may see something else now, although no row has changed. */
	touch(): void {
		for (const company of this.companies) company.touch();
	}

	/** A copy of all data. */
	state(): CompanyState[] {
		return this.companies.map((company) => company.state());
	}

	/** Goes back to a copy. */
	restore(state: CompanyState[]): void {
		this.clock.clear();
		this.companies.forEach((company, at) => company.restore(state[at]));
	}

	private unseeded(): StoredCompany[] {
		const seed = (company: Company) => this.seed(company, { ...this.options, clock: this.clock });
		const { clock, behaviour, withheld } = this;
		return this.identities.map(
			(identity) => new StoredCompany(identity, { clock, behaviour, withheld, seed }),
		);
	}
}
