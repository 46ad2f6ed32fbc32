/** Renews the access token through n8n's own locked refresh. */
import type { INodeProperties } from 'n8n-workflow';

import type { Item } from '../../core/item';
import { ACCESS_GIVEN } from './given';
import { type Operation } from '../../core/resource';
import { oneByOne } from '../../core/prepared';
import type { Run } from '../../core/run';
import {
	accessTokenTimes,
	type AccessTokenTimes,
	type StoredTokens,
} from '../../sage200/login/times';

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
		description:
			'When to renew. An access token that has expired, or of unknown expiry, is renewed in either case.',
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
	action: 'Refresh access token',
	description:
		'Renew the access token now, or when little time is left. Prolongs no login: that takes a person.',
	writes: false,
	withoutCompany: true,
	gives: { renewed: 'boolean', access: ACCESS_GIVEN },
	properties,
	prepare: oneByOne(refreshed),
};

async function refreshed(item: Item): Promise<object> {
	const { run } = item;
	const times = timesNow(await tokensOf(run));
	if (!isDue(item, times)) return { renewed: false, access: times };
	await run.renewAccessToken();
	return { renewed: true, access: timesNow(await tokensOf(run)) };
}

function isDue(item: Item, { minutes_left: minutesLeft }: AccessTokenTimes): boolean {
	if (item.text('renew') === 'always' || typeof minutesLeft !== 'number') return true;
	return minutesLeft < Number(item.parameter('minutesLeft', 30));
}

async function tokensOf(run: Run): Promise<StoredTokens> {
	return ((await run.credential()).oauthTokenData ?? {}) as StoredTokens;
}

function timesNow(tokens: StoredTokens): AccessTokenTimes {
	return accessTokenTimes(tokens, Date.now());
}
