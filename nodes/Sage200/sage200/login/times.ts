/**
 * How long the access still lasts. Two clocks run: the access token's, some hours, which n8n renews by itself; and
 * the login's, at most 90 days, after which only a person can connect again.
 */
import { claimsOf, momentIn } from './claims';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** What stands for what nobody can tell. */
export const UNKNOWN = 'unknown';

/** Sage's login lives as long as was asked for on the form for client IDs, 90 days at most. */
export const LONGEST_LOGIN_DAYS = 90;

type Known<T> = T | typeof UNKNOWN;

/** What n8n keeps of the identity server's replies. A renewal's reply without an id token leaves the old one in it. */
export interface StoredTokens {
	access_token?: unknown;
	id_token?: unknown;
	/** Milliseconds since 1970, as text; set by n8n 2. */
	n8n_expires_at?: unknown;
}

export interface AccessTokenTimes {
	valid: Known<boolean>;
	expires_at: Known<string>;
	minutes_left: Known<number>;
}

export interface LoginTimes {
	started_at: Known<string>;
	/** Where the start is from: the id token's `auth_time`, or what the user said. */
	source: 'idToken' | 'given' | typeof UNKNOWN;
	expires_at: Known<string>;
	days_left: Known<number>;
}

/** When the access token ends: as n8n stored it, else as the token itself says. */
export function accessTokenTimes(tokens: StoredTokens, now: number): AccessTokenTimes {
	const stored = Number(tokens.n8n_expires_at);
	const end = stored > 0 ? stored : momentIn(claimsOf(tokens.access_token), 'exp');
	if (end === undefined) return { valid: UNKNOWN, expires_at: UNKNOWN, minutes_left: UNKNOWN };
	return {
		valid: end > now,
		expires_at: moment(end),
		minutes_left: Math.max(0, Math.floor((end - now) / MINUTE)),
	};
}

/**
 * When the login ends. A renewed token does not move it: Sage counts from the day a person logged in.
 * @param connectedOn the day the user says that was; used where the id token does not tell
 */
export function loginTimes(
	tokens: StoredTokens,
	lifetimeDays: number,
	connectedOn: number | undefined,
	now: number,
): LoginTimes {
	const told = momentIn(claimsOf(tokens.id_token), 'auth_time');
	const start = told ?? connectedOn;
	if (start === undefined)
		return { started_at: UNKNOWN, source: UNKNOWN, expires_at: UNKNOWN, days_left: UNKNOWN };
	const end = start + lifetimeDays * DAY;
	return {
		started_at: moment(start),
		source: told === undefined ? 'given' : 'idToken',
		expires_at: moment(end),
		days_left: Math.max(0, Math.floor((end - now) / DAY)),
	};
}

/** `7 h 59 min`, `12 min` */
export function duration(minutes: number): string {
	return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A moment in UTC; what no calendar holds is unknown. */
function moment(milliseconds: number): Known<string> {
	const date = new Date(milliseconds);
	return Number.isNaN(date.getTime()) ? UNKNOWN : date.toISOString();
}
