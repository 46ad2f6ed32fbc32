/** Renews the access token through n8n's own locked refresh. */
import type { INodeProperties } from 'n8n-workflow';

import type { Item } from '../../core/item';
import { oneByOne, type Operation } from '../../core/resource';
import type { Run } from '../../core/run';
import { SageFailure } from '../../sage200/failures';
import { accessTokenTimes, type AccessTokenTimes, type StoredTokens } from '../../sage200/login/times';

const properties: INodeProperties[] = [
	{
		displayName: 'Renew',
		name: 'renew',
		type: 'options',
		default: 'whenShort',
		options: [
			{ name: 'Always', value: 'always' },
			{ name: 'When Little Time Is Left', value: 'whenShort' },
		],
		description: 'When to renew. An access token that has expired, or of unknown expiry, is renewed in either case.',
	},
	{
		displayName: 'Minutes Left',
		name: 'minutesLeft',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 30,
		validateType: 'number',
		displayOptions: { show: { renew: ['whenShort'] } },
		description: 'Renew when the access token has fewer minutes left than this',
	},
];

export const refresh: Operation = {
	value: 'refresh',
	name: 'Refresh',
	action: 'Refresh the access token',
	description: 'Renew the access token now, or when little time is left. Prolongs no login: that takes a person.',
	writes: false,
	withoutCompany: true,
	properties,
	prepare: oneByOne(refreshed),
};

async function refreshed(item: Item): Promise<object> {
	const { run } = item;
	const before = await tokensOf(run);
	const times = timesNow(before);
	if (!isDue(item, times)) return { renewed: false, access: times };
	await run.renewAccessToken();
	const after = await tokensOf(run);
	if (after.access_token === before.access_token) throw notRenewed();
	return { renewed: true, access: timesNow(after) };
}

function isDue(item: Item, { minutesLeft }: AccessTokenTimes): boolean {
	if (item.text('renew') === 'always' || typeof minutesLeft !== 'number') return true;
	return minutesLeft < Number(item.parameter('minutesLeft', 30));
}

async function tokensOf(run: Run): Promise<StoredTokens> {
	return ((await run.credential()).oauthTokenData ?? {}) as StoredTokens;
}

function timesNow(tokens: StoredTokens): AccessTokenTimes {
	return accessTokenTimes(tokens, Date.now());
}

/** The identity server answered well, and gave nothing new. */
function notRenewed(): SageFailure {
	return new SageFailure({ kind: 'notRenewed', method: 'POST', path: '/oauth/token', remedy: 'Its answer held the same access token as before. Check the identity address in the credential.' });
}
