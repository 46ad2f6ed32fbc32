/** What a poll tells of, and the machines that find it. */
import type { SageRecord } from '../sage200/protocol/api';

import type { Reading } from './reading';
import type { WatchRules } from './watch';

export interface Happening {
	/** `record.created`, `stock.changed` … */
	type: string;
	/** The same whenever the same thing is told again, within one company. */
	id: string;
	/** When it happened, as Sage stamped it. */
	time: string;
	/** What it happened to, as it is now. */
	record: SageRecord;
	/** What else is to be told of it: values before. */
	facts?: SageRecord;
}

export interface PollRules extends WatchRules {
	/** Most that one poll tells; the rest follows with the next polls, oldest first. */
	most: number;
	/** Where to start, in milliseconds since 1970; now when left out. */
	backFill?: number;
	/** IANA name of the workflow's time zone, which decides when it is night. */
	timeZone: string;
}

export interface Poll<State> {
	happenings: Happening[];
	/** To be stored when they go out. */
	state: State;
}

/**
 * Finds what happened in one company since the stored state. Pure: it reads through what it yields, and changes nothing
 * that it is given.
 */
export interface Machine<State = unknown> {
	poll(stored: State | undefined, rules: PollRules): Reading<Poll<State>>;
	/**
	 * A few of the newest, for someone who tries the node out.
	 * @param now the time of what Sage stamps nowhere, in milliseconds since 1970
	 */
	sample(count: number, now: number): Reading<Happening[]>;
	/** The state as it was before the last poll that told something. */
	rewound(stored: State): State;
}
