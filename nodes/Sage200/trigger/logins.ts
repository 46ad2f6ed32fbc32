/** The login that is about to end, and the one that has. */
import type { LoginTimes } from '../sage200/login/times';
import { SITES_PATH } from '../sage200/login/sites';

import type { Happening, Machine, PollRules } from './happening';
import { nightOf } from './nights';

export interface StoredLogin {
	/** The days on which each was told last. */
	ending?: string;
	lost?: string;
}

export interface LoginState {
	login?: StoredLogin;
}

export interface LoginRules {
	/** Days left at which the end is near. */
	below: number;
	times: LoginTimes;
	/** Name of the credential. */
	credential: string;
	/** Whether a failure means that the login has ended. */
	isLost(error: unknown): boolean;
}

/**
 * Tells each at most once a day. While the login is lost nobody can say whether its end is near, so what was told of
 * that stays: a person who connects again while a poll is on its way is not told the old login's end a second time.
 */
export function loginsMachine(login: LoginRules): Machine<LoginState> {
	return {
		*poll(stored, rules) {
			const today = nightOf(rules.clock(), 0, rules.timeZone);
			const told = stored?.login ?? {};
			let lost: Error | undefined;
			try {
				yield { path: SITES_PATH, query: {}, mayEnd: false };
			} catch (error) {
				lost = lossIn(error, stored, login);
			}
			const happenings: Happening[] = [];
			if (lost && told.lost !== today) happenings.push(lostLogin(login, lost, today, rules));
			const isEnding = !lost && isNear(login);
			if (isEnding && told.ending !== today) happenings.push(endingLogin(login, today, rules));
			return {
				happenings,
				state: {
					login: lost ? { ...told, lost: today } : { ending: isEnding ? today : undefined },
				},
			};
		},
		*sample(_count, now) {
			yield { path: SITES_PATH, query: {}, mayEnd: false };
			return [endingLogin(login, 'sample', { clock: () => now })];
		},
		rewound: () => ({ login: {} }),
	};
}

/**
 * The failure, where it means that the login has ended.
 * @throws the failure where it means something else, and at the first poll: no workflow is to start with a login that is
 * no more
 */
function lossIn(error: unknown, stored: LoginState | undefined, { isLost }: LoginRules): Error {
	if (stored && isLost(error)) return error as Error;
	throw error;
}

function isNear({ times: { days_left }, below }: LoginRules): boolean {
	return typeof days_left === 'number' && days_left < below;
}

function endingLogin(
	{ times, credential }: LoginRules,
	today: string,
	{ clock }: Pick<PollRules, 'clock'>,
): Happening {
	return {
		type: 'login.ending',
		id: `login:ending:${today}`,
		time: new Date(clock()).toISOString(),
		record: { credential, days_left: times.days_left, ends_at: times.expires_at },
	};
}

function lostLogin(
	{ credential }: LoginRules,
	{ message }: Error,
	today: string,
	{ clock }: Pick<PollRules, 'clock'>,
): Happening {
	return {
		type: 'login.lost',
		id: `login:lost:${today}`,
		time: new Date(clock()).toISOString(),
		record: { credential, reason: message },
	};
}
