/**
 * How the simulated Sage behaves where docs/sage200-facts.md is not sure. Each switch has the likeliest value first;
 * the admin URL can set any of them, so that a client can be tried against all plausible Sages.
 */
import { CALL_SWITCHES } from './calls.mts';
import { DOCUMENT_SWITCHES } from './documents.mts';
import { LOGIN_SWITCHES } from './login.mts';
import { REPLY_SWITCHES } from './replies.mts';
import { LEDGER_SWITCHES, STOCK_SWITCHES } from './stock-and-ledgers.mts';

/** Switches with their values, the default first. */
export const SWITCHES = {
	...REPLY_SWITCHES,
	...CALL_SWITCHES,
	...DOCUMENT_SWITCHES,
	...STOCK_SWITCHES,
	...LEDGER_SWITCHES,
	...LOGIN_SWITCHES,
} as const;

const DAY = 86_400;

interface Values {
	/** Most rows of one answer: 5,000 since February 2019 (api.md d), older sites may give fewer. */
	largestTop: number;
	/** Longest address in characters. */
	longestUrl: number;
	/** How many characters of a key stay where `keyStorage` is `cut`. */
	cutKeyLength: number;
	/** Seconds after which a posting shows where `posting` is `deferred`. */
	deferredPostingSeconds: number;
	/** Seconds by which the clock of Sage's server is ahead of ours; negative if it is behind. */
	clockSkewSeconds: number;
	/** Answers every call with a redirect to this address, as a misconfigured gateway does. */
	redirectTo: string;
	accessTokenSeconds: number;
	refreshTokenSeconds: number;
	/** Newest release the site has: endpoints and fields that came later are not there. */
	release: string;
	/** Catalog groups that the user's Sage role has no right to: they answer 403. */
	deniedGroups: string[];
	/** Ids of companies that the user has no access to: they answer 401. */
	deniedCompanies: number[];
}

const DEFAULT_VALUES: Values = {
	largestTop: 5000,
	longestUrl: 2048,
	cutKeyLength: 12,
	deferredPostingSeconds: 60,
	clockSkewSeconds: 0,
	redirectTo: '',
	accessTokenSeconds: 8 * 3600,
	refreshTokenSeconds: 90 * DAY,
	release: '2025 R1',
	deniedGroups: [],
	deniedCompanies: [],
};

export type Behaviour = {
	-readonly [Name in keyof typeof SWITCHES]: (typeof SWITCHES)[Name][number];
} & Values;

export const DEFAULT_BEHAVIOUR: Readonly<Behaviour> = {
	...(Object.fromEntries(Object.entries(SWITCHES).map(([name, [usual]]) => [name, usual])) as Omit<
		Behaviour,
		keyof Values
	>),
	...DEFAULT_VALUES,
};

/**
 * Sets switches.
 * @throws Error for a name or a value that there is none of, so that a misspelt test does not pass by accident
 */
export function setBehaviour(behaviour: Behaviour, changes: Partial<Behaviour>): void {
	for (const [name, value] of Object.entries(changes)) check(name, value);
	Object.assign(behaviour, changes);
}

function check(name: string, value: unknown): void {
	const choices: readonly unknown[] | undefined = SWITCHES[name as keyof typeof SWITCHES];
	if (choices) {
		if (!choices.includes(value))
			throw new Error(`"${name}" must be one of ${choices.map(String).join(', ')}`);
		return;
	}
	const expected: unknown = DEFAULT_VALUES[name as keyof Values];
	if (expected === undefined) throw new Error(`There is no behaviour "${name}"`);
	if (typeof value !== typeof expected) throw new Error(`"${name}" must be a ${typeof expected}`);
}
