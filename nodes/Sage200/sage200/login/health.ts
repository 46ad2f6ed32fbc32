/** Whether the access to Sage 200 is well, and what is wrong where it is not. */
import { invalid } from '../protocol/failures';

import { listed, same, type Site } from './sites';
import { duration, UNKNOWN, type AccessTokenTimes, type LoginTimes } from './times';

/** Year first: 05/06/2026 is another day in Britain than where JavaScript was made. */
const ISO_DAY = /^\d{4}-\d{2}-\d{2}(T|$)/;

/** Something that stops the syncs, or will. */
export interface Trouble {
	what: string;
	remedy: string;
}

export interface LoginFacts {
	access: AccessTokenTimes;
	login: LoginTimes;
}

export interface Chosen {
	siteId: string;
	companyId: string;
}

/** The login is about to end. */
export function agingTroubles(
	{ days_left, expires_at }: LoginTimes,
	failBelowDays: number,
): Trouble[] {
	if (typeof days_left !== 'number' || days_left >= failBelowDays) return [];
	return [
		{
			what: `The login ends in ${days(days_left)}, on ${expires_at.slice(0, 10)}`,
			remedy:
				'Open the credential, press Switch account and log in to Sage ID: that starts a new login.',
		},
	];
}

/** The login does not reach the site or company of the credential. */
export function reachTroubles(sites: Site[], chosen: Chosen): Trouble[] {
	if (sites.length === 0) {
		return [
			{
				what: 'The login reaches no site',
				remedy:
					'Check that the tunnel to the Sage 200 server is up and the user is enabled for the API.',
			},
		];
	}
	const { site, company } = reachOf(sites, chosen);
	// A credential that leaves site and company open is well: the nodes choose.
	const isOpen = chosen.companyId === '' && (site || chosen.siteId === '');
	if (isOpen || (site && company)) return [];
	return [
		{
			what: unreached(chosen, site),
			remedy: `The login reaches: ${listed(sites)}. Put one of them into the credential.`,
		},
	];
}

function unreached({ siteId, companyId }: Chosen, siteReached: boolean): string {
	if (siteId === '') return 'The credential names no site';
	return siteReached
		? `The company "${companyId}" is not on the site of the credential`
		: `The site "${siteId}" is not among those that the login reaches`;
}

/** Whether the login reaches the site, and the company on it. */
export function reachOf(
	sites: Site[],
	{ siteId, companyId }: Chosen,
): { site: boolean; company: boolean } {
	const onSite = sites.filter((each) => same(each.siteId, siteId));
	return {
		site: onSite.length > 0,
		company: onSite.some((each) => same(each.companyId, companyId)),
	};
}

/** The facts of a login that ended before its time, whatever its tokens say. */
export function endedEarly({ access, login }: LoginFacts): LoginFacts {
	return {
		access: { ...access, valid: false, expires_at: UNKNOWN, minutes_left: 0 },
		login: { ...login, expires_at: UNKNOWN, days_left: 0 },
	};
}

/** One line that says whether the login is valid, and for how long. */
export function summaryOf({ access, login }: LoginFacts, troubles: Trouble[]): string {
	const state = troubles.length === 0 ? 'The connection is valid' : 'The connection is NOT well';
	const whats = troubles.map(({ what }) => what);
	if (login.days_left === 0 && access.minutes_left === 0)
		return [`${state}: the login has ended`, ...whats].join('. ');
	const token =
		typeof access.minutes_left === 'number'
			? `access token expires in ${duration(access.minutes_left)}`
			: 'expiry of the access token unknown';
	const end =
		typeof login.days_left === 'number'
			? `login ends in ${days(login.days_left)} (${login.expires_at.slice(0, 10)})`
			: 'end of the login unknown';
	return [`${state}: ${token}, ${end}`, ...whats].join('. ');
}

/**
 * A day that the user gives, as a moment. Empty is none.
 * @throws InvalidInput for what is no day, or lies ahead
 */
export function connectedOnOf(given: string, now: number): number | undefined {
	if (given.trim() === '') return undefined;
	const moment = ISO_DAY.test(given.trim()) ? Date.parse(given.trim()) : NaN;
	if (Number.isNaN(moment))
		throw invalid('Connected On', `"${given}" is not a date`, 'Write it like 2026-05-24.');
	if (moment > now)
		throw invalid(
			'Connected On',
			`"${given}" lies in the future`,
			'Give the day on which the credential was connected.',
		);
	return moment;
}

function days(count: number): string {
	return count === 1 ? '1 day' : `${count} days`;
}
