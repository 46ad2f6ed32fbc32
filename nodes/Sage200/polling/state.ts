/** What the trigger stores between polls: small, with a version, and only good for what it was made for. */
import type { Happening, Machine } from '../trigger/happening';

/** Most versions, values and IDs that are stored, over all companies: n8n writes them to its database with the items. */
export const CAPACITY = 20_000;
const VERSION = 2;

export interface Stored {
	version: number;
	/** Credential, event and filters that it was made for: what is changed in those starts anew. */
	scope: string;
	/** The process of n8n that stored it. */
	process: string;
	/** By site and company. */
	companies: Record<string, unknown>;
}

/** Where the companies stand. */
export class States {
	private constructor(
		private readonly scope: string,
		private readonly process: string,
		private readonly companies: Record<string, unknown>,
	) {}

	/**
	 * Reads what was stored. What was made for something else, or by another version of this node, is passed over.
	 * @param rewinder takes the last poll back when n8n has started anew since; undefined where it is to go on
	 */
	static from(
		stored: unknown,
		scope: string,
		process: string,
		rewinder: Pick<Machine, 'rewound'> | undefined,
	): States {
		const known = stored as Partial<Stored> | undefined;
		if (known?.version !== VERSION || known.scope !== scope || !known.companies)
			return new States(scope, process, {});
		const hasRestarted = known.process !== process;
		const companies = Object.entries(known.companies).map(([company, state]) => [
			company,
			hasRestarted && rewinder ? rewinder.rewound(state) : state,
		]);
		return new States(scope, process, Object.fromEntries(companies) as Stored['companies']);
	}

	of(company: string): unknown {
		return Object.hasOwn(this.companies, company) ? this.companies[company] : undefined;
	}

	set(company: string, state: unknown): void {
		this.companies[company] = state;
	}

	toStored(): Stored {
		const { scope, process, companies } = this;
		return { version: VERSION, scope, process, companies };
	}
}

/** An item's own part that tells what happened. */
export function eventOf(
	{ type, id, time, facts }: Happening,
	company: string,
): Record<string, unknown> {
	return { id: `${company}:${id}`, type, time, ...facts };
}
